"""The default engine: the project's own words and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.sentiment.judged import LONGEST, NOTHING_SAID, Judged, Label
from lib.analysis.sentiment.lexicon import Lexicon
from lib.analysis.sentiment.rules import Reading, read
from lib.analysis.sentiment.script import clauses_marked, fold, unsaid

NEUTRAL_BELOW = 0.2
EVEN = 6.0
"""What a sum of polarities squared must outgrow to count as strong, as VADER's alpha."""


@dataclass(frozen=True)
class Default:
    """Judges by the lexicon."""

    lexicon: Lexicon
    id: str = "pulse"
    version: str = "0"

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One verdict a text, in the same order."""
        return [self._one(text[:LONGEST]) for text in texts]

    def _one(self, text: str) -> Judged:
        if not text.strip():
            return NOTHING_SAID
        folded = clauses_marked(fold(unsaid(text)))
        reading = read(self.lexicon.scan(folded), len(folded))
        total = reading.positive + reading.negative
        score = total / (total * total + EVEN) ** 0.5
        label: Label = "neutral" if abs(score) < NEUTRAL_BELOW else "positive" if score > 0 else "negative"
        return Judged(label, score, (1 + abs(score)) / 2, _words(text, reading, label))


def _words(text: str, reading: Reading, label: Label) -> tuple[str, ...]:
    """The places that speak for the label, strongest first, as the text writes them."""
    sign = {"positive": 1, "negative": -1, "neutral": 0}[label]
    speaking = [each for each in reading.said if each.value * sign > 0]
    ordered = sorted(speaking, key=lambda each: -abs(each.value))
    return tuple(dict.fromkeys(text[each.start : each.end] for each in ordered))
