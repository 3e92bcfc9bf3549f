"""The record beside a forecast: how what would have been shown then compares with what came.

At each trial the model is chosen, and the band drawn, from the trials that were over by then. So the
record is that of the choosing too, not of the model that came out best in hindsight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.analysis.forecast import band, scale, score
from lib.analysis.forecast.choice import choose
from lib.analysis.forecast.history import Array, History
from lib.analysis.forecast.trials import Trial


@dataclass(frozen=True)
class Shown:
    """What one trial would have shown, in the figure's own unit, beside what came."""

    model: str
    origin: int
    line: Array
    low: Array
    high: Array
    actual: Array
    naive: Array
    yardstick: float | None


@dataclass(frozen=True)
class Score:
    """Mean scores over trials; None where nothing can be said (MASE of a figure that never changed).
    `coverage80` is the share of days inside the 80 % band; `baseline_mase` is seasonal naive's."""

    mase: float | None
    smape: float | None
    coverage80: float | None
    baseline_mase: float | None


@dataclass(frozen=True)
class Record:
    """The scores of `windows` trials over `horizon` days, and of each week of the horizon (the first,
    the second …; for weeks, each step)."""

    score: Score
    windows: int
    horizon: int
    by_week: tuple[Score, ...]

    @property
    def gain(self) -> float | None:
        """The share by which the error is smaller than that of repeating last week; below 0, larger."""
        mase, naive = self.score.mase, self.score.baseline_mase
        return None if mase is None or not naive else 1 - mase / naive


def shown(history: History, trials: Sequence[Trial], model: str | None, among: Sequence[str]) -> list[Shown]:
    """What each trial would have shown: `model`, or with None the one chosen then."""
    return [_shown(history, trials, at, model, among) for at in range(len(trials))]


def _shown(
    history: History, trials: Sequence[Trial], at: int, model: str | None, among: Sequence[str]
) -> Shown:
    trial = trials[at]
    over = [each for each in trials[:at] if each.origin + len(each.actual) <= trial.origin]
    name = model or choose(history, over, among)
    half = band.halves(history, over, [name] * len(over), trial.spread)
    back, line = scale.of(history).back, trial.lines[name]
    low, middle, high = (back(each) for each in (line - half, line, line + half))
    naive = back(trial.lines["naive"])
    return Shown(name, trial.origin, middle, low, high, trial.actual, naive, trial.yardstick)


def record(history: History, trials: Sequence[Shown]) -> Record:
    """The scores of all steps, and by week of the horizon."""
    horizon = max((len(each.actual) for each in trials), default=0)
    weeks = [slice(at, at + history.season) for at in range(0, horizon, history.season)]
    by_week = tuple(_score(trials, week) for week in weeks)
    return Record(_score(trials, slice(None)), len(trials), horizon * history.step, by_week)


def _score(trials: Sequence[Shown], part: slice) -> Score:
    def mean(of: str) -> float | None:
        return score.mean([score.mase(t.actual[part], getattr(t, of)[part], t.yardstick) for t in trials])

    smapes = [score.smape(each.actual[part], each.line[part]) for each in trials]
    return Score(mean("line"), score.mean(smapes), _coverage(trials, part), mean("naive"))


def _coverage(trials: Sequence[Shown], part: slice) -> float | None:
    if not trials:
        return None
    parts = [np.concatenate([getattr(each, of)[part] for each in trials]) for of in ("actual", "low", "high")]
    return score.covered(*parts)
