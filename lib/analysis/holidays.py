"""Public holidays, by their names in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

LANGUAGES = {"zh-TW": "zh_TW", "en": "en_US"}
"""The languages in which the library names the holidays of Taiwan, by ours; others read English."""

MOST = 40
"""The most holidays that a chart marks one and all: some three years'."""


@dataclass(frozen=True)
class Holiday:
    """Holidays on days in a row, by all their names."""

    first: date
    last: date
    name: str


@cache
def named(country: str, year: int, language: str = "en") -> Mapping[date, str]:
    """The public holidays of a country's year: day → name."""
    import holidays

    found = holidays.country_holidays(country, years=year, language=LANGUAGES.get(language, "en_US"))
    return dict(sorted(found.items()))


def between(country: str, first: date, last: date, language: str) -> list[Holiday]:
    """The holidays from one day to another, the earliest first."""
    days = [
        (day, name)
        for year in range(first.year, last.year + 1)
        for day, name in named(country, year, language).items()
        if first <= day <= last
    ]
    spans: list[list[tuple[date, str]]] = []
    for day, name in days:
        if spans and day - spans[-1][-1][0] == timedelta(1):
            spans[-1].append((day, name))
        else:
            spans.append([(day, name)])
    return [Holiday(span[0][0], span[-1][0], _name([name for _, name in span])) for span in spans]


def marked(country: str, first: date, last: date, language: str) -> list[Holiday]:
    """Those of a chart: of many years the long ones alone, Lunar New Year above all."""
    found = between(country, first, last, language)
    return found if len(found) <= MOST else [each for each in found if (each.last - each.first).days >= 2]


def _name(names: list[str]) -> str:
    """Each holiday once; a day off in its place ("… (observed)") goes by its name."""
    return " · ".join(dict.fromkeys(re.split(r"\s*[(（]", name)[0] for name in names))
