"""How likely a figure is to reach a target by the end of a span, from how far whole trials were off.

A trial's error is taken of its whole span at once (the sum of its days, a ratio of sums, the last level),
so that days that are wrong together count as such, and on the forecast's scale. A new span is off like
one more of the n trials: by Student's t with n degrees of freedom, around their mean error, which counts
as if `UNBIASED` more trials had been off to neither side (a few trials tell little of a lean: in
simulations half of it came true).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from lib.analysis.forecast.history import Array
from lib.analysis.forecast.scale import Scale

How = Literal["sum", "ratio", "last"]

FEWEST_TRIALS = 3
"""Trials under which nothing is said: two errors tell next to nothing of how far they may lie."""

UNBIASED = 4
"""Trials without a lean that the mean error is held against."""


@dataclass(frozen=True)
class Path:
    """A trial: what was forecast of its days, and what came (NaN where not known); a ratio brings its
    denominators."""

    line: Array
    actual: Array
    bottoms: Array | None = None


@dataclass(frozen=True)
class Ahead:
    """What is to come: the forecast of each day, of a ratio with its usual denominators. `counts` says which
    days lie in the span asked for."""

    line: Array
    counts: Array
    bottoms: Array | None = None


def needed(target: float, how: How, there: tuple[float, float], ahead: Ahead) -> float:
    """What the days to come must reach together for the whole to reach the target. `there` is the sum of
    what has come, and its denominator."""
    if how == "last":
        return target
    if how == "sum":
        return target - there[0]
    assert ahead.bottoms is not None
    rest = float(ahead.bottoms[ahead.counts].sum())
    return (target * (there[1] + rest) - there[0]) / rest if rest else math.nan


def chance(wanted: float, how: How, ahead: Ahead, trials: Sequence[Path], scale: Scale) -> float | None:
    """The probability, 0 to 1, that the days to come reach `wanted` together: 1 or 0 where the figure's
    bounds alone say so. None where there are too few trials of enough days to say."""
    least, most = (float(scale.back(np.array(end))) for end in (-math.inf, math.inf))
    if not least < wanted <= most:
        return None if math.isnan(wanted) else 1.0 if wanted <= least else 0.0
    days = len(ahead.line)
    errors = [_off(each, days, ahead.counts, how, scale) for each in trials if len(each.line) >= days]
    known = np.array([error for error in errors if error is not None])
    if len(known) < FEWEST_TRIALS:
        return None
    middle = gathered(ahead.line, ahead.bottoms, ahead.counts, how)
    if middle is None:
        return None
    held = len(known) + UNBIASED
    lean = known.sum() / held
    distance = _there(scale, wanted) - _there(scale, middle) - lean
    width = math.sqrt(((known - lean) ** 2).mean() * (1 + 1 / held))
    if not width:
        return 1.0 if distance <= 0 else 0.0
    return float(stats.t.sf(distance / width, len(known)))


def gathered(line: Array, bottoms: Array | None, counts: Array, how: How) -> float | None:
    """A span's figure from that of its days: their sum, the ratio of their sums, the last; None where none of
    its days is known."""
    known = np.isfinite(line) & counts
    if bottoms is not None:
        known &= bottoms > 0
    if not known.any():
        return None
    if how == "last":
        return float(line[known][-1])
    if how == "sum":
        return float(line[known].sum())
    assert bottoms is not None
    return float((line * bottoms)[known].sum() / bottoms[known].sum())


def _off(trial: Path, days: int, counts: Array, how: How, scale: Scale) -> float | None:
    """How far a trial was off over the same days, on the scale."""
    bottoms = None if trial.bottoms is None else trial.bottoms[:days]
    seen = counts & np.isfinite(trial.actual[:days])
    came = gathered(trial.actual[:days], bottoms, seen, how)
    said = gathered(trial.line[:days], bottoms, seen, how)
    return None if came is None or said is None else _there(scale, came) - _there(scale, said)


def _there(scale: Scale, value: float) -> float:
    return float(scale.there(np.array(value)))
