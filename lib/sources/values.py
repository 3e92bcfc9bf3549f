"""A database's values as unambiguous text, and the newest value of a cursor column as text and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.model import SourceFailed, say


def text(value: Any) -> str:
    """Instants as ISO in UTC with offset, wall clocks and days as ISO as they stand, numbers without
    exponent, nothing as ""."""
    return _TEXTS.get(type(value), _other)(value)


def _float(value: float) -> str:
    number = Decimal(repr(value))
    return format(number.to_integral_value() if number.is_finite() and value.is_integer() else number, "f")


def _moment(value: datetime) -> str:
    return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=text)


def _bytes(value: bytes | bytearray | memoryview) -> str:
    return bytes(value).hex()


def _other(value: Any) -> str:
    return str(value).replace("\0", "")


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "true" if value else "false",
    float: _float,
    Decimal: lambda value: format(value, "f"),
    datetime: _moment,
    date: date.isoformat,
    dict: _json,
    list: _json,
    tuple: _json,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
}

_CURSORS: Mapping[str, tuple[type, Callable[[str], Any], sa.types.TypeEngine]] = {
    "number": (int, int, sa.BigInteger()),
    "decimal": (Decimal, Decimal, sa.Numeric()),
    "float": (float, float, sa.Double()),
    "instant": (datetime, datetime.fromisoformat, sa.DateTime(timezone=True)),
    "clock": (datetime, datetime.fromisoformat, sa.DateTime()),
    "day": (date, date.fromisoformat, sa.Date()),
    "text": (str, str, sa.Text()),
}
"""Kind of a cursor: its type in Python, from text, its type in SQL. An instant has a zone, a clock none:
a database would read the one as the other by its own time zone."""


def cursor_text(value: Any) -> str:
    """A cursor's value with its kind, so that it comes back as exactly what it was; SourceFailed for a
    value that has none."""
    for kind, (type_, _, _) in _CURSORS.items():
        if type(value) is type_ and (kind == "instant") == (getattr(value, "tzinfo", None) is not None):
            return f"{kind}:{repr(value) if type_ is float else text(value)}"
    raise _unordered()


def since(column: sa.ColumnElement, cursor: str, overlap: timedelta) -> sa.ColumnElement[bool]:
    """The rows at or after a cursor's text; of times, those of `overlap` before it too. SourceFailed for
    a text that is no cursor."""
    kind, _, rest = cursor.partition(":")
    try:
        _, read, type_ = _CURSORS[kind]
        value = read(rest)
    except (KeyError, ValueError, ArithmeticError):
        raise SourceFailed(say("The source's cursor “{cursor}” cannot be read.", cursor=cursor)) from None
    if isinstance(value, datetime):
        value -= overlap
    return column >= sa.literal(value, type_)


def newest(values: Iterable[Any], now: datetime) -> Any:
    """The greatest value that is there and not in the future by more than a day; None without one. One
    row of the year 9999 would otherwise hide all that follow. `now` has a zone."""
    limit = now + timedelta(days=1)
    known = (each for each in values if each is not None and each == each)  # NaN is not
    try:
        return max((each for each in known if not _after(each, limit)), default=None)
    except TypeError:
        raise _unordered() from None


def _unordered() -> SourceFailed:
    return SourceFailed(say("The cursor column holds values that have no order; choose a time or a number."))


def _after(value: Any, limit: datetime) -> bool:
    if isinstance(value, datetime):
        return value > (limit if value.tzinfo else limit.replace(tzinfo=None))
    return isinstance(value, date) and value > limit.date()
