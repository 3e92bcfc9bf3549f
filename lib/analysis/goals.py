"""How a goal stands: what there is so far, and where it should be by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from lib.analysis.forecast.history import History
from lib.analysis.reach import Ahead, How, gathered
from lib.analysis.summary import ages
from lib.metrics.definition import Metric
from lib.model import Every, Goal, Period

RHYTHM_FROM, RHYTHM_DAYS = 28, 56
"""Known days before a period from which the rhythm of the week is taken, at least and at most."""

Pace = Literal["weekly rhythm", "share of days", "straight line", "same all along"]
"""How it is said where a figure should be by now."""

Phase = Literal["coming", "running", "settling", "over"]
"""`settling`: the period is over, but its last posts still gather."""


@dataclass(frozen=True)
class Standing:
    """A goal in one of its periods. `value` is the figure as it stands, the youngest posts included;
    `settled` that of the days up to `through`, the last that has settled, and `expected` where it should be
    by then; `base` the level that a level began at. Figures that cannot be told are None."""

    goal: Goal
    metric: Metric
    period: Period
    phase: Phase
    value: float | None
    through: date | None
    settled: float | None
    expected: float | None
    pace: Pace
    base: float | None = None

    @property
    def ceiling(self) -> bool:
        """Whether the figure is to stay at or under the target: of what is bad news when it rises."""
        return self.metric.good == "down"

    @property
    def progress(self) -> float | None:
        """The figure as a share of the target; of a figure at a ceiling how much of it is used up."""
        return None if self.value is None or not self.goal.target else self.value / self.goal.target

    @property
    def gap(self) -> float | None:
        """How far the settled figure is ahead of (+) or behind (−) where it should be; at a ceiling +
        is below it."""
        if self.settled is None or self.expected is None:
            return None
        return (self.expected - self.settled) if self.ceiling else (self.settled - self.expected)

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached for good; None while that is open."""
        if self.value is None:
            return None
        there = self.value <= self.goal.target if self.ceiling else self.value >= self.goal.target
        if self.phase == "over":
            return there
        grows = how(self.metric) == "sum" and self.metric.top.column != "change"
        if grows and there != self.ceiling:
            return there  # a sum that has passed the target stays beyond it
        return None


def how(metric: Metric) -> How:
    """How a span's figure is made of its days."""
    if metric.top.how == "last":
        return "last"
    return "ratio" if metric.is_ratio or metric.top.how == "mean" else "sum"


def span(every: Every, day: date) -> Period:
    """The week (from Monday), month, quarter or year in which a day lies."""
    if every == "week":
        monday = day - timedelta(day.weekday())
        return Period(monday, monday + timedelta(6))
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    begin = (day.month - 1) // months * months
    after = day.year * 12 + begin + months
    return Period(date(day.year, begin + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1))


def period(goal: Goal, day: date) -> Period:
    """The period of a goal that a day lies in; the first one before it has begun, and of one that is set
    once, always that."""
    if goal.every == "once":
        return Period(goal.first, goal.last or goal.first)
    return span(goal.every, max(day, goal.first))


def earlier(goal: Goal, now: Period, most: int) -> list[Period]:
    """The periods of a goal before this one, the earliest first: at most so many, back to its beginning."""
    found: list[Period] = []
    while goal.every != "once" and len(found) < most and now.start > goal.first:
        now = span(goal.every, now.start - timedelta(1))
        found.insert(0, now)
    return found


def stand(
    goal: Goal, metric: Metric, of: Period, history: History, value: float | None, last: date
) -> Standing:
    """How a goal stands in a period. `history` holds the settled days, `value` is the period's figure as it
    stands; `last` the last day there is data of."""
    end = history.day(len(history)) - timedelta(1) if len(history) else date.min
    through = min(end, of.end)
    phase: Phase = "coming" if last < of.start else "running" if last < of.end else "over"
    if phase == "over" and ages(metric) and end < of.end:
        phase = "settling"
    if through < of.start:
        return Standing(goal, metric, of, phase, value, None, None, None, _pace(metric, None))
    weights = rhythm(history, of.start)
    base = (
        figure(history, Period(date.min, of.start - timedelta(1)), "last") if how(metric) == "last" else None
    )
    expected = _expected(goal, metric, through, of, weights, base)
    settled = figure(history, Period(of.start, through), how(metric))
    return Standing(goal, metric, of, phase, value, through, settled, expected, _pace(metric, weights), base)


