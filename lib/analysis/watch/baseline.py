"""The usual share, learnt from an anchored window from which a crisis is left out (phase I)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.analysis.watch.counts import WEEK, Counts
from lib.analysis.watch.limits import Doubt
from lib.analysis.watch.statistic import Usual, evidence

FIRST = 8 * WEEK
"""Days the first baseline is learnt from."""

MOST = 26 * WEEK
"""Days after which a baseline is frozen."""

COMMENTS = 200
"""Comments a baseline needs; with fewer it waits for more days."""

_SPIKE, _CUSUM = 4.5, 10.0
"""Phase I limits, so wide that days of chance stay in: leaving out the worst of them would take the usual
share down and raise more false alarms than the budget has."""

_ROUNDS = 5
_SIGNIFICANT = 1.3
"""Standard deviations above what chance gives, from which days are taken as overdispersed."""


@dataclass(frozen=True)
class Baseline:
    """What is usual, from the days `first` … `last` (places in the series); `left_out` of them were
    unusual and do not count."""

    usual: Usual
    first: int
    last: int
    comments: int
    left_out: int

    @property
    def doubt(self) -> Doubt:
        """The standard errors: of a ratio of sums over alike days; of rho by the chi-squared law of its
        Pearson statistic."""
        share, days = self.usual.share, max(1, self.last - self.first + 1 - self.left_out)
        per_day = self.comments / days
        inflation = float(self.usual.inflation(np.array(per_day)))
        error = float(np.sqrt(share * (1 - share) * inflation / max(1, self.comments)))
        rho = inflation * float(np.sqrt(2 / days)) / max(per_day - 1, 1) if self.usual.rho else 0.0
        return Doubt(error, rho)


def learn(history: Counts, first: int, last: int, skip: np.ndarray | None = None) -> Baseline:
    """The baseline of the days `first` … `last`; `skip` (by day of the history) names days of alarms.

    A robust start (median share, MAD), then rounds of leaving out the days that stand out against the
    rest, as phase I of a control chart (Montgomery, Statistical Quality Control, ch. 5 and 7).
    """
    n, negative = history.n[first : last + 1], history.negative[first : last + 1]
    known = np.zeros(len(n), bool) if skip is None else skip[first : last + 1]
    kept = (n > 0) & ~known
    usual = _robust(n[kept], negative[kept])
    for _ in range(_ROUNDS):
        now = (n > 0) & ~known & ~_unusual(n, negative, usual)
        usual = estimate(n[now], negative[now])
        if (now == kept).all():
            break
        kept = now
    out = int(((n > 0) & ~kept).sum())
    return Baseline(usual, first, last, int(n[kept].sum()), out)


def estimate(n: np.ndarray, negative: np.ndarray) -> Usual:
    """Share as ratio of sums; rho by moments (Williams, Applied Statistics 31, 1982), 0 unless the
    days differ by more than chance lets them: a rho of noise would widen the limits."""
    share = (negative.sum() + 0.5) / (n.sum() + 1)
    excess = ((negative - n * share) ** 2 / (n * share * (1 - share))).sum() - (len(n) - 1)
    room = (n - 1).sum()
    if room <= 0 or excess <= _SIGNIFICANT * np.sqrt(_chance(n, share)):
        return Usual(float(share))
    return Usual(float(share), float(min(excess / room, 0.5)))


def _chance(n: np.ndarray, share: float) -> float:
    """The variance of Pearson's statistic where comments are independent (Haldane, 1937)."""
    kurtosis = 1 / (share * (1 - share)) - 6
    return float((2 + kurtosis / n - 2 / n).clip(0.1).sum())


def _robust(n: np.ndarray, negative: np.ndarray) -> Usual:
    """The median week's share, and the spread of the days about it by MAD."""
    weeks = np.add.reduceat(np.array([n, negative]), np.arange(0, len(n), WEEK), axis=1)
    share = float(np.median(weeks[1] / weeks[0]))
    share = min(max(share, 0.5 / n.sum()), 1 - 0.5 / n.sum())
    distance = _arcsine(n, negative, Usual(share))
    spread = (1.4826 * np.median(np.abs(distance - np.median(distance)))) ** 2
    return Usual(share, float(np.clip((spread - 1) / max(np.mean(n) - 1, 1), 0, 0.5)))


def _arcsine(n: np.ndarray, negative: np.ndarray, usual: Usual) -> np.ndarray:
    """Distances in standard errors on the scale that makes small days comparable."""
    safe = np.maximum(n, 1)
    distance = 2 * np.sqrt(safe) * (np.arcsin(np.sqrt(negative / safe)) - np.arcsin(np.sqrt(usual.share)))
    return distance / np.sqrt(usual.inflation(safe))


def _unusual(n: np.ndarray, negative: np.ndarray, usual: Usual) -> np.ndarray:
    """Days that stand out by themselves, and the runs in which evidence added up beyond the limit: from
    where it began until where it was highest."""
    out = _arcsine(n, negative, usual) > _SPIKE
    level = top = 0.0
    first = last = 0
    for at, step in enumerate(evidence(n, negative, usual)):
        level = max(0.0, level + step)
        if level > top:
            top, last = level, at
        if top >= _CUSUM:
            out[first : last + 1] = True
        if level == 0 or top - level >= _CUSUM:
            level, top, first = 0.0, 0.0, at + 1
    return out
