"""What each step must show for a goal."""

from __future__ import annotations

from datetime import date

import pytest

from lib.analysis import goals
from lib.analysis.goal_line import due
from tests.analysis.test_goals import JUNE, RATE, VIEWS, goal, history

MAY_31 = date(2026, 5, 31)


def stood(metric, target: float, values: list[float]) -> goals.Standing:
    return goals.stand(goal(target, metric), metric, JUNE, history(MAY_31, values), None, MAY_31)


def test_a_sum_needs_its_even_part_by_day_and_by_week():
    found = stood(VIEWS, 300, [5] * 60)
    assert (due(found, JUNE.start, 1), due(found, date(2026, 6, 8), 7)) == (10, 70)
    assert due(found, MAY_31, 1) is None


def test_a_ratio_needs_its_target_all_along():
    found = stood(RATE, 0.05, [0.1] * 60)
    assert [due(found, day, 1) for day in (JUNE.start, JUNE.end)] == [0.05, 0.05]


def test_a_level_goes_straight_to_its_target():
    from lib.metrics.catalog import METRICS

    followers = METRICS["followers"]
    found = goals.stand(
        goal(400, followers), followers, JUNE, history(date(2026, 6, 1), [100.0] * 32), 100, date(2026, 6, 1)
    )
    assert found.base == 100
    assert due(found, date(2026, 6, 15), 1) == pytest.approx(250)
    assert due(found, date(2026, 6, 29), 7) == 400
