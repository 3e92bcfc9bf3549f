"""How good forecasts were: each measure by its published formula, recomputable by hand."""

from __future__ import annotations

import numpy as np

from lib.analysis.forecast.history import Array


def step_error(values: Array, season: int) -> float | None:
    """The mean absolute step from one season to the next, |y(t) − y(t − season)|, over the pairs that are
    known: the yardstick of MASE. None where there is no pair, or nothing ever changed."""
    steps = np.abs(values[season:] - values[:-season])
    steps = steps[np.isfinite(steps)]
    return float(steps.mean()) if steps.size and steps.mean() > 0 else None


def mae(actual: Array, predicted: Array) -> float | None:
    """The mean absolute error over the known values, None where none is known."""
    errors = np.abs(actual - predicted)
    errors = errors[np.isfinite(errors)]
    return float(errors.mean()) if errors.size else None


def mase(actual: Array, predicted: Array, yardstick: float | None) -> float | None:
    """The mean absolute scaled error: MAE ÷ the step error of the values before (Hyndman & Koehler,
    International Journal of Forecasting 22, 2006)."""
    error = mae(actual, predicted)
    return None if error is None or yardstick is None else error / yardstick


def smape(actual: Array, predicted: Array) -> float | None:
    """The mean of 2·|y − ŷ| ÷ (|y| + |ŷ|), from 0 to 2; a pair of zeros counts as no error."""
    known = np.isfinite(actual)
    size = np.abs(actual[known]) + np.abs(predicted[known])
    errors = 2 * np.abs(actual[known] - predicted[known])
    shares = np.divide(errors, size, out=np.zeros_like(size), where=size > 0)
    return float(shares.mean()) if shares.size else None


def covered(actual: Array, low: Array, high: Array) -> float | None:
    """The share of known values inside the band, its edges (up to rounding) included."""
    known = np.isfinite(actual)
    inside = within(actual[known], low[known], high[known])
    return float(inside.mean()) if inside.size else None


def within(actual: Array, low: Array, high: Array) -> Array:
    """Whether each value lies in its band, where the last digits of a computed edge do not count."""
    hair = 1e-9 * np.maximum(1.0, np.abs(actual))
    return (actual >= low - hair) & (actual <= high + hair)


def mean(values: list[float | None]) -> float | None:
    """The mean of those that are there."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
