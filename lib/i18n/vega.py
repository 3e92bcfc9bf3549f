"""A language as charts need it: Vega's number and time locale, and labels for its axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import babel
from babel.dates import get_period_names

from lib.i18n import dates, numbers

TIME = "%H:%M"


def config(cldr: babel.Locale, t: Callable[[str], str]) -> dict[str, Any]:
    """What Vega-Lite takes as `config.locale`: {"number": d3-format's, "time": d3-time-format's}."""
    symbols = cldr.number_symbols["latn"]
    number = {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["NT$", ""],
        "minus": numbers.MINUS,
        "nan": numbers.DASH,
    }
    return {"number": number, "time": _time(cldr, t)}


def _time(cldr: babel.Locale, t: Callable[[str], str]) -> dict[str, Any]:
    days, months, today = cldr.days["format"], cldr.months["format"], t(dates.AXIS_DATE)
    halves = get_period_names("abbreviated", "format", cldr)
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    return {
        "dateTime": f"{today} {TIME}",
        "date": today,
        "time": TIME,
        "periods": [halves["am"], halves["pm"]],
        "days": [days["wide"][day] for day in sunday_first],
        "shortDays": [days["abbreviated"][day] for day in sunday_first],
        "months": list(months["wide"].values()),
        "shortMonths": list(months["abbreviated"].values()),
    }


def axis_number(cldr: babel.Locale, value: str) -> str:
    """A Vega expression that writes `value` (an expression too) by the language's own units."""
    label = f"format({value}, ',')"
    for step, suffix in reversed(numbers.units(cldr)):
        label = f"abs({value}) >= {step} ? format({value} / {step}, ',.3~r') + '{suffix}' : {label}"
    return label
