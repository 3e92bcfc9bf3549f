"""Kept promises: published forecasts against what came, by the measures of the trials.

A promise is one step of one forecast. It has arrived when the figure of its day is known and settled,
and nothing has been counted otherwise since the forecast was made. Of several forecasts from the same
day the last one made counts: it is what stood when the days came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from lib.analysis.forecast import score
from lib.analysis.forecast.history import Array, History, Marks
from lib.analysis.forecast.published import Published, column


@dataclass(frozen=True)
class Promise:
    """A published forecast beside what came of it. `made_at` is UTC without zone; `replayed`: made later
    than its data, from what was known then. `actual` is NaN where a step has not arrived."""

    published: Published
    data_version: int
    made_at: datetime
    replayed: bool
    actual: Array

    @property
    def arrived(self) -> int:
        """How many steps have arrived."""
        return int(np.isfinite(self.actual).sum())

    @property
    def held(self) -> int:
        """How many of them lay in the band."""
        points = self.published.of(self.published.model).points
        known = np.isfinite(self.actual)
        low, high = column(points, "low"), column(points, "high")
        return int(score.within(self.actual[known], low[known], high[known]).sum())

    def error(self, model: str) -> float | None:
        """The mean absolute error of a model's line over the arrived steps."""
        return score.mae(self.actual, np.array(self.published.lines[model]))


@dataclass(frozen=True)
class Kept:
    """What promises came to: `steps` arrived of `forecasts`, the first made from `since` on; the share of
    them in the band; the mean absolute scaled errors of what was shown and of repeating last week."""

    forecasts: int
    steps: int
    since: date | None = None
    coverage80: float | None = None
    mase: float | None = None
    baseline_mase: float | None = None

    @property
    def gain(self) -> float | None:
        """The share by which the error was smaller than that of repeating last week."""
        return None if self.mase is None or not self.baseline_mase else 1 - self.mase / self.baseline_mase


def against(published: Published, history: History, marks: Marks) -> Array:
    """What came on the steps of a forecast: NaN where it is not known, or counted otherwise by now."""
    points = published.of(published.model).points
    broken = min((day for day in marks.breaks if day >= published.first), default=date.max)
    known = {history.day(n): float(value) for n, value in enumerate(history.values)}
    step = timedelta(published.step - 1)
    return np.array([known.get(p.date, np.nan) if p.date + step < broken else np.nan for p in points])


def lasting(promises: Sequence[Promise]) -> list[Promise]:
    """Of several forecasts from the same day the last one made; by first day."""
    ordered = sorted(promises, key=lambda each: (each.published.first, each.data_version, each.made_at))
    ends = [before for before, after in pairwise(ordered) if before.published.first != after.published.first]
    return [*ends, *ordered[-1:]]


def kept(promises: Iterable[Promise]) -> Kept:
    """The record of promises of which something has arrived."""
    some = [each for each in promises if each.arrived]
    steps = sum(each.arrived for each in some)
    if not steps:
        return Kept(0, 0)
    held = sum(each.held for each in some) / steps
    shown, naive = (_scaled(some, of) for of in (None, "naive"))
    return Kept(len(some), steps, min(each.published.first for each in some), held, shown, naive)


def _scaled(promises: Sequence[Promise], model: str | None) -> float | None:
    """The mean over promises of the error ÷ the forecast's yardstick, each weighed by its arrived steps."""
    found = [
        (error / each.published.yardstick, each.arrived)
        for each in promises
        if each.published.yardstick and (error := each.error(model or each.published.model)) is not None
    ]
    total = sum(steps for _, steps in found)
    return sum(scaled * steps for scaled, steps in found) / total if total else None


def by_kind(promises: Sequence[Promise]) -> Mapping[bool, list[Promise]]:
    """The lasting promises: published when their data was new (False), or replayed later (True)."""
    return {replayed: lasting([p for p in promises if p.replayed == replayed]) for replayed in (False, True)}
