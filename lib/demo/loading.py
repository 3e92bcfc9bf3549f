"""Brings the demonstration into the store, and takes it out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby

import sqlalchemy as sa

from lib.clock import now
from lib.demo import goals, incident, lists, sheet
from lib.demo.parts import DEFAULT_POSTS, Part, Photograph, count, generate, photographs
from lib.demo.posts import OFFSET
from lib.model import Progress, Tally
from lib.store import write

AT_ONCE = 600_000
"""Most posts of one import."""


def load(
    engine: sa.Engine,
    posts: int = DEFAULT_POSTS,
    seed: int = 1,
    end: date | None = None,
    who: str = "demo",
    progress: Progress | None = None,
) -> write.Outcome:
    """Loads the demonstration as weekly imports, so that photographs are real and tell how engagement
    arrives: one captured 28 days before `end` (yesterday in Taipei, where not given) with all that was
    known then, and four up to `end` with the posts of the last 42 days again and all newer ones. Each is
    cut into several of the same export day where it holds more than 600,000 posts, which bounds the
    store's memory. Then its goals, a past incident, closed and reviewed, and its watchlists.

    `progress` is told (posts staged, posts in all). The outcome is that of all together, with the
    number of the last. A failure leaves the imports finished before it.
    """
    last = end or datetime.now(timezone(timedelta(seconds=OFFSET))).date() - timedelta(1)
    views = photographs(last)
    total = sum(count(posts, seed, last, view) for view in views)
    outcomes: list[write.Outcome] = []
    done = 0
    for view in views:
        for share in _shares(generate(posts, seed, last, photograph=view)):
            with write.importing(engine, _entry(view, who)) as batch:
                for part in share:
                    getattr(batch, part.kind)(part.table)
                    if part.kind == "posts" and progress is not None:
                        done += part.table.num_rows
                        progress(done, total)
                outcomes.append(batch.merge())
    goals.load(engine, posts, last, outcomes[-1].import_id, who)
    incident.load(engine, last, outcomes[-1].import_id)
    lists.load(engine, last)
    return _together(outcomes)


def _shares(parts: Iterator[Part]) -> Iterator[Iterator[Part]]:
    """Cuts a photograph into runs of parts with at most AT_ONCE posts; each must be used up before
    the next."""
    running = 0

    def share(part: Part) -> int:
        nonlocal running
        running += part.table.num_rows if part.kind == "posts" else 0
        return max(running - 1, 0) // AT_ONCE

    return (run for _, run in groupby(parts, share))


def clear(engine: sa.Engine, who: str = "demo") -> int:
    """Deletes for good what demonstrations brought; gives the number of imports."""
    lists.clear(engine)
    return write.forget(engine, "demo", now(), who)


def _entry(view: Photograph, who: str) -> write.Entry:
    captured = datetime.fromtimestamp(sheet.moment(view.captured), UTC).replace(tzinfo=None)
    return write.Entry(kind="demo", at=now(), who=who, file="demo", captured_at=captured)


def _together(outcomes: list[write.Outcome]) -> write.Outcome:
    return write.Outcome(
        outcomes[-1].import_id,
        _sum([outcome.posts for outcome in outcomes]),
        _sum([outcome.days for outcome in outcomes]),
        sum(outcome.older for outcome in outcomes),
    )


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        sum(tally.new for tally in tallies),
        sum(tally.updated for tally in tallies),
        sum(tally.unchanged for tally in tallies),
    )
