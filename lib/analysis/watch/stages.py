"""When the watch knows what: a baseline that grows to half a year and is frozen, limits kept up with
the volumes. Nothing of a day is used before that day is over.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass

import numpy as np

from lib.analysis.watch import limits
from lib.analysis.watch.baseline import COMMENTS, FIRST, MOST, Baseline, learn
from lib.analysis.watch.counts import WEEK, Counts
from lib.analysis.watch.limits import Limits

GUARD = 2 * WEEK
"""Newest days that a growing baseline leaves out: a shift that has just begun is not learnt as usual."""

GROWN = (FIRST, 12 * WEEK, 18 * WEEK, MOST)
"""Days the baseline is learnt from, one after the other."""

AGAIN = 26 * WEEK
"""Days after which limits are made again with the volumes of now; the baseline stays."""

Kept = MutableMapping[str, Limits]
"""Limits by fingerprint, so that no simulation is run twice."""


@dataclass(frozen=True)
class Stage:
    """What holds from a day on (its place in the series)."""

    start: int
    baseline: Baseline
    limits: Limits


def first_end(history: Counts, anchor: int) -> int | None:
    """The place after the first baseline: FIRST days from the anchor, by weeks more until they hold
    COMMENTS; None where the series ends before."""
    end = anchor + FIRST
    while end <= len(history):
        if history.n[anchor:end].sum() >= COMMENTS:
            return end
        end += WEEK
    return None


def plan(history: Counts, anchor: int, end: int) -> Iterator[tuple[int, int]]:
    """The stages of one anchor until before the place `end`: (its start, days learnt from)."""
    first = first_end(history.part(0, end), anchor)
    if first is None:
        return
    learnt = first - anchor
    yield first, learnt
    start = first
    for grown in GROWN:
        if grown > learnt:
            start = anchor + grown + GUARD
            learnt = grown
            if start >= end:
                return
            yield start, learnt
    for later in range(start + AGAIN, end, AGAIN):
        yield later, learnt


def stage(
    history: Counts, anchor: int, start: int, learnt: int, alarmed: np.ndarray, budget: float, kept: Kept
) -> Stage:
    """What holds from `start`: the baseline of the `learnt` days from the anchor without those in
    `alarmed`, and limits for the last half-year's volumes."""
    baseline = learn(history, anchor, anchor + learnt - 1, alarmed)
    weeks = limits.weeks_of(history.n[max(anchor, start - MOST) : start])
    key = limits.fingerprint(baseline.usual, baseline.doubt, weeks, budget)
    if key not in kept:
        kept[key] = limits.calibrate(baseline.usual, weeks, budget, baseline.doubt)
    return Stage(start, baseline, kept[key])
