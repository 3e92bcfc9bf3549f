"""Fits an engine to one community by labels of its own, starting from what the engine thinks already.

A logistic regression on the engine's own logits, its numbers and the runs of characters of the labelled
texts. Its prior is the engine itself: the logits count as they are and all else is nought, and labels
must speak against that (the mode under a normal prior). So a hundred labels help and ten do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from lib.analysis.sentiment.default import Seen, Weighing, judge
from lib.analysis.sentiment.head import softmax
from lib.analysis.sentiment.judged import LABELS, Engine, Judged, Label

SPREAD_LOGITS, SPREAD_BIAS, SPREAD_COLUMNS = 0.5, 2.0, 1.0
"""Standard deviations of the prior: how far labels may easily move a weight."""


class Teachable(Engine, Weighing, Protocol):
    """An engine that shows what it judges by."""

    def grounds(self, seen: Sequence[Seen]) -> tuple[np.ndarray, sparse.csr_matrix]:
        """(text, label) logits, and the columns (text, column) behind them, about 1 in size."""
        ...


@dataclass(frozen=True)
class Refitted:
    """An engine with the corrections that a community's labels made: `mix` (label, label) on its logits,
    `bias` (label), and `weights` (chosen column, label) on the columns `chosen`."""

    base: Teachable
    mix: np.ndarray
    bias: np.ndarray
    chosen: np.ndarray
    weights: np.ndarray

    @property
    def id(self) -> str:
        return self.base.id

    @property
    def version(self) -> str:
        """The engine's own, and a hash of the corrections."""
        return f"{self.base.version}+{blake2b(dump(self), digest_size=3).hexdigest()}"

    @property
    def swift(self) -> int:
        return self.base.swift

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One verdict a text, in the same order."""
        return judge(self, texts)

    def see(self, texts: Sequence[str]) -> list[Seen]:
        """What there is to each text."""
        return self.base.see(texts)

    def weigh(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, label) logits."""
        return self.corrected(*self.base.grounds(seen))

    def corrected(self, logits: np.ndarray, columns: sparse.csr_matrix) -> np.ndarray:
        """(text, label) logits, of the engine's own and the columns behind them."""
        return logits @ self.mix + self.bias + columns[:, self.chosen] @ self.weights


def refit(engine: Teachable, texts: Sequence[str], labels: Sequence[Label]) -> Refitted:
    """The engine fitted to labelled texts of one community; deterministic."""
    return fitted(engine, *engine.grounds(engine.see(texts)), labels)


def fitted(
    engine: Teachable, logits: np.ndarray, columns: sparse.csr_matrix, labels: Sequence[Label]
) -> Refitted:
    """The same of texts whose grounds are known already."""
    chosen = np.unique(columns.indices)
    known = np.array([LABELS.index(label) for label in labels])
    mix, bias, weights = _fit(logits, columns[:, chosen], known)
    # At half precision from the start, so that what is kept judges as what was measured.
    return Refitted(engine, _half(mix), _half(bias), chosen, _half(weights))


def _half(weights: np.ndarray) -> np.ndarray:
    return weights.astype(np.float16).astype(np.float32)


def _fit(
    logits: np.ndarray, columns: sparse.csr_matrix, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mode: mix, bias and weights."""
    kinds, width = logits.shape[1], columns.shape[1]
    design = sparse.hstack([sparse.csr_matrix(logits), np.ones((len(known), 1)), columns]).tocsr()
    prior = np.zeros((kinds + 1 + width, kinds))
    prior[:kinds] = np.eye(kinds)
    spread = np.repeat([SPREAD_LOGITS, SPREAD_BIAS, SPREAD_COLUMNS], [kinds, 1, width])[:, None]
    truth = np.eye(kinds)[known]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(prior.shape)
        chances = softmax(design @ weights)
        away = (weights - prior) / spread
        value = -np.log(np.maximum(chances[truth > 0], 1e-12)).sum() + 0.5 * (away**2).sum()
        return value, (design.T @ (chances - truth) + away / spread).ravel()

    found = minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B").x.reshape(prior.shape)
    return found[:kinds], found[kinds], found[kinds + 1 :]


def dump(engine: Refitted) -> bytes:
    """The corrections as a small file, to keep in a database."""
    with io.BytesIO() as out:
        np.savez_compressed(
            out,
            mix=engine.mix.astype(np.float16),
            bias=engine.bias.astype(np.float16),
            chosen=engine.chosen.astype(np.int32),
            weights=engine.weights.astype(np.float16),
        )
        return out.getvalue()


def restore(base: Teachable, content: bytes) -> Refitted:
    """The engine with corrections that were dumped. They suit only the version they were fitted to."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        parts = {name: kept[name] for name in ("mix", "bias", "chosen", "weights")}
    mix, bias, weights = (parts[name].astype(np.float32) for name in ("mix", "bias", "weights"))
    return Refitted(base, mix, bias, parts["chosen"], weights)
