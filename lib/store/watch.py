"""Reads and writes what the watch keeps: budgets, states, alarms, limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from lib.store import audit
from lib.store.changing import changing
from lib.store.watch_schema import watch_alarm, watch_limits, watch_setting, watch_state

ALL = ""
"""The watch over all comments."""
BUDGET = 90.0
"""Days of the budget where nobody chose one."""


@dataclass(frozen=True)
class Setting:
    """What people decided of a watch."""

    watch: str
    budget_days: float = BUDGET
    anchor: date | None = None


@dataclass(frozen=True)
class Stand:
    """How a watch stands, worked out from a data version. `value` is the newest day's share (of a
    watchlist its hits), `usual` what is usual."""

    watch: str
    version: int
    state: str
    since: date | None
    day: date | None
    value: float | None
    usual: float | None


@dataclass(frozen=True)
class Raised:
    """An alarm as it is kept; `withdrawn_at` says when the data ceased to raise it."""

    watch: str
    day: date
    level: str
    peak: str
    value: float
    usual: float
    began: date
    until: date | None
    budget_days: float
    withdrawn_at: datetime | None = None


def setting(engine: sa.Engine, watch: str) -> Setting:
    """What was decided of a watch, the default where nothing was."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(watch_setting).where(watch_setting.c.watch == watch)).mappings()
        found = row.first()
    return Setting(watch, found["budget_days"], found["anchor"]) if found else Setting(watch)


def watched(engine: sa.Engine) -> list[str]:
    """The watches over comments that are on: the one over all, and those a person turned on."""
    with engine.connect() as connection:
        names = connection.scalars(sa.select(watch_setting.c.watch).order_by(watch_setting.c.watch))
        return [ALL, *(name for name in names if name.startswith("community:"))]


def decide(engine: sa.Engine, wanted: Setting, at: datetime, who: str) -> None:
    """Keeps what somebody decided of a watch; what was before it is replaced."""
    row = {**asdict(wanted), "at": at, "who": who}
    with changing(engine) as connection:
        _replace(connection, watch_setting, watch_setting.c.watch == wanted.watch, [row])
        day = wanted.anchor.isoformat() if wanted.anchor else None
        days, of = int(wanted.budget_days), wanted.watch
        audit.write(connection, at, who, "settings", "watch decided", watch=of, days=days, anchor=day)


def turn_off(engine: sa.Engine, watch: str, told: audit.Line | None = None) -> None:
    """Ends a watch: its setting, state and alarms go. `told` stands in the audit log."""
    with changing(engine) as connection:
        for table in (watch_setting, watch_state, watch_alarm):
            connection.execute(table.delete().where(table.c.watch == watch))
        audit.add(connection, told)


def stands(engine: sa.Engine) -> list[Stand]:
    """How each watch stands."""
    names = [watch_state.c[name] for name in Stand.__dataclass_fields__]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*names).order_by(watch_state.c.watch)).mappings()
        return [Stand(**row) for row in rows]


def alarms(engine: sa.Engine, watch: str | None = None) -> list[Raised]:
    """The alarms raised, the newest first; with those withdrawn."""
    names = [watch_alarm.c[name] for name in Raised.__dataclass_fields__]
    query = sa.select(*names).order_by(watch_alarm.c.day.desc(), watch_alarm.c.watch)
    if watch is not None:
        query = query.where(watch_alarm.c.watch == watch)
    with engine.connect() as connection:
        return [Raised(**row) for row in connection.execute(query).mappings()]


def in_force(engine: sa.Engine) -> list[Raised]:
    """The alarms that last, the newest first."""
    return [each for each in alarms(engine) if each.until is None and each.withdrawn_at is None]


def settle(engine: sa.Engine, stand: Stand, found: Sequence[Raised], at: datetime) -> None:
    """Brings a watch's state and alarms up to the data: new ones are added, those known are updated, those
    the data no longer raise are kept as withdrawn. The same again changes nothing."""
    with changing(engine) as connection:
        _lock(connection)
        mine = watch_alarm.c.watch == stand.watch
        known = {row["day"]: row for row in connection.execute(sa.select(watch_alarm).where(mine)).mappings()}
        rows = [_row(each, known.get(each.day), stand.version, at) for each in found]
        days = {each.day for each in found}
        gone = [row for day, row in known.items() if day not in days]
        rows += [{**row, "withdrawn_at": row["withdrawn_at"] or at} for row in gone]
        _replace(connection, watch_alarm, mine, rows)
        state = {**asdict(stand), "at": at}
        _replace(connection, watch_state, watch_state.c.watch == stand.watch, [state])


def _row(of: Raised, before: sa.RowMapping | None, version: int, at: datetime) -> dict[str, object]:
    """An alarm's row; it keeps when, and from which data, it was first raised."""
    first = {"version": version, "at": at} if before is None else {n: before[n] for n in ("version", "at")}
    return {**asdict(of), **first, "withdrawn_at": None}


def _lock(connection: sa.Connection) -> None:
    """One process at a time: two replicas that settle at once would both insert."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE watch_alarm IN EXCLUSIVE MODE"))


def _replace(
    connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool], rows: list[dict]
) -> None:
    keys = [column.name for column in table.primary_key]
    found = connection.execute(sa.select(table).where(which)).mappings()
    before = {tuple(row[key] for key in keys): dict(row) for row in found}
    for row in rows:
        old = before.pop(tuple(row[key] for key in keys), None)
        same = sa.and_(*[table.c[key] == row[key] for key in keys])
        if old is None:
            connection.execute(table.insert().values(row))
        elif changed := {name: value for name, value in row.items() if old[name] != value}:
            connection.execute(table.update().where(same).values(changed))


class Limits(MutableMapping[str, dict]):
    """Simulated limits by fingerprint, as JSON documents in the store: worked out once for all."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        with engine.connect() as connection:
            rows = connection.execute(sa.select(watch_limits.c.fingerprint, watch_limits.c.limits)).all()
        self._found: dict[str, dict] = {row[0]: json.loads(row[1]) for row in rows}

    def __getitem__(self, key: str) -> dict:
        return self._found[key]

    def __setitem__(self, key: str, value: dict) -> None:
        self._found[key] = value
        row = {"fingerprint": key, "limits": json.dumps(value)}
        try:
            with changing(self._engine) as connection:
                known = sa.select(watch_limits.c.fingerprint).where(watch_limits.c.fingerprint == key)
                if connection.scalar(known) is None:
                    connection.execute(watch_limits.insert().values(row))
        except sa.exc.IntegrityError:
            pass  # another process kept the same limits a moment before

    def __delitem__(self, key: str) -> None:
        del self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
