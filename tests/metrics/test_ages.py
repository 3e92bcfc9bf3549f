"""Readings of the same posts at several ages, and posts as they were at an age, on both engines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lib.metrics import ages, rows, run
from lib.metrics.ages import BINS, GROUPS
from lib.metrics.definition import Sum
from lib.model import Period
from lib.store import write
from tests.factories import asking, bring, posts

JAN_5 = datetime(2026, 1, 5, 4)
"""When every post of these tests but the later ones was published (UTC)."""

ALL = asking(("posts",))
E = Sum("engagements")


def post(engagements: int | None, born: datetime | None = JAN_5, **more):
    day = (born or JAN_5).date()
    return {"published_at": born, "day": day, "engagements": engagements, **more}


def photograph(store, days: float, *rows, **options) -> int:
    """The posts as they stood so many days after the fifth of January, 4:00."""
    captured = JAN_5 + timedelta(days=days)
    return bring(store, posts(*rows), captured_at=captured, **options).import_id


def pairs(store, of=ALL, measures=("engagements",)):
    """(platform, early bin's start, late bin's start) → the rows of all groups added up."""
    found: dict = {}
    for row in run.pairs(store, of, measures).rows:
        assert 0 <= row["part"] < GROUPS
        sums = found.setdefault((row["platform"], BINS[row["early"]], BINS[row["late"]]), {})
        for name in ("posts", *(f"{m}__{what}" for m in measures for what in ("n", "early", "late"))):
            sums[name] = sums.get(name, 0) + (row[name] or 0)
    return found


def told(posts_, n, early, late):
    return {"posts": posts_, "engagements__n": n, "engagements__early": early, "engagements__late": late}


def test_consecutive_readings_are_paired_and_added_up(store):
    photograph(store, 0.25, post(10), post(30))
    photograph(store, 1.5, post(40), post(60))
    photograph(store, 20, post(50), post(90))
    assert pairs(store) == {
        ("facebook", 0.0, 1.0): told(2, 2, 40, 100),
        ("facebook", 1.0, 14.0): told(0, 2, 100, 140),
    }


def test_the_ages_of_the_readings_are_known(store):
    photograph(store, 0.25, post(10))
    photograph(store, 20, post(50))
    (row,) = run.pairs(store, ALL, ("engagements",)).rows
    assert (row["early_days"], row["late_days"]) == (0.25, 20)


def test_of_an_age_bin_the_first_reading_counts(store):
    for days, count in ((1.2, 10), (1.8, 14), (2.5, 20)):
        photograph(store, days, post(count))
    assert pairs(store) == {("facebook", 1.0, 2.0): told(1, 1, 10, 20)}


def test_the_same_export_twice_is_one_reading(store):
    photograph(store, 1.5, post(10))
    photograph(store, 1.5, post(10))
    photograph(store, 9, post(20))
    photograph(store, 9, post(20))
    assert pairs(store) == {("facebook", 1.0, 7.0): told(1, 1, 10, 20)}


def test_the_same_file_under_a_later_day_tells_nothing(store):
    """Nothing it holds has changed: it was not read again, though it was brought in again."""
    photograph(store, 1.5, post(10), post(7))
    photograph(store, 9, post(10), post(7))
    assert pairs(store) == {}
    photograph(store, 15, post(30), post(7))
    assert pairs(store) == {("facebook", 1.0, 14.0): told(2, 2, 17, 37)}


def test_posts_only_read_old_tell_nothing(store):
    photograph(store, 20, post(10))
    photograph(store, 40, post(11))
    assert pairs(store) == {}


def test_a_reading_before_publishing_is_left_out(store):
    photograph(store, -1, post(0))
    photograph(store, 2.5, post(10))
    photograph(store, 9, post(12))
    assert pairs(store) == {("facebook", 2.0, 7.0): told(1, 1, 10, 12)}


def test_without_a_time_of_day_a_post_is_from_noon(store):
    """Noon of the fifth to 4:00 of the sixth are 16 hours: the bin from half a day on."""
    photograph(store, 1, post(10, None))
    photograph(store, 20, post(12, None))
    assert list(pairs(store)) == [("facebook", 0.5, 14.0)]


def test_a_measure_counts_where_both_readings_state_it(store):
    photograph(store, 1.5, post(10, reach=100), post(20))
    photograph(store, 9, post(30, reach=400), post(50, reach=500))
    found = pairs(store, measures=("engagements", "reach"))["facebook", 1.0, 7.0]
    assert (found["engagements__n"], found["engagements__early"], found["engagements__late"]) == (2, 30, 80)
    assert (found["reach__n"], found["reach__early"], found["reach__late"]) == (1, 100, 400)


def test_filters_periods_and_platforms(store):
    rows = [post(10), post(20, platform="x", content_type="video")]
    later = [{**row, "engagements": 2 * row["engagements"]} for row in rows]
    photograph(store, 1.5, *rows)
    photograph(store, 9, *later)
    assert set(pairs(store)) == {("facebook", 1.0, 7.0), ("x", 1.0, 7.0)}
    assert set(pairs(store, asking(("posts",), (), (("content_type", ("video",)),)))) == {("x", 1.0, 7.0)}
    assert pairs(store, asking(("posts",), period=Period(date(2026, 1, 6), date(2026, 1, 9)))) == {}


def test_an_undone_import_tells_nothing_and_a_frozen_view_what_it_told_then(store):
    photograph(store, 1.5, post(10))
    number = photograph(store, 9, post(20))
    write.undo(store, number, datetime(2026, 2, 3), "tester")
    assert pairs(store) == {}
    assert pairs(store, asking(("posts",), as_of=number)) == {("facebook", 1.0, 7.0): told(1, 1, 10, 20)}
    assert pairs(store, asking(("posts",), as_of=1)) == {}


def test_groups_share_the_posts_out(store):
    rows = [post(n) for n in range(1, 41)]
    photograph(store, 1.5, *rows)
    photograph(store, 9, *[{**row, "engagements": 100} for row in rows])
    found = run.pairs(store, ALL, ("engagements",)).rows
    assert sum(row["engagements__n"] for row in found) == 40
    assert len({row["part"] for row in found}) >= 8


def test_a_sample_is_of_all_platforms_and_the_same_each_time(store):
    young = [post(n, platform=("facebook", "x")[n % 2]) for n in range(200)]
    photograph(store, 1.5, *young)
    photograph(store, 9, *[{**each, "engagements": 300} for each in young])
    with store.connect() as connection:
        every, again = (rows.read(connection, ages.pairs(ALL, ("engagements",), 4)) for _ in range(2))
    assert every == again
    for platform in ("facebook", "x"):
        assert 15 <= sum(row["posts"] for row in every if row["platform"] == platform) <= 35


# Two periods of one day each, a week apart; the later one read when its posts are `age` days old.
NOW = asking(("posts",), period=Period(date(2026, 1, 12), date(2026, 1, 12)))
BEFORE = asking(("posts",), period=Period(date(2026, 1, 5), date(2026, 1, 5)))
WEEK = timedelta(7)


def at_age(store, age: float, *readings: tuple[float, int], final: int = 100) -> tuple[float, float]:
    """(as it was then, what of the current count has no reading near) for one post read at these ages and
    in the end, beside one of a week later read at `age`."""
    for days, count in readings:
        photograph(store, days, post(count))
    photograph(store, 40, post(final))
    later = post(5, JAN_5 + WEEK)
    bring(store, posts({**later, "native_id": "later"}), captured_at=JAN_5 + WEEK + timedelta(days=age))
    (row,) = run.as_at_age(store, BEFORE, NOW, (E,)).rows
    assert row["sum_engagements"] == final
    assert (row["days"], row["read_days"]) == (pytest.approx(age), 40)
    return row["sum_engagements__seen"] or 0.0, row["sum_engagements__rest"] or 0.0


def test_a_reading_at_the_same_age_stands(store):
    assert at_age(store, 2, (1, 30), (2, 55), (3, 70)) == (55, 0)


def test_between_close_readings_along_the_logarithm_of_age(store):
    # ln(√4.5 / 1.5) / ln(3 / 1.5) = 1/2: half-way from 30 to 70
    assert at_age(store, 4.5**0.5, (1.5, 30), (3, 70))[0] == pytest.approx(50)


def test_readings_far_apart_tell_nothing_of_what_lies_between(store):
    assert at_age(store, 4, (1, 30), (9, 70)) == (0, 100)


def test_a_single_reading_stands_for_an_age_within_a_tenth(store):
    assert at_age(store, 10, (9.5, 80)) == (80, 0)


def test_a_single_reading_further_off_does_not(store):
    assert at_age(store, 10, (8, 80)) == (0, 100)


def test_before_it_was_published_a_post_had_nothing(store):
    early = JAN_5 + WEEK - timedelta(hours=3)
    photograph(store, 40, post(100))
    bring(store, posts({**post(5, early), "native_id": "later"}), captured_at=early + timedelta(hours=1))
    (row,) = run.as_at_age(store, BEFORE, NOW, (E,)).rows
    assert (row["sum_engagements__seen"], row["sum_engagements__rest"]) == (0, None)


def test_a_rates_parts_count_the_posts_that_state_both(store):
    both, one = post(10, reach=100), post(90)
    photograph(store, 2, both, one)
    photograph(store, 40, {**both, "engagements": 20, "reach": 120}, {**one, "engagements": 95})
    bring(
        store,
        posts({**post(5, JAN_5 + WEEK), "native_id": "later"}),
        captured_at=JAN_5 + WEEK + timedelta(2),
    )
    part = Sum("engagements", given=("reach",))
    (row,) = run.as_at_age(store, BEFORE, NOW, (part,)).rows
    assert row["sum_engagements_given_reach"] == 20
    assert row["sum_engagements_given_reach__seen"] == 10
    (row,) = run.read_ages(store, BEFORE, (part, E)).rows
    assert (row["sum_engagements_given_reach"], row["sum_engagements"], row["days"]) == (20, 115, 40)
