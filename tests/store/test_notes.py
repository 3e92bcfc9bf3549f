"""Notes on the timeline: who sees and pins which, and what a frozen view shows of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from lib.metrics import run
from lib.model import EVERYTHING, PulseError, Scope
from lib.store import audit, log, notes
from lib.store.notes import Note
from lib.store.schema import import_log
from tests.factories import bring, posts

AT = datetime(2026, 3, 1, 8)
DAY = date(2026, 2, 10)
MONTH = date(2026, 2, 1), date(2026, 2, 28)
PLAIN = Note(DAY, "note", "Viral repost")
TEA = Note(DAY + timedelta(1), "contest", "Tea contest", community="tea", until=DAY + timedelta(3))
X = Note(DAY + timedelta(2), "rule change", "New rules", platform="x", metric="reach")


def pin(store, *given: Note) -> list[Note]:
    return [notes.add(store, each, AT, "p1", EVERYTHING) for each in given]


def titles(store, scope: Scope = EVERYTHING, as_of: int | None = None) -> list[str]:
    return [row["title"] for row in run.events(store, *MONTH, scope=scope, as_of=as_of).rows]


def test_what_was_pinned_comes_back_on_its_day(store):
    made = pin(store, PLAIN, TEA, X)
    assert [each.number for each in made] == [1, 2, 3]
    rows = run.events(store, *MONTH, scope=EVERYTHING).rows
    assert [(row["day"], row["until"], row["kind"], row["title"]) for row in rows] == [
        (DAY, None, "note", "Viral repost"),
        (date(2026, 2, 11), date(2026, 2, 13), "contest", "Tea contest"),
        (date(2026, 2, 12), None, "rule change", "New rules"),
    ]
    assert [(row["platform"], row["community"], row["metric"]) for row in rows] == [
        (None, None, None),
        (None, "tea", None),
        ("x", None, "reach"),
    ]
    assert {row["who"] for row in rows} == {"p1"}
    assert run.events(store, MONTH[1], MONTH[1], scope=EVERYTHING).rows == ()


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(), ["Viral repost", "Tea contest", "New rules"]),
        (Scope(("tea",)), ["Viral repost", "Tea contest", "New rules"]),
        (Scope(("coffee",)), ["Viral repost", "New rules"]),
        (Scope(None, ("facebook",)), ["Viral repost", "Tea contest"]),
        (Scope(("tea",), ("x",)), ["Viral repost", "Tea contest", "New rules"]),
        (Scope((), ()), ["Viral repost"]),
    ],
)
def test_a_note_of_a_community_or_platform_is_seen_by_those_who_see_it(store, scope, seen):
    pin(store, PLAIN, TEA, X)
    assert titles(store, scope) == seen


@pytest.mark.parametrize(
    ("note", "scope", "may"),
    [
        (PLAIN, Scope(), True),
        (PLAIN, Scope(("tea",)), False),
        (TEA, Scope(("tea",)), True),
        (TEA, Scope(("tea",), ("x",)), False),
        (replace(TEA, platform="x"), Scope(("tea",), ("x",)), True),
        (TEA, Scope(("coffee",)), False),
        (X, Scope(None, ("x",)), True),
        (X, Scope(None, ("facebook",)), False),
    ],
)
def test_nobody_pins_or_removes_beyond_their_scope(store, note, scope, may):
    (there,) = pin(store, note)
    if may:
        notes.add(store, note, AT, "p2", scope)
        notes.remove(store, there.number, AT, "p2", scope)
        assert len(titles(store)) == 1
    else:
        with pytest.raises(PulseError, match="not yours"):
            notes.add(store, note, AT, "p2", scope)
        with pytest.raises(PulseError, match="not yours"):
            notes.remove(store, there.number, AT, "p2", scope)
        assert len(titles(store)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PLAIN, title="  "),
        replace(PLAIN, title="x" * 301),
        replace(PLAIN, kind="party"),
        replace(PLAIN, until=DAY - timedelta(1)),
    ],
)
def test_a_note_that_says_nothing_is_refused(store, wrong):
    with pytest.raises(PulseError):
        pin(store, wrong)
    assert titles(store) == []


def test_a_frozen_view_shows_the_notes_as_they_stood(store):
    bring(store, posts({"reach": 1}))
    pin(store, PLAIN)
    with store.connect() as connection:
        frozen = log.data_version(connection)
    pin(store, replace(PLAIN, title="Later"))
    notes.remove(store, frozen, AT, "p1", EVERYTHING)
    assert titles(store, as_of=frozen) == ["Viral repost"]
    assert titles(store, as_of=frozen - 1) == []
    assert titles(store) == ["Later"]
    with pytest.raises(PulseError, match="no note"):
        notes.remove(store, frozen, AT, "p1", EVERYTHING)


def test_notes_stand_in_the_audit_log_and_not_among_imports(store):
    (made,) = pin(store, PLAIN)
    notes.remove(store, made.number, AT, "p2", EVERYTHING)
    told = [(line.who, line.action, line.act, line.facts) for line in audit.lines(store)]
    number = {"number": made.number}
    assert sorted(told) == [("p1", "note", "pinned", number), ("p2", "note", "removed", number)]
    with store.connect() as connection:
        assert log.history(connection) == []
        assert not {*connection.scalars(sa.select(import_log.c.file))} - {None}, "words stand with the note"
