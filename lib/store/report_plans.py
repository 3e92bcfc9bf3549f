"""Reports that are sent by the clock: planned, moved on, ended; none is deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import PulseError, Scope, say
from lib.store import audit, scopes
from lib.store.changing import changing
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
        number = (connection.scalar(sa.select(sa.func.max(report_plan.c.id))) or 0) + 1
        made = replace(new, id=number)
        connection.execute(report_plan.insert().values(_row(made)))
        said = " ".join(f"p{each}" for each in made.people)
        audit.write(
            connection, made.at, made.who, "settings", f"report {number} every {made.every} to {said}"
        )
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


def end(engine: sa.Engine, number: int, at: datetime, who: str) -> None:
    """Sends a plan's report no more."""
    mine = (report_plan.c.id == number, report_plan.c.ended.is_(None))
    with changing(engine) as connection:
        connection.execute(report_plan.update().where(*mine).values(ended=at))
        audit.write(connection, at, who, "settings", f"report {number} ended")


def _row(plan: Plan) -> dict[str, object]:
    params = {key: list(values) for key, values in plan.params.items()}
    kept = {"params": json.dumps(params, ensure_ascii=False), "people": json.dumps(list(plan.people))}
    return {**asdict(plan), **kept, "scope": scopes.write(plan.scope)}


def _plan(row: sa.RowMapping) -> Plan:
    kept = {name: row[name] for name in Plan.__dataclass_fields__}
    read = {"params": json.loads(row["params"]), "people": tuple(json.loads(row["people"]))}
    return Plan(**{**kept, **read, "scope": scopes.read(row["scope"])})
