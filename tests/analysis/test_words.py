"""Words that set texts apart: found where planted, none where there is no difference."""

from __future__ import annotations

import random

from lib.analysis.words import telling

USUAL = ["等了兩個星期還沒出貨", "價格一直漲", "the parcel was late", "包裝破了"]


def test_what_is_new_is_named_and_whole():
    now = [*USUAL * 10, *["瓦斯爐漏氣了"] * 15, *["gas leak again"] * 6]
    found = {each.word: (each.first, each.second) for each in telling(now, USUAL * 20)}
    assert found == {"瓦斯爐漏氣了": (15, 0), "gas leak again": (6, 0)}


def test_the_same_texts_tell_nothing():
    draw = random.Random(1)
    first, second = (draw.choices(USUAL, k=300) for _ in range(2))
    assert telling(first, second) == []


def test_nothing_to_compare_tells_nothing():
    assert telling([], []) == []
    assert telling([], USUAL) == []


def test_a_word_counts_once_a_text():
    found = telling(["bad bad bad bad"] * 5 + USUAL * 5, USUAL * 40)
    assert [(each.word, each.first) for each in found] == [("bad", 5)]


def test_a_word_and_its_overlapping_pieces_are_told_once():
    riders = [
        "外送員遲到",
        "外送員很兇",
        "罵外送員",
        "外送員迷路",
        "這外送員",
        "外送員不接電話",
        "怪外送員",
        "外送員",
    ]
    # 外送 is in ten texts, 外送員 in eight of them; 送員 is a piece of both.
    now = [*riders, "外送太慢", "叫外送", *USUAL * 5]
    assert [(each.word, each.first) for each in telling(now, USUAL * 60)] == [("外送員", 8)]
    # From seven of ten on they are two things to say.
    now = [*riders[1:], "外送太慢", "叫外送", "外送漲價", *USUAL * 5]
    assert [(each.word, each.first) for each in telling(now, USUAL * 60)] == [("外送", 10)]


def test_words_of_different_comments_are_all_told():
    now = [*["客服電話打不通"] * 6, *["客服電話都沒人"] * 6, *["退費太慢"] * 6, *USUAL * 5]
    found = {each.word: each.first for each in telling(now, USUAL * 60)}
    assert found == {"客服電話": 12, "打不通": 6, "都沒人": 6, "退費太慢": 6}


def test_what_stands_in_the_same_comments_is_one_entry():
    now = [*["失望透頂，早該退出會員"] * 6, "失望透頂", *["客服已讀"] * 5, *USUAL * 5]
    found = [(each.word, each.first) for each in telling(now, USUAL * 60)]
    assert found == [("失望透頂 … 早該退出會員", 7), ("客服已讀", 5)]


def test_pieces_of_a_phrase_are_told_as_the_phrase():
    now = [*USUAL * 10, *["公告寫得避重就輕"] * 20]
    found = {each.word: each.first for each in telling(now, USUAL * 20)}
    assert found == {"公告寫得避重就輕": 20}


def test_where_there_is_but_one_word_there_is_no_other_it_could_be_more_frequent_than():
    assert telling(["好吃"] * 3, []) == []
    assert telling(["good"] * 5, ["good"] * 2) == []
