"""Findings and breaks as HTML: what files and people wrote stays plain text."""

from __future__ import annotations

import pytest

from lib.ui.quality_markup import Card, Line, findings, ledger, source

ATTACK = "<script>alert(1)</script>\"' onmouseover=alert(1) **bold**"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27; onmouseover=alert(1) **bold**"


def test_a_finding_is_plain_text():
    card = Card("mend", ATTACK, ATTACK, ATTACK, f"imports?a={ATTACK}", ATTACK)
    made = findings([card])
    assert "<script" not in made
    assert made.count(SAFE) == 5
    assert findings([Card("know", "a", "b", "c")]).count("<a ") == 0


def test_a_break_is_plain_text():
    made = ledger([Line("day", ATTACK, ATTACK, ATTACK, "by")])
    assert "<script" not in made
    assert made.count(SAFE) == 3


def link(address: str, words: str) -> str:
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{words}</a>'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("our own notes", "our own notes"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("http://[", "http://["),
        ("The news: https://example.org/a?b=1&c", link("https://example.org/a?b=1&amp;c", "The news")),
        ("https://example.org/a as of May", link("https://example.org/a", "example.org") + " as of May"),
        ('https://a.org/"onclick="x', link("https://a.org/&quot;onclick=&quot;x", "a.org")),
    ],
)
def test_only_web_addresses_become_links(text, made):
    assert source(text) == made
