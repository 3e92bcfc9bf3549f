"""Why a metric changed from one period to another: the one place that asks what its parts are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from lib.analysis.change import FEWEST_DAYS
from lib.analysis.decompose import Split, Units, decompose, first, tables
from lib.analysis.effects import Kind
from lib.analysis.summary import SETTLED_AFTER, Basis, ages, settled_days
from lib.metrics import breaks, run
from lib.metrics.catalog import METRICS, answers, metric
from lib.metrics.definition import Metric
from lib.metrics.live.sources import Live
from lib.metrics.run import Result
from lib.model import Break, Message, Period, Query, QueryError, say

DIMENSIONS = ("content_type", "platform", "topic", "account", "community")
"""What a change can be explained by, in the order in which they are tried."""

MOST_DAYS = 120
"""Days of a period that are looked at one by one; in longer ones weeks stand for them."""


class Reader(Protocol):
    """What is asked of the store: cached on a page, directly in a command."""

    def fetch(self, query: Query) -> Result: ...

    def first_young(self, of: Query, days: int) -> date | None: ...

    def breaks(self, as_of: int | None = None) -> tuple[Break, ...]: ...


@dataclass(frozen=True)
class Direct:
    """Asks the store itself, and the live sources beside it."""

    engine: sa.Engine
    live: Live | None = None

    def fetch(self, query: Query) -> Result:
        """As `run.fetch`."""
        return run.fetch(self.engine, query, self.live)

    def first_young(self, of: Query, days: int) -> date | None:
        """As `run.first_young`."""
        return run.first_young(self.engine, of, days, self.live)

    def breaks(self, as_of: int | None = None) -> tuple[Break, ...]:
        """As `breaks.ledger`."""
        return breaks.ledger(self.engine, as_of)


@dataclass(frozen=True)
class Explanation:
    """A metric's change between two periods, taken over equally many days of each, split by each dimension
    that has more than one group; the one that explains most comes first."""

    metric: Metric
    period: Period
    compared: Period
    basis: Basis
    splits: tuple[Split, ...]
    data_version: int


def explain(
    reader: Reader, asked: Query, before: Period, by: str | None = None, settled_after: int = SETTLED_AFTER
) -> Explanation:
    """Explains the change of the one metric of a query from the period `before` to the query's own.

    Days whose posts have not settled are left out, on both sides. `by` names one dimension. Errors: as
    `run.fetch`; QueryError where the metric has no parts, was counted otherwise in between, or where a
    period is unknown or has too few settled days.
    """
    wanted, period = metric(asked.metrics[0]), asked.period
    assert period is not None
    kind, counted = _kind(wanted)
    dimensions = _dimensions(wanted, by)
    period, before, basis = _settled(reader, asked, wanted, period, before, settled_after)
    _unbroken(reader, replace(asked, period=period), wanted, before)
    asking = replace(asked, metrics=(counted,), parts=True)
    every = [_split(reader, asking, kind, dimension, period, before) for dimension in dimensions]
    splits = [split for split in every if split is not None and split.groups]
    if not splits:
        raise QueryError(say("There is nothing to compare with: one of the two periods has no figure."))
    splits = [split for split in splits if len(split.groups) > 1] or splits[:1]
    told = first(splits)
    version = reader.fetch(replace(asked, period=period)).data_version if asked.as_of is None else asked.as_of
    return Explanation(wanted, period, before, basis, (told, *[s for s in splits if s is not told]), version)


def explainable(wanted: Metric) -> bool:
    """Whether the metric has parts."""
    return _kind_of(wanted) is not None


def _kind(wanted: Metric) -> tuple[Kind, str]:
    found = _kind_of(wanted)
    if found is None:
        raise QueryError(
            say("“{metric}” has no parts: it is neither a sum nor a ratio of sums.", metric=wanted.id)
        )
    return found


def _kind_of(wanted: Metric) -> tuple[Kind, str] | None:
    """How the metric is split, and the metric whose sums are asked for: of a count, that per post."""
    if wanted.is_ratio:
        return "ratio", wanted.id
    if wanted.top.how in ("rows", "last") or (
        wanted.fact in ("daily", "comment") and wanted.top.how == "sum"
    ):
        return "sum", wanted.id
    if wanted.fact != "post":
        return None
    twin = (each.id for each in METRICS.values() if each.unit == "per_post" and each.top == wanted.top)
    return "count", next(twin)


def _dimensions(wanted: Metric, by: str | None) -> list[str]:
    if by is not None and by not in DIMENSIONS:
        known = ", ".join(DIMENSIONS)
        raise QueryError(say("A change is not explained by “{by}”. Known: {known}", by=by, known=known))
    found = [id for id in (DIMENSIONS if by is None else (by,)) if answers(wanted, [id])]
    if not found:
        raise QueryError(
            say("“{metric}” cannot be split or filtered by {dimension}.", metric=wanted.id, dimension=by)
        )
    return found


def _settled(
    reader: Reader, asked: Query, wanted: Metric, period: Period, before: Period, after: int
) -> tuple[Period, Period, Basis]:
    """Both periods cut to equally many days, and to the settled ones where posts still gather."""
    days, basis = min(period.days, before.days), "all days"
    if ages(wanted):
        young_from = reader.first_young(replace(asked, period=period), after)
        settled = settled_days(period, young_from)
        if settled < days:
            days, basis = settled, "settled days"
    if days < FEWEST_DAYS and wanted.top.how != "last":
        raise QueryError(
            say(
                "Too few settled days to explain a change: {have}; needed: {need}.",
                have=days,
                need=FEWEST_DAYS,
            )
        )
    return _cut(period, days), _cut(before, days), basis  # type: ignore[return-value]


def _cut(period: Period, days: int) -> Period:
    return Period(period.start, period.start + timedelta(days - 1))


def _unbroken(reader: Reader, asked: Query, wanted: Metric, before: Period) -> None:
    """QueryError where a platform counts the metric otherwise since a day between the two periods' ends."""
    assert asked.period is not None
    inside = [b for b in reader.breaks(asked.as_of) if before.start < b.day <= asked.period.end]
    if not inside:
        return
    both = Period(before.start, asked.period.end)
    rows = reader.fetch(replace(asked, by=("platform",), period=both)).rows
    on = {row["platform"] for row in rows if row[wanted.id] is not None}
    for each in breaks.within(inside, wanted, on, before.start, asked.period.end):
        raise QueryError(
            say(
                "Not explained: {platform} counts otherwise since {day} ({what}), and parts across that day "
                "would be wrong.",
                platform=each.platform,
                day=each.day.isoformat(),
                what=Message(each.what),
            )
        )


def _split(
    reader: Reader, asked: Query, kind: Kind, dimension: str, period: Period, before: Period
) -> Split | None:
    id, level = asked.metrics[0], metric(asked.metrics[0]).top.how == "last"
    grain = "week" if period.days > MOST_DAYS else "day"
    by = (dimension,) if level else (grain, dimension)
    rows = [reader.fetch(replace(asked, by=by, period=each)).rows for each in (period, before)]
    if level:
        rows = [tuple({**row, grain: 0} for row in each) for each in rows]
    units: Units = (grain, *([0] if level else _units(each, grain) for each in (period, before)))  # type: ignore[assignment]
    return decompose(dimension, kind, *tables(rows[0], rows[1], dimension, id, units), exact=level)


def _units(period: Period, grain: str) -> Sequence[Any]:
    """The days of a period, or the Mondays of its weeks."""
    days = [period.start + timedelta(n) for n in range(period.days)]
    return days if grain == "day" else list(dict.fromkeys(day - timedelta(day.weekday()) for day in days))
