"""The watch over how often something is mentioned: a control chart of its own for daily numbers.

The *CUSUM* adds up the log-likelihood ratio of the rate having doubled, the *spike* is a day's distance
from its usual number in standard errors; both for negative-binomial numbers, since mentions come in
bursts (Hawkins & Olwell, Cumulative Sum Charts, 1998, ch. 5), with a rate for each weekday. Baseline,
limits by simulation, levels and alarms are as in the watch over the share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from lib.analysis.watch.baseline import FIRST, MOST
from lib.analysis.watch.counts import WEEK
from lib.analysis.watch.episodes import Alarm, Episodes, Said
from lib.analysis.watch.limits import LEVELS, RARER, Limits, Passing
from lib.analysis.watch.stages import AGAIN, GROWN, GUARD, Kept
from lib.analysis.watch.statistic import Trace, add_up

RATIO = 2.0
"""The rise of the rate that the CUSUM is made for."""

PATH_DAYS = 300_000
_LEAST = 0.05
"""The lowest usual number of a day: what was never mentioned cannot double."""
_OUT = 5.0
"""Standard errors beyond which a day does not count for the baseline."""
_VERSION = 1


@dataclass(frozen=True)
class Rate:
    """The usual numbers by weekday (Monday first), and the negative binomial's size; infinite: Poisson."""

    by_weekday: tuple[float, ...]
    size: float

    def of(self, weekdays: np.ndarray) -> np.ndarray:
        """The usual numbers of days by their weekday, 0 for Monday."""
        return np.array(self.by_weekday)[weekdays]


@dataclass(frozen=True)
class Counted:
    """A day: how often it was mentioned, what is usual, the limit of a single day, the level in force."""

    day: date
    hits: int
    usual: float
    limit: float
    level: str = ""


@dataclass(frozen=True)
class VolumeWatch:
    """The watch at the end of a series; `state` as in the watch over the share."""

    state: str
    since: date | None
    budget: float
    days: list[Counted] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)


def learn(hits: np.ndarray, weekdays: np.ndarray) -> Rate:
    """The usual numbers: weekday means drawn to the mean of all days as far as chance alone would move
    them, and the size by moments; days far out are left out."""
    kept = np.ones(len(hits), bool)
    rate = _rate(hits, weekdays)
    for _ in range(3):
        kept = (hits - rate.of(weekdays)) / _error(rate.of(weekdays), rate.size) < _OUT
        rate = _rate(hits[kept], weekdays[kept])
    return rate


def _rate(hits: np.ndarray, weekdays: np.ndarray) -> Rate:
    mean = max(float(hits.mean()), _LEAST) if len(hits) else _LEAST
    own = np.array([hits[weekdays == day].mean() if (weekdays == day).any() else mean for day in range(WEEK)])
    size = _size(hits, own[weekdays] if len(hits) else hits)
    noise = float(_error(np.array(mean), size)) ** 2 / max(1, len(hits) / WEEK)
    weight = max(0.0, 1 - noise / max(float(own.var()), 1e-9))
    return Rate(tuple(np.maximum(mean + weight * (own - mean), _LEAST).tolist()), size)


def _size(hits: np.ndarray, usual: np.ndarray) -> float:
    """By moments: Var = μ + μ²/size; infinite where days differ no more than Poisson ones."""
    if len(hits) < 2:
        return float("inf")
    excess = float(((hits - usual) ** 2).sum() * len(hits) / max(1, len(hits) - WEEK) - usual.sum())
    return float((usual**2).sum() / excess) if excess > 0 else float("inf")


def _error(usual: np.ndarray, size: float) -> np.ndarray:
    return np.sqrt(np.maximum(usual, _LEAST) + usual**2 / size)


def evidence(hits: np.ndarray, usual: np.ndarray, size: float) -> np.ndarray:
    """The log-likelihood ratio of the rate having doubled, in nats."""
    if size == float("inf"):
        return hits * np.log(RATIO) - usual * (RATIO - 1)
    return hits * np.log(RATIO) - (hits + size) * np.log((size + RATIO * usual) / (size + usual))


