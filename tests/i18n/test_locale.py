"""Texts, lists and languages."""

from datetime import date, datetime

import pytest

from lib.i18n import languages, locale, negotiate
from lib.i18n.catalog import SOURCE
from lib.model import say
from lib.settings import LANGUAGES

EN, ZH = locale("en"), locale("zh-TW")


def test_there_is_a_catalog_for_each_language_that_can_be_set():
    assert languages() == LANGUAGES
    assert languages()[0] == SOURCE


def test_a_text_without_params_is_left_as_it_is():
    assert EN.t("100 % of {braces}") == "100 % of {braces}"


def test_params_are_written_in_the_language():
    message = say("{what}: {n}, {share}, {day}, {at}, {all}", what=say("Posts"), n=12345, share=0.5,
                  day=date(2026, 11, 22), at=datetime(2026, 11, 22, 9, 5), all=["a", "b"])  # fmt: skip
    assert EN.say(message) == "Posts: 12,345, 0.5, 22 Nov 2026, 22 Nov 2026, 09:05, a and b"
    assert ZH.say(message) == "貼文: 12,345, 0.5, 2026年11月22日, 2026年11月22日 09:05, a 和 b"


def test_braces_in_a_param_are_only_text():
    assert EN.t("{value}!", value="{x}") == "{x}!"


def test_plural():
    assert EN.n("{n} row of {file}", "{n} rows of {file}", 1, file="a.csv") == "1 row of a.csv"
    assert EN.n("{n} row of {file}", "{n} rows of {file}", 1200, file="a.csv") == "1,200 rows of a.csv"


def test_lists():
    assert EN.list(["a", "b", "c"]) == "a, b and c"
    assert ZH.list(["a", "b", "c"]) == "a、b 和 c"
    assert ZH.list(["貼文", "留言", "分享"]) == "貼文、留言和分享"
    assert ZH.list(["貼文"]) == "貼文"
    assert ZH.list([]) == ""


def test_a_page_says_its_language():
    assert (EN.html_lang, ZH.html_lang) == ("en", "zh-Hant-TW")


def test_an_unknown_language_is_an_error():
    with pytest.raises(KeyError):
        locale("fr")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-TW", "zh-TW"),
        ("zh-Hant-TW", "zh-TW"),
        ("zh_TW", "zh-TW"),
        ("zh", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("fr-CA,fr;q=0.9,zh-TW;q=0.8,en;q=0.5", "zh-TW"),
        ("fr", "the default"),
        ("", "the default"),
        (None, "the default"),
    ],
)
def test_a_browser_gets_the_nearest_language(tag, language):
    assert negotiate(tag, "the default") == language
