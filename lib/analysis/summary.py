"""A period's figures beside those of the period it is compared with, compared fairly.

A post's engagement arrives over days, so a period whose last posts were read young would always
look worse than a finished one. The *change* is therefore taken at equal age: the young days against
the compared period's posts as they were when they were as old. Where that is not known, it is taken
over the settled days alone: up to the day before the first young post, against as many days of the
compared period.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from lib.analysis.change import Change, Day, compare, counted, spread
from lib.analysis.equal_age import EqualAge, Shares, grows
from lib.analysis.maturity import jackknife
from lib.metrics.definition import Metric, Sum
from lib.model import Period

SETTLED_AFTER = 7
"""Days after which a post's numbers are taken as complete, where no post was read more than once."""

OBSERVED = 0.9
"""How much of the young days' counts must have been read at that age not to be called an estimate."""

Basis = Literal["all days", "settled days", "equal age, observed", "equal age, estimated"]

SPARK_POINTS = 52
"""The most points of a small line."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Figure:
    """A metric over the whole period (`value`), its change on a fair `basis`, and its days. `broken`: its
    definition changed between the two periods, so that they are not compared."""

    metric: Metric
    value: float | None
    change: Change
    spark: tuple[float | None, ...]
    basis: Basis = "all days"
    broken: bool = False


@dataclass(frozen=True)
class Side:
    """One period's answer: its totals (one row) and its days (rows with parts)."""

    period: Period
    totals: Mapping[str, Any]
    days: Rows


def ages(metric: Metric) -> bool:
    """Whether the metric grows while posts are young: all that people do with a post does."""
    return grows(metric.top) is not None or grows(metric.bottom) is not None


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
    aged: EqualAge | None = None,
) -> list[Figure]:
    """One figure a metric, in the order given; those named in `broken` are not compared. `aged` says how
    much of the compared period's young days was there at the age of this period's."""
    found = []
    for metric in metrics:
        if metric.id in now.totals and (before is None or metric.id in broken):
            unknown = Change(now.totals[metric.id], None, "unknown")
            found.append(_figure(metric, now, unknown, broken=metric.id in broken))
        elif metric.id in now.totals and before is not None:
            found.append(_figure(metric, now, *_change(metric, now, before, young_from, aged)))
    return found


def _figure(
    metric: Metric, now: Side, change: Change, basis: Basis = "all days", broken: bool = False
) -> Figure:
    return Figure(metric, now.totals[metric.id], change, _spark(metric, now), basis, broken)


def _change(
    metric: Metric, now: Side, before: Side, young_from: date | None, aged: EqualAge | None
) -> tuple[Change, Basis]:
    if metric.top.how in ("last", "only"):
        return counted(now.totals[metric.id], before.totals.get(metric.id)), "all days"
    ratio, days = _is_ratio(metric), min(now.period.days, before.period.days)
    settled = settled_days(now.period, young_from) if ages(metric) else days
    if settled >= days:
        return compare(_parts(metric, now, days), _parts(metric, before, days), ratio), "all days"
    at_age = _at_age(metric, before, settled, days, aged.shares) if aged else None
    if aged is None or at_age is None:
        change = compare(_parts(metric, now, settled), _parts(metric, before, settled), ratio)
        return change, "settled days"
    error = _uncertainty(metric, before, settled, days, aged)
    return compare(_parts(metric, now, days), at_age, ratio, error), _how(metric, aged)


def days_at_age(
    metric: Metric, now: Period, before: Side, young_from: date | None, aged: EqualAge | None
) -> list[float | None] | None:
    """The compared period's values by day, those of the young days at the age of this period's; None where
    nothing is young or that is not known."""
    settled, days = settled_days(now, young_from), min(now.days, before.period.days)
    if aged is None or settled >= days or not ages(metric):
        return None
    found = _at_age(metric, before, settled, days, aged.shares)
    return None if found is None else [spread([day], _is_ratio(metric))[0] for day in found]


def _how(metric: Metric, aged: EqualAge) -> Basis:
    parts = [grows(part) for part in (metric.top, metric.bottom)]
    guessed = max(aged.guessed.get(part, 0.0) for part in parts if part is not None)
    return "equal age, observed" if guessed <= 1 - OBSERVED else "equal age, estimated"


def _at_age(metric: Metric, before: Side, settled: int, days: int, shares: Shares) -> list[Day] | None:
    """The compared period's days, the young ones as they were at the age of this period's; None where
    that is not known of a day that had any."""
    found = _parts(metric, before, days)
    for n in range(settled, days):
        day = before.period.start + timedelta(n)
        top, bottom = (
            _scaled(count, grows(part), day, shares)
            for count, part in zip(found[n], (metric.top, metric.bottom), strict=True)
        )
        if any(count is not None and math.isnan(count) for count in (top, bottom)):
            return None
        found[n] = top, bottom
    return found


def _scaled(count: float | None, part: Sum | None, day: date, shares: Shares) -> float | None:
    return count * shares.get(part, {}).get(day, math.nan) if count and part else count


def _uncertainty(metric: Metric, before: Side, settled: int, days: int, aged: EqualAge) -> float:
    """The standard error that the estimated part of the compared figure brings."""
    left_out = [_at_age(metric, before, settled, days, shares) for shares in aged.samples]
    figures = [spread(each, _is_ratio(metric))[0] for each in left_out if each is not None]
    return jackknife([figure for figure in figures if figure is not None])


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
