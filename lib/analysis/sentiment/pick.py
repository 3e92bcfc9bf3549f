"""Which comments a person should label next: where the engine is least sure, and some at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lib.analysis.sentiment.judged import Judged


@dataclass(frozen=True)
class Picked:
    """The place of a comment in what was judged, and why it was taken. Only those taken at random tell
    how often the engine errs: where it is least sure it errs more often than anywhere else."""

    index: int
    why: Literal["unsure", "random"]


def pick(judged: Sequence[Judged], n: int, seed: int) -> list[Picked]:
    """At most `n` comments, none twice: half of them at random, the others those of the least
    confidence, in mixed order. The same seed gives the same."""
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(len(judged))[: (n + 1) // 2].tolist()
    left = sorted(set(range(len(judged))) - set(drawn), key=lambda at: judged[at].confidence)
    picked = [Picked(at, "random") for at in drawn]
    picked += [Picked(at, "unsure") for at in left[: n - len(drawn)]]
    return [picked[at] for at in rng.permutation(len(picked))]
