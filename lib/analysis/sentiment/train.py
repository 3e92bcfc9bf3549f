"""Trains the heads of the default engine: `python -m lib.analysis.sentiment.train --help`.

Trained on comments that were written and labelled for this project (data/sentiment/comments.tsv), on
openrice-senti (toastynews, CC BY 4.0) and on the tweets of vaderSentiment (C.J. Hutto, MIT). A fifth of
the two foreign sets, chosen by a hash of the text, is never trained on. The same files give the same
heads: nothing here is random.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from lib.analysis.sentiment import features, grams
from lib.analysis.sentiment.default import Default
from lib.analysis.sentiment.head import ORDERS, RUN_SCALE, Head, dump, softmax
from lib.analysis.sentiment.judged import LABELS, Label
from lib.analysis.sentiment.lexicon import Lexicon, parse

FOLDER = Path(__file__).resolve().parents[3] / "data" / "sentiment"
COMMENTS, HEADS = "comments.tsv", "heads.npz"

FOREIGN: dict[str, Label] = {"pos": "positive", "neu": "neutral", "neg": "negative"}
FOREIGN_WEIGHT = 0.5
"""What a text counts that was not written for the project: OpenRice's are long and from Hong Kong."""

TITLE_WEIGHT = 0.5
SENTENCE_WEIGHT: dict[Label, float] = {"positive": 0.03, "neutral": 0.01, "negative": 0.03}
"""What a sentence of a review counts that is taken to be of the review's label: often it is not."""

REVIEW = 150
"""Characters from which a text has sentences of its own."""

STRENGTH = 2.0
"""scikit-learn's C."""

_SENTENCE = re.compile(r"[。！!？?\n]|\s{2,}|，(?=.{12})")


@dataclass(frozen=True)
class Example:
    """A text with its label, what it counts in training, and the text it was taken from."""

    text: str
    label: Label
    weight: float = 1.0
    source: str = ""


def held_back(text: str) -> bool:
    """Whether a text of a foreign set is kept for measuring only: one in five, by its hash."""
    return hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % 5 == 0


def comments(content: str) -> list[Example]:
    """The project's own: lines of label and text, after a header."""
    rows = [line.split("\t") for line in content.splitlines()[1:] if line]
    return [Example(text, label) for label, text in rows if label in LABELS]


def foreign(lines: Iterable[str]) -> list[Example]:
    """A CSV with the columns text and label (pos, neu, neg)."""
    return [Example(row["text"], FOREIGN[row["label"]], FOREIGN_WEIGHT) for row in csv.DictReader(lines)]


def sentences(examples: Iterable[Example]) -> Iterator[Example]:
    """Titles and sentences of reviews: weak labels, but short texts as comments are. A title says what
    the review says, unless that is mixed."""
    for each in examples:
        if len(each.text) < REVIEW:
            continue
        title = each.text.split(maxsplit=1)[0]
        if 3 <= len(title) <= 30 and each.label != "neutral":
            yield Example(title, each.label, TITLE_WEIGHT, each.text)
        for part in _SENTENCE.split(each.text):
            if 5 <= len(part.strip()) <= 60:
                yield Example(part.strip(), each.label, SENTENCE_WEIGHT[each.label], each.text)


def fit(lexicon: Lexicon, examples: Sequence[Example]) -> dict[str, Head]:
    """One head for texts with Chinese in them and one for the others."""
    seen = Default(lexicon, {}).see([each.text for each in examples])
    folded = [each.folded for each in seen]
    numbers = features.numbers(folded, [each.reading for each in seen])
    known = known_of(examples)
    han = np.array([features.chinese(text) for text in folded])
    heads = {}
    for name, chosen in (("zh", han), ("en", ~han)):
        texts = [text for text, wanted in zip(folded, chosen, strict=True) if wanted]
        heads[name] = _calibrated(ORDERS[name], texts, numbers[chosen], known.part(chosen))
    return heads


@dataclass(frozen=True)
class Known:
    """Of each text its label's place in LABELS, its weight, and a number for what it was taken from."""

    labels: np.ndarray
    weights: np.ndarray
    sources: np.ndarray

    def at(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.labels[rows], self.weights[rows]

    def part(self, rows: np.ndarray) -> Known:
        """Some of the texts, weighted so that every label counts the same in all."""
        labels, weights = self.at(rows)
        total = np.bincount(labels, weights, len(LABELS))
        even = weights * (weights.sum() / len(LABELS) / total)[labels]
        return Known(labels, even, self.sources[rows])


def known_of(examples: Sequence[Example]) -> Known:
    """What is known of examples."""
    labels = np.array([LABELS.index(each.label) for each in examples])
    weights = np.array([each.weight for each in examples])
    sources = np.unique([each.source or each.text for each in examples], return_inverse=True)[1]
    return Known(labels, weights, sources)


def _calibrated(orders: tuple[int, ...], texts: list[str], numbers: np.ndarray, known: Known) -> Head:
    """A head whose logits are divided by the temperature that suits texts it was not trained on."""
    counted = grams.counts(texts, orders)
    idf = grams.inverse_frequency(counted)
    runs = grams.weighted(counted, idf)
    there = np.unique(runs.indices)
    columns = sparse.hstack([sparse.csr_matrix(numbers), runs[:, there] * RUN_SCALE]).tocsr()
    heat = temperature(columns, known)
    model = regression().fit(columns, known.labels, known.weights)
    found = model.coef_.T / heat
    width = numbers.shape[1]
    weights = np.zeros((grams.COLUMNS, len(LABELS)))
    weights[there] = found[width:] * RUN_SCALE
    return Head(found[:width], weights, model.intercept_ / heat, idf, orders)


def regression() -> LogisticRegression:
    """The model that weighs columns."""
    return LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3)


def folds(known: Known) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows inside and outside of each fold. A review and its sentences are in the same, lest they give
    each other away."""
    yield from StratifiedGroupKFold(5, shuffle=True, random_state=0).split(
        known.labels, known.labels, known.sources
    )


def temperature(columns: sparse.csr_matrix | np.ndarray, known: Known) -> float:
    """Guo et al. 2017: the divisor of logits that makes the labels of unseen texts likeliest."""
    logits = np.zeros((len(known.labels), len(LABELS)))
    for inside, outside in folds(known):
        model = regression().fit(columns[inside], *known.at(inside))
        logits[outside] = model.decision_function(columns[outside])

    def loss(heat: float) -> float:
        chance = softmax(logits / heat)[np.arange(len(logits)), known.labels]
        return float(-(known.weights * np.log(np.maximum(chance, 1e-12))).sum())

    return float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x)


def gathered(files: Iterable[Path]) -> list[Example]:
    """The project's own comments, and of the foreign sets what is trained on."""
    examples = comments((FOLDER / COMMENTS).read_text("utf-8"))
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            examples += [each for each in foreign(lines) if not held_back(each.text)]
    return examples


def words() -> Lexicon:
    """The project's words."""
    return parse((file.name, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml")))


def main() -> None:
    """Reads the sets, trains, and writes the heads into data/sentiment/."""
    parser = argparse.ArgumentParser("python -m lib.analysis.sentiment.train", description=__doc__)
    parser.add_argument("foreign", nargs="*", type=Path, help="CSV files with the columns text and label")
    examples = gathered(parser.parse_args().foreign)
    examples += sentences(list(examples))
    content = dump(fit(words(), examples))
    (FOLDER / HEADS).write_bytes(content)
    print(f"{len(examples)} texts; {HEADS}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
