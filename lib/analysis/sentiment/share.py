"""The share of comments that truly are of one kind, estimated from how many an engine says are.

An engine that errs shows a biased share: of 13.6 % negative comments one showed 41 %. Knowing how often
it errs, the share can be turned back (Rogan & Gladen 1978): (p - FPR) / (TPR - FPR). What is known of
its errors comes from few labels, so the interval carries their uncertainty as well as that of p.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import nan, sqrt
from statistics import NormalDist

from lib.analysis.sentiment.judged import Label

LEAST_SKILL = 0.1
"""TPR - FPR below which the shown share says too little of the true one to be turned back."""


@dataclass(frozen=True)
class Skill:
    """How an engine judged labelled comments as to one kind: `hits` of the `of_kind` that are of it, and
    `false` of the `others` that are not."""

    hits: int
    of_kind: int
    false: int
    others: int

    def __add__(self, more: Skill) -> Skill:
        """Both together."""
        mine, theirs = astuple(self), astuple(more)
        return Skill(*(one + other for one, other in zip(mine, theirs, strict=True)))

    @property
    def tpr(self) -> float:
        """The share of those of the kind that were found."""
        return self.hits / self.of_kind if self.of_kind else nan

    @property
    def fpr(self) -> float:
        """The share of the others that were taken for it."""
        return self.false / self.others if self.others else nan


@dataclass(frozen=True)
class Share:
    """An estimated true share, with its interval, and the share the engine showed; all 0 to 1."""

    value: float
    low: float
    high: float
    raw: float


def skill(truth: Sequence[Label], judged: Sequence[Label], kind: Label = "negative") -> Skill:
    """Counts how an engine judged labelled comments, both sequences in the same order."""
    pairs = [(true == kind, said == kind) for true, said in zip(truth, judged, strict=True)]
    of_kind = sum(true for true, _ in pairs)
    return Skill(
        hits=sum(true and said for true, said in pairs),
        of_kind=of_kind,
        false=sum(said and not true for true, said in pairs),
        others=len(pairs) - of_kind,
    )


def adjusted(found: int, total: int, known: Skill, level: float = 0.9) -> Share | None:
    """The true share behind `found` of `total` comments judged to be of the kind, by Lang & Reiczigel
    2014: the interval adds pseudo-counts to all three shares and then takes the delta method, which
    keeps its promise where labels are few. Clipped to 0 and 1. None where nothing was judged, labels of
    either kind are missing, or the engine hardly tells them apart."""
    if not (total and known.of_kind and known.others) or known.tpr - known.fpr < LEAST_SKILL:
        return None
    value = (found / total - known.fpr) / (known.tpr - known.fpr)
    low, high = _interval(found, total, known, NormalDist().inv_cdf((1 + level) / 2))
    value = min(max(value, 0.0), 1.0)
    return Share(value, min(low, value), max(high, value), found / total)


def _interval(found: int, total: int, known: Skill, z: float) -> tuple[float, float]:
    p = (found + z * z / 2) / (total + z * z)
    tpr = (known.hits + 1) / (known.of_kind + 2)
    fpr = (known.false + 1) / (known.others + 2)
    # So few labels may leave the two shares side by side; the interval is then everything.
    apart = tpr - fpr
    if apart <= 0:
        return 0.0, 1.0
    middle = (p - fpr) / apart
    spread = sqrt(
        p * (1 - p) / (total + z * z)
        + middle**2 * tpr * (1 - tpr) / (known.of_kind + 2)
        + (1 - middle) ** 2 * fpr * (1 - fpr) / (known.others + 2)
    )
    shift = (
        2
        * z
        * z
        * (
            middle * tpr * (1 - tpr) / (known.of_kind + 2)
            - (1 - middle) * fpr * (1 - fpr) / (known.others + 2)
        )
    )
    middle, half = middle + shift, z * spread / apart
    return max(0.0, middle - half), min(1.0, middle + half)


def counted(found: int, total: int, level: float = 0.9) -> Share:
    """The share as it was counted, with Wilson's interval (1927)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    p, z2 = found / total, z * z
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    half = z * sqrt(p * (1 - p) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return Share(p, max(0.0, middle - half), min(1.0, middle + half), p)


def moved(now: tuple[int, int], before: tuple[int, int], level: float = 0.95) -> int:
    """Whether a share, (found, total), rose (1) or fell (-1) beyond chance, by Newcombe's interval of the
    difference (1998, method 10); 0 where that holds nought. To be asked of what was counted: an engine that
    errs alike in both has the sign of the change right, however little is known of its errors."""
    new, old = counted(*now, level), counted(*before, level)
    apart = new.raw - old.raw
    least = apart - sqrt((new.raw - new.low) ** 2 + (old.high - old.raw) ** 2)
    most = apart + sqrt((new.high - new.raw) ** 2 + (old.raw - old.low) ** 2)
    return 1 if least > 0 else -1 if most < 0 else 0
