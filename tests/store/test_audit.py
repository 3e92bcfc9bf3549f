"""The audit log and the log of imports as one list: all acts are known, and found again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib.model import EVERYTHING
from lib.store import audit, log, people, write
from lib.store.audit import Line, Wanted
from lib.store.changing import changing
from lib.store.people import Group
from lib.store.people_schema import audit as table
from tests.factories import bring, posts

AT = datetime(2026, 3, 1, 8)
DAY = timedelta(1)


@pytest.fixture
def told(store):
    """Three lines of one log and two of the other, on five days, by two people."""
    people.signed_in(store, "p1", AT)
    people.put_group(store, Group("groups", "staff", "viewer", EVERYTHING), AT + DAY, "p2")
    bring(store, posts({"reach": 1}), at=AT + 2 * DAY)
    write.undo(store, 1, AT + 3 * DAY, "p2")
    people.sign_out(store, 7, AT + 4 * DAY, "p1")
    return store


def acts(store, **wanted) -> list[str]:
    return [line.act for line in audit.lines(store, wanted=Wanted(**wanted))]


def test_both_logs_are_one_list_the_newest_first(told):
    assert acts(told) == ["ended", "undone", "file", "group", "came"]
    assert audit.lines(told)[2] == Line(
        AT + 2 * DAY, "tester", "import", "file", {"number": 1, "file": "test.csv"}
    )
    assert [line.act for line in audit.lines(told, 2)] == ["ended", "undone"]
    assert audit.people(told) == ["p1", "p2", "tester"]


def test_lines_are_found_by_action_person_and_days(told):
    assert acts(told, actions=["rights", "import"]) == ["file", "group"]
    assert acts(told, people=["p2"]) == ["undone", "group"]
    assert acts(told, since=AT + DAY, before=AT + 3 * DAY) == ["file", "group"]
    assert acts(told, people=["p2"], actions=["undo"], since=AT + 4 * DAY) == []


def test_an_act_that_is_not_listed_is_refused(store):
    with pytest.raises(ValueError, match="no act"), changing(store) as connection:
        audit.write(connection, AT, "p1", "rights", "borrowed")
    assert audit.lines(store) == []


def test_every_kind_of_the_imports_log_is_an_action_or_has_a_line_of_its_own():
    assert {*log.KINDS} == {*audit._OF_LOG, "erase"}
    for action, *named in audit._OF_LOG.values():
        assert {*filter(None, named)} <= {*audit.ACTS[action]}


def test_a_line_from_before_is_shown_as_it_was_written(store):
    with changing(store) as connection:
        row = {"id": 1, "at": AT, "who": "p1", "action": "rights", "what": "p3 removed"}
        connection.execute(table.insert().values(row))
    assert audit.lines(store) == [Line(AT, "p1", "rights", text="p3 removed")]
