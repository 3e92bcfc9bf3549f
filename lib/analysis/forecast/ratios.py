"""Ratios with their denominators in mind: a day with a small one is drawn to the ratio of its weeks.

The days' squared distances from the ratio of the four weeks around are taken as s² + c ÷ denominator,
fitted by least squares with neither part negative. A day then keeps the share d ÷ (d + c ÷ s²) of
its distance (empirical Bayes: Efron & Morris, JASA 70, 1975): nearly all where its denominator d is
large, little where it is small; at the median denominator never less than half.
"""

from __future__ import annotations

import numpy as np

from lib.analysis.forecast.history import Array, History

AROUND = {1: 14, 7: 2}
"""Steps on each side that make up a day's surroundings."""

FEWEST = 14


def steadied(history: History) -> Array:
    """The values for a model to learn from, NaN where not known."""
    values, bottoms = history.values, history.bottoms
    if bottoms is None:
        return values
    known = np.isfinite(values) & (bottoms > 0)
    if known.sum() < FEWEST:
        return np.where(known, values, np.nan)
    local = _local(values, bottoms, known, AROUND[history.step])
    half = _half(values[known] - local[known], bottoms[known])
    kept = bottoms / (bottoms + half) if half else 1.0
    return np.where(known, local + kept * (values - local), np.nan)


def _local(values: Array, bottoms: Array, known: Array, around: int) -> Array:
    """The ratio of the sums over the steps around each."""
    window = np.ones(2 * around + 1)
    weights = np.where(known, bottoms, 0.0)
    tops = np.where(known, values, 0.0) * weights
    sums, counts = (_around(line, window) for line in (tops, weights))
    return np.divide(sums, counts, out=np.full(len(values), np.nan), where=counts > 0)


def _around(line: Array, window: Array) -> Array:
    side = len(window) // 2
    return np.convolve(line, window)[side : side + len(line)]


def _half(distances: Array, bottoms: Array) -> float:
    """The denominator at which a day keeps half of its distance."""
    usual = float(np.median(bottoms))
    design = np.column_stack([np.ones(len(bottoms)), usual / bottoms])
    own, chance = np.linalg.lstsq(design, distances**2)[0]
    if chance <= 0:
        return 0.0
    return min(chance / own, 1.0) * usual if own > 0 else usual
