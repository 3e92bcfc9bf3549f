"""The schedule: what is due is read, one after the other, and nothing that goes wrong stops it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from lib import scoring
from lib.model import StoreBusy, say
from lib.schedule import Schedule
from lib.settings import Settings
from lib.store import scores, sources
from lib.sync.readers import READERS
from tests.factories import bring, comments
from tests.sync.readings import HEADER, OTHER, ROW, START, Readings, later, sheet


@pytest.fixture
def readings(monkeypatch) -> Readings:
    made = Readings({id: (HEADER, ROW) for id in "abc"})
    monkeypatch.setitem(READERS, "sheet", made.reader)
    return made


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def schedule(store, clock):
    made = Schedule(Settings(), lambda: store, clock)
    yield made
    made.stop()


def tick(schedule) -> None:
    schedule.tick()
    schedule.wait(60)


def read(readings) -> list[str]:
    """Which sources were read since it was asked last."""
    found = [id for id, _ in readings.asked]
    readings.asked.clear()
    return found


def test_what_is_due_is_read_in_its_turn(store, readings, schedule, clock):
    """a each hour, b each 2 hours, c never by itself."""
    for id, every in (("a", 60), ("b", 120), ("c", None)):
        sources.put(store, sheet(id, every_minutes=every))
    seen = []
    for minutes in (0, 59, 60, 119, 120):
        clock.now = later(minutes)
        tick(schedule)
        seen.append(read(readings))
    assert seen == [["a", "b"], [], ["a"], [], ["a", "b"]]


def test_what_was_missed_is_read_once(store, readings, schedule, clock):
    """After a night without the app, one run and not twelve."""
    sources.put(store, sheet("a"))
    tick(schedule)
    clock.now = START + timedelta(hours=12)
    tick(schedule)
    tick(schedule)
    assert read(readings) == ["a", "a"]


def test_a_source_that_is_off_rests(store, readings, schedule):
    sources.put(store, sheet("a", enabled=False))
    tick(schedule)
    assert read(readings) == []


def test_a_failing_source_keeps_no_other_from_its_turn(store, readings, schedule, clock):
    for id in "abc":
        sources.put(store, sheet(id))
    readings.rows["b"] = RuntimeError("broken")
    tick(schedule)
    assert read(readings) == ["a", "b", "c"]
    states = {source.id: state for source, state in sources.all_sources(store)}
    assert [states[id].failures for id in "abc"] == [0, 1, 0]
    clock.now = later(60)
    tick(schedule)
    assert read(readings) == ["a", "c"], "b waits twice as long"


def test_a_locked_store_is_survived_and_said_once(readings, caplog):
    opened = []

    def locked():
        opened.append(1)
        raise StoreBusy(say("Another process has it."))

    made = Schedule(Settings(), locked)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            tick(made)
    assert len(opened) == 3
    assert [record.message for record in caplog.records] == [
        "The schedule could not do its work: Another process has it."
    ]


def test_a_tick_while_the_last_still_works_does_nothing(store, readings, schedule):
    sources.put(store, sheet("a"))
    readings.hold = True
    schedule.tick()
    assert readings.reading.wait(60)
    schedule.tick()
    schedule.tick()
    readings.go_on.set()
    schedule.wait(60)
    assert read(readings) == ["a"]


def test_two_processes_read_a_source_once(store, readings, schedule, clock):
    sources.put(store, sheet("a"))
    other = Schedule(Settings(), lambda: store, clock)
    readings.hold = True
    schedule.tick()
    assert readings.reading.wait(60)
    other.tick()
    other.wait(60)
    readings.go_on.set()
    schedule.wait(60)
    assert read(readings) == ["a"]


def test_comments_that_come_while_others_are_judged_are_judged_next(store, schedule, monkeypatch):
    bring(store, comments({"text": "I love it"}))
    fill = scoring.fill

    def meanwhile(*given):
        found = fill(*given)
        bring(store, comments({"native_id": "late", "text": "I hate it"}))
        monkeypatch.setattr(scoring, "fill", fill)
        return found

    monkeypatch.setattr(scoring, "fill", meanwhile)
    tick(schedule)
    tick(schedule)
    assert scores.waiting(store, scores.in_force(store)) == 0


def test_asking_does_not_wait_and_shows_what_runs(store, readings, schedule):
    sources.put(store, sheet("a", every_minutes=None))
    readings.hold = True
    schedule.ask("a")
    assert schedule.running() == {"a"}
    schedule.ask("a")
    assert readings.reading.wait(60)
    readings.go_on.set()
    schedule.wait(60)
    assert schedule.running() == frozenset()
    assert read(readings) == ["a"]
    assert sources.one(store, "a")[1].ok_at == START


def test_asking_for_what_is_gone_is_survived(store, schedule, caplog):
    schedule.ask("nowhere")
    schedule.wait(60)
    assert schedule.running() == frozenset()
    assert "no source" in caplog.text


def test_a_slow_source_does_not_hold_up_one_that_is_asked_for(store, readings, schedule):
    for id in "ab":
        sources.put(store, sheet(id, every_minutes=60 if id == "a" else None))
    readings.hold = True
    schedule.tick()
    assert readings.reading.wait(60)
    readings.hold = False
    readings.rows["b"] = (HEADER, OTHER)
    schedule.ask("b")
    for thread in list(schedule._running.values()):
        thread.join(60)
    assert sources.one(store, "b")[1].ok_at == START
    assert sources.one(store, "a")[1].ok_at is None
    readings.go_on.set()


def test_once_stopped_nothing_begins(store, readings, schedule):
    sources.put(store, sheet("a"))
    schedule.start()
    schedule.stop()
    schedule.tick()
    schedule.ask("a")
    schedule.wait(5)
    assert read(readings) == []


def test_the_timer_ticks_by_itself(store, readings, clock, monkeypatch):
    monkeypatch.setattr("lib.schedule.FIRST", 0.05)
    sources.put(store, sheet("a"))
    readings.hold = True
    made = Schedule(Settings(), lambda: store, clock)
    made.start()
    assert readings.reading.wait(60)
    readings.go_on.set()
    made.stop(60)
    assert sources.one(store, "a")[1].ok_at == START
