"""Trains the heads of the better engine: `python -m lib.analysis.sentiment.train_better --help`.

On the texts that the default engine's heads are trained on, after these: it weighs what they say of texts
they have not seen, and the embedding beside it. Whole reviews are left out: the better engine leaves
them to the default one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lib.analysis.sentiment import embedding
from lib.analysis.sentiment.better import REVIEW, VectorHead, dump
from lib.analysis.sentiment.default import Default, languages
from lib.analysis.sentiment.embedding import Embed
from lib.analysis.sentiment.judged import LABELS
from lib.analysis.sentiment.lexicon import Lexicon
from lib.analysis.sentiment.train import (
    FOLDER,
    Example,
    Known,
    folds,
    gathered,
    known_of,
    regression,
    temperature,
    words,
)
from lib.analysis.sentiment.train import fit as heads

BETTER = "better.npz"

SPREAD = 2.5
"""How much the vectors may say beside the default engine's logits, in training."""


def fit(lexicon: Lexicon, examples: Sequence[Example], embed: Embed) -> dict[str, VectorHead]:
    """One head for texts with Chinese in them and one for the others."""
    short = [each for each in examples if len(each.text) < REVIEW]
    known = known_of(short)
    seen = Default(lexicon, {}).see([each.text for each in short])
    own, vectors = _unseen(lexicon, short, known), embed([each.folded for each in seen])
    return {
        name: calibrated(own[chosen], vectors[chosen], known.part(np.flatnonzero(chosen)))
        for name, chosen in languages(seen)
    }


def calibrated(own: np.ndarray, vectors: np.ndarray, known: Known) -> VectorHead:
    """A head of the default engine's logits (text, label) for texts it was not trained on, and of vectors
    (text, dimension); its logits are divided by the temperature that suits texts it has not seen."""
    middle = vectors.mean(axis=0)
    columns = np.hstack([own, (vectors - middle) * SPREAD])
    heat = temperature(columns, known)
    model = regression().fit(columns, known.labels, known.weights)
    found, width = model.coef_.T / heat, len(LABELS)
    return VectorHead(found[:width], middle, found[width:] * SPREAD, model.intercept_ / heat)


def _unseen(lexicon: Lexicon, examples: Sequence[Example], known: Known) -> np.ndarray:
    """(text, label) logits of each text by heads that have not seen it."""
    logits = np.zeros((len(examples), len(LABELS)))
    for inside, outside in folds(known):
        made = Default(lexicon, heads(lexicon, [examples[at] for at in inside]))
        logits[outside] = made.weigh(made.see([examples[at].text for at in outside]))
    return logits


def main() -> None:
    """Reads the sets, trains, and writes the heads into data/sentiment/."""
    parser = argparse.ArgumentParser("python -m lib.analysis.sentiment.train_better", description=__doc__)
    parser.add_argument("foreign", nargs="*", type=Path, help="CSV files with the columns text and label")
    parser.add_argument("--threads", type=int, default=1, help="how many the model works in")
    options = parser.parse_args()
    examples = gathered(options.foreign)
    embed, _ = embedding.load(options.threads)
    content = dump(fit(words(), examples, embed))
    (FOLDER / BETTER).write_bytes(content)
    print(f"{len(examples)} texts; {BETTER}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
