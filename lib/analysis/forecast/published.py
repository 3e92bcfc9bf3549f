"""A forecast as it is published: what is shown of it, to be kept and laid beside what comes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from lib.analysis.forecast import prophet, scale, score
from lib.analysis.forecast.forecasting import AUTO, Fitted, Forecast, Point, fit
from lib.analysis.forecast.history import Array, History, Marks, require
from lib.analysis.forecast.record import Record, Score, Shown
from lib.analysis.forecast.trials import Replays, replayed, trials

BESIDE = "prophet"
"""The model whose line is kept with its band and record even when another is shown."""

DIGITS = 6
"""Significant digits that are kept."""


@dataclass(frozen=True)
class Told:
    """One model's forecast and its record."""

    points: tuple[Point, ...]
    record: Record


@dataclass(frozen=True)
class Try:
    """One trial of what was shown: from its first day on the model chosen then, its mean scores, and the
    `line` it would have shown."""

    first: date
    model: str
    mase: float | None
    baseline_mase: float | None
    coverage80: float | None
    line: tuple[float, ...] = ()


@dataclass(frozen=True)
class Published:
    """A forecast of `step` days a step. `model` is the one shown; `told` holds it, and Prophet's where
    it was tried; `lines` every model's, on the days of the points. `usual` is the level of as many
    known steps before as were forecast (`scale.level`), `yardstick` the seasonal step error of the history
    (see MASE); `without_prophet`: it could not be imported."""

    model: str
    told: Mapping[str, Told]
    lines: Mapping[str, tuple[float, ...]]
    trials: tuple[Try, ...]
    step: int
    usual: float | None
    yardstick: float | None
    without_prophet: bool = False

    @property
    def first(self) -> date:
        """The first day forecast."""
        return self.told[self.model].points[0].date

    @property
    def last(self) -> date:
        """The last day forecast."""
        return self.told[self.model].points[-1].date + timedelta(self.step - 1)

    def of(self, model: str) -> Told:
        """A model's forecast, or the shown one where that was not kept."""
        return self.told.get(model, self.told[self.model])


def publish(
    history: History, horizon: int, marks: Marks, replays: Replays | None = None
) -> tuple[Published, Replays]:
    """Forecasts the next `horizon` steps of a history; what its trials gave is to be kept, and given
    again where it was. Errors: TooShort."""
    require(history, horizon)
    over = trials(history, marks, horizon, replays=replays)
    return of(fit(history, horizon, marks, over)), replayed(over)


def of(fitted: Fitted) -> Published:
    """What is published of a fitted history."""
    history, auto = fitted.history, fitted.show(AUTO)
    beside = [fitted.show(BESIDE)] if BESIDE in fitted.among else []
    return Published(
        auto.model,
        {each.model: Told(each.points, each.record) for each in (*beside, auto)},
        auto.lines,
        tuple(_try(history, each) for each in auto.trials),
        history.step,
        _usual(history, auto),
        score.step_error(history.values, history.season),
        not beside and not prophet.available(),
    )


def _usual(history: History, made: Forecast) -> float | None:
    known = history.values[np.isfinite(history.values)][-len(made.points) :]
    return scale.level(history, known)


def _try(history: History, shown: Shown) -> Try:
    return Try(
        history.day(shown.origin),
        shown.model,
        score.mase(shown.actual, shown.line, shown.yardstick),
        score.mase(shown.actual, shown.naive, shown.yardstick),
        score.covered(shown.actual, shown.low, shown.high),
        tuple(shown.line.tolist()),
    )


def to_json(made: Published) -> str:
    """As text for the store."""
    return json.dumps(_rounded(asdict(made)), separators=(",", ":"), default=date.isoformat)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


def from_json(text: str) -> Published:
    """What `to_json` wrote."""
    found = json.loads(text)
    told = {
        name: Told(_points(each["points"]), _record(each["record"])) for name, each in found["told"].items()
    }
    lines = {name: tuple(each) for name, each in found["lines"].items()}
    trials = tuple(_tried(each) for each in found["trials"])
    return Published(**{**found, "told": told, "lines": lines, "trials": trials})


def _tried(found: dict[str, Any]) -> Try:
    return Try(**{**found, "first": date.fromisoformat(found["first"]), "line": tuple(found["line"])})


def _points(rows: list[dict[str, Any]]) -> tuple[Point, ...]:
    return tuple(Point(**{**row, "date": date.fromisoformat(row["date"])}) for row in rows)


def _record(found: dict[str, Any]) -> Record:
    by_week = tuple(Score(**each) for each in found["by_week"])
    return Record(Score(**found["score"]), found["windows"], found["horizon"], by_week)


def column(points: tuple[Point, ...], of: str) -> Array:
    """One of value, low, high of all points."""
    return np.array([getattr(each, of) for each in points], float)
