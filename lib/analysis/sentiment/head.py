"""The trained part of the default engine: how the rules' numbers and runs of characters are weighed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from lib.analysis.sentiment import grams
from lib.analysis.sentiment.features import NAMES

ORDERS = {"zh": (1, 2, 3), "en": (3, 4, 5)}
"""Lengths of the runs of characters, by head."""

RUN_SCALE = 3.0
"""How much the runs may say beside the rules' numbers, in training."""


@dataclass(frozen=True)
class Head:
    """A logistic regression over three labels, in the order of LABELS, divided by the temperature that
    makes its probabilities honest. `numbers` is (number, label), `runs` (column, label)."""

    numbers: np.ndarray
    runs: np.ndarray
    bias: np.ndarray
    idf: np.ndarray
    orders: tuple[int, ...]

    def logits(self, folded: Sequence[str], numbers: np.ndarray) -> np.ndarray:
        """(text, label): logarithms of odds, up to a constant of each text."""
        return numbers @ self.numbers + self.rows(folded) @ self.runs + self.bias

    def rows(self, folded: Sequence[str]) -> sparse.csr_matrix:
        """(text, column): the runs of characters of each text, weighted."""
        return grams.weighted(grams.counts(folded, self.orders), self.idf)


def dump(heads: Mapping[str, Head]) -> bytes:
    """Heads as one small file; the weights lose what is below half precision."""
    arrays = {
        f"{name}_{part}": np.asarray(getattr(head, part), np.float16)
        for name, head in heads.items()
        for part in ("numbers", "runs", "bias", "idf")
    }
    with io.BytesIO() as out:
        np.savez_compressed(out, allow_pickle=False, **arrays)
        return out.getvalue()


def load(content: bytes) -> dict[str, Head]:
    """The heads of a file. ValueError when they were made for other numbers than NAMES."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        heads = {name: _head(arrays, name) for name in ORDERS}
    if any(head.numbers.shape != (len(NAMES), 3) for head in heads.values()):
        raise ValueError("the trained head is older than the rules: train it anew")
    return heads


def _head(arrays: Mapping[str, np.ndarray], name: str) -> Head:
    numbers, runs, bias, idf = (
        arrays[f"{name}_{part}"].astype(np.float32) for part in ("numbers", "runs", "bias", "idf")
    )
    return Head(numbers, runs, bias, idf, ORDERS[name])


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities of each row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
