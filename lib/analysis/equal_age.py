"""The compared period's counts as they were at the age of this period's, and how much of it is known.

Where posts were read at that age, what was read stands. Where they were not, their count is taken
back along the curve of `lib.analysis.maturity`: an estimate, whose uncertainty goes into the
comparison.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lib.analysis.maturity import Curves
from lib.metrics.definition import Metric, Sum
from lib.metrics.query import label
from lib.model import MEASURED

Rows = Sequence[Mapping[str, Any]]
Shares = Mapping[Sum, Mapping[date, float]]


@dataclass(frozen=True)
class EqualAge:
    """By part of a metric and day of the compared period: the share of its count that was there. Days
    that nothing is known of are missing. `samples` are the shares with each group of posts left out
    of the curve, `guessed` says how much of a part's count is an estimate (0 to 1)."""

    shares: Shares = field(default_factory=dict)
    samples: tuple[Shares, ...] = ()
    guessed: Mapping[Sum, float] = field(default_factory=dict)


def grows(part: Sum | None) -> Sum | None:
    """What of a metric's part grows while posts are young; None where it is there at once."""
    if part is None or part.fact == "daily":
        return None
    if part.fact == "page_day":
        return Sum("engagements")
    if part.how != "sum" or part.column not in MEASURED:
        return None
    return Sum(part.column, given=tuple(name for name in part.given if name in MEASURED))


def growing(metrics: Sequence[Metric]) -> tuple[Sum, ...]:
    """All parts of the metrics that grow, each once."""
    parts = [grows(part) for metric in metrics for part in (metric.top, metric.bottom)]
    return tuple(dict.fromkeys(part for part in parts if part is not None))


def equal_age(rows: Rows, parts: Sequence[Sum], curves: Curves, groups: int) -> EqualAge:
    """The shares that rows of `lib.metrics.ages.at_age` tell."""
    middle = {part: _shares(rows, part, curves, None) for part in parts}
    samples = [{part: _shares(rows, part, curves, n) for part in parts} for n in range(groups)]
    return EqualAge(middle, tuple(samples), {part: _guessed(rows, part, curves) for part in parts})


def arrived(rows: Rows, part: Sum, curves: Curves) -> dict[date, float]:
    """By day, the share of the counts of rows of `lib.metrics.ages.read` that is there, so far as
    known; the whole of these days is under `date.min`."""
    there: dict[date, float] = {}
    end: dict[date, float] = {}
    for row in rows:
        curve, count = curves.of(row["platform"], part.column), row[label(part)]
        share = curve.share(row["days"]) if curve else 0.0
        if count and share:
            for day in (row["day"], date.min):
                there[day] = there.get(day, 0.0) + count
                end[day] = end.get(day, 0.0) + count / share
    return {day: there[day] / end[day] for day in there}


def _shares(rows: Rows, part: Sum, curves: Curves, sample: int | None) -> dict[date, float]:
    then: dict[date, list[float]] = {}
    now: dict[date, list[float]] = {}
    for row in rows:
        then.setdefault(row["day"], []).append(_at_age(row, part, curves, sample))
        now.setdefault(row["day"], []).append(row[label(part)] or 0.0)
    sums = {day: (math.fsum(then[day]), math.fsum(now[day])) for day in then}
    return {day: was / is_ if is_ else 1.0 for day, (was, is_) in sums.items() if not math.isnan(was)}


def _at_age(row: Mapping[str, Any], part: Sum, curves: Curves, sample: int | None) -> float:
    """What a day's posts of one platform had at the age meant; NaN where that is not known."""
    seen, rest = (row[f"{label(part)}__{side}"] or 0.0 for side in ("seen", "rest"))
    return seen + rest * _factor(row, part, curves, sample) if rest else seen


def _factor(row: Mapping[str, Any], part: Sum, curves: Curves, sample: int | None) -> float:
    curve = curves.of(row["platform"], part.column)
    if curve is None or row["days"] is None or not (now := curve.share(row["read_days"], sample)):
        return math.nan
    return curve.share(row["days"], sample) / now


def _guessed(rows: Rows, part: Sum, curves: Curves) -> float:
    seen = math.fsum(row[f"{label(part)}__seen"] or 0.0 for row in rows)
    total = math.fsum(found for row in rows if not math.isnan(found := _at_age(row, part, curves, None)))
    return 1 - seen / total if total else 0.0
