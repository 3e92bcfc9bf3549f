"""The words that set some texts apart from others: log-odds with an informative Dirichlet prior.

Monroe, Colaresi & Quinn 2008, "Fightin' Words": the prior takes the words of both sides together, so
that rare words need more to stand out. Chinese is cut into runs of two to four characters: no segmenter
has to know the brand's own words. What the same texts say is told once: a run grows to the longest phrase
that nearly all of its texts share, and what comes after must stand out where that phrase is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import hypergeom

PRIOR = 0.1
"""How much of all occurrences the prior is worth."""
FALSE = 0.05
"""The share of the words told that may be there by chance alone."""
LEAST = 3
"""Texts a word must be in to be named."""
SAME = 0.8
"""The share of a word's texts from which on another word of theirs says the same."""
PARTS = 3
"""The most words that an entry is named by."""

_HAN = "\u3400-\u9fff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}]{{3,}}")
_LENGTHS = (2, 3, 4)


@dataclass(frozen=True)
class Word:
    """A word or phrase, in how many texts of either side it is, and by how many standard deviations its
    log-odds differ (above 0: more in the first)."""

    word: str
    first: int
    second: int
    z: float


class _Side:
    """Texts, and in which of them each word is, apart from what was told already."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.whole = [text.casefold() for text in texts]
        self.left = list(self.whole)
        self.where: dict[str, set[int]] = {}
        self.size = 0
        for at in range(len(self.whole)):
            self._learn(at)

    def having(self, word: str) -> set[int]:
        """The places of the texts with a word, or with a phrase longer than any word."""
        if word in self.where or not _is_han(word):
            return self.where.get(word, set())
        return {at for at in self.where.get(word[: _LENGTHS[-1]], ()) if word in self.left[at]}

    def all_having(self, word: str) -> set[int]:
        """The same, what was told already included."""
        if not _is_han(word):
            return self.having(word)
        return {at for at, text in enumerate(self.whole) if word in text}

    def hide(self, phrase: str) -> None:
        """Takes a Chinese phrase out of the texts: its pieces count only where they stand by themselves."""
        for at in list(self.having(phrase)):
            for word in set(_words(self.left[at])):
                self.where[word].discard(at)
                self.size -= 1
            self.left[at] = self.left[at].replace(phrase, "\n")
            self._learn(at)

    def _learn(self, at: int) -> None:
        for word in set(_words(self.left[at])):
            self.where.setdefault(word, set()).add(at)
            self.size += 1


@dataclass(frozen=True)
class _Told:
    """Words of the same texts, `at`, the surest first."""

    parts: tuple[str, ...]
    at: set[int]
    second: int
    z: float


def telling(first: Iterable[str], second: Iterable[str], most: int = 12) -> list[Word]:
    """The words that are in more of the first texts than of the second beyond chance, the surest first.
    Words of the same texts are one entry, in the order of the texts."""
    here, there = _Side(first), _Side(second)
    told: list[_Told] = []
    while len(told) < most:
        new = next((each for each in _standing_out(here, there) if _is_news(each, told, here)), None)
        if new is None:
            break
        _tell(new, told, here, there)
        if _is_han(new.word):
            here.hide(new.word)
            there.hide(new.word)
    found = [Word(_name(each, here.whole), len(each.at), each.second, each.z) for each in told]
    return sorted(found, key=lambda each: (-each.z, each.word))


def _tell(new: Word, told: list[_Told], here: _Side, there: _Side) -> None:
    """Adds a word to those told, or to the entry of the same texts."""
    at = here.all_having(new.word)
    for place, each in enumerate(told):
        if len(at & each.at) >= SAME * max(len(at), len(each.at)):
            told[place] = replace(each, parts=(*each.parts, new.word))
            return
    told.append(_Told((new.word,), at, len(there.all_having(new.word)), new.z))


def _name(told: _Told, texts: Sequence[str]) -> str:
    """The surest words of an entry as a text has them one after the other."""
    parts = told.parts[:PARTS]
    text = next((texts[at] for at in sorted(told.at) if all(part in texts[at] for part in parts)), "")
    name, end = "", 0
    for part in sorted(parts, key=text.find):
        between = text[end : text.find(part)]
        name += (between if not between.strip() else " … ") * bool(name) + part
        end = text.find(part) + len(part)
    return name


def _standing_out(here: _Side, there: _Side) -> Iterator[Word]:
    """What stands out, the surest first, each grown to the phrase that its texts share."""
    words = sorted(word for word, at in here.where.items() if len(at) >= LEAST)
    a, b = (np.array([len(side.where.get(word, ())) for word in words]) for side in (here, there))
    chance, z = _chance(a, b, here, there), _z(a, b, here, there)
    # Runs that are in the same texts are one thing looked at.
    apart = {(frozenset(here.where[word]), n): p for word, n, p in zip(words, b, chance, strict=True)}
    limit = _limit(np.array([*apart.values()]))
    for at in np.argsort(-z, kind="stable"):
        if chance[at] > limit or z[at] <= 0:
            continue
        phrase = _grown(words[at], here)
        of = len(here.having(phrase)), len(there.having(phrase))
        if _chance(*of, here, there) <= limit:
            yield Word(phrase, *of, float(_z(*of, here, there)))
        else:
            yield Word(words[at], int(a[at]), int(b[at]), float(z[at]))


def _limit(chance: np.ndarray) -> float:
    """Benjamini & Hochberg 1995: the chance up to which words are told, given how many were looked at."""
    known = np.sort(chance)
    kept = np.flatnonzero(known <= FALSE * np.arange(1, len(known) + 1) / max(1, len(known)))
    return float(known[kept[-1]]) if len(kept) else -1.0


def _is_news(word: Word, told: list[_Told], here: _Side) -> bool:
    """Whether a word is none that was told, and no piece of one that nearly all of its texts have."""
    around = [each for each in told if any(word.word in part for part in each.parts)]
    at = here.all_having(word.word) if around else set()
    return all(len(at & each.at) < SAME * len(at) for each in around)


def _chance(a: Any, b: Any, here: _Side, there: _Side) -> Any:
    """How often chance alone puts as many of the texts with a word on the first side (Fisher's exact
    test)."""
    n = len(here.whole)
    return hypergeom.sf(a - 1, n + len(there.whole), a + b, n)


def _z(a: Any, b: Any, here: _Side, there: _Side) -> Any:
    prior, rest = PRIOR * (a + b), PRIOR * (here.size + there.size - a - b)
    with np.errstate(divide="ignore", invalid="ignore"):  # Where there is one word alone, none stands out.
        odds = np.log((a + prior) / (here.size - a + rest)) - np.log((b + prior) / (there.size - b + rest))
    return odds / np.sqrt(1 / (a + prior) + 1 / (b + prior))


def _words(text: str) -> Iterator[str]:
    for run in _RUNS.findall(text):
        if not _is_han(run):
            yield run
            continue
        for length in _LENGTHS:
            yield from (run[at : at + length] for at in range(len(run) - length + 1))


def _is_han(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff"


def _grown(word: str, side: _Side) -> str:
    """The longest phrase around a Chinese run that nearly all of the texts with the run share."""
    at = side.having(word)
    least = max(LEAST, SAME * len(at))
    while _is_han(word):
        around = re.compile(rf"([{_HAN}]?){word}([{_HAN}]?)")
        longer = Counter(each for n in at for each in _longer(word, around, side.left[n]))
        best, count = max(longer.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count < least:
            break
        word, at = best, {n for n in at if best in side.left[n]}
    return word


def _longer(word: str, around: re.Pattern[str], text: str) -> set[str]:
    """The word with one more character before or after it, as a text has it."""
    found = set()
    for before, after in around.findall(text):
        found |= {before + word} if before else set()
        found |= {word + after} if after else set()
    return found
