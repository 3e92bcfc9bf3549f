"""What a planned test of a slot found.

One contrast was chosen before the posts were there, so no other look has to be paid for: the effect of
the slot against the other posts of the same days is h'r ÷ h'Sh of the equations (generalised least
squares, after the covariates), with the variance φ ÷ h'Sh.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as student

from lib.analysis.posting_time.effects import LEVEL
from lib.analysis.posting_time.equations import equations
from lib.metrics.slots import Coding

FEWEST = 3
"""Posts inside the slot, and outside it, and degrees of freedom, from which anything is said."""


@dataclass(frozen=True)
class Trial:
    """How many posts of the test are in, and the effect as a share with its 90 % interval: None where they
    are too few to say."""

    n: int
    others: int
    effect: float | None = None
    low: float | None = None
    high: float | None = None


def score(
    rows: Sequence[Mapping[str, Any]], coding: Coding | None, holds: Callable[[int, int], bool]
) -> Trial:
    """The score of a test from rows of `slots.tables` of its days; `holds` says of a weekday (1 is Monday)
    and an hour whether they are the test's."""
    if coding is None or not rows:
        return Trial(0, 0)
    found = equations(rows, coding)
    inside = np.array([holds(int(cell) // 24 + 1, int(cell) % 24) for cell in found.cells], float)
    n = int(inside @ found.n)
    others = int(found.n.sum()) - n
    weight = float(inside @ found.information @ inside)
    free = found.free - 1
    if min(n, others, free) < FEWEST or weight < 1e-9:
        return Trial(n, others)
    effect = float(inside @ found.score) / weight
    rest = max(found.rest - effect**2 * weight, 0.0)
    reach = float(student.ppf((1 + LEVEL) / 2, free)) * math.sqrt(rest / free / weight)
    return Trial(n, others, *(math.expm1(each) for each in (effect, effect - reach, effect + reach)))