def calibrate(rate: Rate, budget: float) -> Limits:
    """Limits whose charts together raise one false alarm in `budget` days, on simulated days."""
    rng = np.random.default_rng(int(fingerprint(rate, budget), 16))
    days = int(np.ceil(2 * budget / WEEK)) * WEEK
    usual = np.broadcast_to(np.resize(rate.by_weekday, days), (max(200, PATH_DAYS // days), days))
    mean = usual if rate.size == float("inf") else usual * rng.gamma(rate.size, 1 / rate.size, usual.shape)
    hits = rng.poisson(mean)
    spike = (hits - usual) / _error(usual, rate.size)
    seen = Passing(Trace(add_up(evidence(hits, usual, rate.size)), spike, hits, hits))
    found = [seen.pair(budget * RARER[level]) for level in LEVELS]
    cusum, spikes = (np.maximum.accumulate(each) for each in zip(*found, strict=True))
    return Limits(tuple(map(float, cusum)), tuple(map(float, spikes)))


def fingerprint(rate: Rate, budget: float) -> str:
    """Names all that the limits depend on, and seeds their simulation."""
    return hashlib.sha256(f"volume {_VERSION} {rate!r} {float(budget)!r}".encode()).hexdigest()[:32]


def watch_volume(start: date, hits: Iterable[int], budget: float, kept: Kept) -> VolumeWatch:
    """Replays the daily numbers from `start`; nothing of a day is used before that day is over."""
    found = np.array([*hits], np.int64)
    weekdays = (np.arange(len(found)) + start.weekday()) % WEEK
    follow = _Follow(start, found, weekdays, budget, kept)
    for begins, learnt, ends in _plan(len(found)):
        follow.stage(begins, learnt, ends)
    return follow.result()


def _plan(days: int) -> list[tuple[int, int, int]]:
    """The stages: (first day, days learnt from, one past the last day)."""
    starts = [(FIRST, FIRST), *((grown + GUARD, grown) for grown in GROWN[1:])]
    starts += [(later, MOST) for later in range(MOST + GUARD + AGAIN, days, AGAIN)]
    begun = [each for each in starts if each[0] <= days]
    if not begun:
        return []
    ends = [*(begins for begins, _ in begun[1:]), days]
    return [(begins, learnt, end) for (begins, learnt), end in zip(begun, ends, strict=True)]


class _Follow:
    """The state of the watch as it goes from day to day."""

    def __init__(
        self, start: date, hits: np.ndarray, weekdays: np.ndarray, budget: float, kept: Kept
    ) -> None:
        self._start, self._hits, self._weekdays = start, hits, weekdays
        self._budget, self._kept = budget, kept
        self._episodes = Episodes(lambda at: date.fromordinal(start.toordinal() + at))
        self._days: list[Counted] = []

    def stage(self, begins: int, learnt: int, ends: int) -> None:
        """The days from `begins` until before `ends`, with the usual of the first `learnt` days."""
        rate = learn(self._hits[:learnt], self._weekdays[:learnt])
        key = fingerprint(rate, self._budget)
        if key not in self._kept:
            self._kept[key] = calibrate(rate, self._budget)
        limits = self._kept[key]
        if self._episodes.quiet_since is None:
            self._episodes.quiet(begins)
        usual = rate.of(self._weekdays)
        steps, errors = evidence(self._hits, usual, rate.size), _error(usual, rate.size)
        for at in range(begins, ends):
            hits, mean, error = int(self._hits[at]), float(usual[at]), float(errors[at])
            self._episodes.judge(at, Said(float(steps[at]), (hits - mean) / error, hits, mean), limits)
            day = date.fromordinal(self._start.toordinal() + at)
            self._days.append(Counted(day, hits, mean, mean + limits.spike[0] * error, self._episodes.level))

    def result(self) -> VolumeWatch:
        """The watch after the last day."""
        episodes = self._episodes
        if episodes.quiet_since is None:
            return VolumeWatch("too little data", self._start, self._budget)
        if episodes.lasting:
            last = episodes.alarms[-1]
            return VolumeWatch(last.peak, last.reached[last.peak], self._budget, self._days, episodes.alarms)
        return VolumeWatch("normal", episodes.quiet_since, self._budget, self._days, episodes.alarms)
