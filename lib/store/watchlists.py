"""Watchlists: names, keywords and competitors that people want to hear of when they are mentioned more."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, get_args

import sqlalchemy as sa

from lib.store import audit
from lib.store.changing import changing
from lib.store.watch import turn_off
from lib.store.watch_schema import watchlist

Kind = Literal["brand", "keyword", "competitor"]
Mode = Literal["words", "pattern"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MODES: tuple[Mode, ...] = get_args(Mode)
LIST = "list:"
"""How the watch over a list is named, before its id."""


@dataclass(frozen=True)
class Watchlist:
    """What is looked for: words or patterns, one a line."""

    name: str
    kind: Kind
    mode: Mode
    body: str
    id: str = ""

    @property
    def watch(self) -> str:
        """The name of its watch."""
        return f"{LIST}{self.id}"


def all_lists(engine: sa.Engine) -> list[Watchlist]:
    """Every list, by name."""
    names = [watchlist.c[name] for name in Watchlist.__dataclass_fields__]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*names).order_by(watchlist.c.name, watchlist.c.id)).mappings()
        return [Watchlist(**row) for row in rows]


def of(engine: sa.Engine, who: str) -> list[str]:
    """The ids of the lists that somebody made."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(watchlist.c.id).where(watchlist.c.who == who)))


def add(engine: sa.Engine, new: Watchlist, at: datetime, who: str) -> str:
    """Keeps a list; gives its id."""
    id = uuid.uuid4().hex[:12]
    with changing(engine) as connection:
        connection.execute(watchlist.insert().values(**{**asdict(new), "id": id}, at=at, who=who))
        audit.write(connection, at, who, "settings", "list added", list=new.name)
    return id


def remove(engine: sa.Engine, id: str, at: datetime, who: str) -> None:
    """Takes a list away, with its watch and alarms; `at` is UTC without zone."""
    with changing(engine) as connection:
        name = connection.scalar(sa.select(watchlist.c.name).where(watchlist.c.id == id))
        connection.execute(watchlist.delete().where(watchlist.c.id == id))
        audit.write(connection, at, who, "settings", "list removed", list=name)
    turn_off(engine, f"{LIST}{id}")
