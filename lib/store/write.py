"""The only code that changes the facts: one transaction an import, an undo or a clearing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

import pyarrow as pa
import sqlalchemy as sa

from lib.model import NOTHING, PulseError, Tally, say
from lib.store import breakdowns, bulk, comments, current, forecasts, log, merge
from lib.store.breakdown_schema import BREAKDOWNS, breakdown
from lib.store.comment_schema import NUMBERED, comment, comment_label, comment_score
from lib.store.durable import PATIENCE, checkpoint
from lib.store.goal_schema import goal_line
from lib.store.incident_schema import incident_entry
from lib.store.log import Entry, LogEntry, find_import
from lib.store.schema import (
    DAYS,
    EVENTS,
    POSTS,
    daily_metric,
    event,
    import_log,
    observation,
    post,
)
from lib.store.stage import Stage

__all__ = ["Batch", "Entry", "LogEntry", "Outcome", "entering", "find_import", "forget", "importing", "undo"]


@dataclass(frozen=True)
class Outcome:
    """What an import changed of what is current. `older` counts the posts of which newer numbers
    were known already: their observation is kept as history."""

    import_id: int
    posts: Tally = NOTHING
    days: Tally = NOTHING
    older: int = 0
    comments: Tally = NOTHING
    breakdowns: Tally = NOTHING


class Batch:
    """An import under way: tables are staged as they come, `merge` makes them observations."""

    def __init__(self, connection: sa.Connection, entry: Entry) -> None:
        self._connection = connection
        self._entry = entry
        self._import_id = log.append(connection, entry)
        self._posts = Stage(connection, "staged_post", POSTS, observation)
        self._days = Stage(connection, "staged_day", DAYS, daily_metric)
        self._comments = Stage(connection, "staged_comment", NUMBERED, comment)
        self._breakdowns = Stage(connection, "staged_breakdown", BREAKDOWNS, breakdown)

    def posts(self, data: pa.Table) -> None:
        """Stages posts: a table of the schema POSTS, each post at most once an import."""
        self._posts.add(data)

    def days(self, data: pa.Table) -> None:
        """Stages daily metrics: a table of the schema DAYS."""
        self._days.add(data)

    def comments(self, data: pa.Table) -> None:
        """Stages comments: a table of the schema COMMENTS, authors already pseudonyms, each comment at
        most once an import."""
        self._comments.add(comments.numbered(data))

    def breakdowns(self, data: pa.Table) -> None:
        """Stages breakdowns: a table of the schema BREAKDOWNS, each part of a photograph once."""
        self._breakdowns.add(data)

    def events(self, data: pa.Table) -> None:
        """Appends events: a table of the schema EVENTS."""
        self._append(event, data.select(EVENTS.names).cast(EVENTS))

    def merge(self) -> Outcome:
        """Turns what is staged into observations and brings the current values up to date."""
        for stage in self._stages:
            stage.open()
        posts, older = merge.posts(self._connection, self._posts, self._import_id, self._captured_at)
        days = merge.days(self._connection, self._days, self._import_id, self._captured_at)
        said = comments.take(self._connection, self._comments, self._import_id)
        parts = breakdowns.take(self._connection, self._breakdowns, self._import_id, self._captured_at)
        for stage in self._stages:
            stage.drop()
        return Outcome(self._import_id, posts, days, older, said, parts)

    def report(self, text: str) -> None:
        """Keeps the report (JSON) with the log's entry."""
        change = import_log.update().where(import_log.c.id == self._import_id).values(report=text)
        self._connection.execute(change)

    def close(self) -> None:
        """Gives the space of what was staged back, whatever became of it."""
        for stage in self._stages:
            stage.close()

    @property
    def _stages(self) -> tuple[Stage, ...]:
        return self._posts, self._days, self._comments, self._breakdowns

    @property
    def _captured_at(self) -> datetime:
        return self._entry.captured_at or self._entry.at

    def _append(self, table: sa.Table, data: pa.Table) -> None:
        numbers = pa.array([self._import_id] * data.num_rows, pa.int64())
        bulk.append(self._connection, table, data.append_column("import_id", numbers))


# One writer at a time in this process: DuckDB would refuse the second of two that overlap.
_writing = Lock()


class _RollBack(Exception):
    """Ends a dry run."""


@contextmanager
def importing(engine: sa.Engine, entry: Entry, dry_run: bool = False) -> Iterator[Batch]:
    """One import in one transaction; nothing of it stays after an exception or a dry run."""
    entry = replace(entry, captured_at=entry.captured_at or entry.at)
    try:
        with _writing, engine.begin() as connection:
            batch = Batch(connection, entry)
            try:
                yield batch
            finally:
                batch.close()
            if dry_run:
                raise _RollBack
    except _RollBack:
        return
    checkpoint(engine, PATIENCE)


@contextmanager
def entering(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that writes into the log: one at a time in this process."""
    with _writing, engine.begin() as connection:
        yield connection
    checkpoint(engine, PATIENCE)


def undo(engine: sa.Engine, import_id: int, at: datetime, who: str) -> int:
    """Takes an import back: an entry of the log that deletes nothing. Gives the entry's number."""
    with _writing, engine.begin() as connection:
        if not connection.scalar(sa.select(sa.func.count()).where(log.active().subquery().c.id == import_id)):
            raise PulseError(
                say("Import {number} is not in force: unknown, or undone already.", number=import_id)
            )
        number = log.append(connection, Entry("undo", at, who, undoes=import_id, captured_at=at))
        _refresh_all(connection, [import_id])
    checkpoint(engine, PATIENCE)
    return number


def forget(engine: sa.Engine, kind: str, at: datetime, who: str) -> int:
    """Deletes for good what the imports of one kind (the demonstration) brought; gives how many."""
    with _writing, engine.begin() as connection:
        numbers = list(connection.scalars(sa.select(import_log.c.id).where(import_log.c.kind == kind)))
        done = set(connection.scalars(sa.select(import_log.c.undoes).where(import_log.c.kind == "forget")))
        numbers = [number for number in numbers if number not in done]
        for number in numbers:
            log.append(connection, Entry("forget", at, who, undoes=number, captured_at=at))
        if numbers:
            _refresh_all(connection, numbers)
            _delete(connection, numbers)
    if numbers:
        forecasts.forget(engine, min(numbers))
    checkpoint(engine, PATIENCE)
    return len(numbers)


def _delete(connection: sa.Connection, numbers: list[int]) -> None:
    for table in (observation, daily_metric, comment, breakdown, event, goal_line, incident_entry):
        connection.execute(table.delete().where(table.c.import_id.in_(numbers)))
    connection.execute(post.delete().where(post.c.id.not_in(sa.select(observation.c.post_id))))
    texts = sa.select(comment.c.text_id).where(comment.c.text_id.is_not(None))
    connection.execute(comment_score.delete().where(comment_score.c.text_id.not_in(texts)))
    there = sa.select(comment.c.comment_id)
    connection.execute(comment_label.delete().where(comment_label.c.comment_id.not_in(there)))


def _refresh_all(connection: sa.Connection, numbers: list[int]) -> None:
    touched = sa.select(observation.c.post_id).where(observation.c.import_id.in_(numbers))
    merge.refresh_posts(connection, touched)
    comments.refresh(connection, sa.select(comment.c.comment_id).where(comment.c.import_id.in_(numbers)))
    series = sa.select(*[daily_metric.c[n] for n in current.SERIES]).distinct()
    merge.refresh_days(connection, series.where(daily_metric.c.import_id.in_(numbers)))
