"""The default engine as it is shipped: probes, sentences it was not tuned on, and what it promises."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis.sentiment import LABELS
from lib.analysis.sentiment.record import quality
from lib.analysis.sentiment.train import COMMENTS, FOLDER, comments
from tests.analysis.sentiment.labelled import DOMAINS, default, held_back, rows, sentences

PROBES = rows("probes.tsv")


@pytest.mark.parametrize(("label", "text"), PROBES, ids=[text for _, text in PROBES])
def test_probes(label, text):
    (found,) = default().judge([text])
    assert found.label == label, found


def test_there_are_enough_probes_and_sentences():
    assert len(PROBES) > 100
    found = sentences()
    assert len(found) >= 600
    assert len({text for _, _, text in found}) == len(found)
    assert Counter(domain for _, domain, _ in found).keys() == set(DOMAINS)
    for domain in DOMAINS:
        share = Counter(label for label, of, _ in found if of == domain)
        assert all(share[label] >= 25 for label in LABELS), (domain, share)


def test_no_sentence_is_trained_on():
    trained = {each.text for each in comments((FOLDER / COMMENTS).read_text("utf-8"))}
    assert len(trained) > 1500
    assert not trained & {text for _, _, text in sentences()}
    assert not trained & {text for _, text in PROBES}


def test_unseen_sentences_are_judged_as_well_as_documented():
    held = [(label, text) for label, _, text in sentences() if held_back(text)]
    truth = [label for label, _ in held]
    judged = default().judge([text for _, text in held])
    assert quality(truth, [each.label for each in judged]).macro_f1 >= 0.70
    sided = [(true, each.score > 0) for true, each in zip(truth, judged, strict=True) if true != "neutral"]
    right = [(true == "positive") == up for true, up in sided]
    assert sum(right) / len(right) >= 0.75


def test_confidence_is_honest():
    found = sentences()
    judged = default().judge([text for _, _, text in found])
    right = [each.label == label for each, (label, _, _) in zip(judged, found, strict=True)]
    sure = [ok for ok, each in zip(right, judged, strict=True) if each.confidence >= 0.8]
    unsure = [ok for ok, each in zip(right, judged, strict=True) if each.confidence < 0.6]
    assert len(sure) > 100
    assert len(unsure) > 30
    assert sum(sure) / len(sure) >= 0.8
    assert sum(unsure) / len(unsure) <= 0.75


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "+1", "https://example.com/a?b=1", "@小明", "[貼圖]", "!!!", "123"]
)
def test_what_says_nothing_is_neutral_and_certain(text):
    (found,) = default().judge([text])
    assert (found.label, found.score, found.confidence, found.words) == ("neutral", 0, 1, ())


def test_words_are_the_texts_own():
    judged = default().judge(["湯頭濃郁，可是服務真的很差 QQ", "汤头浓郁", "ＡＭＡＺＩＮＧ place"])
    assert judged[0].label == "negative"
    assert "真的很差" in judged[0].words
    assert judged[1].words == ("汤头浓郁",)
    assert judged[2].words == ("ＡＭＡＺＩＮＧ",)


def test_both_scripts_give_the_same():
    traditional, simplified = default().judge(
        ["這家餐廳沒有很好吃，服務也很差", "这家餐厅没有很好吃，服务也很差"]
    )
    assert (traditional.label, traditional.score) == (simplified.label, simplified.score)


def test_only_the_first_500_characters_are_read():
    start = "很好吃。" * 125
    assert default().judge([start])[0] == default().judge([start + "難吃" * 500])[0]


def test_a_text_is_judged_alike_alone_and_among_others():
    texts = [text for _, _, text in sentences()[:60]] + ["", "love it"]
    together = default().judge(texts)
    for text, found in zip(texts, together, strict=True):
        (alone,) = default().judge([text])
        assert alone.label == found.label
        assert alone.score == pytest.approx(found.score, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_verdict(texts):
    judged = default().judge(texts)
    assert len(judged) == len(texts)
    for text, found in zip(texts, judged, strict=True):
        assert found.label in LABELS
        assert -1 <= found.score <= 1
        assert 0 <= found.confidence <= 1
        assert all(word in text for word in found.words)
