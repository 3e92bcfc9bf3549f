"""Dates with the name of a month, in the languages that platforms export in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cache

from babel import Locale

from lib.imports.words import fold

LANGUAGES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "pl",
    "cs",
    "tr",
    "id",
    "ru",
    "uk",
    "vi",
    "ro",
    "hu",
    "bg",
    "el",
    "ms",
    "th",
)
_SHORT = {"sept": 9}
_FILLERS = frozenset(
    ("de", "del", "of", "the", "den", "at", "le", "st", "nd", "rd", "th", "г", "utc", "gmt", "um", "uhr", "a",
     "la", "las", "à", "às", "kl", "klo")
)  # fmt: skip
_LEAP = 2000  # a year that has all days
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?")
_OFFSET = re.compile(r"(?<=[\d ])([+-])(\d{2}):?(\d{2})$")


@cache
def _names() -> dict[str, int]:
    names: dict[str, int] = dict(_SHORT)
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in months[context][width].items():
                    names.setdefault(fold(name).strip("."), number)
    return names


@cache
def _weekdays() -> frozenset[str]:
    found: set[str] = set()
    for language in LANGUAGES:
        days = Locale.parse(language).days
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                found.update(fold(name).strip(".") for name in days[context][width].values())
    return frozenset(found)


def read(text: str) -> tuple[datetime, bool] | None:
    """A date such as "Mar 25, 2023", "28 sept. 2026" or "Mon Feb 17 2025": (moment, has a time of
    day). A moment with a zone is aware. None where the text is no such date or has no year."""
    rest = fold(text)
    offset = _OFFSET.search(rest)
    rest = _OFFSET.sub("", rest) if offset else rest
    clock = _TIME.search(rest)
    rest = rest.replace(clock[0], " ") if clock else rest
    day = _day(rest)
    if day is None:
        return None
    try:
        moment = datetime(*day, *_clock(clock), tzinfo=_zone(offset))
    except ValueError:
        return None
    return moment, clock is not None


def without_year(text: str) -> tuple[int, int] | None:
    """(month, day) of a date such as "February 28" or "30 de abril"; None where it is no such date."""
    found = _day(f"{fold(text)} {_LEAP}")
    return found and found[1:]


def _day(text: str) -> tuple[int, int, int] | None:
    words = re.findall(r"[^\W\d_](?:[^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|\.(?=[^\W\d_]))*", text)
    numbers = re.findall(r"\d+", text)
    named = [word for word in words if word in _names()]
    named = named if len(named) < 2 else [word for word in named if word not in _weekdays()]
    months = [_names()[word] for word in named]
    strange = [
        word for word in words if word not in _names() and word not in _weekdays() and word not in _FILLERS
    ]
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if strange or len(set(months)) != 1 or len(years) != 1 or len(days) != 1:
        return None
    return int(years[0]), months[0], int(days[0])


def _clock(found: re.Match[str] | None) -> tuple[int, int, int]:
    if not found:
        return 0, 0, 0
    hour, minute, second, half = found.groups()
    hours = int(hour) % 12 + 12 * (half == "p") if half else int(hour)
    return hours, int(minute), int(second or 0)


def _zone(found: re.Match[str] | None) -> timezone | None:
    if not found:
        return None
    sign, hours, minutes = found.groups()
    return timezone((-1 if sign == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes)))
