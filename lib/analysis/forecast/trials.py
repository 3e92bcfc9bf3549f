"""The past replayed: at several earlier moments every candidate forecasts what is known by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lib.analysis.forecast import models, scale
from lib.analysis.forecast.history import LEAST, Array, History, Marks
from lib.analysis.forecast.score import step_error
from lib.analysis.forecast.train import Train, train

MOST = 4
"""Trials, of which each costs a fit of every model."""

LOOK_BACK = {1: 365, 7: 104}
"""The latest steps from which the usual spread is taken."""


@dataclass(frozen=True)
class Trial:
    """One replay: `origin` steps were known, the next ones were `actual`. `lines` holds each model's
    forecast of them on the scale, `spread` how far that scale usually moves by then, `yardstick` the
    seasonal step error of the steps known."""

    origin: int
    actual: Array
    lines: models.Lines
    spread: Array
    yardstick: float | None


Replays = Sequence[Mapping[str, Sequence[float]]]
"""What the fits of a horizon's trials gave, trial by trial: each base model's line on the scale."""


def trials(
    history: History, marks: Marks, horizon: int, most: int = MOST, replays: Replays | None = None
) -> tuple[Trial, ...]:
    """The trials of a horizon, the earliest first. Nothing later than its origin reaches a trial. Nothing
    is fitted where the `replays` of this history were kept."""
    found = []
    hints: dict[str, Any] = {}
    for n, origin in enumerate(origins(history, horizon, most)):
        seen = train(history.until(origin), marks.before(history.day(origin)))
        if replays is None:
            lines = models.lines(seen, horizon, hints)
        else:
            lines = models.combined({name: np.array(line) for name, line in replays[n].items()})
        actual = history.values[origin : origin + horizon]
        yardstick = step_error(seen.history.values, history.season)
        found.append(Trial(origin, actual, lines, spread(seen, horizon), yardstick))
    return tuple(found)


def replayed(trials: Sequence[Trial]) -> Replays:
    """What is to be kept of trials, so that they need not be made again."""
    return [
        {name: trial.lines[name].tolist() for name in models.BASE if name in trial.lines} for trial in trials
    ]


def origins(history: History, horizon: int, most: int = MOST) -> list[int]:
    """Where trials begin: the last ends with the history, they overlap only where there is no room, and
    before the first there are as many known steps as `history.needed` asks for."""
    known = np.cumsum(np.isfinite(history.values))
    last = len(history) - horizon
    first = int(np.searchsorted(known, max(horizon, LEAST[history.step]))) + 1
    if last < first:
        return []
    room = (last - first) // max(1, most - 1) // history.season * history.season
    apart = max(history.season, min(horizon, room))
    return [at for at in range(last - apart * (most - 1), last + 1, apart) if at >= first]


def spread(seen: Train, horizon: int) -> Array:
    """How far apart the same weekdays lie, one week, two weeks … from each other: the mean absolute
    difference on the scale, never falling; one value a step of the horizon."""
    season = seen.history.season
    line = seen.whole[-LOOK_BACK[seen.history.step] :]
    lags = [lag for lag in range(season, horizon + season, season) if lag < len(line)]
    apart = [float(np.abs(line[lag:] - line[:-lag]).mean()) for lag in lags] or [0.0]
    grown = np.maximum.accumulate(apart)
    whole = np.concatenate([np.repeat(grown, season), np.full(horizon, grown[-1])])
    return whole[:horizon]


def truth(history: History, trial: Trial) -> Array:
    """What came, on the scale; NaN where not known."""
    return scale.of(history).there(trial.actual)
