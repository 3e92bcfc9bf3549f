"""Control limits of sentiment over time: which days or weeks stand out from what is usual.

Laney's p′ chart (Quality Engineering 14, 2002): three standard errors around the usual value, widened by
how much days differ beyond chance, which the moving range of their z-scores tells. Days that stand out are
left out of the usual, and it is worked out again (phase I). What is usual is learnt from days of its own,
those of the watch's baseline: limits made of a crisis would hide it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_D2 = 1.128
"""The expected range of two standard normal values."""

WIDTH, ROUNDS = 3.0, 8


@dataclass(frozen=True)
class Course:
    """Values by day or week (NaN without a judged comment), the usual one, and limits around it, all in
    the value's unit."""

    values: np.ndarray
    usual: float
    low: np.ndarray
    high: np.ndarray

    @property
    def outside(self) -> np.ndarray:
        """Where a value is outside its limits."""
        return (self.values < self.low) | (self.values > self.high)


Counts = np.ndarray
"""(kind, day) comments: positive, negative, and all that are judged."""


def negative_share(counts: Counts, base: Counts | None = None) -> Course:
    """The share of negative comments, 0 to 1; what is usual is learnt from `base`, else from these days."""
    flat = np.array([[0], [1], [1]])
    return _course(counts * flat, counts if base is None else base, flat, (0.0, 1.0), -1.0)


def net_sentiment(counts: Counts, base: Counts | None = None) -> Course:
    """Positive less negative in a hundred comments, -100 to 100; learnt as above."""
    flat = np.ones((3, 1), int)
    return _course(counts, counts if base is None else base, flat, (-100.0, 100.0), 100.0)


def _course(counts: Counts, base: Counts, flat: np.ndarray, ends: tuple[float, float], unit: float) -> Course:
    """The mean of values +1, -1 and 0, times the unit; its variance is that of a multinomial."""
    rates, sigma = _learn(base * flat)
    n = counts[2]
    error = WIDTH * sigma * rates.error(np.maximum(n, 1))
    edges = np.sort([(rates.mean - error) * unit, (rates.mean + error) * unit], axis=0)
    low, high = np.clip(edges, *ends)
    return Course(_means(counts) * unit, rates.mean * unit, low, high)


def _means(counts: Counts) -> np.ndarray:
    plus, minus, n = counts
    return np.where(n > 0, (plus - minus) / np.maximum(n, 1), np.nan)


@dataclass(frozen=True)
class _Rates:
    """Over all days: the mean, and the variance of one comment."""

    mean: float
    variance: float

    def error(self, n: np.ndarray) -> np.ndarray:
        """The standard error for each number of comments."""
        return np.sqrt(self.variance / n)


def _learn(counts: Counts) -> tuple[_Rates, float]:
    """What is usual, and by how much days differ beyond chance; days that stand out are left out."""
    mean, there = _means(counts), counts[2] > 0
    kept, rates, sigma = there.copy(), _rates(counts), 1.0
    for _ in range(ROUNDS):
        rates = _rates(counts[:, kept])
        z = (mean - rates.mean) / rates.error(np.maximum(counts[2], 1))
        sigma = _beyond_chance(z[kept])
        inside = there & (np.abs(z) <= WIDTH * sigma)
        if not inside.any() or (inside == kept).all():
            break
        kept = inside
    return rates, sigma


def _rates(counts: Counts) -> _Rates:
    plus, minus, n = counts.sum(axis=1)
    up, down = plus / max(n, 1), minus / max(n, 1)
    # Where all comments said the same, half a comment otherwise keeps the limits apart.
    return _Rates(float(up - down), float(max(up + down - (up - down) ** 2, 0.5 / max(n, 1))))


def _beyond_chance(z: np.ndarray) -> float:
    """By how much days differ beyond chance, 1 or more."""
    return max(1.0, float(np.abs(np.diff(z)).mean()) / _D2) if len(z) > 1 else 1.0
