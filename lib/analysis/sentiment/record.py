"""How well an engine judges a community's labelled comments: measured on labels it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from lib.analysis.sentiment.default import verdicts
from lib.analysis.sentiment.judged import LABELS, Label
from lib.analysis.sentiment.refit import Teachable, fitted
from lib.analysis.sentiment.share import Skill, skill

FOLDS = 5
FEWEST = 30
"""Labels below which a refit is neither made nor measured."""


@dataclass(frozen=True)
class Quality:
    """The confusion table, (true label, judged label) in the order of LABELS, and what follows of it."""

    confusion: tuple[tuple[int, ...], ...]

    @property
    def precision(self) -> dict[Label, float]:
        """Of those judged to be of a label, the share that is; NaN where none was."""
        return self._shares(np.array(self.confusion).sum(axis=0))

    @property
    def recall(self) -> dict[Label, float]:
        """Of those of a label, the share that was found; NaN where there is none."""
        return self._shares(np.array(self.confusion).sum(axis=1))

    @property
    def accuracy(self) -> float:
        """The share of all that was judged right; NaN of none."""
        table = np.array(self.confusion)
        return float(np.trace(table) / table.sum()) if table.sum() else float("nan")

    @property
    def macro_f1(self) -> float:
        """The mean of the labels' F1, over the labels that occur."""
        table = np.array(self.confusion, float)
        both = table.sum(axis=0) + table.sum(axis=1)
        return float(np.mean([2 * table[at, at] / both[at] for at in range(len(LABELS)) if both[at]]))

    def _shares(self, totals: np.ndarray) -> dict[Label, float]:
        right = np.diag(np.array(self.confusion, float))
        return {
            label: float(right[at] / totals[at]) if totals[at] else float("nan")
            for at, label in enumerate(LABELS)
        }


@dataclass(frozen=True)
class Record:
    """An engine on the same labels before and after the refit; `negative` says how the refitted one
    finds negative comments, for the adjusted share."""

    labels: int
    before: Quality
    after: Quality
    negative: Skill


def quality(truth: Sequence[Label], judged: Sequence[Label]) -> Quality:
    """The confusion table of two sequences in the same order."""
    table = [[0] * len(LABELS) for _ in LABELS]
    for true, said in zip(truth, judged, strict=True):
        table[LABELS.index(true)][LABELS.index(said)] += 1
    return Quality(tuple(map(tuple, table)))


def record(
    engine: Teachable, texts: Sequence[str], labels: Sequence[Label], drawn: Sequence[bool] | None = None
) -> Record | None:
    """Judges every labelled text by a refit to the other folds' labels. `drawn` says which texts were
    taken at random: only they count in `negative`, for the others were chosen because they are hard.
    None when there are too few labels."""
    if len(texts) < FEWEST:
        return None
    seen = engine.see(texts)
    # Looked at once: an engine may be slow, and its grounds are the same for every fold.
    grounds = engine.grounds(seen)
    before = [each.label for each in verdicts(seen, grounds[0])]
    after = [each.label for each in verdicts(seen, _held_back(engine, *grounds, labels))]
    random = range(len(texts)) if drawn is None else [at for at, taken in enumerate(drawn) if taken]
    negative = skill([labels[at] for at in random], [after[at] for at in random])
    return Record(len(texts), quality(labels, before), quality(labels, after), negative)


def _held_back(
    engine: Teachable, logits: np.ndarray, columns: sparse.csr_matrix, labels: Sequence[Label]
) -> np.ndarray:
    """Each text's logits by a refit that has not seen it."""
    found = np.zeros_like(logits)
    order = np.array(sorted(range(len(labels)), key=lambda at: (LABELS.index(labels[at]), at)))
    for fold in range(FOLDS):
        # Every fifth in the order of labels: each fold has its share of each.
        outside = order[fold::FOLDS]
        inside = np.setdiff1d(order, outside)
        made = fitted(engine, logits[inside], columns[inside], [labels[at] for at in inside])
        found[outside] = made.corrected(logits[outside], columns[outside])
    return found
