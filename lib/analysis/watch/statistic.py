"""The two statistics of the watch, by day: one recursion for the past, the present and the simulation.

The *CUSUM* adds up evidence for sustained shifts: the log-likelihood ratio of a share with doubled odds
against the usual one (binomial CUSUM; Reynolds & Stoumbos, J. Quality Technology 31, 1999). The
*spike* is one day's distance from the usual share in standard errors, between-day variance included
(Laney's p′, Quality Engineering 14, 2002). The variance between days is that of a beta-binomial: it is
added to the binomial one, where Laney multiplies, since it does not shrink on a day of many comments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ODDS_RATIO, POINTS = 2.0, 0.09
"""The shift the CUSUM is made for: the odds doubled, or the share up by so much where that is less. Doubled
odds are 9 points from 12 %, but 15 from 25 %, where a classifier's errors may well put the usual share."""

FEWEST = 10
"""Comments a day needs to be judged by itself; days with fewer are pooled with the next."""


@dataclass(frozen=True)
class Usual:
    """The usual share of negative comments, and how alike the comments of one day are (`rho`, the
    correlation within a day; 0: they are as independent as those of different days)."""

    share: float
    rho: float = 0.0

    @property
    def raised(self) -> float:
        """The share that the CUSUM is made to tell from the usual one."""
        doubled = self.share * ODDS_RATIO / (1 + self.share * (ODDS_RATIO - 1))
        return min(doubled, self.share + POINTS)

    def inflation(self, n: np.ndarray) -> np.ndarray:
        """By how much the variance of a day's count exceeds the binomial one."""
        return 1 + self.rho * np.maximum(n - 1, 0)

    def error(self, n: np.ndarray) -> np.ndarray:
        """The standard error of the share of n comments of one day; n above 0."""
        return np.sqrt(self.share * (1 - self.share) * self.inflation(n) / n)


@dataclass(frozen=True)
class Trace:
    """Both statistics as (path, day). `spike` is −∞ on days that are not judged (too few comments
    so far); there the CUSUM stays. `n` and `negative` are those of the judged, perhaps pooled, days."""

    cusum: np.ndarray
    spike: np.ndarray
    n: np.ndarray
    negative: np.ndarray


def evidence(n: np.ndarray, negative: np.ndarray, usual: Usual) -> np.ndarray:
    """The log-likelihood ratio of the raised share against the usual one, in nats, taken down by the
    variance inflation."""
    more, less = np.log(usual.raised / usual.share), np.log((1 - usual.raised) / (1 - usual.share))
    return (negative * more + (n - negative) * less) / usual.inflation(n)


def pooled(n: np.ndarray, negative: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts as (path, day) with days of too few comments moved into the next that reaches FEWEST
    with them; the days so emptied have 0."""
    if (n >= FEWEST).all():
        return n, negative
    made = np.zeros((2, *n.shape), np.int64)
    wait = np.zeros((2, len(n)), np.int64)
    for day in range(n.shape[1]):
        wait += (n[:, day], negative[:, day])
        ready = wait[0] >= FEWEST
        made[:, :, day] = wait * ready
        wait *= ~ready
    return made[0], made[1]


def trace(
    n: np.ndarray, negative: np.ndarray, usual: Usual, start: float = 0.0, cap: float = np.inf
) -> Trace:
    """Follows counts as (path, day); the CUSUM begins at `start` and never exceeds `cap`."""
    n, negative = pooled(n, negative)
    judged = n > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        spike = np.where(judged, (negative / n - usual.share) / usual.error(n), -np.inf)
    return Trace(add_up(evidence(n, negative, usual), start, cap), spike, n, negative)


def add_up(steps: np.ndarray, start: float = 0.0, cap: float = np.inf) -> np.ndarray:
    """The CUSUM of steps as (path, day)."""
    columns = np.ascontiguousarray(steps.T)
    level = np.full(columns.shape[1], start)
    for column in columns:
        level = np.clip(level + column, 0, cap)
        column[:] = level
    return columns.T
