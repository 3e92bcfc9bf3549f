"""The default engine: the project's own words and rules, weighed by a small trained head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from lib.analysis.sentiment import features
from lib.analysis.sentiment.head import RUN_SCALE, Head, softmax
from lib.analysis.sentiment.judged import LABELS, LONGEST, NOTHING_SAID, Judged, Label
from lib.analysis.sentiment.lexicon import Lexicon
from lib.analysis.sentiment.rules import Reading, read
from lib.analysis.sentiment.script import clauses_marked, fold, unsaid

RULES = "2"
"""The version of what this package does; what it reads has its own."""

SIGNS = {"positive": 1, "negative": -1, "neutral": 0}
AT_ONCE = 2_000
"""Texts that are weighed together, so that memory stays small."""


@dataclass(frozen=True)
class Seen:
    """What there is to a text: as written, folded, and what the rules found."""

    text: str
    folded: str
    reading: Reading

    @property
    def empty(self) -> bool:
        """Whether nothing is left but marks, numbers and what says nothing (links, stickers)."""
        return not self.reading.said and not any(each.isalpha() for each in self.folded)


@dataclass(frozen=True)
class Default:
    """Judges by the lexicon, the rules and the heads for Chinese (`zh`) and the rest (`en`)."""

    lexicon: Lexicon
    heads: Mapping[str, Head]
    id: str = "pulse"
    version: str = RULES
    swift: int = 20_000

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One verdict a text, in the same order."""
        return judge(self, texts)

    def see(self, texts: Sequence[str]) -> list[Seen]:
        """What the rules find in each text."""
        return [self._see(text[:LONGEST]) for text in texts]

    def _see(self, text: str) -> Seen:
        folded = clauses_marked(fold(unsaid(text)))
        return Seen(text, folded, read(self.lexicon.scan(folded)))

    def weigh(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, label) logits, each text by the head of its language."""
        numbers = self.numbers(seen)
        logits = np.zeros((len(seen), len(LABELS)))
        for name, chosen in languages(seen):
            texts = [seen[at].folded for at in np.flatnonzero(chosen).tolist()]
            logits[chosen] = self.heads[name].logits(texts, numbers[chosen])
        return logits

    def grounds(self, seen: Sequence[Seen]) -> tuple[np.ndarray, sparse.csr_matrix]:
        """(text, label) logits, and (text, column) the rules' numbers beside the runs of characters."""
        runs = self.heads["zh"].rows([each.folded for each in seen])
        columns = sparse.hstack([sparse.csr_matrix(self.numbers(seen)), runs * RUN_SCALE]).tocsr()
        return self.weigh(seen), columns

    def numbers(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, number) what the rules found, as `features` names it."""
        return features.numbers([each.folded for each in seen], [each.reading for each in seen])


def languages(seen: Sequence[Seen]) -> list[tuple[str, np.ndarray]]:
    """The heads that are needed, each with the texts it is for."""
    han = np.array([features.chinese(each.folded) for each in seen], bool)
    return [(name, chosen) for name, chosen in (("zh", han), ("en", ~han)) if chosen.any()]


class Weighing(Protocol):
    """What sees a text and weighs what it saw."""

    def see(self, texts: Sequence[str]) -> list[Seen]:
        """What there is to each text."""
        ...

    def weigh(self, seen: Sequence[Seen]) -> np.ndarray:
        """(text, label) logits."""
        ...


def judge(by: Weighing, texts: Sequence[str]) -> list[Judged]:
    """One verdict a text, in the same order."""
    judged: list[Judged] = []
    for start in range(0, len(texts), AT_ONCE):
        seen = by.see(texts[start : start + AT_ONCE])
        judged += verdicts(seen, by.weigh(seen))
    return judged


def verdicts(seen: Sequence[Seen], logits: np.ndarray) -> list[Judged]:
    """One verdict a text, of its (text, label) logits."""
    return [verdict(each, chance) for each, chance in zip(seen, softmax(logits), strict=True)]


def verdict(seen: Seen, chances: np.ndarray) -> Judged:
    """The likeliest label; the score is the chance of positive less that of negative."""
    if seen.empty:
        return NOTHING_SAID
    at = int(chances.argmax())
    label = LABELS[at]
    score = float(chances[LABELS.index("positive")] - chances[LABELS.index("negative")])
    return Judged(label, score, float(chances[at]), deciding(seen, label))


def deciding(seen: Seen, label: Label) -> tuple[str, ...]:
    """The places that speak for the label, strongest first, as the text writes them."""
    sign = SIGNS[label]
    speaking = [each for each in seen.reading.said if each.value * sign > 0]
    ordered = sorted(speaking, key=lambda each: -abs(each.value))
    return tuple(dict.fromkeys(seen.text[each.start : each.end] for each in ordered))
