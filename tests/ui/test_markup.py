"""Texts of posts, files and accounts stay plain text, whatever they hold."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ui import markup
from lib.ui.markup import Card, PostLine

ATTACK = "<img src=x onerror=alert(1)>\"' onmouseover=alert(1) & </h1><script>alert(1)</script>"
TAGS = {
    "section",
    "article",
    "header",
    "h1",
    "h2",
    "p",
    "div",
    "span",
    "small",
    "strong",
    "button",
    "i",
    "a",
    "ul",
    "li",
}
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


class Reader(HTMLParser):
    """What a browser would make of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data

    @property
    def is_ours(self) -> bool:
        return self.tags <= TAGS and not any(name.startswith("on") for name, _ in self.attributes)

    def all_of(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def card(text: str) -> Card:
    return Card(text, text, text, text, "good", text, text, text, (1.0, 2.0))


PIECES = {
    "cards": (lambda text: markup.cards([card(text)]), 6),
    "crumb": (markup.crumb, 1),
    "headline": (lambda text: markup.headline(text, [text, text]), 3),
    "block": (lambda text: markup.block(text, text), 2),
    "ribbon": (markup.ribbon, 1),
    "empty": (lambda text: markup.empty(text, text), 2),
    "quiet": (markup.quiet, 1),
    "notice": (lambda text: markup.notice(text, "bad"), 1),
    "notes": (lambda text: markup.notes([text, text]), 2),
    "posts": (
        lambda text: markup.posts([PostLine(text, text, text, text, "https://x.com/1?a=1&b=" + text)]),
        4,
    ),
}


@pytest.mark.parametrize("name", PIECES)
def test_markup_in_a_text_is_shown_not_run(name):
    make, times = PIECES[name]
    found = Reader(make(ATTACK))
    assert found.is_ours
    assert found.text.count(ATTACK) == times


@pytest.mark.parametrize("name", PIECES)
@settings(deadline=None)
@given(TEXTS)
def test_any_text_comes_out_as_it_went_in(name, text):
    found = Reader(PIECES[name][0](text))
    assert found.is_ours
    assert text in found.text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example",
        "post/1",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(link):
    found = Reader(markup.posts([PostLine("words", "about", "5%", "n", link)]))
    assert "a" not in found.tags
    assert "words" in found.text


def test_a_broken_address_breaks_nothing():
    found = Reader(markup.posts([PostLine("words", "about", "5%", "n", "http://[")]))
    assert found.is_ours
    assert "words" in found.text


def test_a_web_address_is_a_link_that_tells_the_other_side_nothing():
    found = Reader(markup.posts([PostLine("words", "about", "5%", "n", 'https://x.com/1?a=1&b="><b>')]))
    assert found.all_of("href") == ['https://x.com/1?a=1&b="><b>']
    assert found.all_of("rel") == ["noopener noreferrer"]


def test_a_card_has_its_definition_one_hover_away():
    found = Reader(
        markup.cards([Card("Reach", "12", "", "", "", "", "People reached.", "What “Reach” means")])
    )
    assert found.all_of("aria-label") == ["What “Reach” means"]
    assert "tooltip" in found.all_of("role")
    assert "People reached." in found.text


def test_what_a_card_does_not_have_takes_no_room():
    bare = markup.cards([Card("Reach", "12", "", "", "", "", "d", "l")])
    assert "change" not in bare
    assert "note" not in bare
    assert "<small" not in bare
