"""Planned tests of posting slots, and the hours when people answer, as they are kept.

A test that is given up stays, marked with when; of the hours each change is a line, the last one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from lib.model import PulseError, say
from lib.store import audit
from lib.store.changing import changing, next_number
from lib.store.slot_schema import slot_test, staffed_hours

MOST_POSTS = 1000


@dataclass(frozen=True)
class SlotTest:
    """`posts` are to be published between two days in `hours` hours from `hour` on, on a weekday (1 is
    Monday) or, where it is None, on any. `id` is None before it is kept."""

    weekday: int | None
    hour: int
    hours: int
    posts: int
    first_day: date
    last_day: date
    who: str = "local"
    id: int | None = None

    def holds(self, weekday: int, hour: int) -> bool:
        """Whether a slot belongs to it. Hours after midnight count with their own day."""
        return self.weekday in (None, weekday) and (hour - self.hour) % 24 < self.hours


@dataclass(frozen=True)
class Staffed:
    """From which hour to which (exclusive) people answer; none where both are the same."""

    working_from: int = 9
    working_to: int = 18
    weekend_from: int = 0
    weekend_to: int = 0

    def holds(self, weekday: int, hour: int) -> bool:
        """Whether somebody answers in a slot; 1 is Monday."""
        if weekday < 6:
            return self.working_from <= hour < self.working_to
        return self.weekend_from <= hour < self.weekend_to


def planned(engine: sa.Engine) -> list[SlotTest]:
    """The tests that were not given up, the newest first."""
    names = [slot_test.c[name] for name in SlotTest.__dataclass_fields__]
    select = sa.select(*names).where(slot_test.c.ended_at.is_(None)).order_by(slot_test.c.id.desc())
    with engine.connect() as connection:
        return [SlotTest(**row) for row in connection.execute(select).mappings()]


def plan(engine: sa.Engine, new: SlotTest, at: datetime) -> int:
    """Keeps a test; gives its number. PulseError when it ends before it begins, or plans no posts."""
    if new.last_day < new.first_day:
        raise PulseError(say("The period ends before it begins."))
    if not 1 <= new.posts <= MOST_POSTS or not 1 <= new.hours <= 24:
        raise PulseError(say("Plan 1 to {most} posts in 1 to 24 hours.", most=MOST_POSTS))
    values = {name: getattr(new, name) for name in SlotTest.__dataclass_fields__ if name != "id"}
    with changing(engine) as connection:
        number = next_number(connection, slot_test.c.id)
        connection.execute(slot_test.insert().values(id=number, at=at, **values))
    return number


def give_up(engine: sa.Engine, number: int, at: datetime) -> None:
    """Marks a test as given up."""
    with changing(engine) as connection:
        connection.execute(slot_test.update().where(slot_test.c.id == number).values(ended_at=at))


def staffed(engine: sa.Engine) -> Staffed | None:
    """The hours when people answer; None where nobody said."""
    names = [staffed_hours.c[name] for name in Staffed.__dataclass_fields__]
    with engine.connect() as connection:
        row = connection.execute(sa.select(*names).order_by(staffed_hours.c.line.desc()).limit(1)).mappings()
        found = row.first()
    return Staffed(**found) if found else None


def staff(engine: sa.Engine, hours: Staffed, at: datetime, who: str) -> None:
    """Says when people answer. PulseError when a day's hours end before they begin."""
    if hours.working_to < hours.working_from or hours.weekend_to < hours.weekend_from:
        raise PulseError(say("The hours end before they begin."))
    values = {name: getattr(hours, name) for name in Staffed.__dataclass_fields__}
    with changing(engine) as connection:
        line = next_number(connection, staffed_hours.c.line)
        connection.execute(staffed_hours.insert().values(line=line, at=at, who=who, **values))
        audit.write(connection, at, who, "settings", "hours")
