"""What is read again and again: sources as they are declared, and how their last run went.

An address never holds a secret: a database is named by its connection in the secrets file, a push
source keeps only the hash of its token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa

from lib.model import Message, PulseError, say
from lib.store import audit, messages
from lib.store.changing import changing
from lib.store.schema import source as table
from lib.store.schema import source_state

Kind = Literal["sheet", "database", "live", "push"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Source:
    """A source as somebody declared it.

    `address` says where to read (by kind; never a secret); `options` what the source does not say
    itself: platform, account, community, format, mapping. `every_minutes` is None for a source that
    is read only when asked. `at` is UTC without zone.
    """

    id: str
    kind: Kind
    name: str
    address: Mapping[str, Any]
    at: datetime
    options: Mapping[str, Any] = field(default_factory=dict)
    every_minutes: int | None = None
    enabled: bool = True
    who: str = "local"


@dataclass(frozen=True)
class State:
    """How a source stands. Instants are UTC without zone; `failures` are those in a row, `error` the
    last one; `cursor` the newest value of the cursor column imported, `sha256` of the content."""

    source: str
    run_at: datetime | None = None
    ok_at: datetime | None = None
    failures: int = 0
    error: Message | None = None
    cursor: str | None = None
    sha256: str | None = None
    import_id: int | None = None
    leased_until: datetime | None = None


def all_sources(engine: sa.Engine) -> list[tuple[Source, State]]:
    """Every source with its state, by name."""
    with engine.connect() as connection:
        states = {
            row["source"]: _state(row) for row in connection.execute(sa.select(source_state)).mappings()
        }
        rows = connection.execute(sa.select(table).order_by(table.c.name, table.c.id)).mappings()
        return [(_source(row), states.get(row["id"], State(row["id"]))) for row in rows]


def one(engine: sa.Engine, id: str) -> tuple[Source, State]:
    """A source with its state; PulseError when there is none."""
    for found in all_sources(engine):
        if found[0].id == id:
            return found
    raise PulseError(say("There is no source “{id}”.", id=id))


def put(engine: sa.Engine, source: Source, told: audit.Line | None = None) -> None:
    """Declares a source, in place of one with the same id; its state stays. `told` stands in the audit
    log."""
    values = asdict(source) | {name: _json(getattr(source, name)) for name in ("address", "options")}
    with changing(engine) as connection:
        connection.execute(table.delete().where(table.c.id == source.id))
        connection.execute(table.insert().values(values))
        audit.add(connection, told)


def remove(engine: sa.Engine, id: str, told: audit.Line | None = None) -> None:
    """Forgets a source and its state; what it brought stays until its imports are undone. `told` stands in
    the audit log."""
    with changing(engine) as connection:
        connection.execute(source_state.delete().where(source_state.c.source == id))
        connection.execute(table.delete().where(table.c.id == id))
        audit.add(connection, told)


def save_state(engine: sa.Engine, state: State) -> None:
    """Keeps how a source stands, in place of what was known."""
    values = asdict(state)
    values["error"] = messages.written(state.error)
    with changing(engine) as connection:
        connection.execute(source_state.delete().where(source_state.c.source == state.source))
        connection.execute(source_state.insert().values(values))


def lease(engine: sa.Engine, id: str, now: datetime, until: datetime) -> bool:
    """Takes a source for one run, so that no two processes read it at once; False when another has it."""
    with changing(engine) as connection:
        known = connection.scalar(sa.select(sa.func.count()).where(source_state.c.source == id))
        if not known:
            connection.execute(source_state.insert().values(source=id, failures=0, leased_until=until))
            return True
        free = sa.or_(source_state.c.leased_until.is_(None), source_state.c.leased_until <= now)
        taken = source_state.update().where(source_state.c.source == id, free).values(leased_until=until)
        return connection.execute(taken.returning(source_state.c.source)).first() is not None


def next_run(source: Source, state: State) -> datetime | None:
    """When a source is due (UTC without zone): its interval after the last run, after failures up to
    8 times as long. None for one that is off, or read only when asked, or never by the schedule."""
    if not source.enabled or source.every_minutes is None or source.kind in ("live", "push"):
        return None
    if state.run_at is None:
        return source.at
    return state.run_at + timedelta(minutes=source.every_minutes * 2 ** min(state.failures, 3))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _source(row: sa.RowMapping) -> Source:
    return Source(**{**row, "address": json.loads(row["address"]), "options": json.loads(row["options"])})


def _state(row: sa.RowMapping) -> State:
    return State(**{**row, "error": messages.read(row["error"])})
