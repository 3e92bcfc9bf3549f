"""Catalogue metrics as histories to forecast: the one place that reads them from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
import sqlalchemy as sa

from lib.analysis.forecast.history import History, How, Marks, daily, weekly
from lib.analysis.summary import SETTLED_AFTER, ages
from lib.metrics import breaks, run
from lib.metrics.catalog import metric
from lib.metrics.definition import Metric
from lib.metrics.live.sources import Live
from lib.metrics.rows import Row
from lib.model import NOTHING_SEEN, Period, Query, QueryError, say
from lib.store import notes

Grain = Literal["day", "week"]
Days = dict[date, float | None]

WHOSE = ("platform", "account", "community")
"""The dimensions that say whose figures are asked for."""

WEEK_IS: Mapping[str, How] = {"last": "last", "mean": "mean", "only": "mean"}
"""What a week of a metric is, by how its days are gathered; else their sum."""


@dataclass(frozen=True)
class Subject:
    """A metric's history with what else is known of its days, and the data version it was read at."""

    metric: Metric
    history: History
    marks: Marks
    data_version: int


def subject(engine: sa.Engine, asked: Query, grain: Grain = "day", live: Live | None = None) -> Subject:
    """The history of the one metric of a query, under its filters, in its period, as of its version.

    Days of young posts at the end are left out: their numbers have not all arrived. Errors: as
    `run.fetch`; QueryError where a figure of one account is asked of several.
    """
    wanted = metric(asked.metrics[0])
    found = run.fetch(engine, replace(asked, by=_by(wanted), parts=True), live)
    tops, bottoms = _days(wanted, found.rows)
    if wanted.fact != "daily":
        tops = _settled(engine, asked, wanted, _filled(engine, asked, wanted, tops, live), live)
    history = _history(wanted, tops, bottoms)
    marks = _marks(engine, asked, wanted, history, live)
    if grain == "week":
        history = weekly(history, WEEK_IS.get(wanted.top.how, "sum"))
    return Subject(wanted, history, marks, found.data_version if asked.as_of is None else asked.as_of)


def _by(wanted: Metric) -> tuple[str, ...]:
    """Readings that must not be added, or that last until the next, are read account by account."""
    return ("day", "platform", "account") if wanted.top.how in ("only", "last") else ("day",)


def _days(wanted: Metric, rows: tuple[Row, ...]) -> tuple[Days, Days | None]:
    if wanted.top.how == "last":
        return _levels(wanted.id, rows), None
    if wanted.top.how == "only":
        _check_one(wanted.id, rows)
    bottoms = {row["day"]: row[f"{wanted.id}__bottom"] for row in rows} if wanted.is_ratio else None
    return {row["day"]: row[wanted.id] for row in rows}, bottoms


def _check_one(id: str, rows: tuple[Row, ...]) -> None:
    if len({(row["platform"], row["account"]) for row in rows if row[id] is not None}) > 1:
        raise QueryError(
            say(
                "“{metric}” counts unique people, who never add up: name one platform and account.", metric=id
            )
        )


def _levels(id: str, rows: tuple[Row, ...]) -> Days:
    """Levels of several accounts added up, each at its last reading until the next."""
    known = [row for row in rows if row[id] is not None]
    last: dict[tuple[str, str], float] = {}
    found: Days = {}
    for row in sorted(known, key=lambda row: row["day"]):
        last[row["platform"], row["account"]] = row[id]
        found[row["day"]] = sum(last.values())
    return found


def _filled(engine: sa.Engine, asked: Query, wanted: Metric, days: Days, live: Live | None) -> Days:
    """Days on which nothing was published, up to the last on which these accounts published anything:
    0 for a count, not known for a ratio."""
    whose = tuple(each for each in asked.where if each[0] in WHOSE)
    of = replace(asked, metrics=("posts",), by=("day",), where=whose, parts=False)
    active = [row["day"] for row in run.fetch(engine, of, live).rows]
    nothing = None if wanted.is_ratio or wanted.top.how == "mean" else 0.0
    known = [day for day, value in days.items() if value is not None]
    if not known or nothing is None:
        return days
    span = range((max([*active, *known]) - min(known)).days + 1)
    return {day: days.get(day, nothing) for day in (min(known) + timedelta(n) for n in span)}


def _settled(engine: sa.Engine, asked: Query, wanted: Metric, days: Days, live: Live | None) -> Days:
    if not ages(wanted) or not days:
        return days
    last = max(days)
    of = replace(asked, by=(), period=Period(last - timedelta(SETTLED_AFTER - 1), last))
    young = run.first_young(engine, of, SETTLED_AFTER, live)
    return {day: value for day, value in days.items() if young is None or day < young}


def _history(wanted: Metric, tops: Days, bottoms: Days | None) -> History:
    """Counts are never negative, shares at most 1, unless the metric itself says otherwise; points lie
    between −100 and 100."""
    if wanted.unit == "points":
        return daily(tops, bottoms, low=-100.0, high=100.0)
    known = np.array([value for value in tops.values() if value is not None], float)
    least, most = (known.min(), known.max()) if known.size else (0.0, 0.0)
    low = None if wanted.top.column == "change" or least < 0 else 0.0
    high = 1.0 if wanted.unit == "ratio" and low == 0 and most <= 1 else None
    return daily(tops, bottoms, low=low, high=high)


def _concerns(event: Row, where: dict[str, tuple[str | None, ...]], wanted: Metric) -> bool:
    """Whether an event has to do with a metric under filters."""
    if event["metric"] not in (None, wanted.id):
        return False
    of = [(event[id], where.get(id)) for id in ("community", "platform")]
    return all(value is None or values is None or value in values for value, values in of)


def _marks(engine: sa.Engine, asked: Query, wanted: Metric, history: History, live: Live | None) -> Marks:
    """Events of the communities asked for, the plan for the year ahead included, and definition breaks."""
    if not len(history):
        return Marks()
    first, last = history.start, history.day(len(history) - 1)
    scope = asked.scope or NOTHING_SEEN
    events = run.events(engine, first, last + timedelta(365), scope=scope, as_of=asked.as_of).rows
    kept = [row for row in events if row["kind"] != notes.KIND and _concerns(row, dict(asked.where), wanted)]
    of = replace(asked, by=("platform",), period=Period(first, last))
    on = _platforms(engine, of, wanted, live)
    found = breaks.within(breaks.ledger(engine, asked.as_of), wanted, on, first, last)
    return Marks(tuple((row["day"], row["kind"]) for row in kept), tuple(each.day for each in found))


def _platforms(engine: sa.Engine, of: Query, wanted: Metric, live: Live | None) -> set[str]:
    if wanted.top.how == "only":
        of = replace(of, by=("day", "platform", "account"))
    rows = run.fetch(engine, of, live).rows
    return {row["platform"] for row in rows if row[wanted.id] is not None}
