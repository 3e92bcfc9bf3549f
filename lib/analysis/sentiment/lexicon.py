"""The words an engine knows, read from TOML that people edit, and where they stand in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from lib.analysis.sentiment.script import fold

STRONGEST = 3.0
LONGEST = 12
"""Characters of the longest quality that is looked for behind a degree."""

VERY = frozenset(
    fold(
        "真 真的 真是 真的很 真的超 真的太 真的非常 真的有夠 實在是 實在太 超 超級 非常 十分 相當 "
        "特別 格外 異常 極 極其 極度 無比 有夠 蠻 滿 挺 還蠻 還滿 還挺"
    ).split()
)
"""Degrees that can stand in for 很. Not 更 and 最, which make other words: 更新, 最近."""


class Hit(NamedTuple):
    """A known word in a text: its place, what it does, and how strongly.

    `kind` is `word` (its polarity), `excess` (bad only when there is too much of it: 0, or with any
    degree: 1), `negator` (the value is its own polarity when nothing follows), `softener` (a negator that
    only weakens), `degree` (factor), `well` (a degree with a polarity of its own when nothing follows),
    `excessive` (factor), `after` (factor on the word before), `undo` (turns the word before), or one of
    those without value: `contrast`, `wish`, `ask`, `question`, `stop`.
    """

    start: int
    end: int
    kind: str
    value: float


_BLANK = re.compile(r"(?<=[a-z]{2})_|_(?=[a-z]{2})")  # not that of a face: T_T
WITHOUT_VALUE = ("contrast", "wish", "ask", "question", "stop", "undo")


@dataclass(frozen=True)
class Lexicon:
    """Words by their folded form, and the lengths to try by first character, longest first."""

    entries: Mapping[str, tuple[str, float]]
    lengths: Mapping[str, tuple[int, ...]]

    def scan(self, folded: str) -> Iterator[Hit]:
        """The known words of a folded text from left to right, always the longest."""
        at = 0
        while at < len(folded):
            hit = self._longest(folded, at)
            if hit is None:
                at += 1
                continue
            yield hit
            at = hit.end
            if folded[hit.start : hit.end] in VERY and (quality := self._quality(folded, at)):
                yield quality
                at = quality.end

    def _longest(self, folded: str, at: int) -> Hit | None:
        for length in self.lengths.get(folded[at : at + 1], ()):
            found = self.entries.get(folded[at : at + length])
            if found is not None and _whole(folded, at, at + length):
                return Hit(at, at + length, *found)
        return None

    def _quality(self, folded: str, at: int) -> Hit | None:
        """What is a word behind 很 alone (很快), as by itself it is part of too many others: behind another
        degree (超級快) it says the same. Longer words that begin there go before (超級快樂), and what the
        word says by itself."""
        behind = self._longest("很" + folded[at : at + LONGEST], 0)
        if behind is None or behind.kind != "word" or behind.end == 1:
            return None
        end, known = at + behind.end - 1, self._longest(folded, at)
        if known is not None and (known.end > end or (known.end == end and known.value)):
            return None
        return Hit(at, end, "word", behind.value)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a place does not cut a Latin word or a number in two."""
    return not (_joins(text, start - 1, start) or _joins(text, end - 1, end))


def _joins(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    return all(text[at].isascii() and text[at].isalnum() for at in (left, right))


def parse(files: Iterable[tuple[str, str]]) -> Lexicon:
    """A lexicon of TOML files, given as name and text.

    `[words]` has polarities -3 to 3 as keys; every other table one list of words a key (`[degree]`:
    factors as keys). Words stand apart by blanks; `_` is a blank within one; `love*` in an English
    file stands for its forms. ValueError when a word has two meanings or a key is unknown.
    """
    entries: dict[str, tuple[str, float]] = {}
    origin: dict[str, str] = {}
    clashes = []
    for name, text in files:
        for word, kind, value in _rows(_read(name, text)):
            key = fold(word.replace("\ufe0f", ""))
            if entries.setdefault(key, (kind, value)) != (kind, value):
                clashes.append(f"{name}: “{word}” {kind} {value:+g} is {entries[key]} in {origin[key]}")
            origin.setdefault(key, name)
    if clashes:
        raise ValueError("\n".join(clashes))
    return Lexicon(entries, _lengths(entries))


def _read(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None


def _rows(document: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    for table, lists in document.items():
        if not isinstance(lists, dict):
            continue
        kind = "word" if table == "words" else table
        for key, words in lists.items():
            value = 0.0 if kind in WITHOUT_VALUE else float(key)
            if abs(value) > STRONGEST:
                raise ValueError(f"{table}.{key} is not between -3 and 3")
            for word in words.split():
                for form in _forms(_BLANK.sub(" ", word)):
                    yield form, kind, value


def _forms(word: str) -> Iterator[str]:
    """`love*`: love, loves, loved, loving."""
    stem = word.removesuffix("*")
    yield stem
    if stem == word:
        return
    if stem.endswith("y") and stem[-2] not in "aeiou":
        yield from (stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
        return
    yield stem + ("es" if stem.endswith(("s", "sh", "ch", "x", "z")) else "s")
    short = stem.removesuffix("e")
    yield from (short + "ed", short + "ing")


def _lengths(entries: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for each in entries:
        found.setdefault(each[0], set()).add(len(each))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}
