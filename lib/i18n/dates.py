"""Days, periods and hours as people read them; instants are shown as given, in the zone the caller chose."""

from __future__ import annotations

from datetime import date, datetime

import babel
from babel.dates import format_date, format_datetime, format_interval

from lib.model import N_

PATTERNS = {
    (True, True): N_("EEE d MMM y"),
    (True, False): N_("EEE d MMM"),
    (False, True): N_("d MMM y"),
    (False, False): N_("d MMM"),
}
"""CLDR date patterns by (with the weekday, with the year); a catalog gives its language's own."""

INSTANT = N_("d MMM y, HH:mm")
MONTH = N_("MMM y")

AXIS_DAY = N_("%-d %b")
AXIS_MONTH = N_("%b %Y")
AXIS_DATE = N_("%-d %b %Y")
"""The same for charts, as d3 writes time formats."""


def needs_year(days: tuple[date, ...], today: date | None) -> bool:
    """Whether a reader on `today` could take one of the days for another year's."""
    years = {each.year for each in days} | ({today.year} if today else set())
    return len(years) > 1


def day(value: date, pattern: str, cldr: babel.Locale) -> str:
    """A day by a CLDR pattern."""
    return format_date(value, pattern, locale=cldr)


def instant(value: datetime, pattern: str, cldr: babel.Locale) -> str:
    """A time of day by a CLDR pattern, in the zone it is in: Babel would move it to UTC."""
    return format_datetime(value.replace(tzinfo=None), pattern, locale=cldr)


def interval(start: date, end: date, year: bool, cldr: babel.Locale) -> str:
    """1–22 Nov 2026, 2026年11月1日至22日: what the days share is said once."""
    text = format_interval(start, end, "yMMMd" if year else "MMMd", locale=cldr)
    return text.replace("\u2009", " ")


def weekday(number: int, short: bool, cldr: babel.Locale) -> str:
    """The name of a weekday, 1 = Monday."""
    return cldr.days["format"]["abbreviated" if short else "wide"][number - 1]
