"""Fitting an engine to one community: what labels change, what is kept, and how it is measured."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.sentiment import Judged
from lib.analysis.sentiment.pick import pick
from lib.analysis.sentiment.record import FEWEST, Quality, quality, record
from lib.analysis.sentiment.refit import refit
from tests.analysis.sentiment.labelled import default, sentences

# What outsiders would not guess: at this community the words mean something else.
PRAISE, BLAME, FACT = "今天又太離譜了第{}次", "這家是夢幻逸品第{}號", "第{}集上架"
TEXTS = [form.format(n) for n in range(20) for form in (PRAISE, BLAME, FACT)]
LABELS_HERE = ["positive", "negative", "neutral"] * 20


@pytest.fixture(scope="module")
def taught():
    return refit(default(), TEXTS, LABELS_HERE)


def test_few_labels_change_little():
    texts = [text for _, _, text in sentences()[:200]]
    taught = refit(default(), ["好吃", "難吃", "請問在哪"], ["positive", "negative", "neutral"])
    before, after = (np.array([each.score for each in e.judge(texts)]) for e in (default(), taught))
    assert np.abs(before - after).mean() < 0.1


def test_the_same_labels_give_the_same_fit(taught):
    assert refit(default(), TEXTS, LABELS_HERE).version == taught.version


def test_empty_texts_stay_without_sentiment(taught):
    (found,) = taught.judge(["  "])
    assert (found.label, found.score) == ("neutral", 0)


def test_the_record_is_of_labels_not_fitted_to():
    found = record(default(), TEXTS, LABELS_HERE)
    assert found.labels == 60
    assert found.before.macro_f1 < 0.5
    assert found.after.macro_f1 > 0.9
    assert sum(map(sum, found.after.confusion)) == 60
    assert (found.negative.of_kind, found.negative.others) == (20, 40)


def test_labels_without_meaning_are_not_learnt():
    rng = np.random.default_rng(3)
    texts = [text for _, _, text in sentences()[:90]]
    noise = [str(each) for each in rng.choice(["positive", "neutral", "negative"], 90)]
    assert record(default(), texts, noise).after.macro_f1 < 0.5


def test_only_labels_drawn_at_random_tell_of_skill():
    drawn = [at % 3 == 0 for at in range(60)]  # all of the first form
    found = record(default(), TEXTS, LABELS_HERE, drawn)
    assert (found.negative.of_kind, found.negative.others) == (0, 20)


def test_too_few_labels_have_no_record():
    assert record(default(), TEXTS[: FEWEST - 1], LABELS_HERE[: FEWEST - 1]) is None


def test_precision_and_recall_by_hand():
    found = quality(
        ["positive", "positive", "neutral", "negative"], ["positive", "negative", "neutral", "negative"]
    )
    assert found == Quality(((1, 0, 1), (0, 1, 0), (0, 0, 1)))
    assert found.precision == {"positive": 1, "neutral": 1, "negative": 0.5}
    assert found.recall == {"positive": 0.5, "neutral": 1, "negative": 1}
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)


def test_half_are_unsure_and_half_at_random():
    judged = [Judged("neutral", 0, 0.34 + at / 200) for at in range(100)]
    picked = pick(judged, 20, seed=1)
    assert len({each.index for each in picked}) == 20
    unsure = [each.index for each in picked if each.why == "unsure"]
    drawn = [each.index for each in picked if each.why == "random"]
    assert (len(unsure), len(drawn)) == (10, 10)
    assert set(unsure) == set(sorted(set(range(100)) - set(drawn))[:10])
    assert pick(judged, 20, seed=1) == picked != pick(judged, 20, seed=2)


def test_no_more_is_picked_than_there_is():
    judged = [Judged("neutral", 0, 0.5)] * 3
    assert sorted(each.index for each in pick(judged, 20, seed=1)) == [0, 1, 2]
    assert pick([], 5, seed=1) == []
