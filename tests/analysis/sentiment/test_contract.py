"""What every engine promises, whichever judges; those of the better one run where it is installed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis.sentiment import LABELS
from lib.analysis.sentiment.refit import dump, refit, restore
from tests.analysis.sentiment.labelled import better, default, sentences

ENGINES = {"default": default, "better": better}

# What outsiders would not guess: at this community the words mean something else.
FORMS = {"positive": "今天又太離譜了第{}次", "negative": "這家是夢幻逸品第{}號", "neutral": "第{}集上架"}
TAUGHT = [(form.format(n), label) for n in range(20) for label, form in FORMS.items()]


@pytest.fixture(scope="class", params=ENGINES)
def engine(request):
    return ENGINES[request.param]()


class TestEngine:
    """One engine after the other."""

    @pytest.mark.parametrize(
        "text", ["", "   ", "\n", "+1", "https://example.com/a?b=1", "@小明", "[貼圖]", "!!!", "123"]
    )
    def test_what_says_nothing_is_neutral_and_certain(self, engine, text):
        (found,) = engine.judge([text])
        assert (found.label, found.score, found.confidence, found.words) == ("neutral", 0, 1, ())

    def test_plain_words_are_understood(self, engine):
        judged = engine.judge(
            ["這家店真的很好吃", "服務很差，不會再來", "請問幾點開始？", "I love it", "terrible"]
        )
        told = ["positive", "negative", "neutral", "positive", "negative"]
        assert [each.label for each in judged] == told

    def test_words_are_the_texts_own(self, engine):
        judged = engine.judge(["湯頭濃郁，可是服務真的很差 QQ", "汤头浓郁", "ＡＭＡＺＩＮＧ place"])
        assert judged[0].label == "negative"
        assert "真的很差" in judged[0].words
        assert judged[1].words == ("汤头浓郁",)
        assert judged[2].words == ("ＡＭＡＺＩＮＧ",)

    def test_both_scripts_give_the_same(self, engine):
        traditional, simplified = engine.judge(
            ["這家餐廳沒有很好吃，服務也很差", "这家餐厅没有很好吃，服务也很差"]
        )
        assert (traditional.label, traditional.score) == (simplified.label, simplified.score)

    def test_only_the_first_500_characters_are_read(self, engine):
        start = "很好吃。" * 125
        assert engine.judge([start])[0] == engine.judge([start + "難吃" * 500])[0]

    def test_a_text_is_judged_alike_alone_and_among_others(self, engine):
        texts = [text for _, _, text in sentences()[:30]] + ["", "love it"]
        together = engine.judge(texts)
        for text, found in zip(texts, together, strict=True):
            (alone,) = engine.judge([text])
            assert alone.label == found.label
            assert alone.score == pytest.approx(found.score, abs=1e-6)

    def test_labels_of_a_community_teach_and_what_is_kept_judges_the_same(self, engine):
        texts, labels = zip(*TAUGHT, strict=True)
        taught = refit(engine, texts, labels)
        unseen = [form.format(77) for form in FORMS.values()]
        assert [each.label for each in engine.judge(unseen)] != list(FORMS)
        assert [each.label for each in taught.judge(unseen)] == list(FORMS)
        again = restore(engine, dump(taught))
        assert again.judge(texts[:6]) == taught.judge(texts[:6])
        assert (again.id, again.version, again.swift) == (taught.id, taught.version, engine.swift)
        assert taught.version.startswith(engine.version + "+")

    def test_any_text_has_a_verdict(self, engine):
        @settings(max_examples=40, deadline=None)
        @given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=5))
        def holds(texts):
            judged = engine.judge(texts)
            assert len(judged) == len(texts)
            for text, found in zip(texts, judged, strict=True):
                assert found.label in LABELS
                assert -1 <= found.score <= 1
                assert 0 <= found.confidence <= 1
                assert all(word in text for word in found.words)

        holds()
