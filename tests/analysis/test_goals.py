"""How goals stand, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from lib.analysis import goals
from lib.analysis.forecast.history import History
from lib.metrics.catalog import METRICS
from lib.model import Goal, Period

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))  # begins on a Monday
VIEWS, RATE, FOLLOWERS = (METRICS[id] for id in ("page_views", "engagement_rate_by_reach", "followers"))


def history(end: date, values, bottoms=None) -> History:
    """A history of days that ends with `end`."""
    values = np.array(values, float)
    given = None if bottoms is None else np.array(bottoms, float)
    return History(end - timedelta(len(values) - 1), values, given)


def goal(target: float, metric=VIEWS) -> Goal:
    return Goal(metric.id, target, "month", JUNE.start)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("week", "2026-05-11", "2026-05-17"),
        ("month", "2026-05-01", "2026-05-31"),
        ("quarter", "2026-04-01", "2026-06-30"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_periods_are_those_of_the_calendar(every, first, last):
    assert goals.span(every, date(2026, 5, 17)) == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_december_ends_with_its_year():
    assert goals.span("month", date(2026, 12, 5)).end == date(2026, 12, 31)
    assert goals.span("quarter", date(2026, 12, 5)) == Period(date(2026, 10, 1), date(2026, 12, 31))


def test_a_goal_is_never_of_a_time_before_it():
    assert goals.period(goal(1), date(2026, 3, 3)) == JUNE
    assert goals.period(goal(1), date(2026, 8, 3)).start == date(2026, 8, 1)
    once = Goal("posts", 5, "once", date(2026, 1, 5), date(2026, 1, 9))
    assert goals.period(once, date(2026, 3, 3)) == Period(date(2026, 1, 5), date(2026, 1, 9))


def test_earlier_periods_go_back_to_the_beginning():
    since = Goal("posts", 5, "month", date(2026, 4, 1))
    assert [each.start.month for each in goals.earlier(since, JUNE, 6)] == [4, 5]
    assert [each.start.month for each in goals.earlier(since, JUNE, 1)] == [5]
    assert goals.earlier(Goal("posts", 5, "once", date(2026, 4, 1), date(2026, 4, 9)), JUNE, 6) == []


def test_a_sum_without_history_is_held_against_the_share_of_days():
    found = goals.stand(goal(300), VIEWS, JUNE, history(date(2026, 6, 10), [8] * 10), 80, date(2026, 6, 10))
    assert (found.phase, found.through, found.settled, found.expected) == (
        "running",
        date(2026, 6, 10),
        80,
        100,
    )
    assert (found.pace, found.gap, found.progress) == ("share of days", -20, 80 / 300)
    assert found.reached is None


def test_a_sum_is_held_against_the_rhythm_of_the_week():
    # Mondays bring 7, other days 1: June's five Mondays and 25 other days 60, its first two days 8
    week = [7, 1, 1, 1, 1, 1, 1]
    found = goals.stand(
        goal(120), VIEWS, JUNE, history(date(2026, 6, 2), [*week * 8, 7, 1]), 8, date(2026, 6, 2)
    )
    assert found.pace == "weekly rhythm"
    assert found.expected == pytest.approx(120 * 8 / (5 * 7 + 25))
    assert found.gap == pytest.approx(8 - 16)


def test_young_days_count_in_the_value_but_not_in_the_pace():
    found = goals.stand(goal(300), VIEWS, JUNE, history(date(2026, 6, 5), [10] * 5), 55, date(2026, 6, 10))
    assert (found.value, found.through, found.settled, found.expected) == (55, date(2026, 6, 5), 50, 50)
    early = goals.stand(goal(300), VIEWS, JUNE, history(date(2026, 5, 30), [10] * 5), 9, date(2026, 6, 3))
    assert (early.value, early.through, early.gap) == (9, None, None)


def test_a_ratio_is_held_against_its_target_all_along():
    made = history(date(2026, 6, 2), [0.5, 0.1, 0.04], [10, 100, 300])
    found = goals.stand(goal(0.06, RATE), RATE, JUNE, made, 0.055, date(2026, 6, 2))
    assert found.settled == pytest.approx((10 + 12) / 400)
    assert (found.pace, found.gap) == ("same all along", pytest.approx(0.055 - 0.06))


def test_a_level_is_held_against_the_straight_line_to_its_target():
    made = history(date(2026, 6, 15), [*[900] * 5, *[900 + 3 * n for n in range(1, 16)]])
    found = goals.stand(goal(1000, FOLLOWERS), FOLLOWERS, JUNE, made, 945, date(2026, 6, 15))
    assert (found.settled, found.expected, found.pace) == (945, pytest.approx(950), "straight line")
    assert found.gap == pytest.approx(-5)


def test_a_ceiling_is_held_from_below():
    lost = METRICS["lost_followers"]
    made = history(date(2026, 6, 10), [8] * 10)
    found = goals.stand(goal(300, lost), lost, JUNE, made, 80, date(2026, 6, 10))
    assert (found.ceiling, found.gap, found.reached) == (True, 20, None)
    over = goals.stand(goal(70, lost), lost, JUNE, made, 80, date(2026, 6, 10))
    assert over.reached is False


@pytest.mark.parametrize(
    ("value", "last", "end", "phase", "reached"),
    [
        (310, date(2026, 6, 20), date(2026, 6, 20), "running", True),
        (290, date(2026, 7, 2), date(2026, 7, 2), "over", False),
        (310, date(2026, 7, 2), date(2026, 7, 2), "over", True),
        (None, date(2026, 5, 20), date(2026, 5, 20), "coming", None),
    ],
)
def test_a_target_is_reached_or_missed_for_good(value, last, end, phase, reached):
    found = goals.stand(goal(300), VIEWS, JUNE, history(end, [5] * 60), value, last)
    assert (found.phase, found.reached) == (phase, reached)


def test_a_period_that_is_over_waits_for_its_young_posts():
    made = history(date(2026, 6, 26), [5] * 60, [100] * 60)
    found = goals.stand(goal(0.06, RATE), RATE, JUNE, made, 0.05, date(2026, 7, 2))
    assert (found.phase, found.reached) == ("settling", None)


def test_what_is_ahead_and_so_far():
    made = history(date(2026, 6, 28), np.tile([0.1, 0.2], 28), np.tile([100, 300], 28))
    found = goals.stand(goal(0.15, RATE), RATE, JUNE, made, 0.15, date(2026, 6, 28))
    to_come = goals.ahead(found, made, np.full(28, 0.2), date(2026, 6, 29))
    assert to_come.line.tolist() == [0.2, 0.2]
    assert to_come.counts.all()
    assert to_come.bottoms.tolist() == [200, 200]  # each weekday has both sizes equally often
    assert goals.so_far(found, made) == pytest.approx((14 * 10 + 14 * 60, 28 * 200))
    assert goals.ahead(found, history(JUNE.end, [1.0]), np.full(28, 0.2), date(2026, 7, 1)) is None
    assert goals.ahead(found, made, np.full(1, 0.2), date(2026, 6, 29)) is None
    later = goals.stand(
        goal(0.15, RATE), RATE, JUNE, history(date(2026, 5, 30), [0.1] * 9), None, date(2026, 5, 30)
    )
    month = goals.ahead(later, history(date(2026, 5, 30), [0.1] * 9), np.full(56, 0.1), date(2026, 5, 31))
    assert month.counts.tolist() == [False] + [True] * 30


def test_of_an_older_forecast_the_days_that_came_count_no_more():
    made = history(date(2026, 6, 28), [5] * 60)
    found = goals.stand(goal(300), VIEWS, JUNE, made, 140, date(2026, 6, 28))
    to_come = goals.ahead(found, made, np.arange(28.0), date(2026, 6, 27))
    assert to_come.line.tolist() == [0, 1, 2, 3]
    assert to_come.counts.tolist() == [False, False, True, True]
    assert (
        goals.ahead(found, made, np.arange(28.0), date(2026, 6, 30)) is None
    )  # a later one: days are missing
