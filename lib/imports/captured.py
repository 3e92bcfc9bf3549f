"""The export day: when the numbers of a file were true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Literal, cast
from zoneinfo import ZoneInfo

from lib.model import FileRefused, Message, say

CaptureSource = Literal["given", "file name", "now"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPANS = (
    re.compile(
        r"(?<![A-Za-z])([A-Za-z]{3}-\d{2}-\d{4})_([A-Za-z]{3}-\d{2}-\d{4})"
    ),  # Jan-14-2025_Apr-14-2025
    re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})(?!\d)"),  # 2024-11-21_2025-02-19
    re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2}) - (\d{4}-\d{2}-\d{2})(?!\d)"),  # 2014-08-24 - 2015-02-19
    re.compile(r"(?<!\d)(\d{8})_(\d{8})(?!\d)"),  # 20161201_20170101
    re.compile(r"Insights Data Export .*- (\d{4}-\d{2}-\d{2})\."),
)
_TIKTOK = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}_(\d{10})(?!\d)")  # the first day, and when it was made


def day_in(name: str) -> date | None:
    """The export day that a file's name tells, or the archive's around it: the last day of a span of
    days, or the moment in it."""
    for plain in _names(name):
        made = _TIKTOK.search(plain)
        if made:
            return datetime.fromtimestamp(int(made[1]), UTC).date()
        if found := _span(plain):
            return _day(found[-1])
    return None


def span_in(name: str) -> tuple[date | None, date | None]:
    """The first and last day that a file's name tells, or the archive's around it; None where it does not."""
    for plain in _names(name):
        found = _span(plain)
        if len(found) == 2:
            first, last = map(_day, found)
            return (first, last) if first and last and first <= last else (None, None)
    return None, None


def _names(name: str) -> Iterator[str]:
    """The name of a file, then those of the archives around it."""
    for part in reversed(re.split(r"(?<=\.zip)/", name, flags=re.IGNORECASE)):
        yield PurePath(part).name


def _span(plain: str) -> tuple[str, ...]:
    return next((found.groups() for span in _SPANS if (found := span.search(plain))), ())


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


def moment(
    name: str, given: datetime | None, newest: datetime | None, zone: ZoneInfo, now: datetime
) -> tuple[datetime, CaptureSource, list[Message]]:
    """The export day: given, else from the file's name, else now; never before the newest row.

    All moments are UTC without zone. FileRefused for one in the future.
    """
    day = day_in(name)
    found, source = now, cast(CaptureSource, "now")
    told: list[Message] = []
    if given is not None:
        found, source = given, "given"
        if found > now:
            raise FileRefused(say("The export day {day} lies in the future.", day=found.date()))
    elif day is not None:
        found, source = min(end_of(day, zone), now), "file name"
        told = [
            say(
                "The numbers are taken as of {day}, as the file's name says; give another export day if not.",
                day=day,
            )
        ]
    if newest is not None and newest > found:
        found = newest
        told = [say("The newest row is of {day}, so the numbers are taken as of then.", day=newest)]
    return found, source, told
