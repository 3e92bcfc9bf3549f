"""How fresh sources are, and what people upload: the word for it and the moments behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lib.model import say
from lib.store import sources, write
from lib.store.sources import Source, State
from lib.sync import freshness, uploads
from tests.factories import days, posts
from tests.sync.readings import START, later, sheet

ERROR = say("It said no.")


@pytest.mark.parametrize(
    ("said", "state", "minutes", "status"),
    [
        ({}, {}, 1, "new"),
        ({}, {}, 181, "late"),
        ({}, {"ok_at": START}, 180, "fresh"),
        ({}, {"ok_at": START}, 181, "late"),
        ({}, {"ok_at": START, "error": ERROR}, 1, "failing"),
        ({"enabled": False}, {"ok_at": START, "error": ERROR}, 9999, "paused"),
        ({"every_minutes": None}, {"ok_at": START}, 99999, "fresh"),
        ({"kind": "push", "every_minutes": 1440}, {"ok_at": START}, 4321, "late"),
        ({"kind": "live"}, {}, 9999, "fresh"),
    ],
)
def test_a_source_in_a_word(said, state, minutes, status):
    """Late is more than two intervals beyond when it was due: of an hour, after the third."""
    source = replace(sheet(), **said)
    assert freshness.status(source, State("s", **state), later(minutes)) == status


def imported(store, source, captured_at, *tables, kind="file"):
    entry = write.Entry(kind, captured_at, "tester", file="f.csv", captured_at=captured_at, source=source)
    with write.importing(store, entry) as batch:
        for table in tables:
            (batch.posts if "native_id" in table.column_names else batch.days)(table)
        return batch.merge().import_id


def test_what_is_sent_in_is_as_fresh_as_what_was_sent(store):
    sources.put(store, Source("p", "push", "P", {"token_sha256": "ab"}, START))
    sources.save_state(store, State("p", ok_at=later(500)))
    imported(store, "p", START, posts({"reach": 1}))
    second = imported(store, "p", later(60), posts({"reach": 2}))
    assert [each.as_of for each in freshness.standings(store, later(500))] == [later(60)]
    write.undo(store, second, later(70), "tester")
    assert [each.as_of for each in freshness.standings(store, later(500))] == [START]


def test_what_is_read_is_as_fresh_as_its_last_good_run(store):
    sources.put(store, sheet())
    sources.save_state(store, State("s", run_at=later(90), ok_at=later(60), failures=1, error=ERROR))
    (found,) = freshness.standings(store, later(100))
    assert (found.as_of, found.next_run, found.running) == (later(60), later(90 + 120), False)


def test_those_in_trouble_come_first(store):
    for id, said in (("a", {}), ("b", {"every_minutes": 5}), ("c", {}), ("d", {"enabled": False})):
        sources.put(store, sheet(id, **said))
        sources.save_state(store, State(id, ok_at=START, error=ERROR if id == "c" else None))
    found = freshness.standings(store, later(60))
    assert [each.source.id for each in found] == ["c", "b", "a", "d"]
    assert [each.source.id for each in freshness.troubled(found)] == ["c", "b"]


def test_a_source_being_read_is_seen_by_all(store):
    sources.put(store, sheet())
    assert sources.lease(store, "s", START, later(2))
    assert [each.running for each in freshness.standings(store, later(1))] == [True]
    assert [each.running for each in freshness.standings(store, later(2))] == [False]


def test_a_live_source_fails_for_the_one_who_asked(store):
    sources.put(store, replace(sheet(), kind="live"))
    (found,) = freshness.standings(store, START)
    assert freshness.in_place(found, later(1), None).status == "fresh"
    failing = freshness.in_place(found, later(1), ERROR)
    assert (failing.status, failing.as_of, failing.state.error) == ("failing", later(1), ERROR)


def test_uploads_are_told_by_account(store):
    """Facebook by hand twice, the second undone; X from a source; the demonstration is nobody's."""
    imported(store, None, datetime(2026, 3, 1), posts({"account": "fb", "account_name": "Page"}))
    undone = imported(store, None, datetime(2026, 3, 8), posts({"account": "fb"}))
    imported(store, "s", datetime(2026, 3, 9), posts({"platform": "x", "account": "x"}))
    imported(store, None, datetime(2026, 3, 2), days("followers", {date(2026, 3, 1): 5.0}, account="ig"))
    imported(store, None, datetime(2026, 3, 9), posts({"platform": "line"}), kind="demo")
    write.undo(store, undone, datetime(2026, 3, 10), "tester")
    found = [(each.platform, each.account, each.account_name, each.as_of) for each in uploads.uploaded(store)]
    assert found == [
        ("facebook", "fb", "Page", datetime(2026, 3, 1)),
        ("facebook", "ig", None, datetime(2026, 3, 2)),
    ]


def test_nothing_uploaded_nothing_told(store):
    assert uploads.uploaded(store) == []
    assert freshness.standings(store, START) == []
