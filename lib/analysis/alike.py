"""Pure: which texts say nearly the same as an earlier one, whatever marks and emoji stand in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

ALIKE = 0.8
"""Share of the letters of two texts that stand in both, in order, from which on they are near-copies."""

LONGEST = 200
"""Letters that are compared; who copies a text copies its beginning."""


def letters(text: str) -> str:
    """The letters and digits of a text, whatever their width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum())[:LONGEST]


def different(texts: Iterable[str]) -> Iterator[int]:
    """The places of the texts that are no near-copy of one before them."""
    kept: list[str] = []
    for place, text in enumerate(texts):
        mine = letters(text) or text
        if not any(_alike(mine, other) for other in kept):
            kept.append(mine)
            yield place


def _alike(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are upper bounds that cost little.
    return all(ratio() >= ALIKE for ratio in (match.real_quick_ratio, match.quick_ratio, match.ratio))
