"""Pure: named periods, counted from the last day there is data for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from lib.model import N_, Period

DEFAULT = "28d"
CUSTOM = "custom"


def _last(days: int) -> Callable[[date, date], Period]:
    return lambda anchor, first: Period(anchor - timedelta(days - 1), anchor)


def _month_start(day: date, back: int = 0) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _last_month(anchor: date, first: date) -> Period:
    end = _month_start(anchor) - timedelta(1)
    return Period(_month_start(end), end)


def _last_quarter(anchor: date, first: date) -> Period:
    this_quarter = _month_start(anchor, (anchor.month - 1) % 3)
    return Period(_month_start(this_quarter, 3), this_quarter - timedelta(1))


def _this_year(anchor: date, first: date) -> Period:
    return Period(date(anchor.year, 1, 1), anchor)


def _all(anchor: date, first: date) -> Period:
    return Period(min(first, anchor), anchor)


PRESETS: dict[str, tuple[str, Callable[[date, date], Period]]] = {
    "7d": (N_("Last 7 days"), _last(7)),
    "28d": (N_("Last 28 days"), _last(28)),
    "90d": (N_("Last 90 days"), _last(90)),
    "last_month": (N_("Last month"), _last_month),
    "last_quarter": (N_("Last quarter"), _last_quarter),
    "365d": (N_("Last 365 days"), _last(365)),
    "year": (N_("This year"), _this_year),
    "all": (N_("All data"), _all),
}
"""id → (name, the period for an anchor day and the first day of the data)."""


def preset(id: str, anchor: date, first: date) -> Period:
    """The named period that ends at, or before, the anchor day."""
    return PRESETS[id][1](anchor, first)
