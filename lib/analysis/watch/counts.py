"""The daily counts that are watched: comments, and the negative ones among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

WEEK = 7


@dataclass(frozen=True)
class Counts:
    """Days in a row from `start`: `n` comments with a known sentiment, `negative` of them negative."""

    start: date
    n: np.ndarray
    negative: np.ndarray

    def __len__(self) -> int:
        return len(self.n)

    def day(self, at: int) -> date:
        """The day at a place."""
        return self.start + timedelta(at)

    def at(self, day: date) -> int:
        """The place of a day; outside 0 … len where the days do not reach."""
        return (day - self.start).days

    def part(self, first: int, last: int) -> Counts:
        """The days from `first` until before `last`."""
        return Counts(self.day(first), self.n[first:last], self.negative[first:last])


def counts(rows: Iterable[tuple[date, int, int]]) -> Counts:
    """Counts of (day, comments, negative) in any order; days without comments are zeros.

    Raises ValueError for a negative count, or more negative comments than comments.
    """
    found = sorted(rows)
    if any(not 0 <= negative <= n for _, n, negative in found):
        raise ValueError("a day has at least as many comments as negative ones, and none below zero")
    if not found:
        return Counts(date.min, np.zeros(0, np.int64), np.zeros(0, np.int64))
    start = found[0][0]
    made = np.zeros((2, (found[-1][0] - start).days + 1), np.int64)
    for day, n, negative in found:
        made[:, (day - start).days] += (n, negative)
    return Counts(start, made[0], made[1])
