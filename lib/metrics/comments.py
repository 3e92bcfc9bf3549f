"""The reader of comments: counts by day for the watch, lists and words for the page, waits for the
response. All of it is aggregated, filtered and limited in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lib.metrics import rows, run
from lib.metrics.rows import Row
from lib.model import EVERYTHING, Period, Query, Scope

Where = tuple[tuple[str, tuple[str | None, ...]], ...]


@dataclass(frozen=True)
class DayCounts:
    """The comments of a day: `n` are those judged, `negative + neutral + positive`; `received` counts
    those not judged yet, too."""

    day: date
    n: int
    negative: int
    neutral: int
    positive: int
    received: int


COUNTS = ("comments_received", "negative_comments", "neutral_comments", "positive_comments")


def daily_counts(
    engine: sa.Engine,
    where: Where = (),
    period: Period | None = None,
    as_of: int | None = None,
    *,
    scope: Scope = EVERYTHING,
) -> tuple[DayCounts, ...]:
    """Comments of others about the brand by day, the earliest first; days without a comment are not
    there. `where` and `as_of` are those of a Query."""
    found = run.fetch(engine, Query(COUNTS, ("day",), where, period, as_of, scope=scope))
    return tuple(_day(row) for row in found.rows)


def read(engine: sa.Engine, select: sa.Select) -> tuple[Row, ...]:
    """The rows of one of the selects of `lib.metrics.comment_lists`."""
    with engine.connect() as connection:
        return rows.read(connection, select)


def _day(row: dict) -> DayCounts:
    negative, neutral, positive = (
        row[f"{name}_comments"] or 0 for name in ("negative", "neutral", "positive")
    )
    judged = negative + neutral + positive
    return DayCounts(row["day"], judged, negative, neutral, positive, row["comments_received"])
