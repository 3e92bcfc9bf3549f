"""How alike slots are taken to be: hours by their distance around the clock, days by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Array = np.ndarray

REACH = 6.0
"""Hours after which what one hour says of another has fallen to 1/e."""

CURVES = ((0.3, 0.0, 0.0), (0.0, 0.2, 0.0), (0.2, 0.1, 0.2))
"""Standard deviations of hour, weekday and slot of the smooth alternatives."""


def by_hour(cells: Array) -> Array:
    """(slot, slot): correlation of the hours, whatever the day."""
    hours = cells % 24
    apart = np.abs(hours[:, None] - hours)
    return np.exp(-np.minimum(apart, 24 - apart) / REACH)


def by_day(cells: Array) -> Array:
    """(slot, slot): one where the day is the same."""
    days = cells // 24
    return (days[:, None] == days).astype(float)


def parts(cells: Array) -> tuple[Array, Array, Array]:
    """The kernels of hour, weekday, and of each slot by itself."""
    return by_hour(cells), by_day(cells), np.eye(len(cells))


def mixed(kernels: Sequence[Array], deviations: Sequence[float]) -> Array:
    """The sum of kernels with these standard deviations."""
    total = np.zeros_like(kernels[0])
    for deviation, kernel in zip(deviations, kernels, strict=True):
        if deviation:
            total += deviation**2 * kernel
    return total


def smooth(cells: Array) -> list[Array]:
    """The smooth alternatives to no difference at all."""
    kernels = parts(cells)
    return [mixed(kernels, deviations) for deviations in CURVES]
