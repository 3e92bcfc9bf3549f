"""Whether any slots do better: one test for all hours, days and bands of hours together.

The alternatives are bands of neighbouring hours (on all days, on working days, at weekends, on one day)
and whole days that do better than the rest, and smooth curves. Each has a Bayes factor against no
difference; their weighted mean is the statistic. Its distribution without any difference follows from
noise drawn anew many times (a Monte Carlo test: Barnard 1963; Besag & Clifford 1991), so that all the
looks are paid for at once, and however the weights are chosen, chance alone is as rarely taken for more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from lib.analysis.posting_time.kernels import smooth
from lib.analysis.posting_time.shape import Shape

Array = np.ndarray

ALPHA = 0.03
"""How often a difference is said where there is none."""

DRAWS, SEED = 2000, 20261125

TAU = 0.3
"""Standard deviation of a band's effect on the logarithm, if it has one."""

FEWEST = 8
"""Posts inside a band, and outside it, from which it is looked at."""

HIGHEST = 30.0
"""Standard deviations beyond which evidence counts no more: factors stay finite."""

LIKELY = 8
"""How many of the likeliest bands are told of."""

LENGTHS = range(2, 8)
"""Hours of a band."""

BANDS, PARTS, PRIME, SMOOTH = 0.36, 0.18, 0.36, 0.10
"""How much of the weight all bands have alike, the parts of a day, prime time, and smooth curves."""

PARTS_OF_DAY = (
    (6, 3),
    (9, 3),
    (11, 3),
    (12, 2),
    (14, 4),
    (17, 2),
    (18, 5),
    (19, 4),
    (20, 3),
    (22, 4),
    (0, 6),
)
"""First hour and length of the parts people divide a day into, from breakfast to night."""

PRIME_TIME = ((18, 4), (18, 5), (19, 3), (19, 4), (19, 5), (20, 3), (20, 4))
"""The same of the evening's prime time, when most people are free: the likeliest of all beforehand."""

DAYS = {
    "all": range(7),
    "working": range(5),
    "weekend": range(5, 7),
    **{str(n): range(n, n + 1) for n in range(7)},
}
"""The days a band may be on, Monday 0."""

SHARES = {"all": 0.75, "working": 0.08, "weekend": 0.05}
"""How much of the bands' weight falls to those on these days; each single day has a seventh of the rest."""


@dataclass(frozen=True)
class Band:
    """Hours from `start` on, `length` of them, on `days` (a key of DAYS); 24 hours are whole days."""

    days: str
    start: int
    length: int

    @property
    def hours(self) -> tuple[int, ...]:
        return tuple((self.start + n) % 24 for n in range(self.length))

    @property
    def weekdays(self) -> list[int]:
        """1 is Monday."""
        return [day + 1 for day in DAYS[self.days]]

    def kernel(self, cells: Array) -> Array:
        """(slot, slot): one where both are in it."""
        inside = np.array(_slots(self), float)[cells]
        return np.outer(inside, inside)


@dataclass(frozen=True)
class Test:
    """`p`: how often chance alone gives as much. `likely`: the likeliest bands, of those where it went
    better, the likeliest first, with what they weighed beforehand."""

    p: float
    likely: Sequence[tuple[Band, float]]

    @property
    def band(self) -> Band | None:
        return self.likely[0][0] if self.likely else None

    @property
    def differs(self) -> bool:
        return self.p <= ALPHA


@cache
def bands() -> tuple[tuple[Band, ...], Array, Array]:
    """All bands, which of the 168 slots each holds (slot, band), and their weights."""
    found = [Band(days, start, length) for days in DAYS for length in LENGTHS for start in range(24)]
    found += [Band(days, 0, 24) for days in DAYS if days != "all"]
    slots = np.array([_slots(band) for band in found], float).T
    shares = np.array([SHARES.get(band.days, (1 - sum(SHARES.values())) / 7) for band in found])
    counts = np.array([sum(other.days == band.days for other in found) for band in found])
    alike = shares / counts
    weights = BANDS * alike / alike.sum() + PARTS * _among(found, PARTS_OF_DAY)
    weights += PRIME * _among(found, PRIME_TIME)
    return tuple(found), slots, weights / weights.sum()


def _among(found: Sequence[Band], hours: Sequence[tuple[int, int]]) -> Array:
    """One weight, shared by the bands of all days with these hours."""
    there = np.array([band.days == "all" and (band.start, band.length) in hours for band in found])
    return there / there.sum()


def _slots(band: Band) -> list[bool]:
    hours, days = set(band.hours), set(DAYS[band.days])
    return [cell // 24 in days and cell % 24 in hours for cell in range(168)]


def test(of: Shape) -> Test:
    """Tests whether any slots differ. The same posts always give the same answer."""
    rng = np.random.default_rng(SEED)
    drawn = rng.standard_normal((DRAWS, of.places))
    rest = rng.chisquare(of.free, DRAWS) if of.free else np.zeros(DRAWS)
    every = np.vstack([of.x, drawn])
    rests = np.concatenate([[of.rest], rest])
    scaled = every / np.sqrt(((every**2).sum(axis=1) + rests) / (of.places + of.free))[:, None]
    kept, signs, factors = _bands(of, scaled)
    statistic = factors.sum(axis=0) + sum(_curves(of, scaled))
    p = (1 + int((statistic[1:] >= statistic[0]).sum())) / (1 + DRAWS)
    return Test(p, _likeliest(kept, signs, factors[:, 0]))


def _bands(of: Shape, scaled: Array) -> tuple[list[Band], Array, Array]:
    """The bands looked at, which way each goes, and their weighted Bayes factors (band, draw): that a band
    does better, by as much as the positive half of a normal distribution with deviation TAU."""
    every, slots, weights = bands()
    inside = slots[of.cells]
    posts = of.n @ inside
    lines = of.effect @ inside
    lengths = np.sqrt((lines**2).sum(axis=0))
    enough = (posts >= FEWEST) & (of.n.sum() - posts >= FEWEST) & (lengths > 1e-6)
    lines, lengths, weights = lines[:, enough], lengths[enough], weights[enough]
    z = np.clip((scaled @ (lines / lengths)).T, -HIGHEST, HIGHEST)
    gain = TAU**2 * lengths**2 / of.variance
    pulled = z * np.sqrt(gain / (1 + gain))[:, None]
    share = (1 - SMOOTH) * weights / max(weights.sum(), 1e-12) / np.sqrt(1 + gain)
    factors = 2 * share[:, None] * ndtr(pulled) * np.exp(0.5 * pulled**2)
    kept = [band for band, good in zip(every, enough, strict=True) if good]
    return kept, z[:, 0], factors


def _curves(of: Shape, scaled: Array) -> Iterator[Array]:
    """The weighted Bayes factors of smooth curves, each by draw."""
    curves = smooth(of.cells)
    for curve in curves:
        values, vectors = np.linalg.eigh(of.effect @ curve @ of.effect.T / of.variance)
        values = np.maximum(values, 0.0)
        squares = (scaled @ vectors) ** 2 @ (values / (1 + values))
        power = 0.5 * (squares - np.log1p(values).sum())
        yield SMOOTH / len(curves) * np.exp(np.minimum(power, HIGHEST**2 / 2))


def _likeliest(kept: list[Band], signs: Array, factors: Array) -> list[tuple[Band, float]]:
    better = sorted((at for at in range(len(kept)) if signs[at] > 0), key=lambda at: -factors[at])
    every, _, weights = bands()
    known = dict(zip(every, weights, strict=True))
    return [(kept[at], (1 - SMOOTH) * float(known[kept[at]])) for at in better[:LIKELY]]
