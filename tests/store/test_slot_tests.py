"""Planned tests of slots and the hours when people answer, as they are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest

from lib.metrics.catalog import METRICS
from lib.model import PulseError
from lib.posting_times import scored
from lib.store import slot_tests as kept
from lib.store.slot_tests import SlotTest, Staffed
from lib.store.write import entering
from tests.factories import asking, bring, posts

NOW = datetime(2026, 4, 1, 12)
EVENING = SlotTest(None, 23, 2, 5, date(2026, 3, 2), date(2026, 3, 15), "Mei")


def test_a_test_is_kept_and_given_up(store):
    first = kept.plan(store, EVENING, NOW)
    second = kept.plan(store, replace(EVENING, weekday=4), NOW)
    assert kept.planned(store) == [replace(EVENING, weekday=4, id=second), replace(EVENING, id=first)]
    kept.give_up(store, first, NOW)
    assert [each.id for each in kept.planned(store)] == [second]
    assert kept.plan(store, EVENING, NOW) == second + 1


def test_tests_and_hours_wait_for_no_import(store):
    """An import holds the log's lock for minutes; these stand beside it."""

    def work() -> None:
        kept.give_up(store, kept.plan(store, EVENING, NOW), NOW)
        kept.staff(store, Staffed(), NOW, "Mei")

    with ThreadPoolExecutor(1) as pool, entering(store):
        pool.submit(work).result(10)
    assert (kept.planned(store), kept.staffed(store)) == ([], Staffed())


@pytest.mark.parametrize("wrong", [{"last_day": date(2026, 3, 1)}, {"posts": 0}, {"hours": 25}])
def test_what_cannot_be_tested_is_refused(store, wrong):
    with pytest.raises(PulseError):
        kept.plan(store, replace(EVENING, **wrong), NOW)
    assert kept.planned(store) == []


def test_hours_may_pass_midnight():
    assert [hour for hour in range(24) if EVENING.holds(3, hour)] == [0, 23]
    assert not replace(EVENING, weekday=4).holds(3, 23)


def test_the_last_hours_that_were_said_count(store):
    assert kept.staffed(store) is None
    kept.staff(store, Staffed(), NOW, "Mei")
    kept.staff(store, Staffed(10, 20, 12, 14), NOW, "Mei")
    hours = kept.staffed(store)
    assert hours == Staffed(10, 20, 12, 14)
    assert (hours.holds(5, 19), hours.holds(5, 20), hours.holds(6, 12), hours.holds(7, 9)) == (
        True,
        False,
        True,
        False,
    )
    with pytest.raises(PulseError):
        kept.staff(store, Staffed(18, 9), NOW, "Mei")


def test_a_test_is_scored_against_the_other_posts_of_its_days(store):
    """Evening posts have three times the engagements: 3 × is + 200 %."""
    rows = []
    for day in range(2, 16):
        for hour, usual in ((9, 20), (13, 20), (23, 60)):
            moment = datetime(2026, 3, day, hour)
            count = usual + day % 3
            told = {"reach": 1000, "engagements": count, "reactions": count, "hour": hour}
            rows.append({"day": moment.date(), "published_at": moment, **told})
    bring(store, posts(*rows), captured_at=datetime(2026, 4, 30))
    rate = METRICS["engagement_rate_by_reach"]
    trial = scored(store, asking((rate.id,)), rate, EVENING)
    assert (trial.n, trial.others) == (14, 28)
    assert trial.effect == pytest.approx(2.0, abs=0.15)
    assert 1.5 < trial.low < trial.effect < trial.high < 2.5
    before = scored(store, asking((rate.id,)), rate, replace(EVENING, last_day=date(2026, 3, 2)))
    assert (before.n, before.others, before.effect) == (1, 2, None)
