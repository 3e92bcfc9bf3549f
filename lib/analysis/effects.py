"""The parts of a change, volume, mix and rate, which add up to it exactly.

A ratio of sums R = ΣT ÷ ΣB is Σ w·r over groups of posts, w a group's share of the denominator and r its
own ratio. Its change is split at the midpoint, so that neither period is the yardstick (Kitagawa,
Components of a Difference Between Two Rates, JASA 50, 1955; Bennet, JRSS 83, 1920):

    mix = Σ (w₁ − w₀)·((r₀ + r₁)/2 − (R₀ + R₁)/2)        rate = Σ (w₀ + w₁)/2 · (r₁ − r₀)

A count N·R (posts, times what a post brought) has a volume besides, (N₁ − N₀)·(R₀ + R₁)/2; its mix and
rate are those of R times (N₀ + N₁)/2. What only adds up (posts, an account's daily figures) is split into
its groups' differences. A group without a denominator in one period has no ratio there: it is taken as
unchanged, and all that the group brings or takes is mix.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Kind = Literal["ratio", "count", "sum"]
Name = Literal["volume", "mix", "rate"]
Array = np.ndarray


class Effects:
    """The parts of a change for many samples at once. Sums are (sample, group); so are `parts`, but for the
    volume of a count, and the figures `before` and `now`, which are (sample, 1). `shares` and `figures`
    are those of the groups, before and now."""

    parts: dict[Name, Array]

    def __init__(self, kind: Kind, tops0: Array, bottoms0: Array, tops1: Array, bottoms1: Array) -> None:
        self.kind = kind
        self.before, self.now = total(tops0), total(tops1)
        self.figures = tops0, tops1
        self.shares = _over(tops0, self.before, 0.0), _over(tops1, self.now, 0.0)
        self.parts = {"volume": tops1 - tops0}
        if kind != "sum":
            self._split(tops0, bottoms0, tops1, bottoms1)

    def _split(self, tops0: Array, bottoms0: Array, tops1: Array, bottoms1: Array) -> None:
        all0, all1 = total(bottoms0), total(bottoms1)
        whole0, whole1 = _over(self.before, all0), _over(self.now, all1)
        self.figures = _over(tops0, bottoms0), _over(tops1, bottoms1)
        shares = _over(bottoms0, all0), _over(bottoms1, all1)
        self.shares = np.nan_to_num(shares[0]), np.nan_to_num(shares[1])
        (r0, r1), (w0, w1), (mean0, mean1) = map(_both, (self.figures, shares, (whole0, whole1)))
        mean = (mean0 + mean1) / 2
        mix = (w1 - w0) * ((r0 + r1) / 2 - mean)
        rate = (w0 + w1) / 2 * (r1 - r0)
        if self.kind == "ratio":
            self.before, self.now = whole0, whole1
            self.parts = {"mix": mix, "rate": rate}
        else:
            usual = (all0 + all1) / 2
            self.parts = {"volume": (all1 - all0) * mean, "mix": usual * mix, "rate": usual * rate}


def total(sums: Array) -> Array:
    """(sample, group) added over groups: (sample, 1)."""
    return sums.sum(axis=1, keepdims=True)


def _over(tops: Array, bottoms: Array, without: float = np.nan) -> Array:
    """The quotient, `without` where there is no denominator."""
    out = np.full(np.broadcast(tops, bottoms).shape, without)
    return np.divide(tops, bottoms, out=out, where=bottoms != 0)


def _both(pair: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two periods' figures, each standing in where the other has none; 0 where neither has."""
    first, then = pair
    filled = np.where(np.isnan(first), then, first), np.where(np.isnan(then), first, then)
    return np.nan_to_num(filled[0]), np.nan_to_num(filled[1])
