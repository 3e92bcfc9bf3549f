"""Control limits of sentiment over time: which days or weeks stand out from what is usual.

Laney's p′ chart (Quality Engineering 14, 2002): three standard errors around the usual value, widened by
how much days differ beyond chance, which the moving range of their z-scores tells. Days that stand out are
left out of the usual, and it is worked out again (phase I).
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


def negative_share(negative: np.ndarray, judged: np.ndarray) -> Course:
    """The share of negative comments, 0 to 1."""
    return _course(np.zeros_like(negative), negative, judged, (0.0, 1.0), -1.0)


def net_sentiment(positive: np.ndarray, negative: np.ndarray, judged: np.ndarray) -> Course:
    """Positive less negative in a hundred comments, -100 to 100."""
    return _course(positive, negative, judged, (-100.0, 100.0), 100.0)


def _course(
    plus: np.ndarray, minus: np.ndarray, n: np.ndarray, ends: tuple[float, float], unit: float
) -> Course:
    """The mean of values +1, -1 and 0, times the unit; its variance is that of a multinomial."""
    there = n > 0
    size = np.maximum(n, 1)
    mean = np.where(there, (plus - minus) / size, np.nan)
    kept, sigma = there.copy(), 1.0
    centre, error = 0.0, np.ones_like(mean)
    for _ in range(ROUNDS):
        centre, error = _usual(plus[kept].sum(), minus[kept].sum(), n[kept].sum(), size)
        z = (mean - centre) / error
        sigma = _beyond_chance(z[kept])
        inside = there & (np.abs(z) <= WIDTH * sigma)
        if not inside.any() or (inside == kept).all():
            break
        kept = inside
    edges = np.sort(
        [(centre - WIDTH * sigma * error) * unit, (centre + WIDTH * sigma * error) * unit], axis=0
    )
    low, high = np.clip(edges, *ends)
    return Course(mean * unit, centre * unit, low, high)


def _usual(plus: int, minus: int, n: int, size: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean over all, and its standard error for each number of comments."""
    up, down = (plus + 0.0) / max(n, 1), (minus + 0.0) / max(n, 1)
    spread = up + down - (up - down) ** 2
    # Where all comments so far said the same, half a comment otherwise keeps the limits apart.
    least = 0.5 / max(n, 1)
    return up - down, np.sqrt(np.maximum(spread, least) / size)


def _beyond_chance(z: np.ndarray) -> float:
    """By how much days differ beyond chance, 1 or more."""
    return max(1.0, float(np.abs(np.diff(z)).mean()) / _D2) if len(z) > 1 else 1.0
