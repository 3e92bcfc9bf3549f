"""A period's figures beside those of the period it is compared with, compared fairly.

A post's engagement arrives over days, so a period whose last posts were read young would always
look worse than a finished one. The *change* is therefore taken over the settled days alone: up to
the day before the first young post, against as many days of the compared period.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lib.analysis.change import Change, Day, compare, counted, spread
from lib.metrics.definition import Metric
from lib.model import Period

SETTLED_AFTER = 7
"""Days after which a post's numbers are taken as complete."""

SPARK_POINTS = 52
"""The most points of a small line."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Figure:
    """A metric over the whole period (`value`), its change over the settled days, and its days.
    `settled` says that those are all days of the period, `broken` that its definition changed between
    the two periods, so that they are not compared."""

    metric: Metric
    value: float | None
    change: Change
    spark: tuple[float | None, ...]
    settled: bool = True
    broken: bool = False


@dataclass(frozen=True)
class Side:
    """One period's answer: its totals (one row) and its days (rows with parts)."""

    period: Period
    totals: Mapping[str, Any]
    days: Rows


def ages(metric: Metric) -> bool:
    """Whether the metric grows while posts are young: all that people do with a post does."""
    return metric.fact != "daily" and metric.top.how != "rows"


def settled_days(period: Period, young_from: date | None) -> int:
    """How many days of the period have settled, from its first day on."""
    if young_from is None or young_from > period.end:
        return period.days
    return max(0, (young_from - period.start).days)


def summarise(
    metrics: Sequence[Metric],
    now: Side,
    before: Side | None,
    young_from: date | None,
    broken: Collection[str] = (),
) -> list[Figure]:
    """One figure a metric, in the order given; those named in `broken` are not compared."""
    known = [metric for metric in metrics if metric.id in now.totals]
    return [_figure(metric, now, before, young_from, metric.id in broken) for metric in known]


def _figure(metric: Metric, now: Side, before: Side | None, young_from: date | None, broken: bool) -> Figure:
    spark = _spark(metric, now)
    value = now.totals[metric.id]
    if broken:
        return Figure(metric, value, Change(value, None, "unknown"), spark, broken=True)
    if before is None:
        return Figure(metric, value, Change(value, None, "unknown"), spark)
    if metric.top.how in ("last", "only"):
        return Figure(metric, value, counted(value, before.totals.get(metric.id)), spark)
    days = settled_days(now.period, young_from) if ages(metric) else now.period.days
    settled = days == now.period.days
    days = min(days, before.period.days)
    change = compare(_parts(metric, now, days), _parts(metric, before, days), _is_ratio(metric))
    return Figure(metric, value, change, spark, settled)


def _spark(metric: Metric, side: Side) -> tuple[float | None, ...]:
    """The days, or runs of days where a period has more than a small line can show."""
    run = math.ceil(side.period.days / SPARK_POINTS)
    days = _by_day(side, metric.id)
    if run == 1:
        return tuple(days)
    runs = [slice(n, n + run) for n in range(0, side.period.days - run + 1, run)]
    if metric.top.how in ("last", "only"):
        return tuple(next((v for v in reversed(days[part]) if v is not None), None) for part in runs)
    parts = _parts(metric, side, side.period.days)
    return tuple(spread(parts[part], _is_ratio(metric))[0] for part in runs)


def _rows_by_day(side: Side) -> dict[date, Mapping[str, Any]]:
    return {row["day"]: row for row in side.days}


def _by_day(side: Side, name: str) -> list[float | None]:
    rows = _rows_by_day(side)
    days = (side.period.start + timedelta(n) for n in range(side.period.days))
    return [rows.get(day, {}).get(name) for day in days]


def _is_ratio(metric: Metric) -> bool:
    return metric.is_ratio or metric.top.how == "mean"


def _parts(metric: Metric, side: Side, days: int) -> list[Day]:
    if metric.top.how == "mean":
        # A mean over days is the ratio of the days' sum to their number.
        return [(value, None if value is None else 1.0) for value in _by_day(side, metric.id)[:days]]
    if not metric.is_ratio:
        return [(top, None) for top in _by_day(side, metric.id)[:days]]
    tops, bottoms = (_by_day(side, f"{metric.id}__{part}")[:days] for part in ("top", "bottom"))
    return list(zip(tops, bottoms, strict=True))


def leading(figures: Sequence[Figure]) -> Figure | None:
    """The figure that changed most, measured by its own day-to-day swing; None where none did."""
    moved = [figure for figure in figures if figure.change.verdict in ("up", "down") and figure.change.z]
    return max(moved, key=lambda figure: abs(figure.change.z), default=None)
