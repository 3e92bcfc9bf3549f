"""The export day: when the numbers of a file were true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPANS = (
    re.compile(r"(?<![A-Za-z])[A-Za-z]{3}-\d{2}-\d{4}_([A-Za-z]{3}-\d{2}-\d{4})"),  # Jan-14-2025_Apr-14-2025
    re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}_(\d{4}-\d{2}-\d{2})(?!\d)"),  # 2024-11-21_2025-02-19
    re.compile(r"(?<!\d)\d{8}_(\d{8})(?!\d)"),  # 20161201_20170101
)


def day_in(name: str) -> date | None:
    """The last day of the span of days in a file's name."""
    for span in _SPANS:
        found = span.search(name)
        if found:
            return _day(found[1])
    return None


def _day(text: str) -> date | None:
    try:
        if text[0].isalpha():
            month, day, year = text.split("-")
            return date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
        return date.fromisoformat(text)
    except ValueError:
        return None


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a local day, in UTC without zone."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC).replace(tzinfo=None)
