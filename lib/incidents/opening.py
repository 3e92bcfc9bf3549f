"""Opens incidents: by a person, or from an alarm of the watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.incidents import rules, words
from lib.incidents.playbooks import Playbook, Step, read
from lib.model import PulseError, say
from lib.store import incidents as store
from lib.store import log
from lib.store.incidents import Entry
from lib.store.schema import import_log


@dataclass(frozen=True)
class Alarm:
    """What an alarm hands over. `id` is the same for the same alarm, which opens one incident at most.
    `share`, `limit` and `usual` are fractions; `drivers` words for people; `platforms` ids. `raised_at`
    is when it was raised, UTC without zone, `day` the day it is about."""

    id: str
    day: date
    level: str
    raised_at: datetime
    share: float | None = None
    limit: float | None = None
    usual: float | None = None
    drivers: Sequence[str] = ()
    platforms: Sequence[str] = ()
    communities: Sequence[str] = ()


@dataclass(frozen=True)
class Opening:
    """What a person says to open an incident. Moments are UTC without zone; `detected` is the opening
    where nothing is said."""

    title: str
    kind: str
    level: str
    summary: str = ""
    platforms: Sequence[str] = ()
    communities: Sequence[str] = ()
    started: datetime | None = None
    detected: datetime | None = None
    alarm: Mapping[str, Any] = field(default_factory=dict)


def open_incident(engine: sa.Engine, said: Opening, at: datetime, who: str) -> int:
    """Opens an incident with the steps of its playbook; gives its number. PulseError when something said
    cannot be."""
    entry = _entry(said, at, who)
    with store.writing(engine) as connection:
        return _write(connection, entry)


def open_from_alarm(
    engine: sa.Engine, alarm: Alarm, kind: str, title: str, began: datetime, at: datetime, who: str
) -> int:
    """Opens the incident of an alarm, or gives the number of the one that it has opened before. `began`
    is when the alarm's day began, UTC without zone."""
    kept = {
        "id": alarm.id,
        "day": alarm.day.isoformat(),
        "share": alarm.share,
        "limit": alarm.limit,
        "usual": alarm.usual,
        "drivers": list(alarm.drivers),
    }
    began, detected = min(began, at), min(alarm.raised_at, at)
    said = Opening(
        title,
        kind,
        alarm.level,
        platforms=alarm.platforms,
        communities=alarm.communities,
        started=min(began, detected),
        detected=detected,
        alarm=kept,
    )
    entry = _entry(said, at, who)
    with store.writing(engine) as connection:
        return opened_by(connection, alarm.id) or _write(connection, entry)


def opened_by(connection: sa.Connection, alarm: str) -> int | None:
    """The number of the incident that an alarm has opened."""
    found = store.timelines(connection)
    return next((n for n, lines in found.items() if lines[0].body.get("alarm", {}).get("id") == alarm), None)


def _entry(said: Opening, at: datetime, who: str) -> Entry:
    rules.level(said.level)
    playbook = read(said.kind)
    detected = said.detected or at
    moments = {"started": said.started, "detected": detected}
    _in_order(moments, at)
    return Entry(0, "opened", at, who, body=body(said, playbook, at, moments))


def body(
    said: Opening, playbook: Playbook, at: datetime, moments: Mapping[str, datetime | None]
) -> dict[str, Any]:
    """What the first entry of a timeline keeps. It holds the playbook's steps as they are now, so that a
    later change of the file leaves this incident as it was."""
    return {
        "title": words.line(said.title, say("the title")),
        "summary": words.text(said.summary, say("the summary"), needed=False),
        "kind": playbook.id,
        "kind_name": dict(playbook.name),
        "level": said.level,
        "platforms": list(said.platforms),
        "targets": dict(playbook.targets),
        "moments": {name: moment.isoformat() for name, moment in moments.items() if moment is not None},
        "steps": [_step(each, n, at) for n, each in enumerate(playbook.steps, 1)],
        **({"communities": list(said.communities)} if said.communities else {}),
        **({"alarm": dict(said.alarm)} if said.alarm else {}),
    }


def _step(step: Step, n: int, at: datetime) -> dict[str, Any]:
    return {
        "key": f"step-{n}",
        "text": dict(step.text),
        "owner": dict(step.owner),
        "why": dict(step.why),
        "phase": step.phase,
        "due": (at + step.after).isoformat(),
    }


def _in_order(moments: Mapping[str, datetime | None], at: datetime) -> None:
    started, detected = moments["started"], moments["detected"]
    late = timedelta(minutes=1)
    if any(moment is not None and moment > at + late for moment in moments.values()):
        raise PulseError(say("A moment lies in the future: say when it was."))
    if started is not None and detected is not None and started > detected:
        raise PulseError(say("It cannot have been detected before it began."))


def _write(connection: sa.Connection, entry: Entry) -> int:
    number = store.new_number(connection)
    demo = _demonstration(connection) if entry.body.get("alarm") else None
    store.append(connection, [Entry(**{**vars(entry), "incident": number, "import_id": demo})])
    return number


def _demonstration(connection: sa.Connection) -> int | None:
    """The demonstration's last import, when nothing else is in the store: an incident of its alarm is about
    invented figures, and goes with them."""
    active = log.active().subquery()
    query = sa.select(import_log.c.kind, sa.func.max(import_log.c.id)).where(
        import_log.c.id.in_(sa.select(active.c.id))
    )
    found = {kind: number for kind, number in connection.execute(query.group_by(import_log.c.kind))}
    return found["demo"] if set(found) == {"demo"} else None
