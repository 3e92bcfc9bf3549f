"""The last sign-in of those whose rights come by a group: only then the provider says which they are in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store.changing import changing
from lib.store.people_schema import group_visit


@dataclass(frozen=True)
class Visit:
    """The last sign-in of somebody (`owner` as Person.own), and the numbers of the groups with rights that
    the provider stated then. `at` is UTC without zone."""

    owner: str
    groups: tuple[int, ...]
    at: datetime


def last(engine: sa.Engine, owner: str) -> Visit | None:
    """Somebody's last sign-in by groups; None where there was none, or the last stated no group."""
    query = sa.select(group_visit).where(group_visit.c.owner == owner)
    with engine.connect() as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else Visit(owner, tuple(json.loads(row["groups"])), row["at"])


def came(engine: sa.Engine, owner: str, groups: Sequence[int], at: datetime) -> None:
    """Keeps a sign-in in place of the one before; one that states no group leaves nothing."""
    with changing(engine) as connection:
        connection.execute(group_visit.delete().where(group_visit.c.owner == owner))
        if groups:
            row = {"owner": owner, "groups": json.dumps(list(groups)), "at": at}
            connection.execute(group_visit.insert().values(row))


def forget(engine: sa.Engine, before: datetime) -> None:
    """Takes away the sign-ins before a moment: they give nothing any more."""
    with changing(engine) as connection:
        connection.execute(group_visit.delete().where(group_visit.c.at < before))