def figure(history: History, of: Period, how: How) -> float | None:
    """The figure of a period from the days of a history."""
    return gathered(history.values, denominators(history, how), inside(history, of), how)


def denominators(history: History, how: How) -> np.ndarray | None:
    """A ratio's denominators; of a mean over days each known day counts once."""
    if how != "ratio":
        return None
    return np.isfinite(history.values).astype(float) if history.bottoms is None else history.bottoms


def inside(history: History, of: Period) -> np.ndarray:
    """Which steps of a history of days lie in a period."""
    at = np.arange(len(history))
    return (at >= (of.start - history.start).days) & (at <= (of.end - history.start).days)


def rhythm(history: History, before: date) -> Mapping[int, float] | None:
    """The mean of each weekday (from 0, Monday) over the eight weeks before a day; None where too few days
    are known."""
    days = np.array([history.day(at).weekday() for at in range(len(history))], int)
    near = inside(history, Period(before - timedelta(RHYTHM_DAYS), before - timedelta(1)))
    known = near & np.isfinite(history.values)
    if known.sum() < RHYTHM_FROM or any(not (known & (days == day)).any() for day in range(7)):
        return None
    means = {day: float(history.values[known & (days == day)].mean()) for day in range(7)}
    return means if min(means.values()) >= 0 and sum(means.values()) > 0 else None


def share(of: Period, until: date, weights: Mapping[int, float] | None) -> float:
    """The share of a period that is over with a day: of its days, or of its days as the week usually goes."""
    days = [of.start + timedelta(n) for n in range(of.days)]
    sizes = [1.0 if weights is None else weights[day.weekday()] for day in days]
    total = sum(sizes)
    return sum(size for day, size in zip(days, sizes, strict=True) if day <= until) / total if total else 0.0


def _pace(metric: Metric, weights: Mapping[int, float] | None) -> Pace:
    if how(metric) == "sum":
        return "share of days" if weights is None else "weekly rhythm"
    return "straight line" if how(metric) == "last" else "same all along"


def _expected(
    goal: Goal,
    metric: Metric,
    through: date,
    of: Period,
    weights: Mapping[int, float] | None,
    base: float | None,
) -> float | None:
    """Where the figure should be by the end of the day `through`: a sum by the share that is over, a ratio at
    the target all along, a level on the straight line from the one it began at (`base`)."""
    if how(metric) == "sum":
        return goal.target * share(of, through, weights)
    if how(metric) == "ratio":
        return goal.target
    return None if base is None else base + (goal.target - base) * share(of, through, None)


def ahead(standing: Standing, history: History, line: np.ndarray, first: date) -> Ahead | None:
    """The days from the first one forecast (`line`, from `first` on) to that of the period; of an older
    forecast those that have come since count no more. None where no day is to come, the forecast does not go
    so far, or begins after the history."""
    days = (standing.period.end - first).days + 1
    come = (history.day(len(history)) - first).days
    if come < 0 or not come < days <= len(line):
        return None
    when = [first + timedelta(at) for at in range(days)]
    counts = np.array([at >= come and day >= standing.period.start for at, day in enumerate(when)])
    if how(standing.metric) != "ratio":
        return Ahead(line[:days], counts)
    usual = _usual(history)
    return Ahead(line[:days], counts, np.array([usual[day.weekday()] for day in when]))


def _usual(history: History) -> list[float]:
    """The mean denominator of each weekday over the last eight weeks; all alike where one has none."""
    bottoms = denominators(history, "ratio")
    assert bottoms is not None
    recent = bottoms[-RHYTHM_DAYS:]
    days = np.array([history.day(len(history) - len(recent) + at).weekday() for at in range(len(recent))])
    return [
        float(recent[days == day].mean()) if (days == day).any() else float(recent.mean()) for day in range(7)
    ]


def so_far(standing: Standing, history: History) -> tuple[float, float]:
    """What the settled days of the period hold: their sum, or a ratio's numerators and denominators."""
    there = inside(history, standing.period) & np.isfinite(history.values)
    bottoms = denominators(history, how(standing.metric))
    if bottoms is None:
        return float(history.values[there].sum()), 0.0
    return float((history.values * bottoms)[there].sum()), float(bottoms[there].sum())
