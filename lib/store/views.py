"""Views that people keep under a name: their own, and those they share with the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import PulseError, say
from lib.store import params
from lib.store.changing import changing, next_number
from lib.store.view_schema import saved_view

LONGEST = 80
"""Characters of a name."""


@dataclass(frozen=True)
class SavedView:
    """A page and its URL parameters, without the language, under a name. `owner` (as Person.own) keeps it,
    `who` (as Person.id) is known for it; `team`: everybody may open it; `start`: it is its owner's start
    page. `at` is UTC without zone."""

    owner: str
    who: str
    name: str
    page: str
    params: Mapping[str, Sequence[str]]
    at: datetime
    team: bool = False
    start: bool = False
    number: int | None = None


def keep(engine: sa.Engine, new: SavedView) -> SavedView:
    """Keeps a view in place of the owner's of the same name; gives it with its number. PulseError where the
    name is empty or too long."""
    name = " ".join(new.name.split())
    if not name or len(name) > LONGEST:
        raise PulseError(say("Give the view a name of 1 to {most} characters.", most=LONGEST))
    with changing(engine) as connection:
        same = sa.and_(saved_view.c.owner == new.owner, saved_view.c.name == name)
        number = connection.scalar(sa.select(saved_view.c.id).where(same))
        if number is None:
            number = next_number(connection, saved_view.c.id)
        if new.start:
            _unpin(connection, new.owner)
        connection.execute(saved_view.delete().where(same))
        made = replace(new, name=name, number=number)
        connection.execute(saved_view.insert().values(_row(made)))
    return made


def listed(engine: sa.Engine, owner: str) -> list[SavedView]:
    """Somebody's views, then the team's; each by name."""
    mine = saved_view.c.owner == owner
    query = sa.select(saved_view).where(sa.or_(mine, saved_view.c.team))
    order = (sa.case((mine, 0), else_=1), saved_view.c.name, saved_view.c.id)
    with engine.connect() as connection:
        return [_view(row) for row in connection.execute(query.order_by(*order)).mappings()]


def start_of(engine: sa.Engine, owner: str) -> SavedView | None:
    """The view that is somebody's start page."""
    query = sa.select(saved_view).where(saved_view.c.owner == owner, saved_view.c.start)
    with engine.connect() as connection:
        row = connection.execute(query.order_by(saved_view.c.id)).mappings().first()
        return None if row is None else _view(row)


def change(engine: sa.Engine, number: int, owner: str, *, team: bool, start: bool) -> None:
    """Shares one of somebody's views with the team or no longer, makes it their start page or no longer.
    PulseError where it is not theirs."""
    with changing(engine) as connection:
        _check(connection, number, owner)
        if start:
            _unpin(connection, owner)
        values = {"team": team, "start": start}
        connection.execute(saved_view.update().where(saved_view.c.id == number).values(values))


def remove(engine: sa.Engine, number: int, owner: str) -> None:
    """Removes one of somebody's views. PulseError where it is not theirs."""
    with changing(engine) as connection:
        _check(connection, number, owner)
        connection.execute(saved_view.delete().where(saved_view.c.id == number))


def remove_of(connection: sa.Connection, owner: str) -> None:
    """Removes all views of somebody who is removed, inside a transaction."""
    connection.execute(saved_view.delete().where(saved_view.c.owner == owner))


def _check(connection: sa.Connection, number: int, owner: str) -> None:
    mine = sa.select(saved_view.c.id).where(saved_view.c.id == number, saved_view.c.owner == owner)
    if connection.scalar(mine) is None:
        raise PulseError(say("There is no such view of yours."))


def _unpin(connection: sa.Connection, owner: str) -> None:
    pinned = sa.and_(saved_view.c.owner == owner, saved_view.c.start)
    connection.execute(saved_view.update().where(pinned).values(start=False))


def _row(made: SavedView) -> dict[str, object]:
    row = {name: getattr(made, name) for name in SavedView.__dataclass_fields__ if name != "number"}
    return row | {"id": made.number, "params": params.write(made.params)}


def _view(row: sa.RowMapping) -> SavedView:
    kept = {name: row[name] for name in SavedView.__dataclass_fields__ if name != "number"}
    return SavedView(**{**kept, "params": params.read(row["params"])}, number=row["id"])
