"""Which slots' test would teach most.

The rule is the expected value of perfect information (Raiffa & Schlaifer, Applied Statistical Decision
Theory, 1961): what is gained, on the average over what is believed, by knowing a slot's effect before
choosing between it and the usual slots: E[max(δ, 0)] − max(E[δ], 0). It is large where a slot may well
be better, and where that is not known; it is nothing where a slot is surely better, or surely worse.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from lib.analysis.posting_time.effects import LEVEL
from lib.analysis.posting_time.result import Slot

MOST = 3
APART = 3
"""Hours of the clock that two proposals are apart at least, also on different days: audiences keep hours."""

NORMAL = NormalDist()
WIDTH = 2 * NORMAL.inv_cdf((1 + LEVEL) / 2)
"""How many standard deviations an interval is wide."""


@dataclass(frozen=True)
class Proposal:
    """A slot to try. `gain` is the expected value of knowing its effect, on the logarithm."""

    slot: Slot
    gain: float


def proposals(slots: Sequence[Slot]) -> list[Proposal]:
    """The slots to try next, the most telling first, no two of them neighbours."""
    found: list[Proposal] = []
    for each in sorted(map(_proposal, slots), key=lambda each: -each.gain):
        if len(found) < MOST and not any(_near(each.slot, other.slot) for other in found):
            found.append(each)
    return found


def _proposal(slot: Slot) -> Proposal:
    mean = math.log1p(slot.effect)
    deviation = (math.log1p(slot.high) - math.log1p(slot.low)) / WIDTH
    z = mean / deviation
    expected = deviation * NORMAL.pdf(z) + mean * NORMAL.cdf(z)
    return Proposal(slot, expected - max(mean, 0.0))


def _near(one: Slot, other: Slot) -> bool:
    hours = abs(one.hour - other.hour)
    return min(hours, 24 - hours) < APART
