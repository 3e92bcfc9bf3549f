"""Comments counted by hand: whose label counts, what a version saw, who may see what."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pyarrow as pa
import pytest

from lib.metrics import comment_lists as lists
from lib.metrics import run
from lib.metrics.comments import DayCounts, daily_counts, read
from lib.model import EVERYTHING, Period, PulseError, Query, Scope
from lib.store import scores, write
from lib.store.comment_schema import SCORES
from lib.store.comments import number
from lib.store.scores import Judge, Labelled
from tests.factories import asking, bring, comments, posts

AT = datetime(2026, 2, 3)
MON, TUE = date(2026, 1, 5), date(2026, 1, 6)
FIRST, SECOND = Judge("pulse", "1"), Judge("pulse", "2")


def judged(**labels: str) -> pa.Table:
    rows = [
        {
            "text_id": number(text),
            "engine": "pulse",
            "version": "1",
            "label": label,
            "score": 0.5,
            "confidence": 0.6,
        }
        for text, label in labels.items()
    ]
    return pa.Table.from_pylist(rows, schema=SCORES)


def by_second(**labels: str) -> pa.Table:
    table = judged(**labels)
    return table.set_column(2, "version", pa.array(["2"] * len(labels)))


def value(store, metric, scope=EVERYTHING, **query):
    return run.fetch(store, Query((metric,), scope=scope, **query)).rows[0][metric]


def test_net_sentiment_of_80_to_20_in_200_is_30(store):
    labels = ["positive"] * 80 + ["negative"] * 20 + ["neutral"] * 100
    bring(store, comments(*[{"text": str(n), "sentiment": label} for n, label in enumerate(labels)]))
    assert value(store, "net_sentiment") == 30.0
    assert value(store, "negative_share") == 0.1
    assert value(store, "comments_received") == 200


def test_own_replies_do_not_count_and_days_are_apart(store):
    bring(
        store,
        comments(
            {"sentiment": "negative"},
            {"sentiment": "negative", "day": TUE},
            {"sentiment": "positive", "day": TUE},
            {"text": "not judged", "day": TUE},
            {"sentiment": "positive", "author_kind": "brand"},
        ),
    )
    assert daily_counts(store) == (DayCounts(MON, 1, 1, 0, 0, 1), DayCounts(TUE, 2, 1, 0, 1, 3))
    assert daily_counts(store, period=Period(MON, MON)) == (DayCounts(MON, 1, 1, 0, 0, 1),)


def test_a_person_counts_before_the_file_and_the_file_before_the_engine(store):
    bring(
        store,
        comments(
            {"text": "a"},
            {"text": "a"},
            {"text": "b", "sentiment": "neutral"},
            {"text": "c"},
            {"text": None, "sentiment": "positive"},
        ),
    )
    assert scores.waiting(store, FIRST) == 3
    assert scores.keep(store, FIRST, [judged(a="negative", b="negative", c="negative")], AT, "tester") == 3
    assert daily_counts(store) == (DayCounts(MON, 5, 3, 1, 1, 5),)
    before = run.data_version(store)
    scores.teach(store, [Labelled(number("facebook", "page", "c4"), "positive", "random")], AT, "tester")
    scores.teach(store, [Labelled(number("facebook", "page", "c3"), "negative", "unsure")], AT, "tester")
    assert daily_counts(store) == (DayCounts(MON, 5, 3, 0, 2, 5),)
    assert daily_counts(store, as_of=before) == (DayCounts(MON, 5, 3, 1, 1, 5),)
    assert daily_counts(store, as_of=1) == (DayCounts(MON, 2, 0, 1, 1, 5),)


def test_another_engine_counts_from_its_run_on_and_old_views_stay(store):
    bring(store, comments({"text": "a"}, {"text": "b"}))
    scores.keep(store, FIRST, [judged(a="negative", b="negative")], AT, "tester")
    version = run.data_version(store)
    assert scores.keep(store, SECOND, [by_second(a="positive", b="positive")], AT, "tester") == 2
    assert scores.in_force(store) == SECOND
    assert daily_counts(store)[0].positive == 2
    assert daily_counts(store, as_of=version)[0].negative == 2
    assert scores.keep(store, SECOND, [by_second(a="negative")], AT, "tester") == 0
    assert daily_counts(store)[0].positive == 2


def test_judged_anew_only_what_is_said_otherwise_changes(store):
    bring(store, comments({"text": "a"}, {"text": "b"}))
    scores.keep(store, FIRST, [judged(a="negative", b="negative")], AT, "tester")
    version = run.data_version(store)
    assert scores.keep(store, FIRST, [judged(a="positive", b="negative")], AT, "tester", anew=True) == 2
    assert daily_counts(store) == (DayCounts(MON, 2, 1, 0, 1, 2),)
    assert daily_counts(store, as_of=version)[0].negative == 1  # b, as it was


def test_labels_are_counted_and_the_newest_come_first(store):
    bring(store, comments({"text": "a"}, {"text": "b"}, {"text": None}))
    for n, (of, label) in enumerate((("c2", "positive"), ("c3", "positive"), ("c1", "negative")), 2):
        scores.teach(store, [Labelled(number("facebook", "page", of), label, "random")], AT, "tester")
        assert run.data_version(store) == n
    assert [row["text"] for row in read(store, lists.examples(9))] == ["a", "b"]
    assert read(store, lists.labelled()) == ({"n": 2, "since": 2},)
    assert read(store, lists.labelled(2)) == ({"n": 2, "since": 1},)
    assert read(store, lists.labelled(as_of=2)) == ({"n": 1, "since": 1},)


def test_texts_are_judged_once_and_an_undo_needs_no_new_judgement(store):
    first = bring(store, comments({"text": "a"}, {"text": "a"}, {"text": "b"}))
    assert next(texts for _, texts in scores.unjudged(store, FIRST, 10)).count("a") == 1
    scores.keep(store, FIRST, [judged(a="negative", b="positive")], AT, "tester")
    second = bring(store, comments({"text": "b"}), captured_at=datetime(2026, 2, 2))
    assert daily_counts(store) == (DayCounts(MON, 3, 1, 0, 2, 3),)
    write.undo(store, second.import_id, AT, "tester")
    assert daily_counts(store) == (DayCounts(MON, 3, 2, 0, 1, 3),)
    assert scores.waiting(store, FIRST) == 0
    write.undo(store, first.import_id, AT, "tester")
    assert daily_counts(store) == ()


def test_competitors_are_apart_and_share_of_voice_is_of_all(store):
    bring(
        store,
        comments(
            {"sentiment": "negative"},
            {"sentiment": "positive", "competitor": "Rival"},
            {"sentiment": "positive", "competitor": "Rival"},
            {"sentiment": "positive", "competitor": "Other"},
        ),
    )
    assert value(store, "comments_received") == 1
    assert value(store, "mentions") == 4
    assert value(store, "share_of_voice") == 0.25
    rows = run.fetch(
        store, Query(("comments_received", "net_sentiment"), ("competitor",), scope=EVERYTHING)
    ).rows
    found = {row["competitor"]: (row["comments_received"], row["net_sentiment"]) for row in rows}
    assert found == {None: (1, -100.0), "Rival": (2, 100.0), "Other": (1, 100.0)}


def test_private_channels_are_not_there_for_who_may_not_see_them(store):
    bring(store, comments({"sentiment": "negative", "private": True}, {"sentiment": "positive"}))
    assert value(store, "comments_received") == 2
    assert value(store, "comments_received", Scope()) == 1
    assert daily_counts(store, scope=Scope()) == (DayCounts(MON, 1, 0, 0, 1, 1),)


def test_a_comment_has_the_topic_of_its_post(store):
    bring(store, posts({"topic": "news"}, {"topic": "help"}))
    bring(
        store,
        comments(
            {"post_native_id": "1", "sentiment": "negative"}, {"post_native_id": "9"}, {"post_native_id": "2"}
        ),
    )
    rows = run.fetch(store, Query(("comments_received", "posts"), ("topic",), scope=EVERYTHING)).rows
    assert {row["topic"]: (row["comments_received"], row["posts"]) for row in rows} == {
        "help": (1, 1), "news": (1, 1), None: (1, 0),
    }  # fmt: skip
    assert value(store, "negative_share", where=(("topic", ("news",)),)) == 1.0
    assert value(store, "negative_share", where=(("topic", ("news",)),), as_of=2) == 1.0


@pytest.mark.parametrize("label", ["bad", ""])
def test_only_known_labels_are_kept(store, label):
    with pytest.raises(PulseError, match="A label is one of"):
        scores.teach(store, [Labelled(1, label, "random")], AT, "tester")


def asked(store, select, **query):
    return read(store, select(asking(("comments_received",), **query)))


def at(hour: int, minute: int = 0, **more):
    return {"created_at": datetime(2026, 1, 5, hour, minute), **more}


def test_waits_and_the_backlog_are_of_what_wants_an_answer(store):
    bring(store, posts({"permalink": "https://example.com/p"}))
    bring(
        store,
        comments(
            at(1, text="請問有嗎？", sentiment="neutral"),
            at(2, text="太爛", sentiment="negative", post_native_id="1"),
            at(3, text="好", sentiment="positive"),
            at(1, 30, text="有的", author_kind="brand", parent_id="c1"),
            at(5, text="再問？", author_kind="brand", parent_id="c1"),
            at(6, text="謝謝", sentiment="positive"),
        ),
    )
    found = {(row["minutes"], row["answered"], row["n"]) for row in asked(store, lists.waits)}
    assert found == {(30, True, 1), (240, False, 1)}
    (waiting,) = asked(store, lists.backlog)
    assert (waiting["text"], waiting["permalink"], waiting["total"]) == ("太爛", "https://example.com/p", 1)


def test_waits_are_those_a_version_knew_and_the_asker_may_see(store):
    bring(store, comments(at(1, text="請問有嗎？"), at(6, text="好")))
    later = [
        at(2, native_id="r", author_kind="brand", parent_id="c1"),
        at(3, native_id="q", text="太爛", sentiment="negative"),
        at(9, native_id="p", text="密", private=True),
    ]
    bring(store, comments(*later), captured_at=datetime(2026, 2, 2))
    now = {(60, True, 1), (360, False, 1)}
    assert {(row["minutes"], row["answered"], row["n"]) for row in asked(store, lists.waits)} == now
    (then,) = asked(store, lists.waits, as_of=1)
    assert (then["minutes"], then["answered"]) == (300, False)
    seen = read(store, lists.waits(Query(("comments_received",), scope=Scope())))
    assert {(row["minutes"], row["answered"]) for row in seen} == {(60, True), (180, False)}


def test_the_link_of_who_waits_is_the_one_a_version_knew_and_the_asker_may_see(store):
    bring(store, posts({"permalink": "https://example.com/1", "community": "other"}))
    bring(store, comments(at(1, text="嗎", post_native_id="1")))
    newer = posts({"permalink": "https://example.com/2", "community": "other"})
    bring(store, newer, captured_at=datetime(2026, 2, 2))

    def link(**query):
        return asked(store, lists.backlog, **query)[0]["permalink"]

    assert (link(), link(as_of=2)) == ("https://example.com/2", "https://example.com/1")
    limited = Query(("comments_received",), scope=Scope(("main",)))
    assert read(store, lists.backlog(limited))[0]["permalink"] is None


def test_comments_are_listed_as_they_were_written_the_newest_first(store):
    nasty = "<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1))"
    bring(store, comments(at(1, text=nasty, sentiment="negative"), at(2, text="b"), at(3, private=True)))
    rows = asked(store, lists.listed)
    assert [row["text"] for row in rows] == [None, "b", nasty]
    found = read(store, lists.listed(Query(("comments_received",), scope=Scope()), "negative"))
    assert [(row["text"], row["total"]) for row in found] == [(nasty, 1)]


def test_the_engine_is_held_against_known_labels(store):
    bring(
        store,
        comments(*[{"text": text, "sentiment": "negative"} for text in "ab"], {"text": "c"}, {"text": "d"}),
    )
    scores.keep(store, FIRST, [judged(a="negative", b="neutral", c="negative", d="neutral")], AT, "tester")
    scores.teach(store, [Labelled(number("facebook", "page", "c3"), "positive", "random")], AT, "tester")
    cells = {(r["truth"], r["judged"]): r["n"] for r in asked(store, partial(lists.confusion, people=False))}
    assert cells == {("negative", "negative"): 1, ("negative", "neutral"): 1, ("positive", "negative"): 1}
    (row,) = asked(store, partial(lists.confusion, people=True))
    assert (row["truth"], row["judged"], row["n"]) == ("positive", "negative", 1)
    assert asked(store, partial(lists.confusion, people=True, since=3)) == ()
    assert read(store, lists.examples(9)) == ({"text": "c", "label": "positive", "drawn": "random"},)
    assert asked(store, lists.known) == ({"n": 3, "negative": 2},)
    (left,) = asked(store, partial(lists.unlabelled, unsure=True, limit=5))
    assert left["text"] == "d"
