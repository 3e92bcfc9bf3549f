"""The demonstration's past incident: its timeline, from the opening to the review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import sqlalchemy as sa

from lib.demo import script
from lib.demo.posts import OFFSET
from lib.incidents import opening, playbooks
from lib.incidents.opening import Opening
from lib.incidents.playbooks import Playbook
from lib.store import incidents as store
from lib.store.incidents import Entry

HABIT, TOO_LATE = 0.7, 1.5
"""How much of the time that a step has was taken: usually, and where it was late."""

WHO = "demo"


def load(engine: sa.Engine, end: date, import_id: int) -> int:
    """Writes the incident of the two years that end with `end`; gives its number. It goes with the import
    when the demonstration is cleared."""
    with store.writing(engine) as connection:
        number = store.new_number(connection)
        store.append(connection, timeline(end, number, import_id))
    return number


def timeline(end: date, number: int, import_id: int) -> list[Entry]:
    """The entries in the order they were written down."""
    play = script.document("incident")
    day = end - timedelta(play["days_before"])
    wall = datetime.combine(day, time(play["hour"], play["minute"]), timezone(timedelta(seconds=OFFSET)))
    opened, book = wall.astimezone(UTC).replace(tzinfo=None), playbooks.read(play["kind"])
    fixed: dict[str, Any] = {"incident": number, "who": WHO, "import_id": import_id}
    first = Entry(kind="opened", at=opened, body=_body(play, book, opened), **fixed)
    later = [Entry(**each, **fixed) for each in (*_said(play, opened), *_ticks(play, book, opened))]
    return [first, *sorted(later, key=lambda each: each.at)]


def _body(play: dict[str, Any], book: Playbook, opened: datetime) -> dict[str, Any]:
    given = ("title", "kind", "level", "summary", "platforms")
    said = Opening(**{name: play[name] for name in given})
    moments = {"started": opened + timedelta(minutes=play["began"])}
    moments["detected"] = opened + timedelta(minutes=play["detected"])
    return opening.body(said, book, opened, moments)


def _said(play: dict[str, Any], opened: datetime) -> Iterator[dict[str, Any]]:
    for each in play["entries"]:
        due = {"due": (opened + timedelta(minutes=each["due"])).isoformat()} if "due" in each else {}
        yield {
            "kind": each["kind"],
            "at": opened + timedelta(minutes=each["after"]),
            "item": each.get("item", ""),
            "body": {**each.get("body", {}), **due},
        }


def _ticks(play: dict[str, Any], book: Playbook, opened: datetime) -> Iterator[dict[str, Any]]:
    for n, step in enumerate(book.steps, 1):
        share = TOO_LATE if n in play["late"] else HABIT
        yield {"kind": "done", "at": opened + share * step.after, "item": f"step-{n}"}
