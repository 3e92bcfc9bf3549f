"""What is known of posting times: the verdict, the slots, the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lib.analysis.posting_time.patterns import Band

Verdict = Literal["difference", "no_reliable_difference", "not_enough_data"]


@dataclass(frozen=True)
class Slot:
    """A slot against the community's usual mix of slots: `effect` is a share (0.23: 23 % more than usual)
    with its 90 % interval, `n` the posts judged, `p_better` the probability that it is better than usual.
    `weekday` is 1 on Monday."""

    weekday: int
    hour: int
    effect: float
    low: float
    high: float
    n: int
    p_better: float


@dataclass(frozen=True)
class BandEffect:
    """A band of slots, as a `Slot`."""

    band: Band
    effect: float
    low: float
    high: float
    n: int
    p_better: float


@dataclass(frozen=True)
class LeftOut:
    """Posts that could not be judged: they state no time of day, not the metric, or are too young."""

    without_time: int = 0
    unrated: int = 0
    young: int = 0


@dataclass(frozen=True)
class PostingTimes:
    """`p` is how often chance alone would give as much as was found; None where too little was there to
    ask. `best` holds slots, and `band` is told, only where there is a difference. `n_posts` were judged."""

    verdict: Verdict
    n_posts: int
    left_out: LeftOut
    p: float | None = None
    slots: Sequence[Slot] = ()
    best: Sequence[Slot] = ()
    band: BandEffect | None = None
