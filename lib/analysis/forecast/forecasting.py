"""From a history to its forecast: one line with a band, and the record beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.analysis.forecast import band, models, prophet, scale
from lib.analysis.forecast.choice import choose
from lib.analysis.forecast.history import Array, History, Marks, require
from lib.analysis.forecast.record import Record, Shown, record, shown
from lib.analysis.forecast.train import train
from lib.analysis.forecast.trials import Trial, spread
from lib.analysis.forecast.trials import trials as replay
from lib.model import QueryError, say

AUTO = "auto"
CHOICES = (AUTO, *models.NAMES)


@dataclass(frozen=True)
class Point:
    """A step to come (its first day): the middle, and the 80 % band from `low` to `high`."""

    date: date
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """The forecast of `model`, its record, and every model's line for comparison.

    `trials` are what the record was made of; `missing` names models that could not be tried.
    """

    model: str
    history: History
    points: tuple[Point, ...]
    record: Record
    lines: Mapping[str, tuple[float, ...]]
    trials: tuple[Shown, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Fitted:
    """A history with every model fitted and tried once: what is shown of it costs no more fits."""

    history: History
    lines: models.Lines
    spread: Array
    over: tuple[Trial, ...]
    among: tuple[str, ...]

    def show(self, model: str = AUTO) -> Forecast:
        """The forecast of a model, or of the one that is chosen, with its own band and record. Errors:
        QueryError for a model that is unknown or could not be tried."""
        _check(model)
        history, among, over = self.history, self.among, self.over
        wanted = _wanted(model, among)
        name = wanted or choose(history, over, among)
        half = band.halves(history, over, [name] * len(over), self.spread)
        tried = tuple(shown(history, over, wanted, among))
        back = scale.of(history).back
        return Forecast(
            name,
            history,
            _points(history, *(back(self.lines[name] + off) for off in (0 * half, -half, half))),
            record(history, tried),
            {each: tuple(back(self.lines[each]).tolist()) for each in among},
            tried,
            tuple(each for each in models.NAMES if each not in among),
        )


def fit(
    history: History, horizon: int, marks: Marks | None = None, trials: Sequence[Trial] | None = None
) -> Fitted:
    """Fits every model to a history and tries it on the past. `trials` are those of
    `replay(history, marks, horizon)`, where they are kept: they are most of the work. Errors: TooShort."""
    marks = marks or Marks()
    require(history, horizon)
    seen = train(history, marks)
    over = replay(history, marks, horizon) if trials is None else tuple(trials)
    lines = models.lines(seen, horizon)
    among = tuple(name for name in lines if all(name in trial.lines for trial in over))
    return Fitted(history, lines, spread(seen, horizon), over, among)


def forecast(
    history: History,
    horizon: int,
    marks: Marks | None = None,
    model: str = AUTO,
    trials: Sequence[Trial] | None = None,
) -> Forecast:
    """Forecasts the next `horizon` steps; as `fit`, then `Fitted.show`.

    Errors: TooShort; QueryError for a model that is unknown or cannot be tried.
    """
    _check(model)
    return fit(history, horizon, marks, trials).show(model)


def _check(model: str) -> None:
    if model not in CHOICES:
        raise QueryError(
            say("There is no model “{name}”. Known: {known}", name=model, known=", ".join(CHOICES))
        )


def _wanted(model: str, among: Sequence[str]) -> str | None:
    """The model asked for, None where it is to be chosen."""
    if model == AUTO:
        return None
    if model in among:
        return model
    if not prophet.available():
        raise QueryError(say("Prophet cannot be imported, so “{name}” cannot be shown.", name=model))
    raise QueryError(say("“{name}” finds no fit for this history.", name=model))


def _points(history: History, line: Array, low: Array, high: Array) -> tuple[Point, ...]:
    days = (history.day(len(history) + at) for at in range(len(line)))
    # (√7)² is not quite 7: what the scale costs in the last digits is rounded away
    tidy = ([float(f"{value:.12g}") for value in values] for values in (line, low, high))
    return tuple(Point(day, *found) for day, *found in zip(days, *tidy, strict=True))
