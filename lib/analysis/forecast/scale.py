"""The scale on which models work: there a figure swings about as much when it is high as when it is low,
and no forecast, turned back, can leave its bounds.

Counts are taken as square roots, shares as arcsines of theirs (Bartlett, JRSS Supplement 3, 1936;
Anscombe, Biometrika 35, 1948). What may be negative stays as it is. The middle of what is turned back
is the median, which is what the mean absolute error asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.analysis.forecast.history import Array, History


@dataclass(frozen=True)
class Scale:
    """`there` takes values to the scale, `back` takes them from it into the bounds."""

    there: Callable[[Array], Array]
    back: Callable[[Array], Array]


ROOT = Scale(lambda values: np.sqrt(np.maximum(values, 0)), lambda z: np.maximum(z, 0) ** 2)
ARCSINE = Scale(
    lambda values: np.arcsin(np.sqrt(np.clip(values, 0, 1))),
    lambda z: np.sin(np.clip(z, 0, np.pi / 2)) ** 2,
)


def of(history: History) -> Scale:
    """The scale of a history, by its bounds alone."""
    low, high = history.low, history.high
    if low == 0:
        return ARCSINE if high == 1 else ROOT if high is None else _clipped(low, high)
    return _clipped(low, high)


def level(history: History, values: Array) -> float | None:
    """Where values lie on the whole: the mean of those known on the scale, turned back, which is where models
    put their lines too. None where none is known."""
    known, found = values[np.isfinite(values)], of(history)
    return float(found.back(found.there(known).mean())) if known.size else None


def _clipped(low: float | None, high: float | None) -> Scale:
    least, most = -np.inf if low is None else low, np.inf if high is None else high
    return Scale(lambda values: values, lambda z: np.clip(z, least, most))
