"""Pure: the way back to the usual: the negative share day by day against the band before the incident."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

BEFORE = 56
"""Days before the beginning that the usual share is read from: eight whole weeks."""

LEAST = 100
"""Comments in these days below which there is no usual share to speak of."""

WIDTH = 3.0
"""Half the band in standard errors, as on a control chart."""

FEW = 20
"""Comments below which a day has no share of its own: it is then taken together with the next."""

CALM = 7
"""Days inside the band, one after the other, that make a return one for good."""

AFTER = 120
"""Days after the beginning that are looked at."""

_MEAN_RANGE = 1.128
"""The mean difference of two standard normal values."""


@dataclass(frozen=True)
class Day:
    """The comments of a day, and how many of them were negative."""

    day: date
    comments: int
    negative: float


@dataclass(frozen=True)
class Pool:
    """Days taken together, from `first` to `day`."""

    first: date
    day: date
    comments: int
    negative: float


@dataclass(frozen=True)
class Point:
    """The share of a day, or of days with few comments together (`first` to `day`), and the ends of its
    band; both are wider where comments are few."""

    first: date
    day: date
    comments: int
    share: float
    low: float
    high: float

    @property
    def outside(self) -> bool:
        """Worse than usual; better than usual is no trouble."""
        return self.share > self.high


@dataclass(frozen=True)
class Recovery:
    """The days from before the beginning on. `back` is the first day that, with all after it, lies inside
    the band, once these are enough; `calm` how many days they are so far; `worst` the point with the
    highest share since the beginning; `left` whether the share left the band at all."""

    began: date
    usual: float
    points: tuple[Point, ...]
    worst: Point | None
    back: date | None
    calm: int
    left: bool

    @property
    def days(self) -> int | None:
        """Days from the beginning to the day it was back for good."""
        return None if self.back is None else (self.back - self.began).days


def recover(days: Sequence[Day], began: date) -> Recovery | None:
    """The recovery since a day, read from the days around it (any order; those without comments count
    for nothing). None where too few comments came before.

    The band is Laney's p′ chart (Laney 2002): usual share ± 3 standard errors of a day's share, widened by
    how much more than chance the share swung before.
    """
    known = sorted((each for each in days if each.comments > 0), key=lambda each: each.day)
    before = pooled([each for each in known if began - timedelta(BEFORE) <= each.day < began])
    total = sum(each.comments for each in before)
    if total < LEAST:
        return None
    usual = max(sum(each.negative for each in before), 0.5) / total
    swing = _swing(before, usual)
    since = pooled([each for each in known if began <= each.day <= began + timedelta(AFTER)])
    shown = [each for each in before if each.first >= began - timedelta(BEFORE // 2)]
    points = [_point(each, usual, swing) for each in (*shown, *since)]
    return _judged(began, usual, points, points[len(shown) :])


def pooled(days: Sequence[Day]) -> list[Pool]:
    """Days in their order, those with few comments taken together with the next; at the end there may be
    some that are still too few, and say nothing yet."""
    found: list[Pool] = []
    first, comments, negative = None, 0, 0.0
    for each in days:
        first = first or each.day
        comments, negative = comments + each.comments, negative + each.negative
        if comments >= FEW:
            found.append(Pool(first, each.day, comments, negative))
            first, comments, negative = None, 0, 0.0
    return found


def _judged(began: date, usual: float, points: Sequence[Point], since: Sequence[Point]) -> Recovery:
    out = [at for at, point in enumerate(since) if point.outside]
    inside = since[out[-1] + 1 :] if out else since
    calm = (inside[-1].day - inside[0].first).days + 1 if inside else 0
    back = inside[0].first if out and calm >= CALM else None
    worst = max(since, key=lambda point: point.share, default=None)
    return Recovery(began, usual, tuple(points), worst, back, calm, bool(out))


def _point(of: Pool, usual: float, swing: float) -> Point:
    wide = WIDTH * swing * math.sqrt(usual * (1 - usual) / of.comments)
    share, low, high = of.negative / of.comments, max(0.0, usual - wide), min(1.0, usual + wide)
    return Point(of.first, of.day, of.comments, share, low, high)


def _swing(before: Sequence[Pool], usual: float) -> float:
    """By how much the days before swing more than chance lets them; never less than 1."""
    scores = [
        (each.negative / each.comments - usual) / math.sqrt(usual * (1 - usual) / each.comments)
        for each in before
    ]
    steps = [abs(b - a) for a, b in pairwise(scores)]
    return max(1.0, sum(steps) / len(steps) / _MEAN_RANGE) if steps else 1.0
