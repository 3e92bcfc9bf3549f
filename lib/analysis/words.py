"""The words that set some texts apart from others: log-odds with an informative Dirichlet prior.

Monroe, Colaresi & Quinn 2008, "Fightin' Words": the prior takes the words of both sides together, so
that rare words need more to stand out. Chinese is cut into runs of two to four characters: no segmenter
has to know the brand's own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

PRIOR = 0.1
"""How much of all occurrences the prior is worth."""
SURE = 1.96
"""Standard deviations from which a word stands out beyond chance."""
LEAST = 3
"""Comments a word must be in to be named."""

_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]{3,}")
_LENGTHS = (2, 3, 4)


@dataclass(frozen=True)
class Word:
    """A word, in how many texts of either side it is, and by how many standard deviations its log-odds
    differ (above 0: more in the first)."""

    word: str
    first: int
    second: int
    z: float


def telling(first: Sequence[str], second: Sequence[str], most: int = 12) -> list[Word]:
    """The words more frequent in the first texts than in the second beyond chance, the surest first."""
    here, there = _counted(first), _counted(second)
    total = here + there
    size = {side: sum(counts.values()) for side, counts in (("all", total), ("a", here), ("b", there))}
    found = [
        Word(word, here[word], there[word], _z(here[word], there[word], total[word], size))
        for word, n in here.items()
        if n >= LEAST
    ]
    sure = sorted((each for each in found if each.z >= SURE), key=lambda each: (-each.z, each.word))
    return _joined(_whole(sure)[: 5 * most], first, second)[:most]


def _z(a: int, b: int, both: int, size: dict[str, int]) -> float:
    prior, rest = PRIOR * both, PRIOR * (size["all"] - both)
    if not rest:
        return 0.0  # There is no other word that it could be more frequent than.
    odds = log((a + prior) / (size["a"] - a + rest))
    odds -= log((b + prior) / (size["b"] - b + rest))
    return odds / sqrt(1 / (a + prior) + 1 / (b + prior))


def _counted(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word is."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_words(text)))
    return counts


def _words(text: str) -> Iterable[str]:
    for run in _RUNS.findall(text.casefold()):
        if not "\u3400" <= run[0] <= "\u9fff":
            yield run
            continue
        for length in _LENGTHS:
            yield from (run[at : at + length] for at in range(len(run) - length + 1))


def _whole(words: list[Word]) -> list[Word]:
    """Without the pieces of longer words that are in about as many texts."""
    return [
        each
        for each in words
        if not any(
            each.word != other.word and each.word in other.word and other.first >= 0.8 * each.first
            for other in words
        )
    ]


def _joined(words: list[Word], first: Sequence[str], second: Sequence[str]) -> list[Word]:
    """Runs that are pieces of one phrase (公告寫得, 告寫得避, 寫得避重) as that phrase, where it is in about
    as many texts as they are."""
    kept: list[Word] = []
    for each in words:
        for at, other in enumerate(kept):
            phrase = _overlap(each.word, other.word)
            if phrase and (n := sum(phrase in text for text in first)) >= 0.8 * max(each.first, other.first):
                kept[at] = Word(phrase, n, sum(phrase in text for text in second), other.z)
                break
        else:
            kept.append(each)
    return kept if len(kept) == len(words) else _joined(kept, first, second)


def _overlap(one: str, other: str) -> str:
    """The shortest phrase in which one goes on where the other ends, by two characters at least."""
    for size in range(min(len(one), len(other)), 1, -1):
        for left, right in ((one, other), (other, one)):
            if left[-size:] == right[:size]:
                return left + right[size:]
    return ""
