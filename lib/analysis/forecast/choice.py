"""Which model is shown. The median of four unless another was reliably better in the trials: lower in
mean error by more than one standard error of the difference (the one-standard-error rule: Breiman
et al., Classification and Regression Trees, 1984, §3.4.3). A lucky trial does not make a winner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lib.analysis.forecast import scale
from lib.analysis.forecast.history import History
from lib.analysis.forecast.score import mae
from lib.analysis.forecast.trials import Trial

DEFAULT = "median"


def choose(history: History, trials: Sequence[Trial], among: Sequence[str]) -> str:
    """The name of the model to show, from trials that are over."""
    first = DEFAULT if DEFAULT in among else among[0]
    found = [errors for trial in trials if (errors := _errors(history, trial, among)) is not None]
    if len(found) < 2:
        return first
    means = {name: float(np.mean([errors[name] for errors in found])) for name in among}
    best = min(among, key=lambda name: means[name])
    gains = np.array([errors[first] - errors[best] for errors in found])
    sure = gains.mean() > gains.std(ddof=1) / math.sqrt(len(gains))
    return best if sure else first


def _errors(history: History, trial: Trial, among: Sequence[str]) -> dict[str, float] | None:
    """Each model's mean absolute error, in units of the yardstick where there is one."""
    back = scale.of(history).back
    unit = trial.yardstick or 1.0
    found = {name: mae(trial.actual, back(trial.lines[name])) for name in among}
    known = {name: error / unit for name, error in found.items() if error is not None}
    return known if len(known) == len(among) else None
