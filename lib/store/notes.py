"""Notes and events that people pinned to a day: each is a line of the log and keeps its number.

Taking one back is another line, and deletes nothing. So the data version moves, and a frozen view shows
the notes that stood at its version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from lib.model import PulseError, Scope, say
from lib.store import log, scopes
from lib.store.log import Entry
from lib.store.note_schema import note
from lib.store.schema import import_log
from lib.store.write import entering

KIND = "note"
KINDS = ("note", "online", "offline", "contest", "reward", "rule change")
LONGEST = 300
"""Characters of what a note says."""


@dataclass(frozen=True)
class Note:
    """What is to be known of a day, or of the days from `day` to `until`. `metric`: of its chart alone;
    `platform`, `community`: seen by those who see these; None: of all."""

    day: date
    kind: str
    title: str
    until: date | None = None
    metric: str | None = None
    platform: str | None = None
    community: str | None = None
    number: int | None = None


def add(engine: sa.Engine, new: Note, at: datetime, who: str, scope: Scope) -> Note:
    """Pins a note, `at` in UTC without zone, on behalf of somebody who sees `scope`; gives it with its
    number. PulseError when it says nothing, ends before it begins, or lies beyond the scope."""
    title = " ".join(new.title.split())
    if not title or len(title) > LONGEST:
        raise PulseError(say("Say in 1 to {most} characters what is to be known.", most=LONGEST))
    if new.kind not in KINDS:
        raise PulseError(say("There is no kind of note “{kind}”.", kind=new.kind))
    if new.until is not None and new.until < new.day:
        raise PulseError(say("The last day comes before the first."))
    made = replace(new, title=title)
    _check(made.platform, made.community, scope)
    with entering(engine) as connection:
        number = log.append(connection, Entry(KIND, at, who, captured_at=at))
        values = {name: getattr(made, name) for name in Note.__dataclass_fields__ if name != "number"}
        connection.execute(note.insert().values(id=number, at=at, who=who, **values))
    return replace(made, number=number)


def remove(engine: sa.Engine, number: int, at: datetime, who: str, scope: Scope) -> int:
    """Takes a note back; gives the log's number. PulseError when it is not there or beyond the scope."""
    with entering(engine) as connection:
        row = connection.execute(standing().where(note.c.id == number)).mappings().first()
        if row is None:
            raise PulseError(say("There is no note no. {number}.", number=number))
        _check(row["platform"], row["community"], scope)
        entry = Entry(KIND, at, who, undoes=number, captured_at=at)
        return log.append(connection, entry)


def standing(as_of: int | None = None) -> sa.Select:
    """The notes that were not taken back, now or at a data version."""
    later = import_log.alias("later")
    gone = sa.select(later.c.undoes).where(later.c.kind == KIND, later.c.undoes.is_not(None))
    query = sa.select(note)
    if as_of is not None:
        gone, query = gone.where(later.c.id <= as_of), query.where(note.c.id <= as_of)
    return query.where(note.c.id.not_in(gone))


def covers(scope: Scope, platform: str | None, community: str | None) -> bool:
    """Whether all that a note is about lies within a scope: only then may somebody pin or remove it."""
    return scopes.cover(scope, {"platform": (platform,), "community": (community,)})


def _check(platform: str | None, community: str | None, scope: Scope) -> None:
    if not covers(scope, platform, community):
        raise PulseError(say("This is not yours to note: choose a platform and a community that you see."))
