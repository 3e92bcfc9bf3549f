"""The audit log: who did what, beside the log of imports, which keeps its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store.changing import changing
from lib.store.people_schema import audit
from lib.store.schema import import_log

_LONGEST = 500
_IMPORTS = {"file": "import", "demo": "import", "forget": "clear", "break": "settings"}
"""Kinds of lines in the log of imports → actions."""


@dataclass(frozen=True)
class Line:
    """`who` did `action` to `what`, `at` (UTC without zone)."""

    at: datetime
    who: str
    action: str
    what: str


def write(connection: sa.Connection, at: datetime, who: str, action: str, what: str) -> None:
    """Adds a line inside a transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE audit IN EXCLUSIVE MODE"))
    number = (connection.scalar(sa.select(sa.func.max(audit.c.id))) or 0) + 1
    row = {"id": number, "at": at, "who": who, "action": action, "what": what[:_LONGEST]}
    connection.execute(audit.insert().values(row))


def forget(engine: sa.Engine, before: datetime) -> None:
    """Takes away the lines from before a moment (UTC without zone)."""
    with changing(engine) as connection:
        connection.execute(audit.delete().where(audit.c.at < before))


def lines(engine: sa.Engine, limit: int = 1000) -> list[Line]:
    """What was done, newest first: the audit log and the log of imports together."""
    own = sa.select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
    names = ("id", "at", "who", "kind", "file", "undoes")
    imports = sa.select(*[import_log.c[name] for name in names]).order_by(import_log.c.id.desc()).limit(limit)
    with engine.connect() as connection:
        found = [Line(row["at"], row["who"], row["action"], row["what"]) for row in _rows(connection, own)]
        found += [_import(row) for row in _rows(connection, imports)]
    return sorted(found, key=lambda line: line.at, reverse=True)[:limit]


def _rows(connection: sa.Connection, select: sa.Select) -> list[sa.RowMapping]:
    return list(connection.execute(select).mappings())


def _import(row: sa.RowMapping) -> Line:
    of = f"import {row['undoes']}" if row["undoes"] else f"import {row['id']}"
    words = " ".join(filter(None, (of, row["file"])))
    return Line(row["at"], row["who"], _IMPORTS.get(row["kind"], row["kind"]), words)
