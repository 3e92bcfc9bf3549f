"""Small tools for drawing at random, many at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


class Choice:
    """Picks by weight: one row of weights (need not sum to 1) a situation."""

    def __init__(self, weights: np.ndarray) -> None:
        share = np.cumsum(weights, axis=1) / np.sum(weights, axis=1, keepdims=True)
        share[:, -1] = 1.0
        self._width = share.shape[1]
        # Row r lies between r and r + 1, so that one search serves all rows.
        self._steps = (share + np.arange(len(share))[:, None]).ravel()

    def pick(self, rows: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """The place picked in each situation; `chance` is in [0, 1)."""
        place = np.searchsorted(self._steps, rows + chance, side="right") - rows * self._width
        return np.minimum(place, self._width - 1)  # a chance next to 1 may be rounded up to it


class Pool:
    """Texts in numbered groups, to be taken by the group and a chance."""

    def __init__(self, groups: list[list[str]]) -> None:
        sizes = np.array([len(group) for group in groups])
        self._sizes = sizes
        self._starts = np.cumsum(sizes) - sizes
        self._texts = pa.array([text for group in groups for text in group], pa.string())

    def take(self, group: np.ndarray, chance: np.ndarray) -> pa.Array:
        """One text of each group named; `chance` is in [0, 1)."""
        place = self._starts[group] + (chance * self._sizes[group]).astype(np.int64)
        return self._texts.take(pa.array(place))


def names(values: list[str], places: np.ndarray) -> pa.Array:
    """The names at these places of a list."""
    return pa.array(values, pa.string()).take(pa.array(places))


def whole(expected: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Whole numbers whose mean is what is expected: the fraction is the chance of one more."""
    return np.floor(expected + chance)
