"""The equations turned so that what the slots had is plain noise where no slot differs.

With S = QΛQ' and the posts' variance φ, x = Λ^(−½)Q'r is normal with variance φ in every place when no
slot has an effect, and with effects u its mean is A u, A = Λ^(½)Q'. All that is not x is noise too: its
squares add up to `rest`, with `free` degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.analysis.posting_time.equations import Equations

Array = np.ndarray

TINY = 1e-7
"""Eigenvalues below this share of the largest are none: of these slots nothing is told."""


@dataclass(frozen=True)
class Shape:
    """`x` (place), `effect` A (place, slot), of the slots `cells` with their posts `n`; `rest` and `free`
    as in the module's text."""

    cells: Array
    n: Array
    x: Array
    effect: Array
    rest: float
    free: int

    @property
    def places(self) -> int:
        return len(self.x)

    @property
    def variance(self) -> float:
        """The posts' variance if no slot differs."""
        return (float(self.x @ self.x) + self.rest) / (self.places + self.free)

    @property
    def mix(self) -> Array:
        """How the community's posts are spread over the slots."""
        return self.n / self.n.sum()


def shape(found: Equations) -> Shape | None:
    """The equations' shape; None where nothing is left to tell noise by."""
    values, vectors = np.linalg.eigh(found.information)
    kept = values > TINY * max(values[-1], TINY)
    roots = np.sqrt(values[kept])
    x = vectors[:, kept].T @ found.score / roots
    rest, free = found.rest - float(x @ x), found.free - len(x)
    if free < 0 or len(x) == 0 or free + len(x) < 2:
        return None
    effect = roots[:, None] * vectors[:, kept].T
    return Shape(found.cells, found.n, x, effect, max(rest, 0.0), free)
