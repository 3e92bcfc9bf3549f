"""The page Sentiment: the share and what it rests on, the comments, teaching; who may see what."""

from __future__ import annotations

import json
from datetime import datetime

import pyarrow as pa
import pytest

from lib import learning, sentiments
from lib.clock import now
from lib.metrics import comment_lists
from lib.metrics.comments import read
from lib.model import PulseError, Scope, say
from lib.settings import Settings
from lib.store import people, scores
from lib.store.comment_schema import SCORES
from lib.store.comments import number
from lib.store.people import Member
from lib.store.scores import Judge, Labelled
from tests.factories import bring, comments
from tests.pages.screen import charts, headline, texts, visit
from tests.pages.test_incidents import press
from tests.pages.test_roles import enter

AT = datetime(2026, 2, 3)
EVIL = "<img src=x onerror=alert(1)> **b** [a](javascript:alert(1))"


def judge(store, **labels: str) -> None:
    fixed = {"engine": "pulse", "version": "1", "score": 0.5, "confidence": 0.6}
    rows = [{**fixed, "text_id": number(text), "label": label} for text, label in labels.items()]
    scores.keep(store, Judge("pulse", "1"), [pa.Table.from_pylist(rows, schema=SCORES)], AT, "test")


@pytest.fixture
def spoken(own):
    """Twenty comments labelled by their file, of which the engine errs in four, and twenty that only
    the engine judged."""
    labelled = [{"text": f"f{n}", "sentiment": "negative" if n < 10 else "positive"} for n in range(20)]
    bring(own, comments(*labelled, *[{"text": f"e{n}"} for n in range(20)]))
    negative = {*range(8), 10, 11}
    found = {f"f{n}": "negative" if n in negative else "positive" for n in range(20)}
    judge(own, **found, **{f"e{n}": "negative" if n < 8 else "positive" for n in range(20)})
    return own


def shown(app, column: str) -> list[str]:
    return [value for table in app.dataframe if column in table.value for value in table.value[column]]


def test_the_share_is_corrected_marked_as_an_estimate_and_the_raw_one_is_there(spoken):
    # TPR 8/10, FPR 2/10: of the twenty (0.4 - 0.2) / 0.6 = 1/3 are negative; (10 + 20/3) / 40 = 42 %.
    app = visit("sentiment", period="all", compare="none")
    assert headline(app).startswith("Negative comments: about 42% (")
    said = " ".join(texts(app))
    assert "An estimate: corrected for how often the engine errs; 90% interval." in said
    assert "As counted, errors of judging included: 45.0%." in said
    assert "Judged by the default engine, version 1." in said
    assert len(charts(app)) == 2


def test_without_labels_the_share_is_the_one_counted_and_says_so(own, monkeypatch):
    monkeypatch.setenv("PULSE_SENTIMENT_ENGINE", "better")
    monkeypatch.setattr(sentiments, "_model", _not_installed)
    monkeypatch.setitem(sentiments.ENGINES, "better", sentiments._better.__wrapped__)
    bring(own, comments({"text": "a"}, {"text": "b"}, {"text": "c"}))
    judge(own, a="negative", b="neutral")
    app = visit("sentiment", period="all", compare="none")
    said = " ".join(texts(app))
    assert headline(app).startswith("Negative comments: about 50% (")
    assert "2 of 3 comments are judged. 1 wait to be judged. As counted; not corrected" in said
    assert "(make nlp) Until then the default engine judges." in said


def test_what_has_no_words_does_not_wait_to_be_judged(own):
    bring(own, comments({"text": "a"}, {"text": None}, {"text": "b"}))
    judge(own, a="negative")
    said = " ".join(texts(visit("sentiment", period="all", compare="none")))
    assert "1 of 3 comments are judged. 1 wait to be judged. 1 have no words to judge: erased" in said


def _not_installed():
    raise PulseError(say("(make nlp)"))


def test_comments_are_plain_text_and_filtered(own):
    bring(own, comments({"text": EVIL, "sentiment": "negative"}, {"text": "fine", "sentiment": "positive"}))
    assert set(shown(visit("sentiment", period="all"), "Text")) == {EVIL, "fine"}
    negative = visit("sentiment", period="all", mood="negative")
    assert [table.value["Text"].tolist() for table in negative.dataframe if "Judged by" in table.value] == [
        [EVIL]
    ]
    assert EVIL not in " ".join(texts(negative))


def test_competitors_stand_beside_the_brand_with_their_share_of_voice(own):
    rows = [{"text": str(n), "sentiment": "neutral"} for n in range(3)]
    bring(own, comments(*rows, {"text": "x", "sentiment": "negative", "competitor": "Other"}))
    app = visit("sentiment", period="all", split="competitor")
    assert dict(zip(shown(app, "Group"), shown(app, "Share of voice"), strict=True)) == {
        "The brand itself": "75.0%", "Other": "25.0%",
    }  # fmt: skip


def test_private_channels_are_for_those_who_may_see_them(own, tmp_path, monkeypatch):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nclient_id = "pulse"\nclient_secret = "x"\ncookie_secret = "y"\n')
    monkeypatch.setenv("PULSE_SECRETS", str(secrets))
    rows = [
        {"text": "open", "sentiment": "neutral"},
        {"text": "secret", "sentiment": "negative", "private": True},
    ]
    bring(own, comments(*rows))
    for name, private in (("out", False), ("in", True)):
        member = Member(f"{name}@example.org", name, "viewer", Scope(private=private))
        people.put(own, member, now(), "local")
    inside, outside = enter("sentiment", "in@example.org"), enter("sentiment", "out@example.org")
    assert "secret" in shown(inside, "Text")
    assert shown(outside, "Text") == ["open"]
    assert "secret" not in json.dumps(texts(outside))
    assert headline(outside).startswith("Negative comments: about 0% (")
    assert not [each for each in outside.button if each.label == "Save labels"]


def test_a_manager_labels_and_sees_how_well_the_engine_does(spoken):
    app = visit("sentiment", period="all")
    assert "100 more labels, and Pulse is fitted to your community." in " ".join(texts(app))
    (first, *_) = [each for each in app.radio if each.key.startswith("label-")]
    first.set_value("negative")
    press(app, "Save labels")
    assert "99 more labels" in " ".join(texts(app))
    assert [row[0] for row in _labels(spoken)] == ["negative"]


def test_after_a_hundred_labels_the_fit_is_shown_with_its_record(own):
    rows = [
        (f"夢幻逸品第{n}號" if n % 2 else f"第{n}集上架", "negative" if n % 2 else "neutral")
        for n in range(100)
    ]
    bring(own, comments(*[{"text": text} for text, _ in rows]))
    given = [
        Labelled(number("facebook", "page", f"c{at}"), label, "random")
        for at, (_, label) in enumerate(rows, 1)
    ]
    scores.teach(own, given, AT, "manager")
    fit = learning.learn(own, Settings(), AT)
    scores.keep(own, Judge("pulse", fit.version), [], AT, "test")
    app = visit("sentiment", period="all")
    assert "Pulse was fitted to 100 labels of your community." in " ".join(texts(app))
    assert shown(app, "Precision") == ["—", "100%", "100%"]
    assert shown(app, "Recall") == ["—", "100%", "100%"]


def _labels(store) -> list[tuple[str, str]]:
    return [(row["label"], row["drawn"]) for row in read(store, comment_lists.examples(10))]
