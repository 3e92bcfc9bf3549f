"""Goals as they are kept: every change is a line, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lib.model import Goal, PulseError
from lib.store import goals, write
from tests.factories import bring, posts

AT = datetime(2026, 3, 1, 8)
VIEWS = Goal("views", 900.0, "month", date(2026, 3, 1), where=(("platform", ("x", None)),))
LAUNCH = Goal("posts", 20.0, "once", date(2026, 3, 1), date(2026, 3, 9))


def test_goals_are_kept_with_their_numbers(store):
    views, launch = (goals.save(store, each, AT, "mia") for each in (VIEWS, LAUNCH))
    assert (views, launch) == (replace(VIEWS, number=1), replace(LAUNCH, number=2))
    assert goals.known(store) == (views, launch)


def test_a_change_and_an_end_are_lines_of_the_record(store):
    views, _ = (goals.save(store, each, AT, "mia") for each in (VIEWS, LAUNCH))
    higher = replace(views, target=1000.0)
    goals.save(store, higher, AT, "ben")
    goals.finish(store, 2, AT, "ben")
    assert goals.known(store) == (higher,)
    told = [
        (line.line, line.action, line.goal.number, line.goal.target, line.who) for line in goals.record(store)
    ]
    assert told == [
        (4, "end", 2, 20.0, "ben"),
        (3, "set", 1, 1000.0, "ben"),
        (2, "set", 2, 20.0, "mia"),
        (1, "set", 1, 900.0, "mia"),
    ]


def test_a_goal_that_is_gone_cannot_be_changed_or_ended(store):
    goals.save(store, VIEWS, AT, "mia")
    goals.finish(store, 1, AT, "mia")
    for number in (1, 7):
        with pytest.raises(PulseError, match=f"no goal no. {number}"):
            goals.finish(store, number, AT, "mia")
        with pytest.raises(PulseError, match=f"no goal no. {number}"):
            goals.save(store, replace(VIEWS, number=number), AT, "mia")


def test_the_same_goal_is_not_kept_twice(store):
    goals.save(store, VIEWS, AT, "mia")
    with pytest.raises(PulseError, match="there already"):
        goals.save(store, VIEWS, AT, "mia")
    goals.finish(store, 1, AT, "mia")
    assert goals.save(store, VIEWS, AT, "mia").number == 3


def test_a_frozen_view_knows_the_goals_of_its_version(store):
    goals.save(store, VIEWS, AT, "mia")
    version = bring(store, posts({})).import_id
    goals.finish(store, 1, AT, "mia")
    goals.save(store, LAUNCH, AT, "mia")
    assert [each.metric for each in goals.known(store, version - 1)] == ["views"]
    assert [each.metric for each in goals.known(store)] == ["posts"]


def test_the_demonstrations_goals_go_with_it(store):
    with write.importing(store, write.Entry("demo", AT, "demo", captured_at=AT)) as batch:
        number = batch.merge().import_id
    goals.save(store, replace(VIEWS, demo=number), AT, "demo")
    goals.save(store, LAUNCH, AT, "mia")
    changed = goals.save(store, replace(goals.known(store)[0], target=5.0), AT, "mia")
    assert changed.demo == number
    write.forget(store, "demo", AT, "mia")
    assert [each.metric for each in goals.known(store)] == ["posts"]
    assert [line.goal.metric for line in goals.record(store)] == ["posts"]
