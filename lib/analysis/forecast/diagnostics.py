"""Prophet's own way of judging forecasts, for any model: many cutoffs, errors by horizon.

The same cutoffs and rolling means as `prophet.diagnostics` (`cross_validation`, then
`performance_metrics` with a rolling window of a tenth), so that its published numbers can be reproduced.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.analysis.forecast import models, prophet, scale, score
from lib.analysis.forecast.forecasting import forecast
from lib.analysis.forecast.history import Array, History, Marks, TooShort
from lib.analysis.forecast.record import Record, Shown, record
from lib.analysis.forecast.train import train
from lib.model import QueryError, say

PLAIN = "plain"
"""Prophet with the library's own defaults."""

WINDOW = 0.1
"""The share of all errors that one line of the table is made of."""


@dataclass(frozen=True)
class Errors:
    """What the errors up to a horizon (in steps) come to; `mape` is None where a value is zero."""

    horizon: int
    rmse: float
    mae: float
    mape: float | None
    smape: float
    coverage: float


@dataclass(frozen=True)
class Diagnosis:
    """The cutoffs (last day known to each), the errors by horizon, and the record of all together."""

    model: str
    cutoffs: tuple[date, ...]
    by_horizon: tuple[Errors, ...]
    record: Record


def diagnose(
    history: History, marks: Marks, model: str, initial: int, period: int, horizon: int
) -> Diagnosis:
    """Forecasts `horizon` steps from cutoffs `period` steps apart, the first after at least `initial` steps.

    Errors: QueryError where the history holds no such cutoff, or for a model that cannot be tried.
    """
    trials = [
        found
        for origin in _origins(len(history), initial, period, horizon)
        if (found := _trial(history, marks, model, origin, horizon)) is not None
    ]
    if not trials:
        raise QueryError(
            say(
                "The history of {have} days holds no trial of {initial} days and then {horizon}.",
                have=len(history) * history.step,
                initial=initial * history.step,
                horizon=horizon * history.step,
            )
        )
    cutoffs = tuple(history.day(each.origin - 1) for each in trials)
    return Diagnosis(model, cutoffs, by_horizon(trials), record(history, trials))


def _origins(length: int, initial: int, period: int, horizon: int) -> list[int]:
    """How many steps are known at each cutoff, counted back from the end as Prophet does."""
    return sorted(range(length - horizon, initial, -period))


def _trial(history: History, marks: Marks, model: str, origin: int, horizon: int) -> Shown | None:
    """What would have been shown at a cutoff; None where there was too little history yet."""
    past = history.until(origin)
    known = marks.before(past.day(origin))
    try:
        line, low, high = _band(past, known, model, horizon)
    except TooShort:
        return None
    naive, _ = models.naive(train(past, known), horizon)
    actual = history.values[origin : origin + horizon]
    yardstick = score.step_error(past.values, history.season)
    return Shown(model, origin, line, low, high, actual, scale.of(past).back(naive), yardstick)


def _band(past: History, marks: Marks, model: str, horizon: int) -> tuple[Array, Array, Array]:
    if model == PLAIN:
        return prophet.plain(past, horizon)
    points = forecast(past, horizon, marks, model).points
    line, low, high = (np.array([getattr(p, of) for p in points]) for of in ("value", "low", "high"))
    return line, low, high


def by_horizon(trials: list[Shown]) -> tuple[Errors, ...]:
    """The errors of the trials by horizon, each over the tenth of all errors that ends there."""
    steps = np.concatenate([np.arange(1, len(each.actual) + 1) for each in trials])
    actual, line, low, high = (
        np.concatenate([getattr(each, of) for each in trials]) for of in ("actual", "line", "low", "high")
    )
    known = np.isfinite(actual)
    steps, actual, line, low, high = (each[known] for each in (steps, actual, line, low, high))
    off = np.abs(actual - line)
    size = np.abs(actual) + np.abs(line)
    inside = score.within(actual, low, high).astype(float)
    roll = _rolling(steps)
    ends, mse = roll(off**2)
    columns = [
        np.sqrt(mse),
        roll(off)[1],
        roll(off / np.abs(actual))[1] if np.abs(actual).min() > 1e-8 else np.full(len(ends), np.nan),
        roll(np.divide(2 * off, size, out=np.zeros_like(size), where=size > 0))[1],
        roll(inside)[1],
    ]
    return tuple(_errors(int(end), *found) for end, *found in zip(ends, *columns, strict=True))


def _errors(end: int, rmse: float, mae: float, mape: float, smape: float, inside: float) -> Errors:
    return Errors(
        end, float(rmse), float(mae), None if math.isnan(mape) else float(mape), float(smape), float(inside)
    )


def _rolling(steps: Array) -> Callable[[Array], tuple[Array, Array]]:
    """Gives, for values at these steps, each step with the mean of the last tenth of all values up to it:
    where the tenth begins inside a step, that step counts in part with its mean."""
    ends, counts = np.unique(steps, return_counts=True)
    until = np.concatenate([[0], np.cumsum(counts)])
    window = max(1, int(WINDOW * len(steps)))
    full = until[1:] >= window

    def roll(values: Array) -> tuple[Array, Array]:
        sums = np.concatenate([[0.0], np.cumsum(np.bincount(np.searchsorted(ends, steps), values))])
        before = np.interp(until[1:] - window, until, sums)
        return ends[full], ((sums[1:] - before) / window)[full]

    return roll
