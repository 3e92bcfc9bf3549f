"""What drives a rise: the topics, posts, platforms and words whose negative comments grew most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.analysis.words import telling

Counted = Mapping[str, tuple[int, int]]
"""Group → (comments, negative ones)."""

MOST = 5
_FEWEST = 3
"""Negative comments a driver needs: fewer tell nothing."""


@dataclass(frozen=True)
class Driver:
    """A group's part in a rise. `points` is how much of the change of the share comes from it, as a
    fraction of all comments: over all groups of a kind the points add up to the change. Of a word `n` counts
    the negative comments with it."""

    kind: str
    name: str
    n: int
    negative: int
    before_n: int
    before_negative: int
    points: float


def drivers(kind: str, now: Counted, before: Counted) -> list[Driver]:
    """The groups that contribute most to a rise, the largest first; only those that rose."""
    total, was = (max(1, sum(n for n, _ in each.values())) for each in (now, before))
    found = []
    for name, (n, negative) in now.items():
        before_n, before_negative = before.get(name, (0, 0))
        points = negative / total - before_negative / was
        if points > 0 and negative >= _FEWEST:
            found.append(Driver(kind, name, n, negative, before_n, before_negative, points))
    return sorted(found, key=lambda each: (-each.points, each.name))[:MOST]


def words(now: Iterable[str], before: Iterable[str], comments: int, comments_before: int) -> list[Driver]:
    """The words of negative comments that stand out against those before, from their texts: the surest
    first, the same comments told once (`lib.analysis.words`)."""
    found: list[Driver] = []
    for each in telling(now, before, 2 * MOST):
        points = each.first / max(1, comments) - each.second / max(1, comments_before)
        if points > 0:
            counts = (each.first, each.first, each.second, each.second)
            found.append(Driver("word", each.word, *counts, points))
    return found[:MOST]
