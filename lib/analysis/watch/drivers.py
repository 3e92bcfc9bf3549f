"""What drives a rise: the topics, posts, platforms and words whose negative comments grew most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

Counted = Mapping[str, tuple[int, int]]
"""Group → (comments, negative ones)."""

MOST = 5
_FEWEST = 3
"""Negative comments a driver needs: fewer tell nothing."""

_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[^\W\d_㐀-鿿぀-ヿ]{3,}")
_LONGEST = 4
_PRIOR = 0.5


@dataclass(frozen=True)
class Driver:
    """A group's part in a rise. `points` is how much of the change of the share comes from it, as a
    fraction of all comments: over all groups of a kind the points add up to the change. Of a word `n` counts
    the negative comments with it."""

    kind: str
    name: str
    n: int
    negative: int
    before_n: int
    before_negative: int
    points: float


def drivers(kind: str, now: Counted, before: Counted) -> list[Driver]:
    """The groups that contribute most to a rise, the largest first; only those that rose."""
    total, was = (max(1, sum(n for n, _ in each.values())) for each in (now, before))
    found = []
    for name, (n, negative) in now.items():
        before_n, before_negative = before.get(name, (0, 0))
        points = negative / total - before_negative / was
        if points > 0 and negative >= _FEWEST:
            found.append(Driver(kind, name, n, negative, before_n, before_negative, points))
    return sorted(found, key=lambda each: (-each.points, each.name))[:MOST]


def words(now: Iterable[str], before: Iterable[str], comments: int, comments_before: int) -> list[Driver]:
    """The words of negative comments that stand out against those before, from their texts; by the
    log-odds ratio in standard errors (Monroe, Colaresi & Quinn, Political Analysis 16, 2008). Chinese is
    taken as runs of two to four characters, of which the longest that says as much is kept."""
    texts, earlier = [*now], [*before]
    counts, was = _counted(texts), _counted(earlier)
    score = {
        word: _odds(count, len(texts), was[word], len(earlier))
        for word, count in counts.items()
        if count >= _FEWEST
    }
    found: list[Driver] = []
    for word in _longest(counts, [each for each in score if score[each] > 0], score):
        points = counts[word] / max(1, comments) - was[word] / max(1, comments_before)
        if points > 0:
            found.append(Driver("word", word, counts[word], counts[word], was[word], was[word], points))
    return found[:MOST]


def _counted(texts: list[str]) -> Counter[str]:
    return Counter(chain.from_iterable(map(_terms, texts)))


def _terms(text: str) -> set[str]:
    """The words of a text, each once."""
    found = {word.lower() for word in _LATIN.findall(text)}
    for run in _HAN.findall(text):
        for size in range(2, _LONGEST + 1):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return found


def _odds(count: int, of: int, was: int, of_before: int) -> float:
    """Log-odds ratio over its standard error, with a small prior."""
    now, then = count + _PRIOR, was + _PRIOR
    ratio = np.log(now / (of - count + _PRIOR)) - np.log(then / (of_before - was + _PRIOR))
    return float(ratio / np.sqrt(1 / now + 1 / then))


def _longest(counts: Counter[str], known: list[str], score: Mapping[str, float]) -> list[str]:
    """The words by score, without parts of longer ones as frequent, and without overlaps."""
    kept: list[str] = []
    for word in sorted(known, key=lambda each: (-round(score[each], 1), -len(each), each)):
        longer = [each for each in known if len(each) > len(word) and word in each]
        if any(counts[each] >= 0.8 * counts[word] for each in longer):
            continue
        if not any(word in each or each in word for each in kept):
            kept.append(word)
        if len(kept) == MOST:
            break
    return kept
