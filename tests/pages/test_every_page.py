"""Every page in every language on every kind of store: it stands, it answers, it speaks the language."""

from __future__ import annotations

import re
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog, languages
from lib.i18n.extract import marked
from lib.settings import ROOT
from tests.pages.amounts import amount
from tests.pages.screen import PAGES, cards, charts, headline, notices, numbers, sparks, texts, visit

BEFORE_ALL = {"period": "custom", "from": "1999-01-01", "to": "1999-01-31"}
VIEWS = {
    "empty": ("empty", {}),
    "one post": ("one", {}),
    "demonstration": ("demo", {}),
    "all of it": ("demo", {"period": "all"}),
    "nothing matches": ("demo", BEFORE_ALL),
    "a young week": ("demo", {"period": "7d", "compare": "year"}),
    "uncompared": ("demo", {"period": "90d", "compare": "none", "platform": "instagram"}),
}


@pytest.fixture(scope="module")
def kept() -> dict[tuple[str, str], dict[str, AppTest]]:
    """Pages once drawn; the tests only read them."""
    return {}


@pytest.fixture(params=VIEWS)
def view(request) -> str:
    return request.param


@pytest.fixture(params=PAGES)
def shown(request, view, use, kept) -> dict[str, AppTest]:
    """A page in a view, in each language."""
    key = (view, request.param)
    if key not in kept:
        state, params = VIEWS[view]
        use(state)
        kept[key] = {language: visit(request.param, language, **params) for language in languages()}
    return kept[key]


def test_a_page_stands_and_answers(shown):
    for language, app in shown.items():
        assert [each.value for each in app.exception] == []
        assert [each.value for each in app.error] == []
        assert [each.value for each in app.warning] == []
        assert notices(app, "bad") == notices(app, "warn") == []
        assert headline(app)
        assert app.query_params["lang"] == language


@cache
def english() -> tuple[list[re.Pattern[str]], set[str]]:
    """The sentences of ours as patterns, but for those that are the same in Chinese (names)."""
    known = catalog.read("zh-TW")
    own = [text for each in marked(ROOT) for text in (each.text, each.plural) if text]
    own = [text for text in own if not (known.get(text) and known.get(text).string == text)]
    parts = [(text, re.split(r"{\w*[^}]*}", text)) for text in own]
    worded = [(text, part) for text, part in parts if re.search("[A-Za-z]{2}", "".join(part))]
    plain = {text for text, part in worded if len(part) == 1}
    filled = [part for _, part in worded if len(part) > 1]
    return [re.compile(".+".join(map(re.escape, part))) for part in filled], plain


def in_english(piece: str) -> bool:
    patterns, plain = english()
    return piece in plain or any(pattern.fullmatch(piece) for pattern in patterns)


def test_the_chinese_page_is_chinese(shown):
    found = texts(shown["zh-TW"])
    pieces = [part for text in found for part in {text, *text.split(" · ")}]
    assert [piece for piece in pieces if in_english(piece)] == []
    assert [text for text in found if re.search("[A-Za-z]{3,} [a-z]{2,}", text)] == []
    assert sum(bool(re.search("[\u4e00-\u9fff]", text)) for text in found) >= 10


def test_the_english_page_would_be_found_out(shown):
    """What holds for the Chinese page is no accident of how its words are looked for."""
    assert sum(in_english(text) for text in texts(shown["en"])) >= 10


def test_amounts_are_read():
    assert [amount(text) for text in ("4,233", "4.23K", "12.3萬", "5.2%")] == pytest.approx(
        [4233, 4230, 123_000, 0.052]
    )


def test_both_languages_show_the_same_figures(shown):
    made = [
        [numbers(each) for each in (*charts(app), *(table.value for table in app.dataframe))]
        for app in shown.values()
    ]
    assert made[0] == made[1]
    english_lines, chinese_lines = (sparks(app) for app in shown.values())
    assert english_lines == chinese_lines
    written = [[amount(value) for value in cards(app).values()] for app in shown.values()]
    assert written[0] == pytest.approx(written[1], rel=0.01)


def test_the_comparison_of_languages_compares_something(use):
    """The demonstration's overview has cards, lines, a chart and a table."""
    use("demo")
    app = visit("overview")
    assert len(cards(app)) >= 4
    assert len(sparks(app)) >= 4
    assert sum(len(numbers(each)) for each in charts(app)) >= 3
    assert len(app.dataframe) >= 1


def test_the_pages_are_the_ones_in_the_folder():
    assert set(PAGES) >= {"overview", "content", "imports"}
    assert PAGES[0] == "overview"
