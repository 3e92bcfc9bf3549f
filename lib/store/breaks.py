"""The definition breaks that people added to those Pulse ships with.

A break is a line of the log and keeps its number; taking one back is another line, and deletes
nothing. So the data version moves, and a frozen view knows the breaks known at its version.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import Break, PulseError, say
from lib.store import log
from lib.store.log import Entry
from lib.store.schema import definition_break, import_log
from lib.store.write import entering

KIND = "break"
LONGEST = 300
"""Characters of what is said of a break."""


def added(engine: sa.Engine, as_of: int | None = None) -> tuple[Break, ...]:
    """The breaks in force that people added, now or at a data version, the earliest first."""
    with engine.connect() as connection:
        return _in_force(connection, as_of)


def _in_force(connection: sa.Connection, as_of: int | None = None) -> tuple[Break, ...]:
    table, later = definition_break, import_log.alias("later")
    gone = sa.select(later.c.undoes).where(later.c.kind == KIND, later.c.undoes.is_not(None))
    names = [table.c[name] for name in ("platform", "metric", "day", "what", "source")]
    query = sa.select(*names, table.c.id.label("number")).order_by(table.c.day, table.c.id)
    if as_of is not None:
        gone, query = gone.where(later.c.id <= as_of), query.where(table.c.id <= as_of)
    rows = connection.execute(query.where(table.c.id.not_in(gone))).mappings()
    return tuple(Break(**row) for row in rows)


def add(engine: sa.Engine, new: Break, at: datetime, who: str) -> Break:
    """Adds a break, `at` in UTC without zone; gives it with its number. PulseError when it says
    nothing, or when its platform counts that metric otherwise from that day on already."""
    what, source = new.what.strip(), new.source.strip()
    if not what or max(len(what), len(source)) > LONGEST:
        raise PulseError(say("Say in 1 to {most} characters what is counted otherwise.", most=LONGEST))
    with entering(engine) as connection:
        same = [(each.platform, each.metric, each.day) for each in _in_force(connection)]
        if (new.platform, new.metric, new.day) in same:
            raise PulseError(say("This break is in the list already."))
        number = log.append(connection, Entry(KIND, at, who, file=what, captured_at=at))
        values = {"platform": new.platform, "metric": new.metric, "day": new.day}
        row = {"id": number, **values, "what": what, "source": source, "at": at, "who": who}
        connection.execute(definition_break.insert().values(row))
    return replace(new, what=what, source=source, number=number)


def remove(engine: sa.Engine, number: int, at: datetime, who: str) -> int:
    """Takes an added break back; gives the log's number. PulseError when it is not in force."""
    with entering(engine) as connection:
        known = {each.number: each for each in _in_force(connection)}
        if number not in known:
            raise PulseError(say("There is no added break no. {number}.", number=number))
        entry = Entry(KIND, at, who, file=known[number].what, undoes=number, captured_at=at)
        return log.append(connection, entry)
