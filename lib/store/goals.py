"""Goals as they are kept: each setting, change and end is a line with who and when; none is overwritten.

A line remembers the data version at which it was written, so that a frozen view knows the goals of its
version. The demonstration's lines go with its import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import Goal, PulseError, say
from lib.store import log
from lib.store.goal_schema import goal_line
from lib.store.write import entering


@dataclass(frozen=True)
class Line:
    """A line of the record: what was done (`set` or `end`) to which goal, as it then was; who and when (UTC
    without zone)."""

    line: int
    action: str
    goal: Goal
    at: datetime
    who: str


def record(engine: sa.Engine, as_of: int | None = None) -> list[Line]:
    """Every line of what is in force, the newest first."""
    with engine.connect() as connection:
        return _record(connection, as_of)


def known(engine: sa.Engine, as_of: int | None = None) -> tuple[Goal, ...]:
    """The goals that have not been ended, now or at a data version, the earliest first."""
    with engine.connect() as connection:
        return _known(connection, as_of)


def save(engine: sa.Engine, goal: Goal, at: datetime, who: str) -> Goal:
    """Sets a goal, or changes the one with its number; gives it with its number. PulseError when the one to
    change is not there, or the very same goal is there already."""
    with entering(engine) as connection:
        _lock(connection)
        there = {each.number: each for each in _known(connection)}
        if goal.number is not None and goal.number not in there:
            raise _unknown(goal.number)
        if any(_same(goal, each) for each in there.values()):
            raise PulseError(say("This goal is there already."))
        demo = there[goal.number].demo if goal.number is not None else goal.demo
        return _write(connection, replace(goal, demo=demo), "set", at, who)


def finish(engine: sa.Engine, number: int, at: datetime, who: str) -> None:
    """Ends a goal: it is no longer shown, its record stays. PulseError when it is not there."""
    with entering(engine) as connection:
        _lock(connection)
        there = {each.number: each for each in _known(connection)}
        if number not in there:
            raise _unknown(number)
        _write(connection, there[number], "end", at, who)


def _unknown(number: int) -> PulseError:
    return PulseError(say("There is no goal no. {number}, or it has been ended.", number=number))


def _same(one: Goal, other: Goal) -> bool:
    return replace(one, number=None, demo=None) == replace(other, number=None, demo=None)


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE goal_line IN EXCLUSIVE MODE"))


def _write(connection: sa.Connection, goal: Goal, action: str, at: datetime, who: str) -> Goal:
    newest = connection.scalar(sa.select(sa.func.max(goal_line.c.line))) or 0
    made = replace(goal, number=newest + 1 if goal.number is None else goal.number)
    values = {
        "line": newest + 1,
        "goal": made.number,
        "action": action,
        "metric": made.metric,
        "target": made.target,
        "every": made.every,
        "first_day": made.first,
        "last_day": made.last,
        "filters": json.dumps(dict(made.where), ensure_ascii=False),
        "data_version": log.data_version(connection),
        "import_id": made.demo,
        "at": at,
        "who": who,
    }
    connection.execute(goal_line.insert().values(values))
    return made


def _record(connection: sa.Connection, as_of: int | None = None) -> list[Line]:
    here = sa.select(log.active(as_of).subquery().c.id)
    query = sa.select(goal_line).where(
        sa.or_(goal_line.c.import_id.is_(None), goal_line.c.import_id.in_(here))
    )
    if as_of is not None:
        query = query.where(goal_line.c.data_version <= as_of)
    rows = connection.execute(query.order_by(goal_line.c.line.desc())).mappings()
    return [Line(row["line"], row["action"], _goal(row), row["at"], row["who"]) for row in rows]


def _known(connection: sa.Connection, as_of: int | None = None) -> tuple[Goal, ...]:
    newest: dict[int | None, Line] = {}
    for line in _record(connection, as_of):
        newest.setdefault(line.goal.number, line)
    return tuple(newest[number].goal for number in sorted(newest, key=int) if newest[number].action == "set")  # type: ignore[arg-type]


def _goal(row: sa.RowMapping) -> Goal:
    where = tuple((id, tuple(values)) for id, values in json.loads(row["filters"]).items())
    return Goal(
        row["metric"],
        row["target"],
        row["every"],
        row["first_day"],
        row["last_day"],
        where,
        row["goal"],
        row["import_id"],
    )
