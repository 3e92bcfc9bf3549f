"""Which slots to try next."""

from __future__ import annotations

import math

from lib.analysis.posting_time.result import Slot
from lib.analysis.posting_time.suggest import WIDTH, proposals


def slot(weekday: int, hour: int, mean: float, deviation: float) -> Slot:
    ends = [math.expm1(mean + sign * WIDTH / 2 * deviation) for sign in (-1, 1)]
    return Slot(weekday, hour, math.expm1(mean), *ends, n=5, p_better=0.5)


def test_the_uncertain_are_worth_more_than_the_sure():
    # E[max(δ, 0)] of a normal with mean 0 is 0.39894 standard deviations.
    found = proposals([slot(1, 9, 0.5, 0.05), slot(2, 20, 0.0, 0.2), slot(3, 14, -0.5, 0.05)])
    assert (found[0].slot.weekday, found[0].slot.hour) == (2, 20)
    assert abs(found[0].gain - 0.39894 * 0.2) < 1e-5
    assert found[1].gain < 1e-6  # surely better, or surely worse: nothing to learn


def test_neighbours_are_not_proposed_together():
    found = proposals([slot(1, hour, 0.0, 0.2) for hour in (20, 21, 22, 23)])
    assert [each.slot.hour for each in found] == [20, 23]


def test_nor_is_one_hour_on_several_days():
    found = proposals([slot(day, hour, 0.0, 0.2) for day in (1, 2, 3) for hour in (0, 23, 12)])
    assert [each.slot.hour for each in found] == [0, 12]


def test_nothing_is_proposed_of_nothing():
    assert proposals([]) == []
