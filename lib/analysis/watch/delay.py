"""How long until a rise is told, by the same simulation that sets the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lib.analysis.watch.counts import WEEK
from lib.analysis.watch.limits import Limits, draw
from lib.analysis.watch.statistic import Usual, trace

SIZES = (1.5, 2.0, 3.0)
"""Rises that are told of, as multiples of the usual share."""

MOST_DAYS = 90
_QUIET, _PATHS, _SEED = 4 * WEEK, 2_000, 20


@dataclass(frozen=True)
class Delay:
    """Days from a lasting rise to `share` until its alarm, the day it begins counted as 1: the mean (None
    above MOST_DAYS or where some rises go untold for longer), the median, the part told within a week."""

    share: float
    mean: float | None
    median: float | None
    within_week: float


def delays(usual: Usual, weeks: np.ndarray, limits: Limits, shares: tuple[float, ...] = ()) -> list[Delay]:
    """The delay for each share, by default SIZES times the usual one; volumes as (week, day)."""
    wanted = shares or tuple(min(0.95, usual.share * size) for size in SIZES)
    return [_delay(usual, weeks, limits, share) for share in wanted]


def _delay(usual: Usual, weeks: np.ndarray, limits: Limits, share: float) -> Delay:
    """From where the CUSUM stands after quiet weeks, on the paths that have not alarmed in them."""
    rng = np.random.default_rng(_SEED)
    before = draw(rng, usual, weeks, _PATHS, _QUIET)
    after = draw(rng, replace(usual, share=share), weeks, _PATHS, MOST_DAYS)
    n, negative = (np.hstack(each) for each in zip(before, after, strict=True))
    seen = trace(n, negative, usual)
    alarm = (seen.cusum >= limits.cusum[0]) | (seen.spike >= limits.spike[0])
    risen = alarm[~alarm[:, :_QUIET].any(axis=1), _QUIET:]
    told = risen.any(axis=1)
    days = np.where(told, risen.argmax(axis=1) + 1, MOST_DAYS + 1)
    middle = float(np.median(days)) if len(days) else np.inf
    mean = float(days.mean()) if len(days) and told.mean() > 0.99 else None
    week = float((days <= WEEK).mean()) if len(days) else 0.0
    return Delay(share, mean, middle if middle <= MOST_DAYS else None, week)
