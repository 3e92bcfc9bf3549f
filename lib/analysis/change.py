"""Whether a figure changed, or only swung as it does from day to day.

A total over days has the variance n·s² of its daily values; a ratio of sums R = ΣT/ΣB the linearised
variance n/(n−1)·Σ(T−R·B)²/(ΣB)² (Cochran, Sampling Techniques, 3rd ed., 1977, §6.3). Two periods are
told apart when their difference is beyond `Z` standard errors. Days are taken as independent and
the rhythm of the week counts as noise, so the test errs on the side of saying nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Z = 1.96
"""Standard errors: two periods that do not differ are called different in about 1 of 20 cases."""

FEWEST_DAYS = 5

Day = tuple[float | None, float | None]
"""A day's numerator and denominator; the denominator is None for a plain total."""

Verdict = Literal["up", "down", "noise", "unknown"]


@dataclass(frozen=True)
class Change:
    """A figure in two periods and whether they differ. `z` is their distance in standard errors,
    0 where it cannot be told; `days` how many days of each were compared."""

    value: float | None
    before: float | None
    verdict: Verdict
    z: float = 0.0
    days: int = 0


def compare(now: Sequence[Day], before: Sequence[Day], ratio: bool, estimated: float = 0.0) -> Change:
    """Compares two runs of days; a day without posts is a day with zeros.

    `ratio`: the figure is the sum of numerators over the sum of denominators; else the sum.
    `estimated`: the standard error of the earlier figure, where it is an estimate, beside its swing.
    """
    value, error = spread(now, ratio)
    earlier, earlier_error = spread(before, ratio)
    if value is None or earlier is None or error is None or earlier_error is None:
        return Change(value, earlier, "unknown", 0.0, len(now))
    both = math.hypot(error, earlier_error, estimated)
    step = value - earlier
    z = step / both if both else math.copysign(math.inf, step) if step else 0.0
    verdict: Verdict = "noise" if abs(z) < Z else "up" if step > 0 else "down"
    return Change(value, earlier, verdict, z, len(now))


def spread(days: Sequence[Day], ratio: bool) -> tuple[float | None, float | None]:
    """A run of days' figure and its standard error, either None where it cannot be told."""
    return _ratio(days) if ratio else _total(days)


def counted(value: float | None, before: float | None) -> Change:
    """Two exact readings (followers at the end of each period): no sampling, so no noise."""
    if value is None or before is None:
        return Change(value, before, "unknown")
    return Change(value, before, "noise" if value == before else "up" if value > before else "down")


def _total(days: Sequence[Day]) -> tuple[float | None, float | None]:
    values = [top or 0.0 for top, _ in days]
    if not any(top is not None for top, _ in days):
        return None, None
    total, n = math.fsum(values), len(values)
    if n < FEWEST_DAYS:
        return total, None
    mean = total / n
    return total, math.sqrt(n * math.fsum((v - mean) ** 2 for v in values) / (n - 1))


def _ratio(days: Sequence[Day]) -> tuple[float | None, float | None]:
    pairs = [(top, bottom) for top, bottom in days if top is not None and bottom]
    bottoms = math.fsum(bottom for _, bottom in pairs)
    if not bottoms:
        return None, None
    figure = math.fsum(top for top, _ in pairs) / bottoms
    n = len(pairs)
    if n < FEWEST_DAYS:
        return figure, None
    rest = math.fsum((top - figure * bottom) ** 2 for top, bottom in pairs)
    return figure, math.sqrt(n / (n - 1) * rest) / bottoms
