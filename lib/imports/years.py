"""Dates without a year: the year is that which ends with the export day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from lib.imports import months
from lib.imports.spec import Order

_EAST_ASIA = re.compile(r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_VIETNAM = re.compile(r"(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})")
_DIGITS = re.compile(r"(\d{1,2})[/.-](\d{1,2})\.?")
_BACK = 9
"""How many years back a 29 February may lie: 1896 to 1904 is the longest time without one."""


def days(texts: Sequence[str], order: Order, until: date) -> list[date | None]:
    """The days of dates such as "12 April" or "4月12日": each the last one that is not after
    `until`. Where that year lacks one of them (29 February), all lie as many years further back."""
    found = [_month_and_day(text.strip(), order) for text in texts]
    named = [each for each in found if each]
    for back in range(_BACK):
        end = _in(until.year - back, until.month, until.day) or date(until.year - back, 2, 28)
        known = {each: _last(each, end) for each in set(named)}
        if None not in known.values():
            return [known.get(each) if each else None for each in found]
    return [None] * len(texts)


def named(texts: Sequence[str]) -> int:
    """How many texts are dates with the name of a month, or its character, and without a year."""
    return sum(bool(_month_and_day(text.strip(), "mdy")) for text in texts if not _DIGITS.fullmatch(text))


def _month_and_day(text: str, order: Order) -> tuple[int, int] | None:
    asian = _EAST_ASIA.fullmatch(text)
    vietnamese = _VIETNAM.fullmatch(text)
    digits = _DIGITS.fullmatch(text)
    if asian:
        return _real(int(asian[1]), int(asian[2]))
    if vietnamese:
        return _real(int(vietnamese[2]), int(vietnamese[1]))
    if digits:
        first, second = int(digits[1]), int(digits[2])
        return _real(second, first) if order == "dmy" else _real(first, second)
    found = months.without_year(text) if text else None
    return found and _real(*found)


def _real(month: int, day: int) -> tuple[int, int] | None:
    return (month, day) if _in(2000, month, day) else None


def _last(month_and_day: tuple[int, int], end: date) -> date | None:
    """The last such day that is not after `end`, within the year before it."""
    years = (_in(year, *month_and_day) for year in (end.year, end.year - 1))
    return next((day for day in years if day and timedelta() <= end - day < timedelta(366)), None)


def _in(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
