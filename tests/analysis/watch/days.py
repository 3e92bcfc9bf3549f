"""Draws communities for the tests of the watch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from lib.analysis.watch import Counts

START = date(2025, 1, 6)


def DAY(at: int) -> date:
    return START + timedelta(at)


def drawn(
    days: int,
    volume: float,
    share: float,
    rho: float = 0.0,
    seed: int = 1,
    shares: Mapping[int, float] | None = None,
) -> Counts:
    """Days of Poisson volumes; `shares` names the days whose share is another."""
    rng = np.random.default_rng(seed)
    n = rng.poisson(volume, days)
    true = np.array([(shares or {}).get(day, share) for day in range(days)])
    if rho:
        true = rng.beta(true * (1 / rho - 1), (1 - true) * (1 / rho - 1))
    return Counts(START, n, rng.binomial(n, true))
