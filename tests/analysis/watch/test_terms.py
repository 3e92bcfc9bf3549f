"""What watchlists look for, by example; and that nothing matches for ever."""

import time

import pytest

from lib.analysis.watch.terms import LONGEST, matches, pattern
from lib.model import PulseError


@pytest.mark.parametrize(
    ("body", "text", "hit"),
    [
        ("cat", "my Cat is here", True),
        ("cat", "concatenate", False),
        ("cat", "cat", True),
        ("咖啡", "這家咖啡館", True),
        ("S1 valve, 咖啡", "the s1 VALVE leaks", True),
        ("a.b", "axb", False),
        ("C++", "I like C++!", True),
        ("500", "1500 元", False),
    ],
)
def test_words(body, text, hit):
    assert matches(pattern("words", body), [text]) == [hit]


@pytest.mark.parametrize(
    ("body", "text", "hit"),
    [
        ("coffee|咖啡(廳|館)?", "好咖啡", True),
        ("refund.{0,3}now", "REFUND me now", False),
        ("refund.{0,4}now", "REFUND me now", True),
        ("當機\nerror \\d+", "Error 503", True),
    ],
)
def test_patterns(body, text, hit):
    assert matches(pattern("pattern", body), [text]) == [hit]


@pytest.mark.parametrize(
    "body", ["(", "(?=x)", "(a)\\1", "[z-a]", "\\pL", "(?i)x", ".*", "x?", "", " \n", "x" * (LONGEST + 1)]
)
def test_what_is_no_pattern_is_told(body):
    with pytest.raises(PulseError):
        pattern("pattern", body)


def test_no_pattern_matches_for_ever():
    began = time.monotonic()
    matches(pattern("pattern", "(a+)+$x|(a|aa)+b"), ["a" * 50_000])
    assert time.monotonic() - began < 2
