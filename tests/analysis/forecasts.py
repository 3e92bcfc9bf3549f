"""Small histories and hand-made trials for the tests of forecasts."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from lib.analysis.forecast.history import History
from lib.analysis.forecast.trials import Trial

MONDAY = date(2026, 1, 5)
WEEK = (100, 110, 120, 115, 130, 60, 50)


def history(values: Any, **how: Any) -> History:
    """A history of days from a Monday on."""
    return History(MONDAY, np.array(values, float), **how)


def rhythm(weeks: int, noise: float = 0.0, seed: int = 1) -> History:
    """The same week again and again, with normal noise around it; never below 0."""
    days = np.tile(np.array(WEEK, float), weeks)
    return history(np.maximum(0, days + np.random.default_rng(seed).normal(0, noise, len(days))))


def trial(
    origin: int, actual: Any, lines: dict[str, Any], spread: float = 1.0, yardstick: float = 1.0
) -> Trial:
    """A trial with the same spread at each step; lines are on the scale."""
    found = {name: np.array(line, float) for name, line in lines.items()}
    truth = np.array(actual, float)
    return Trial(origin, truth, found, np.full(len(truth), spread), yardstick)
