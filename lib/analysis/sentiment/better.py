"""The better engine: what the default one finds, and beside it what the text means as a vector."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from lib.analysis.sentiment.default import RULES, Default, Seen, judge, languages
from lib.analysis.sentiment.embedding import DIMENSIONS, Embed
from lib.analysis.sentiment.head import ORDERS
from lib.analysis.sentiment.judged import LABELS, Judged

REVIEW = 150
"""Characters from which a text is a whole review: that is left to the default engine."""

WORD = 3
"""Characters up to which a text is a word: what words mean the default engine knows, and a vector of one says
little (好吃 came out neutral)."""

SCALE = 2.0
"""How much a vector may say to a refit beside the rules' numbers."""


@dataclass(frozen=True)
class VectorHead:
    """Weighs the default engine's logits, `own` (label, label), and vectors less their usual `middle`,
    by `vectors` (DIMENSIONS, label); `bias` (label)."""

    own: np.ndarray
    middle: np.ndarray
    vectors: np.ndarray
    bias: np.ndarray

    def logits(self, own: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        """(text, label) logits, of the default engine's and of vectors whose middle is taken off."""
        return own @ self.own + vectors @ self.vectors + self.bias


@dataclass(frozen=True)
class Better:
    """Judges by the default engine and an embedding, weighed by the heads for Chinese (`zh`) and the rest
    (`en`), which know both."""

    base: Default
    heads: Mapping[str, VectorHead]
    embed: Embed
    id: str = "pulse-e5"
    version: str = RULES
    swift: int = 1_000

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One verdict a text, in the same order."""
        return judge(self, texts)

    def see(self, texts: Sequence[str]) -> list[Seen]:
        """What there is to each text."""
        return self.base.see(texts)

    def weigh(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, label) logits."""
        return self._weigh(seen, self.base.weigh(seen), self._vectors(seen))

    def grounds(self, seen: Sequence[Seen]) -> tuple[np.ndarray, sparse.csr_matrix]:
        """(text, label) logits, and (text, column) all that is behind them."""
        own, columns = self.base.grounds(seen)
        vectors = self._vectors(seen)
        both = sparse.hstack([columns, sparse.csr_matrix(vectors * SCALE)]).tocsr()
        return self._weigh(seen, own, vectors), both

    def _weigh(self, seen: Sequence[Seen], own: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        logits, short = own.copy(), _short(seen)
        for name, of in languages(seen):
            chosen = of & short
            logits[chosen] = self.heads[name].logits(own[chosen], vectors[chosen])
        return logits

    def _vectors(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, dimension) less the middle; nought of those that are left to the default engine."""
        found, short = np.zeros((len(seen), DIMENSIONS), np.float32), _short(seen)
        if short.any():
            found[short] = self.embed([seen[at].folded for at in np.flatnonzero(short).tolist()])
            for name, of in languages(seen):
                found[of & short] -= self.heads[name].middle
        return found


def _short(seen: Sequence[Seen]) -> np.ndarray:
    """Where a text says something, and is a comment rather than a word or a review."""
    return np.array([not each.empty and WORD < len(each.text.strip()) < REVIEW for each in seen], bool)


PARTS = ("own", "middle", "vectors", "bias")


def dump(heads: Mapping[str, VectorHead]) -> bytes:
    """Heads as a small file, at half precision."""
    arrays = {
        f"{name}_{part}": np.asarray(getattr(head, part), np.float16)
        for name, head in heads.items()
        for part in PARTS
    }
    with io.BytesIO() as out:
        np.savez_compressed(out, allow_pickle=False, **arrays)
        return out.getvalue()


def load(content: bytes) -> dict[str, VectorHead]:
    """The heads of a file. ValueError when they were made for another model."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        heads = {
            name: VectorHead(*(arrays[f"{name}_{part}"].astype(np.float32) for part in PARTS))
            for name in ORDERS
        }
    if any(head.vectors.shape != (DIMENSIONS, len(LABELS)) for head in heads.values()):
        raise ValueError("the trained heads are of another model: train them anew")
    return heads
