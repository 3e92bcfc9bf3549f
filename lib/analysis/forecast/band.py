"""The band around a line that holds the truth four times in five: split conformal by horizon.

How far past forecasts were off is divided by the shape of the horizon (how much wider the swing is at a
step than on average), so that the errors of all steps and trials are of one kind; the band is their
80 % quantile, with the correction for a finite number (Vovk et al., Algorithmic Learning in a Random
World, 2005; Lei et al., JASA 113, 2018), times the shape again. Without a trial the week-to-week
swing itself stands in for the errors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lib.analysis.forecast.history import Array, History
from lib.analysis.forecast.trials import Trial, truth

LEVEL = 0.8

STAND_IN = 1.6
"""The 80 % quantile of the absolute swing in units of its mean, were it normal: 1.2816 ÷ 0.7979."""


def halves(history: History, trials: Sequence[Trial], names: Sequence[str], spread: Array) -> Array:
    """Half the width of the band at each step, on the scale. `names` says which model each trial's
    error is taken of."""
    errors = [_errors(history, trial, name) for trial, name in zip(trials, names, strict=True)]
    factor = quantile(np.concatenate(errors)) if errors else None
    return STAND_IN * spread if factor is None else factor * shape(spread)


def shape(spread: Array) -> Array:
    """The spread in units of its mean: 1 all along where nothing ever moved."""
    return spread / spread.mean() if spread.any() else np.ones(len(spread))


def _errors(history: History, trial: Trial, name: str) -> Array:
    off = np.abs(truth(history, trial) - trial.lines[name])
    known = np.isfinite(off)
    return off[known] / shape(trial.spread)[known]


def quantile(errors: Array, level: float = LEVEL) -> float | None:
    """The smallest error that at least ⌈(n + 1) · level⌉ of the n errors do not exceed, or the largest
    where there are too few; None where there is none."""
    if not errors.size:
        return None
    at = min(errors.size, math.ceil((errors.size + 1) * level))
    return float(np.sort(errors)[at - 1])
