"""What a person asks for on the command line, as parts of a Query."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from lib.metrics import facts, run
from lib.model import Period, PulseError, QueryError, say
from lib.settings import Settings

Where = tuple[tuple[str, tuple[str | None, ...]], ...]


def where(pairs: list[str]) -> Where:
    """Filters of "DIMENSION=VALUE"; nothing after the sign stands for "not stated". Errors: QueryError."""
    found: dict[str, tuple[str | None, ...]] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise QueryError(say("Write a filter as DIMENSION=VALUE, not “{text}”.", text=pair))
        found[name] = (*found.get(name, ()), value or None)
        facts.value(name, value)
    return tuple(found.items())


def period(start: str | None, end: str | None) -> Period | None:
    """The days from one ISO date to another, open where one is missing, None where both are. Errors:
    QueryError."""
    if start is None and end is None:
        return None
    try:
        first = date.fromisoformat(start) if start else date(1970, 1, 1)
        last = date.fromisoformat(end) if end else date(9999, 12, 31)
    except ValueError:
        raise QueryError(say("A date is written like 2026-03-31.")) from None
    if last < first:
        raise QueryError(say("The period ends before it begins."))
    return Period(first, last)


def moment(text: str, settings: Settings) -> datetime:
    """An ISO moment as an instant in UTC; a date alone means the end of that day, a time without
    zone is the community's. PulseError when it is none."""
    try:
        if len(text) == 10:
            local = datetime.combine(date.fromisoformat(text), time(23, 59, 59))
        else:
            local = datetime.fromisoformat(text)
    except ValueError:
        raise PulseError(
            say("“{text}” is no ISO date or time, such as 2026-03-31T18:00.", text=text)
        ) from None
    return (
        (local if local.tzinfo else local.replace(tzinfo=settings.zone)).astimezone(UTC).replace(tzinfo=None)
    )


def version(engine: sa.Engine, settings: Settings, as_of: str) -> int:
    """The data version of that number, or the one in force at an ISO moment. Errors: as `moment`."""
    if _numbered(as_of):
        return int(as_of)
    return run.version_at(engine, moment(as_of, settings))


def until(engine: sa.Engine, settings: Settings, as_of: str) -> datetime | None:
    """Up to when something had been written down then: that moment, or the end of that data version (None
    while it lasts). Errors: as `moment`."""
    return run.ended(engine, int(as_of)) if _numbered(as_of) else moment(as_of, settings)


def _numbered(as_of: str) -> bool:
    return as_of.isdecimal() and len(as_of) < 9
