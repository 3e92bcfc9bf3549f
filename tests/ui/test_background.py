"""Work that outlives a page: one after the other, watched by whoever looks."""

from __future__ import annotations

from threading import Event

import pytest

from lib.ui import background


def test_tasks_wait_their_turn_and_say_how_far_they_are():
    go, reached = Event(), Event()

    def first(told):
        told(3, 10)
        reached.set()
        go.wait(60)
        return "one"

    one = background.start("here", "a.csv", first)
    two = background.start("here", "b.csv", lambda told: told(1, 1) or "two")
    other = background.start("elsewhere", "c.csv", lambda told: "three")
    assert reached.wait(60)
    assert [task.name for task in background.running("here")] == ["a.csv", "b.csv"]
    assert (one.done, one.total, two.total) == (3, 10, 0)
    assert two.seconds() == 0
    assert not one.ended(0.01)
    go.set()
    assert two.ended(60)
    assert (one.future.result(), two.future.result(), other.future.result(60)) == ("one", "two", "three")
    assert background.running("here") == []


def test_a_failure_is_the_tasks_own():
    def fail(told):
        raise ValueError("no")

    broken = background.start("here", "a.csv", fail)
    after = background.start("here", "b.csv", lambda told: 5)
    assert after.ended(60)
    with pytest.raises(ValueError, match="no"):
        broken.future.result()
    assert after.future.result() == 5
