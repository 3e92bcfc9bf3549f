"""The limits of the charts, by simulation to a stated budget of false alarms.

Paths of days in which nothing is wrong are drawn as this community has them: whole weeks of its own
volumes (so its weekly rhythm), its usual share, its overdispersion (beta-binomial). A limit is where
the mean number of days from a quiet state to the next alarm, over all paths, is the one wanted (ARL0).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.analysis.watch.counts import WEEK
from lib.analysis.watch.statistic import Trace, Usual, evidence, pooled, trace

LEVELS = ("early", "mild", "severe")
RARER = {"early": 1, "mild": 5, "severe": 25}
"""How many budgets pass between two alarms of a level by chance alone."""

SPIKES = 1 / 3
"""The part of the budget that the spike chart may spend; the CUSUM has the rest."""

SHORTEST, LONGEST = 7, 730
"""Budgets that can be asked for, in days."""

PATH_DAYS = 600_000
"""Days simulated: thousands of alarms, from which days between alarms are known to about 2 %."""

_TRUTHS, _TRUTH_DAYS = 1_500, 30 * WEEK
"""Paths, each with a truth of its own, on which it is seen what not knowing it costs."""

_SPAN = 2
"""Length of a path in budgets; what has not alarmed by then counts as censored."""

_VERSION = 5
"""Goes up when the method changes, so that kept limits are made anew."""


@dataclass(frozen=True)
class Limits:
    """What each level needs, in order of LEVELS: nats of the CUSUM, standard errors of the spike."""

    cusum: tuple[float, ...]
    spike: tuple[float, ...]

    def level(self, cusum: float, spike: float) -> int:
        """The level reached: 0 none, 1 early, 2 mild, 3 severe."""
        return max(
            int(np.searchsorted(self.cusum, cusum, "right")), int(np.searchsorted(self.spike, spike, "right"))
        )


@dataclass(frozen=True)
class Doubt:
    """The standard errors of the usual share and of its overdispersion."""

    share: float = 0.0
    rho: float = 0.0


SURE = Doubt()


def fingerprint(usual: Usual, doubt: Doubt, weeks: np.ndarray, budget: float) -> str:
    """Names all that limits depend on: they can be kept under it, and it seeds their simulation."""
    told = f"{_VERSION} {usual.share!r} {usual.rho!r} {doubt.share!r} {doubt.rho!r} {float(budget)!r}"
    return hashlib.sha256(told.encode() + np.ascontiguousarray(weeks, np.int64).tobytes()).hexdigest()[:32]


def weeks_of(n: np.ndarray) -> np.ndarray:
    """The last whole weeks of daily volumes as (week, day)."""
    whole = len(n) // WEEK * WEEK
    return n[len(n) - whole :].reshape(-1, WEEK)


def draw(
    rng: np.random.Generator, of: Usual, weeks: np.ndarray, paths: int, days: int, doubt: Doubt = SURE
) -> tuple[np.ndarray, np.ndarray]:
    """Comments and negative ones as (path, day) where `of` is the true share and overdispersion, give or
    take the doubt about them."""
    picked = rng.integers(len(weeks), size=(paths, -(-days // WEEK)))
    n = weeks[picked].reshape(paths, -1)[:, :days]
    share = np.clip(rng.normal(of.share, doubt.share, (paths, 1)), of.share / 4, 1 - (1 - of.share) / 4)
    if not of.rho:
        return n, rng.binomial(n, share)
    # A spread that was estimated is more often far too small than far too large: the truth is skewed upwards.
    skewed = of.rho * np.exp(rng.normal(0.0, doubt.rho / of.rho, (paths, 1)))
    alike = 1 / np.clip(skewed, of.rho / 4, 0.9) - 1
    return n, rng.binomial(n, rng.beta(share * alike, (1 - share) * alike, n.shape))


def calibrate(
    usual: Usual, weeks: np.ndarray, budget: float, doubt: Doubt = SURE, path_days: int | None = None
) -> Limits:
    """Limits whose charts together raise one false alarm in `budget` days on average; each level's
    are passed by chance RARER times as seldom. `weeks` are volumes as (week, day), not all 0.

    What is usual is itself an estimate. Where days are alike that costs much: when the truth, give or take
    the doubt, would raise more false alarms than the estimate does, the limits are those of a longer
    budget. Where they are independent it costs under a twentieth, and is left.
    """
    rng = np.random.default_rng(int(fingerprint(usual, doubt, weeks, budget), 16))
    days = int(np.ceil(budget * _SPAN / WEEK)) * WEEK
    paths = max(200, (path_days or PATH_DAYS) // days)
    seen = Passing(trace(*draw(rng, usual, weeks, paths, days), usual))
    wanted = budget
    if doubt.rho:
        truths = draw(rng, usual, weeks, _TRUTHS, _TRUTH_DAYS, doubt)
        wanted = _allowing(seen, trace(*truths, usual), truths, usual, budget)
    found = [seen.pair(wanted * RARER[level]) for level in LEVELS]
    cusum, spike = (np.maximum.accumulate(each) for each in zip(*found, strict=True))
    return Limits(tuple(map(float, cusum)), tuple(map(float, spike)))


def _allowing(
    seen: Passing, truths: Trace, counts: tuple[np.ndarray, np.ndarray], usual: Usual, budget: float
) -> float:
    """The budget to ask for so that over the possible truths the one wanted is kept."""
    wanted = budget
    steps = evidence(*pooled(*counts), usual).T
    for _ in range(4):
        limits = seen.pair(wanted)
        much = _alarms(steps, truths.spike.T, limits) * budget
        wanted = float(np.clip(wanted * much, budget, 6 * budget))
        if abs(much - 1) < 0.03 or wanted == budget:
            break
    return wanted


def _alarms(steps: np.ndarray, spikes: np.ndarray, limits: tuple[float, float]) -> float:
    """Alarms a day over paths as (day, path); after each the CUSUM begins again."""
    level, raised = np.zeros(steps.shape[1]), 0
    for step, spike in zip(steps, spikes, strict=True):
        level = np.maximum(level + step, 0)
        alarm = (level >= limits[0]) | (spike >= limits[1])
        raised += int(alarm.sum())
        level[alarm] = 0
    return max(raised, 1) / steps.size


class Passing:
    """First passages on simulated paths: how many days each pair of limits lasts."""

    def __init__(self, paths: Trace) -> None:
        self._cusum = np.maximum.accumulate(paths.cusum.astype(np.float32), axis=1)
        self._spike = np.maximum.accumulate(paths.spike.astype(np.float32), axis=1)
        self._days = paths.cusum.shape[1]

    def pair(self, wanted: float) -> tuple[float, float]:
        """The limits (CUSUM, spike) under which a false alarm comes every `wanted` days: the spike gets
        its part, the CUSUM the rest; what that cannot use, where one day tells all, the spike again."""
        spike = _limit(lambda limit: self._lasts(np.inf, limit), wanted / SPIKES, 12.0)
        cusum = _limit(lambda limit: self._lasts(limit, spike), wanted, 40.0)
        if cusum <= 0.01:
            spike = _limit(lambda limit: self._lasts(cusum, limit), wanted, 12.0)
        return cusum, spike

    def _lasts(self, cusum: float, spike: float) -> float:
        """Mean days until the alarm, for censored paths too: days watched over alarms seen."""
        quiet = self._days if cusum == np.inf else _first(self._cusum, cusum)
        first = np.minimum(quiet, _first(self._spike, spike))
        alarms = int((first < self._days).sum())
        return float(np.minimum(first + 1, self._days).sum()) / alarms if alarms else np.inf


def _first(running: np.ndarray, limit: float) -> np.ndarray:
    """The place of the first day at or above a limit, by path; the number of days where none is."""
    return (running < limit).sum(axis=1)


def _limit(days: Callable[[float], float], wanted: float, high: float) -> float:
    """The limit, up to `high`, that lasts nearest to the days wanted: with few comments a day, limits
    make steps."""
    low = 0.0
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if days(middle) < wanted else (low, middle)
    return low if days(high) * days(low) > wanted**2 else high
