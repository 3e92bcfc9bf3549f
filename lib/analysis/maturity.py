"""How a post's counts arrive with its age, learnt from posts that were read more than once.

The chain ladder of insurance (Mack, ASTIN Bulletin 23, 1993), from the oldest age back: of the posts
read at age a and again later, the share that had arrived is Σ early ÷ Σ (late ÷ the share at the
later age). What the oldest posts had counts as all. The share never falls with age and never
exceeds 1; between ages what is missing arrives at a constant rate.

How sure it is comes from leaving out each random group of posts in turn (the delete-a-group
jackknife: Kott, Journal of Official Statistics 17, 2001), which needs no assumption on how the
readings of one post hang together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

FINAL = 14.0
"""Days from which on a post may stand for its end, where no older reading says otherwise."""

FIRST = 2.0
"""Days before which posts must have been read: what arrived earlier than the first reading is a guess."""

FEWEST_POSTS = 30
"""Posts read more than once, under which nothing is said."""

FEWEST_READ = 5
"""Posts of an age bin, under which that age is passed over."""

SETTLED, SURELY = 0.95, 0.90
"""A post has settled at the first age with this share there, and surely this much."""

LEAST, MISSING = 1e-6, 1e-4
"""The smallest share, and the smallest missing part, that are told from nothing."""

PASSES = 3
"""How often the later counts are moved to the middle of their bins by the curve found before."""

T_95 = 2.262
"""The 97.5 % point of Student's t with nine degrees of freedom: ten groups."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Curve:
    """The share of the final count that is there by age. `samples` holds the shares with each group
    left out; `platform` is None for all together; `posts` were read more than once."""

    platform: str | None
    measure: str
    ages: tuple[float, ...]
    shares: tuple[float, ...]
    samples: tuple[tuple[float, ...], ...]
    posts: int

    def share(self, age: float, sample: int | None = None) -> float:
        """The share there at an age in days; `sample` with that group left out."""
        return float(_at(age, self.ages, self.shares if sample is None else self.samples[sample]))

    def interval(self, age: float) -> tuple[float, float]:
        """The 95 % interval of the share."""
        _, low, high = self.drawn([age])
        return float(low[0]), float(high[0])

    def drawn(self, ages: Sequence[float] | np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The share at each age, and the ends of its 95 % interval."""
        middle = _at(ages, self.ages, self.shares)
        left_out = np.array([_at(ages, self.ages, each) for each in self.samples])
        reach = T_95 * np.sqrt((len(left_out) - 1) * left_out.var(axis=0))
        return middle, np.maximum(middle - reach, 0.0), np.minimum(middle + reach, 1.0)

    def reached(self, share: float) -> float:
        """The age in days, to a tenth, at which so much is there."""
        grid = self._grid()
        return float(grid[np.argmax(self.drawn(grid)[0] >= share)])

    @property
    def settled(self) -> float:
        """The first age, to a tenth of a day, with SETTLED there, and SURELY by the interval's lower end."""
        grid = self._grid()
        middle, low, _ = self.drawn(grid)
        return float(grid[np.argmax((middle >= SETTLED) & (low >= SURELY))])

    def _grid(self) -> np.ndarray:
        """Tenths of a day up to the oldest age, where all is there."""
        return np.append(np.arange(1, math.ceil(self.ages[-1] * 10)) / 10, self.ages[-1])


@dataclass(frozen=True)
class Curves:
    """What is known: by platform and measure, platforms with too few posts taken together."""

    found: Mapping[tuple[str | None, str], Curve] = field(default_factory=dict)

    def of(self, platform: str | None, measure: str) -> Curve | None:
        """The platform's own curve, else that of all together, else None: not known."""
        return self.found.get((platform, measure)) or self.found.get((None, measure))

    def settled(self, platforms: Iterable[str], measures: Iterable[str], rule: int) -> int:
        """The whole days after which posts of these platforms have settled in these measures. A platform
        without a curve of its own may be slower than the others: for it the rule's days at least."""
        days = [self._settled(platform, measure, rule) for platform in platforms for measure in measures]
        return max(days, default=rule)

    def _settled(self, platform: str, measure: str, rule: int) -> int:
        curve = self.of(platform, measure)
        if curve is None:
            return rule
        learnt = math.ceil(curve.settled)
        return learnt if curve.platform == platform else max(learnt, rule)


def jackknife(left_out: Sequence[float]) -> float:
    """The standard error of a figure from its values with each group left out."""
    found = np.asarray(left_out)
    return float(np.sqrt((len(found) - 1) * found.var())) if len(found) else 0.0


def learn(rows: Rows, measures: Sequence[str], bins: Sequence[float], groups: int) -> Curves:
    """The curves that the rows of `lib.metrics.ages.pairs` tell, whose bins begin at these ages."""
    found: dict[tuple[str | None, str], Curve] = {}
    for platform in (None, *dict.fromkeys(row["platform"] for row in rows)):
        mine = [row for row in rows if platform in (None, row["platform"])]
        for measure in measures:
            curve = _curve(_Pairs(mine, measure, bins, groups), platform)
            if curve is not None:
                found[platform, measure] = curve
    return Curves(found)


class _Pairs:
    """One measure's pairs as arrays over (bin, later bin): `n` posts, `days` (mean age at the earlier and
    at the later reading); `early` and `late` are (1 + groups, bin, later bin), the first with all posts,
    then with each group left out."""

    def __init__(self, rows: Rows, measure: str, bins: Sequence[float], groups: int) -> None:
        size = len(bins)
        self.measure, self.bins, self.posts = measure, np.array(bins), 0
        self.n, days = np.zeros((size, size)), np.zeros((2, size, size))
        sums = np.zeros((2, groups, size, size))
        for row in rows:
            part, early, late, n = row["part"], row["early"], row["late"], row[f"{measure}__n"]
            if n:
                self.n[early, late] += n
                days[:, early, late] += row["early_days"] * n, row["late_days"] * n
                sums[:, part, early, late] += row[f"{measure}__early"], row[f"{measure}__late"]
                self.posts += min(n, row["posts"])
        self.days = days / np.maximum(self.n, 1)
        whole = sums.sum(axis=1, keepdims=True)
        self.early, self.late = np.concatenate([whole, whole - sums], axis=1)

    def ages(self) -> np.ndarray:
        """The mean age of each bin's readings in days; its beginning where there are none."""
        first, then = self.n.sum(axis=1), self.n.sum(axis=0)
        days = (self.days[0] * self.n).sum(axis=1) + (self.days[1] * self.n).sum(axis=0)
        return np.where(first + then > 0, days / np.maximum(first + then, 1), self.bins)


def _curve(pairs: _Pairs, platform: str | None) -> Curve | None:
    """None where too few posts were read more than once, or not young enough and then old enough."""
    told = _told(pairs)
    places = [place for place in told if pairs.n[place].sum() or pairs.n[:, place].sum()]
    if pairs.posts < FEWEST_POSTS or not places:
        return None
    if pairs.bins[places[0]] >= FIRST or pairs.bins[places[-1]] < FINAL:
        return None
    ages = pairs.ages()[places]
    shares = _chain(pairs, told, pairs.late)[:, places]
    for _ in range(PASSES):
        shares = _chain(pairs, told, _moved(pairs, ages, shares))[:, places]
    rows = [tuple(map(float, row)) for row in shares]
    return Curve(platform, pairs.measure, tuple(map(float, ages)), rows[0], tuple(rows[1:]), pairs.posts)


def _told(pairs: _Pairs) -> list[int]:
    """The bins whose share can be told: the oldest, and those with enough posts read again in one."""
    told = [place for place, start in enumerate(pairs.bins) if start >= FINAL]
    for place in reversed(range(len(pairs.bins) - len(told))):
        if pairs.n[place, told].sum() >= FEWEST_READ:
            told.insert(0, place)
    return told


def _chain(pairs: _Pairs, told: list[int], late: np.ndarray) -> np.ndarray:
    """(1 + groups, bin): the shares, from the oldest bin back to the youngest."""
    shares = np.ones((len(late), len(pairs.bins)))
    for at, place in reversed(list(enumerate(told[:-1]))):
        later = told[at + 1 :]
        shares[:, place] = shares[:, later[0]]
        if pairs.n[place, later].sum() >= FEWEST_READ:
            early = pairs.early[:, place, later].sum(axis=1)
            end = (late[:, place, later] / shares[:, later]).sum(axis=1)
            there = np.divide(early, end, out=np.ones_like(end), where=end > 0)
            shares[:, place] = np.minimum(there, shares[:, place])
    return np.maximum(shares, LEAST)


def _moved(pairs: _Pairs, ages: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The later counts as they would be at the mean age of their bin, by the curve as known so far:
    posts read every day are not all as old as their bin when they are read again."""
    middle = pairs.ages()
    factors = [_at(middle, ages, each) / np.maximum(_at(pairs.days[1], ages, each), LEAST) for each in shares]
    return pairs.late * np.array(factors)


def _at(age: Any, ages: Any, shares: Any) -> Any:
    """The shares at ages (a number or an array): between two known ages what is missing shrinks at a
    constant rate, as it does from nothing at age 0."""
    missing = np.log(np.maximum(1 - np.asarray(shares), MISSING))
    there = -np.expm1(np.interp(age, [0.0, *ages], [0.0, *missing]))
    return np.where(np.asarray(age) >= ages[-1], shares[-1], there)
