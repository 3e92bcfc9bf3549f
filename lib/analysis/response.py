"""How fast the brand answers: waits, with those still unanswered as censored (Kaplan & Meier 1958)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TARGET_HOURS = 24.0
"""An answer within this time counts as within the target."""

HAIR = 1e-9
"""What the last digits of a computed share may be off."""


@dataclass(frozen=True)
class Wait:
    """`n` comments that waited `hours`: for an answer, or still do."""

    hours: float
    answered: bool
    n: int = 1


@dataclass(frozen=True)
class Response:
    """Hours until half, and nine of ten, were answered (None: so many never were), how many asked and
    were answered, and the share answered within the target (None: nobody had so long)."""

    median: float | None
    p90: float | None
    asked: int
    answered: int
    within: float | None


def respond(waits: Sequence[Wait], target: float = TARGET_HOURS) -> Response | None:
    """What the waits say; None where nobody asked. All of it is read off one curve: of those asked lately
    the quick answers are known already and the others not, so that a plain share would flatter."""
    if not waits:
        return None
    from statsmodels.duration.survfunc import SurvfuncRight

    times = [each.hours for each in waits]
    curve = SurvfuncRight(times, [each.answered for each in waits], freq_weights=[each.n for each in waits])
    return Response(
        _until(curve, 0.5),
        _until(curve, 0.9),
        sum(each.n for each in waits),
        sum(each.n for each in waits if each.answered),
        _within(curve, target, max(times)),
    )


def _until(curve: Any, share: float) -> float | None:
    """The hours after which this share were answered, or more."""
    at = np.flatnonzero(curve.surv_prob <= 1 - share + HAIR)
    return float(curve.surv_times[at[0]]) if len(at) else None


def _within(curve: Any, hours: float, longest: float) -> float | None:
    """The share answered within so many hours; None where the `longest` wait says nothing of so many yet."""
    known = curve.surv_prob[curve.surv_times <= hours]
    share = float(1 - known[-1]) if len(known) else 0.0
    return share if longest >= hours or share > 1 - HAIR else None
