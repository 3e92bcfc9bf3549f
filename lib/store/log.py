"""The numbered log of imports: what was brought in, when, by whom, and what was undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store.schema import import_log

KINDS = ("file", "demo", "undo", "forget", "break", "scores", "labels", "note", "erase")
"""What a line can be."""

SILENT = ("scores", "labels", "note")
"""Kinds of lines that bring no data: judgements of comments, by an engine and by people; notes."""


@dataclass(frozen=True)
class Entry:
    """What is to be written into the log. `at` and `captured_at` are UTC without zone."""

    kind: str
    at: datetime
    who: str
    file: str | None = None
    sha256: str | None = None
    format: str | None = None
    captured_at: datetime | None = None
    undoes: int | None = None
    source: str | None = None


@dataclass(frozen=True)
class LogEntry(Entry):
    """A line of the log as it stands; `undone` says that a later entry took it back."""

    id: int = 0
    report: str | None = None
    undone: bool = False


def active(as_of: int | None = None) -> sa.Select:
    """The imports in force, seen with the log up to `as_of`: columns id, captured_at and `age`,
    which orders them by export day, ties by number (the highest is the current one)."""
    later = import_log.alias("later")
    undone = sa.select(later.c.undoes).where(later.c.undoes.is_not(None))
    query = sa.select(
        import_log.c.id,
        import_log.c.captured_at,
        sa.func.row_number().over(order_by=(import_log.c.captured_at, import_log.c.id)).label("age"),
    ).where(import_log.c.kind.in_(("file", "demo")))
    if as_of is not None:
        undone = undone.where(later.c.id <= as_of)
        query = query.where(import_log.c.id <= as_of)
    return query.where(import_log.c.id.not_in(undone))


def data_version(connection: sa.Connection) -> int:
    """The number of the log's last entry, 0 for an empty store."""
    return connection.scalar(sa.select(sa.func.coalesce(sa.func.max(import_log.c.id), 0))) or 0


def ended(connection: sa.Connection, version: int) -> datetime | None:
    """When a data version ended: the moment of the next line of the log; None while there is none."""
    return connection.scalar(sa.select(sa.func.min(import_log.c.at)).where(import_log.c.id > version))


def version_at(connection: sa.Connection, moment: datetime) -> int:
    """The data version in force at a moment (UTC without zone)."""
    latest = sa.select(sa.func.coalesce(sa.func.max(import_log.c.id), 0))
    return connection.scalar(latest.where(import_log.c.at <= moment)) or 0


def first(engine: sa.Engine, kind: str) -> int | None:
    """The number of the first import in force of a kind; None where there is none."""
    numbers = sa.select(sa.func.min(import_log.c.id)).where(import_log.c.kind == kind)
    with engine.connect() as connection:
        return connection.scalar(numbers.where(import_log.c.id.in_(sa.select(active().subquery().c.id))))


def append(connection: sa.Connection, entry: Entry) -> int:
    """Writes a line; gives its number. One writer at a time: the number is taken under a lock."""
    if entry.kind not in KINDS:
        raise ValueError(f"no kind of line in the log: {entry.kind}")
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE import_log IN EXCLUSIVE MODE"))
    number = data_version(connection) + 1
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    connection.execute(import_log.insert().values(id=number, **values))
    return number


def history(connection: sa.Connection, limit: int = 200) -> list[LogEntry]:
    """The log, newest first; without what Pulse and people said of comments."""
    later = import_log.alias("later")
    undone = sa.exists().where(later.c.undoes == import_log.c.id)
    query = sa.select(import_log, undone.label("undone")).where(import_log.c.kind.not_in(SILENT))
    query = query.order_by(import_log.c.id.desc()).limit(limit)
    return [LogEntry(**row) for row in connection.execute(query).mappings()]


def find_import(engine: sa.Engine, sha256: str) -> list[LogEntry]:
    """The imports in force that brought these very bytes."""
    query = sa.select(import_log).where(import_log.c.sha256 == sha256)
    query = query.where(import_log.c.id.in_(sa.select(active().subquery().c.id)))
    with engine.connect() as connection:
        return [LogEntry(**row) for row in connection.execute(query.order_by(import_log.c.id)).mappings()]
