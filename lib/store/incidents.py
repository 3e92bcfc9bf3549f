"""The timelines of incidents: only ever added to, so that two people at work lose nothing.

Every change is an entry: who, at, what. How an incident stands is read off its entries
(`lib.analysis.incident.state`); nothing is kept beside them that could differ from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import sqlalchemy as sa

from lib.store.durable import checkpoint
from lib.store.incident_schema import incident_entry as table

# One writer at a time in this process, but not the imports' lock: trouble does not wait for a long import.
_changing = Lock()


@dataclass(frozen=True)
class Entry:
    """A line of a timeline. `at` is when it was written down, `moment` when it happened where that is
    another moment; both UTC without zone. `item` names the task, statement or moment it is about;
    `body` is JSON. `import_id` is the demonstration it goes with."""

    incident: int
    kind: str
    at: datetime
    who: str
    item: str = ""
    moment: datetime | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    import_id: int | None = None
    id: int = 0

    @property
    def when(self) -> datetime:
        """When it happened."""
        return self.moment or self.at


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that may read timelines and add to them: one at a time, so that what is read in it
    still holds when it is written."""
    with _changing, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE incident_entry IN EXCLUSIVE MODE"))
        yield connection
    checkpoint(engine)


def append(connection: sa.Connection, entries: Sequence[Entry]) -> list[int]:
    """Adds entries within `writing`; gives their numbers, in order."""
    first = _next(connection, table.c.id)
    rows = [_row(entry, number) for number, entry in enumerate(entries, first)]
    connection.execute(table.insert(), rows)
    return [row["id"] for row in rows]


def new_number(connection: sa.Connection) -> int:
    """The number of the next incident, within `writing`. A number once given is not given again while
    a later one stands."""
    return _next(connection, table.c.incident)


def timelines(
    connection: sa.Connection, incident: int | None = None, before: datetime | None = None
) -> dict[int, list[Entry]]:
    """The entries of each incident, or of one, in the order they were written down; with `before` (UTC
    without zone) only those written down earlier."""
    query = sa.select(table).order_by(table.c.id)
    if before is not None:
        query = query.where(table.c.at < before)
    if incident is not None:
        query = query.where(table.c.incident == incident)
    found: dict[int, list[Entry]] = {}
    for row in connection.execute(query).mappings():
        entry = Entry(**{**row, "body": json.loads(row["body"])})
        found.setdefault(entry.incident, []).append(entry)
    return found


def mark(engine: sa.Engine) -> tuple[int, int]:
    """What changes whenever a timeline does: the last entry's number, and how many there are."""
    query = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0), sa.func.count())
    with engine.connect() as connection:
        last, count = connection.execute(query).one()
    return last, count


def _next(connection: sa.Connection, column: sa.Column) -> int:
    return (connection.scalar(sa.select(sa.func.coalesce(sa.func.max(column), 0))) or 0) + 1


def _row(entry: Entry, number: int) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return {**values, "id": number, "body": json.dumps(entry.body, ensure_ascii=False)}
