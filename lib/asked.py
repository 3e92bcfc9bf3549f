"""What a person asks for on the command line, as parts of a Query."""

from __future__ import annotations

from datetime import date

from lib.metrics import facts
from lib.model import Period, QueryError, say

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
