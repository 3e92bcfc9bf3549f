"""When to post: which slots of the week do better than a community's usual ones, if any do.

A linear model of the logarithm of each post's rate: content type by platform, account, topic, size,
paid, event, age and time as covariates, slots pooled towards each other. See docs/posting-times.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from lib.analysis.posting_time.coding import code
from lib.analysis.posting_time.effects import LEVEL, Mixture, effects
from lib.analysis.posting_time.equations import equations
from lib.analysis.posting_time.patterns import Band, bands, test
from lib.analysis.posting_time.result import BandEffect, LeftOut, PostingTimes, Slot, Verdict
from lib.analysis.posting_time.shape import Shape, shape
from lib.metrics.slots import Coding

__all__ = ["Band", "BandEffect", "LeftOut", "PostingTimes", "Slot", "Verdict", "code", "judge"]

FEWEST = 50
"""Posts under which no verdict is given."""

FEWEST_SLOTS = 6
"""Slots with posts under which there is nothing to compare."""

BEST = 3
DIGITS = 6
"""Decimals that are told: beyond them the order in which a database adds up shows."""

SURE = 0.9
"""The probability to be better than usual that a slot or a band needs to be named."""

Rows = Sequence[Mapping[str, Any]]


def judge(rows: Rows, coding: Coding | None, overview: Rows) -> PostingTimes:
    """The verdict from rows of `slots.tables` (asked for with the coding) and of `slots.overview`."""
    told = _left_out(overview)
    if coding is None or not rows:
        return PostingTimes("not_enough_data", 0, told)
    found = equations(rows, coding)
    n, turned = int(found.n.sum()), shape(found)
    if n < FEWEST or len(found.cells) < FEWEST_SLOTS or turned is None:
        return PostingTimes("not_enough_data", n, told)
    # Matrices this small gain nothing from threads, and the other visitors want them.
    with threadpool_limits(1):
        tested = test(turned)
        slots, band = _effects(turned, tested.band, tested.likely if tested.differs else ())
    sure = sorted((slot for slot in slots if slot.p_better >= SURE), key=lambda slot: -slot.low)
    if not tested.differs or band is None or band.p_better < SURE or not sure:
        return PostingTimes("no_reliable_difference", n, told, tested.p, slots)
    return PostingTimes("difference", n, told, tested.p, slots, sure[:BEST], band)


def _left_out(overview: Rows) -> LeftOut:
    timed = [row for row in overview if row["hour"] is not None]
    return LeftOut(
        sum(row["posts"] for row in overview) - sum(row["posts"] for row in timed),
        sum(row["posts"] - row["rated"] for row in timed),
        sum(row["young"] for row in timed),
    )


def _effects(
    of: Shape, band: Band | None, likely: Sequence[tuple[Band, float]] = ()
) -> tuple[list[Slot], BandEffect | None]:
    """Each slot, and the band, against the usual mix of slots."""
    inside = bands()[1][of.cells, bands()[0].index(band)] * of.n if band else of.n
    things = np.column_stack([np.eye(len(of.cells)), inside / inside.sum()]) - of.mix[:, None]
    found = effects(of, things, likely)
    told, last = _told(found, found.level)[:-1], _told(found, LEVEL)[-1]
    slots = [
        Slot(int(cell) // 24 + 1, int(cell) % 24, *figures[:3], int(n), figures[3])
        for cell, n, figures in zip(of.cells, of.n, told, strict=True)
    ]
    return slots, BandEffect(band, *last[:3], int(inside.sum()), last[3]) if band else None


def _told(found: Mixture, level: float) -> list[tuple[float, float, float, float]]:
    """Effect, low, high as shares, and the probability to be above the usual."""
    ends = [found.quantile((1 - level) / 2), found.quantile((1 + level) / 2)]
    shares = [np.expm1(each) for each in (found.mean(), *ends)]
    columns = zip(*shares, found.above(), strict=True)
    return [tuple(round(float(value), DIGITS) for value in each) for each in columns]  # type: ignore[misc]
