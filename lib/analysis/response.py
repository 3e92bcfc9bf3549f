"""How fast the brand answers: waits, with those still unanswered as censored (Kaplan & Meier 1958)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

TARGET_HOURS = 24.0
"""An answer within this time counts as within the target."""


@dataclass(frozen=True)
class Wait:
    """`n` comments that waited `hours`: for an answer, or still do."""

    hours: float
    answered: bool
    n: int = 1


@dataclass(frozen=True)
class Response:
    """Hours until half, and nine of ten, were answered (None: so many never were), how many asked and
    were answered, and the share answered within the target, of those that had so long (None: of none)."""

    median: float | None
    p90: float | None
    asked: int
    answered: int
    within: float | None


def respond(waits: Sequence[Wait], target: float = TARGET_HOURS) -> Response | None:
    """What the waits say; None where nobody asked. Comments too young for the target do not count in
    the share within it, unless they were answered."""
    if not waits:
        return None
    from statsmodels.duration.survfunc import SurvfuncRight

    times = [each.hours for each in waits]
    curve = SurvfuncRight(times, [each.answered for each in waits], freq_weights=[each.n for each in waits])
    due = [each for each in waits if each.answered or each.hours >= target]
    inside = sum(each.n for each in due if each.answered and each.hours <= target)
    judged = sum(each.n for each in due)
    return Response(
        _known(curve.quantile(0.5)),
        _known(curve.quantile(0.9)),
        sum(each.n for each in waits),
        sum(each.n for each in waits if each.answered),
        inside / judged if judged else None,
    )


def _known(hours: float) -> float | None:
    return None if isnan(hours) else float(hours)
