"""What a watchlist looks for: words, or patterns that are matched in time linear in the text.

Patterns are those of RE2 (no look-around, no back-references), so none can be made that never ends; they
are tried here and matched in DuckDB by RE2, in PostgreSQL by its own automaton.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from lib.model import PulseError, say

LONGEST = 1_000
"""Characters of a list."""

_WORDLIKE = re.compile(r"[A-Za-z0-9]")
_UNSAFE = re.compile(r"\\(?![dsw])[A-Za-z0-9]|\(\?")
"""What the two databases read differently, or not at all: back-references, groups with options, classes
and anchors named by a letter."""


def pattern(mode: str, body: str) -> str:
    """One pattern of a list: of words (a line or comma each) that stand by themselves where they are
    Latin, anywhere where they are Chinese; or of patterns, a line each. PulseError when it is none."""
    if not body.strip() or len(body) > LONGEST:
        raise PulseError(say("Write 1 to {most} characters: one word or pattern a line.", most=LONGEST))
    if mode == "words":
        lines = [each.strip() for each in re.split(r"[\n,、，]", body)]
        return "|".join(_word(each) for each in lines if each)
    lines = [each.strip() for each in body.splitlines() if each.strip()]
    for each in lines:
        _check(each)
    return "|".join(f"({each})" for each in lines)


def _word(word: str) -> str:
    before = "(^|[^A-Za-z0-9])" if _WORDLIKE.match(word[0]) else ""
    after = "([^A-Za-z0-9]|$)" if _WORDLIKE.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _check(line: str) -> None:
    if _UNSAFE.search(line):
        raise _unreadable(line)
    try:
        found = pc.match_substring_regex(pa.array([""]), line)
    except (pa.ArrowInvalid, UnicodeEncodeError):
        raise _unreadable(line) from None
    if found[0].as_py():
        raise PulseError(say("“{pattern}” matches everything.", pattern=line))


def _unreadable(line: str) -> PulseError:
    return PulseError(
        say(
            "“{pattern}” is no pattern that Pulse can match; use letters, . ? * + | ( ) and [a-z].",
            pattern=line,
        )
    )


def matches(made: str, texts: list[str]) -> list[bool]:
    """Which texts a pattern is found in, capitals or not."""
    found = pc.match_substring_regex(pa.array(texts, pa.string()), made, ignore_case=True)
    return [bool(each) for each in found.to_pylist()]
