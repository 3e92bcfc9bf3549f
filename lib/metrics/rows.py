"""Rows as every reader of facts gives them: plain values by name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]


def read(connection: sa.Connection, select: sa.Select) -> tuple[Row, ...]:
    """Runs a select and gives its rows."""
    found = connection.execute(select)
    names = list(found.keys())
    return tuple({n: plain(v) for n, v in zip(names, row, strict=True)} for row in found)


def plain(value: Any) -> Any:
    """Numbers as Python's own: a whole count is an int whatever the database made of it."""
    if isinstance(value, Decimal):
        value = float(value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) >= 1 else value
