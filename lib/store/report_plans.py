"""Reports that are sent by the clock: planned, moved on, ended; none is deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import PulseError, Scope, say
from lib.store import audit, params, scopes
from lib.store.changing import changing, next_number
from lib.store.report_schema import report_plan


@dataclass(frozen=True)
class Plan:
    """A view sent to people (by their numbers) every week or month. `who` (a Person's id) planned it and
    saw `scope`; `owner` tells whose it is. `due`: when it is sent next. Moments are UTC without zone."""

    page: str
    params: Mapping[str, Sequence[str]]
    language: str
    every: str
    people: tuple[int, ...]
    who: str
    owner: str
    scope: Scope
    at: datetime
    due: datetime
    ended: datetime | None = None
    id: int = 0


def make(engine: sa.Engine, new: Plan) -> Plan:
    """Keeps a plan; gives it with its number. PulseError where nobody is chosen."""
    if not new.people:
        raise PulseError(say("Choose who gets the report."))
    with changing(engine) as connection:
        made = replace(new, id=next_number(connection, report_plan.c.id))
        connection.execute(report_plan.insert().values(_row(made)))
        to = " ".join(f"p{each}" for each in made.people)
        said = {"every": made.every, "people": to}
        audit.write(connection, made.at, made.who, "settings", "report planned", plan=made.id, **said)
    return made


def running(engine: sa.Engine) -> list[Plan]:
    """The plans that were not ended, in the order they were made."""
    query = sa.select(report_plan).where(report_plan.c.ended.is_(None)).order_by(report_plan.c.id)
    with engine.connect() as connection:
        return [_plan(row) for row in connection.execute(query).mappings()]


def move(engine: sa.Engine, plan: Plan, due: datetime) -> None:
    """Sets when a plan is due next, unless another process did."""
    mine = (report_plan.c.id == plan.id, report_plan.c.due == plan.due)
    with changing(engine) as connection:
        connection.execute(report_plan.update().where(*mine).values(due=due))


def end(engine: sa.Engine, number: int, at: datetime, who: str, owner: str | None = None) -> None:
    """Sends a plan's report no more; with an `owner`, only one of theirs. PulseError where there is none."""
    mine = sa.and_(report_plan.c.id == number, report_plan.c.ended.is_(None))
    if owner is not None:
        mine = sa.and_(mine, report_plan.c.owner == owner)
    with changing(engine) as connection:
        if connection.scalar(sa.select(report_plan.c.id).where(mine)) is None:
            raise PulseError(say("There is no such planned report of yours."))
        connection.execute(report_plan.update().where(mine).values(ended=at))
        audit.write(connection, at, who, "settings", "report ended", plan=number)


def leave(connection: sa.Connection, who: str, at: datetime) -> None:
    """Ends the plans of somebody (as a Person's id) who loses their rights, inside a transaction, and takes
    them from those who get a report; one that nobody gets any more ends too."""
    going = sa.select(report_plan).where(report_plan.c.ended.is_(None))
    for plan in map(_plan, connection.execute(going).mappings().all()):
        left = [each for each in plan.people if f"p{each}" != who]
        ended = at if plan.who == who or not left else None
        if ended or len(left) < len(plan.people):
            values = {"people": json.dumps(left), "ended": ended}
            connection.execute(report_plan.update().where(report_plan.c.id == plan.id).values(values))


def _row(plan: Plan) -> dict[str, object]:
    kept = {"params": params.write(plan.params), "people": json.dumps(list(plan.people))}
    return {**asdict(plan), **kept, "scope": scopes.write(plan.scope)}


def _plan(row: sa.RowMapping) -> Plan:
    kept = {name: row[name] for name in Plan.__dataclass_fields__}
    read = {"params": params.read(row["params"]), "people": tuple(json.loads(row["people"]))}
    return Plan(**{**kept, **read, "scope": scopes.read(row["scope"])})
