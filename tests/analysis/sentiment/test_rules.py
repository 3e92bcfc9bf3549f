"""The lexicon and the rules, on a few words whose sums are worked out by hand."""

from __future__ import annotations

import pytest

from lib.analysis.sentiment.lexicon import parse
from lib.analysis.sentiment.rules import read
from lib.analysis.sentiment.script import clauses_marked, fold, unsaid

WORDS = """
[words]
"2" = "好吃 滿意 nice a_bit_of_heaven"
"-1" = "貴"
"-2" = "難吃 hate*"
"0" = "好吃嗎"
[negator]
"0" = "不 一點都不 不是"
"-1.2" = "不夠"
[softener]
"0" = "沒有很 不太"
[degree]
"1.3" = "很 超"
[well]
"1.5" = "好"
[excessive]
"1.3" = "太"
[after]
"1.5" = "到爆"
[undo]
words = "個屁"
[excess]
"0" = "甜"
"1" = "鹹"
[contrast]
words = "但是"
[wish]
words = "希望"
[ask]
words = "請問"
[question]
words = "? 嗎"
[stop]
words = ", ."
"""
LEXICON = parse([("words.toml", WORDS)])


def reading(text):
    return read(LEXICON.scan(clauses_marked(fold(unsaid(text)))))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("好吃", [2]),
        ("很好吃", [2.6]),
        ("不好吃", [-1.8]),  # 0.9 of it, turned
        ("沒有很好吃", [-1.4]),  # 0.7 of it, turned
        ("不太好吃", [-1.4]),
        ("很不好吃", [-2.34]),  # the degree stands before the negator
        ("不是不好吃", [1.2]),  # twice turned, 0.6 of it
        ("不貴", [0.675]),
        ("一點都不貴", [0.675]),
        ("不難吃", [1.35]),
        ("好貴", [-1.15]),
        ("服務好", [1.5]),
        ("服務不好", [-1.35]),
        ("分量不夠", [-1.2]),
        ("好吃到爆", [3]),
        ("好吃個屁", [-2]),
        ("甜", []),
        ("太甜", [-1.56]),
        ("很甜", []),
        ("很鹹", [-1.56]),
        ("不鹹", [1]),
        ("好吃但是貴", [0.9, -1]),  # what stands before 但是 counts 0.45
        ("希望好吃", [0.3]),
        ("請問好吃?", [0.5]),
        ("好吃嗎", []),
        ("不,好吃", [2]),  # a negator does not reach over a comma
        ("不曉得這家店到底好吃", [2]),  # nor far
        ("Nice", [2]),
        ("nicely", []),
        ("we hated it", [-2]),
        ("hating", [-2]),
        ("a bit of heaven", [2]),
        ("难吃", [-2]),
        ("好ㄘ", [2]),
        ("唔好食", [-1.8]),
        ("@好吃 https://a.b/好吃", []),
        ("推 nice: 好吃", [2]),
    ],
)
def test_polarity(text, values):
    assert [each.value for each in reading(text).said] == pytest.approx(values)


def test_places_take_in_the_modifiers():
    text = "真的沒有很好吃啦"
    (found,) = reading(text).said
    assert text[found.start : found.end] == "沒有很好吃"


def test_what_else_a_text_does():
    found = reading("請問不是好吃嗎,希望不貴但是")
    assert (found.asks, found.wishes, found.contrasts, found.denials) == (True, True, True, 2)


@pytest.mark.parametrize(
    "text", ["ＡＢ「好」…", "這裡 ㄘ 飯 https://x.y/z 好", "İstanbul 👍🏻 ❤️", "[貼圖] a@b.co"]
)
def test_every_step_keeps_places(text):
    assert len(clauses_marked(fold(unsaid(text)))) == len(text)


def test_dry_is_no_curse():
    assert fold("乾") != fold("幹")


def test_one_word_has_one_meaning():
    other = '[words]\n"-2" = "好吃"\n[degree]\n"2" = "難吃"'
    with pytest.raises(ValueError, match=r"other.toml: “好吃” word -2 is .* in words.toml\n.*難吃"):
        parse([("words.toml", WORDS), ("other.toml", other)])


def test_polarities_have_bounds():
    with pytest.raises(ValueError, match="between -3 and 3"):
        parse([("words.toml", '[words]\n"4" = "好"')])


def test_what_is_a_word_behind_very_alone_is_one_behind_other_degrees():
    words = '[words]\n"2" = "很快 快樂"\n"1" = "很可以"\n"0" = "可以"\n[degree]\n"1.5" = "超級 更"\n'
    lexicon = parse([("words.toml", words)])

    def found(text):
        return [(text[hit.start : hit.end], hit.value) for hit in lexicon.scan(fold(text))]

    assert found("超級快") == [("超級", 1.5), ("快", 2)]
    assert found("超級快樂") == [("超級", 1.5), ("快樂", 2)]  # the longer word
    assert found("超級可以") == [("超級", 1.5), ("可以", 1)]  # by itself it says nothing
    assert found("更快") == [("更", 1.5)]  # 更新, 最近: words of their own
    assert found("超級") == [("超級", 1.5)]
