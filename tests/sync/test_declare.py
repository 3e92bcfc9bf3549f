"""What may be declared as a source, and what a change of it means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.model import PulseError
from lib.store import audit, sources
from lib.store.sources import Source, State
from lib.sync import declare
from tests.sync.readings import START, sheet

DATABASE = {"connection": "crm", "table": "public.posts"}
GOOD = [
    ("sheet", {"spreadsheet": "x", "worksheet": "May"}),
    ("database", {**DATABASE, "cursor": "changed_at"}),
    ("database", {"connection": "crm", "select": "SELECT 1"}),
    ("live", {**DATABASE, "columns": {"native_id": "id"}}),
    ("push", {"token_sha256": "ab"}),
]


def declared(kind, address, **said) -> Source:
    return Source("s", kind, "S", address, START, **said)


@pytest.mark.parametrize(("kind", "address"), GOOD)
def test_addresses_that_are_whole(kind, address):
    declare.check(declared(kind, address))


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("sheet", {}, "lacks spreadsheet"),
        ("sheet", {"spreadsheet": ""}, "lacks spreadsheet"),
        ("database", {"connection": "crm"}, "lacks table / select"),
        ("database", {**DATABASE, "select": "SELECT 1"}, "lacks table / select"),
        ("live", DATABASE, "lacks columns"),
        ("push", {}, "lacks token_sha256"),
        ("database", {**DATABASE, "url": "postgresql://u:p@h/d"}, "Not known here: url"),
        ("sheet", {"spreadsheet": "x", "api_key": "k"}, "Not known here: api_key"),
        ("ftp", {}, "no kind of source"),
    ],
)
def test_addresses_that_are_not(kind, address, words):
    """Above all nothing that could be a secret is taken in."""
    with pytest.raises(PulseError, match=words) as error:
        declare.check(declared(kind, address))
    assert "p@h" not in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"id": ""}, {"id": "a b"}, {"every_minutes": 4}, {"options": {"password": "x"}}],
    ids=str,
)
def test_what_else_is_refused(changes):
    with pytest.raises(PulseError):
        declare.check(replace(sheet(), **changes))


def test_ids_are_made_of_names():
    assert declare.new_id("Marketing: May!", ()) == "marketing-may"
    assert declare.new_id("行銷表 · 2026", ()) == "行銷表-2026"
    assert declare.new_id("?", ()) == "source"
    assert declare.new_id("A", {"a", "a-2"}) == "a-3"
    declare.check(replace(sheet(), id=declare.new_id("x" * 200, ())))


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("sheet", {"spreadsheet": "https://docs.google.com/spreadsheets/d/short/edit#gid=1"}, "short"),
        ("sheet", {"spreadsheet": "1234567890abcdef", "worksheet": "May"}, "1234567890ab… · May"),
        ("database", DATABASE, "crm · public.posts"),
        ("push", {"token_sha256": "ab"}, ""),
    ],
)
def test_where_in_words(kind, address, words):
    assert declare.where(declared(kind, address)) == words


def known(store) -> State:
    return sources.one(store, "s")[1]


def test_another_address_begins_anew_another_name_does_not(store):
    declare.connect(store, sheet())
    sources.save_state(store, State("s", ok_at=START, cursor="5", sha256="ab", import_id=3))
    declare.connect(store, sheet(name="Other", every_minutes=15))
    assert (known(store).cursor, known(store).sha256) == ("5", "ab")
    declare.connect(store, sheet(address={"spreadsheet": "other"}))
    assert (known(store).cursor, known(store).sha256, known(store).ok_at) == (None, None, START)


def test_a_new_source_inherits_nothing_of_one_that_had_its_id(store):
    sources.save_state(store, State("s", failures=3, sha256="ab"))
    declare.connect(store, sheet())
    assert known(store) == State("s")


def test_changes_are_checked_and_kept(store):
    declare.connect(store, sheet())
    declare.change(store, "s", START, "p1", enabled=False, every_minutes=None)
    source, _ = sources.one(store, "s")
    assert (source.enabled, source.every_minutes, source.name) == (False, None, "S")
    with pytest.raises(PulseError):
        declare.change(store, "s", START, "p1", name="")
    with pytest.raises(PulseError):
        declare.change(store, "nowhere", START, "p1", name="x")


def test_a_source_can_be_forgotten(store):
    declare.connect(store, sheet())
    sources.save_state(store, State("s", failures=1))
    assert declare.disconnect(store, "s", START, "p1").id == "s"
    assert [(line.act, line.who) for line in audit.lines(store)] == [
        ("source removed", "p1"),
        ("source connected", "local"),
    ]
    assert sources.all_sources(store) == []
    with pytest.raises(PulseError):
        declare.disconnect(store, "s", START, "p1")
