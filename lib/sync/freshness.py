"""How fresh each source is, in one word, with the moments behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from lib.model import Message
from lib.store import sources
from lib.store.log import active
from lib.store.schema import import_log
from lib.store.sources import Source, State, next_run

Status = Literal["fresh", "late", "failing", "paused", "new"]

PATIENCE = 2
"""How many intervals a source may be overdue before anybody is troubled with it."""


@dataclass(frozen=True)
class Standing:
    """A source as it stands now. `as_of` says when its numbers in force were true, `next_run` when it
    is due; both UTC without zone. `running`: some process is reading it."""

    source: Source
    state: State
    status: Status
    as_of: datetime | None
    next_run: datetime | None
    running: bool

    @property
    def troubled(self) -> bool:
        """Whether somebody has to look after it."""
        return self.status in ("failing", "late")


def standings(engine: sa.Engine, now: datetime) -> list[Standing]:
    """Every source, in the order of `urgent`."""
    known = sources.all_sources(engine)
    newest = _newest(engine) if known else {}
    found = [standing(source, state, newest.get(source.id), now) for source, state in known]
    return urgent(found)


def urgent(found: Iterable[Standing]) -> list[Standing]:
    """What fails first, then what is late, then by name."""
    order = ("failing", "late")
    rank = {status: at for at, status in enumerate(order)}
    return sorted(found, key=lambda each: (rank.get(each.status, len(order)), each.source.name))


def standing(source: Source, state: State, newest: datetime | None, now: datetime) -> Standing:
    """One source; `newest` is the latest moment that its imports in force are of.

    What Pulse reads itself is as fresh as its last good run, whether or not that brought anything
    new; what is sent in is as fresh as what was sent.
    """
    leased = state.leased_until is not None and state.leased_until > now
    as_of = newest if source.kind == "push" else state.ok_at
    return Standing(source, state, status(source, state, now), as_of, next_run(source, state), leased)


def in_place(found: Standing, as_of: datetime | None, error: Message | None) -> Standing:
    """A live source, with what this process knows of it: the age of its answers, its last failure."""
    wrong = found.source.enabled and error is not None
    state = replace(found.state, error=error)
    return replace(found, state=state, as_of=as_of, status="failing" if wrong else found.status)


def status(source: Source, state: State, now: datetime) -> Status:
    """`late`: more than PATIENCE intervals overdue, also when only sent in."""
    if not source.enabled:
        return "paused"
    if state.error is not None:
        return "failing"
    if source.every_minutes is not None and source.kind != "live":
        every = timedelta(minutes=source.every_minutes)
        if now - (state.ok_at or source.at) > every * (1 + PATIENCE):
            return "late"
    return "new" if state.ok_at is None and source.kind != "live" else "fresh"


def troubled(found: Iterable[Standing]) -> list[Standing]:
    """Those that somebody has to look after."""
    return [each for each in found if each.troubled]


def _newest(engine: sa.Engine) -> Mapping[str, datetime]:
    """The latest export moment in force of each source."""
    inforce = active().subquery()
    query = (
        sa.select(import_log.c.source, sa.func.max(import_log.c.captured_at))
        .join(inforce, inforce.c.id == import_log.c.id)
        .where(import_log.c.source.is_not(None))
        .group_by(import_log.c.source)
    )
    with engine.connect() as connection:
        return {source: moment for source, moment in connection.execute(query)}
