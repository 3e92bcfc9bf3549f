"""What people label changes how comments are judged: after a hundred labels, and measured on others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lib import learning, scoring
from lib.analysis.sentiment.record import Quality
from lib.metrics.comments import read
from lib.settings import Settings
from lib.store import fits, scores
from lib.store.comments import number
from lib.store.scores import Labelled
from tests.factories import bring, comments

AT = datetime(2026, 2, 3)
PRAISE, BLAME, FACT = "今天又太離譜了第{}次", "這家是夢幻逸品第{}號", "第{}集上架"
"""At this community the words mean something else."""
TRUE = {PRAISE: "positive", BLAME: "negative", FACT: "neutral"}
SPOKEN = [(form.format(n), label) for n in range(60) for form, label in TRUE.items()]

SETTINGS = Settings()


@pytest.fixture
def spoken(store):
    """A store of 180 comments, judged by nobody yet; gives the labels they deserve."""
    bring(store, comments(*[{"text": text} for text, _ in SPOKEN]))
    return [
        Labelled(number("facebook", "page", f"c{at}"), label, "random" if at % 2 else "unsure")
        for at, (_, label) in enumerate(SPOKEN, 1)
    ]


def test_too_few_labels_teach_nothing(store, spoken):
    scores.teach(store, spoken[: learning.ENOUGH - 1], AT, "manager")
    assert learning.learn(store, SETTINGS, AT) is None
    assert "+" not in learning.mind(store, SETTINGS).version


def test_a_hundred_labels_fit_the_engine_and_all_is_judged_anew(store, spoken):
    before = scoring.fill(store, SETTINGS, AT, "test")
    scores.teach(store, spoken[: learning.ENOUGH], AT, "manager")
    fit = learning.learn(store, SETTINGS, AT)
    assert (fit.labels, fit.base) == (100, before.judge.version)
    assert fits.of_version(store, "pulse", fit.version) == fit
    measured = {name: Quality(fit.record[name]) for name in ("before", "after")}
    assert measured["before"].accuracy < 0.5 < 0.9 < measured["after"].accuracy
    assert sum(fit.record["negative"][1::2]) == 50  # of the random ones
    done = scoring.fill(store, SETTINGS, AT, "test")
    assert (done.texts, done.judge.version) == (180, fit.version)
    assert scoring.waiting(store, SETTINGS) == 0


def test_it_learns_again_when_many_more_are_labelled(store, spoken, monkeypatch):
    scores.teach(store, spoken[:100], AT, "manager")
    learning.learn(store, SETTINGS, AT)
    scores.teach(store, spoken[100:124], AT, "manager")
    with monkeypatch.context() as patched:
        patched.setattr(learning.comment_lists, "examples", lambda _: pytest.fail("read for nothing"))
        assert learning.learn(store, SETTINGS, AT) is None
    scores.teach(store, spoken[124:125], AT, "manager")
    again = learning.learn(store, SETTINGS, AT)
    assert again.labels == 125
    assert learning.mind(store, SETTINGS).version == again.version


def test_it_learns_on_from_the_newest_labels_when_there_are_more_than_it_takes(store, spoken, monkeypatch):
    scores.teach(store, spoken[:100], AT, "manager")
    first = learning.learn(store, SETTINGS, AT)
    monkeypatch.setattr(learning, "MOST", 60)
    scores.teach(store, spoken[100:150], AT, "manager")
    again = learning.learn(store, SETTINGS, AT)
    assert (again.labels, again.version != first.version) == (60, True)
    assert learning.mind(store, SETTINGS).version == again.version
    texts = [row["text"] for row in read(store, learning.comment_lists.examples(50))]
    assert set(texts) == {text for text, _ in SPOKEN[100:150]}
    assert learning.learn(store, SETTINGS, AT) is None


def test_a_fit_of_another_version_is_left(store, spoken, monkeypatch):
    scores.teach(store, spoken[:100], AT, "manager")
    learning.learn(store, SETTINGS, AT)
    newer = learning.sentiments.engine(SETTINGS)
    newer = replace(newer, version="2")
    monkeypatch.setattr(learning.sentiments, "engine", lambda _: newer)
    assert learning.mind(store, SETTINGS).version == "2"
    assert learning.learn(store, SETTINGS, AT).base == "2"
