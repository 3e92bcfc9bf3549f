"""Kept promises, worked out by hand on a few days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.forecast import Marks, Point, Record, Score
from lib.analysis.forecast.promises import Kept, Promise, against, by_kind, kept, lasting
from lib.analysis.forecast.published import Published, Told
from tests.analysis.forecasts import MONDAY, history

SCORE = Score(None, None, None, None)
NOON = datetime(2026, 2, 1, 12)


def published(first: date, *line: float, naive: float = 0.0, yardstick: float | None = 2.0, step: int = 1):
    """A forecast whose band is 1 wide on either side; repeating last week says `naive` each day."""
    points = tuple(Point(first + timedelta(n * step), v, v - 1, v + 1) for n, v in enumerate(line))
    told = {"theta": Told(points, Record(SCORE, 0, len(line), ()))}
    lines = {"theta": tuple(line), "naive": (naive,) * len(line)}
    return Published("theta", told, lines, (), step, None, yardstick)


def promise(made: Published, *actual: float, version: int = 1, replayed: bool = False) -> Promise:
    return Promise(made, version, NOON, replayed, np.array(actual, float))


NAN = float("nan")


def test_a_day_that_has_come_is_laid_beside_its_forecast():
    past = history([5, 6, NAN, 8])
    made = published(MONDAY + timedelta(1), 6, 7, 8, 9)
    np.testing.assert_array_equal(against(made, past, Marks()), [6, NAN, 8, NAN])


def test_nothing_counted_otherwise_is_laid_beside_it():
    past = history([5, 6, 7, 8, 9])
    made = published(MONDAY + timedelta(1), 6, 7, 8, 9)
    broken = Marks(breaks=(MONDAY, MONDAY + timedelta(3)))
    np.testing.assert_array_equal(against(made, past, broken), [6, 7, NAN, NAN])


def test_a_week_with_a_break_inside_does_not_count():
    past = history([70, 70], step=7)
    made = published(MONDAY, 70, 70, step=7)
    np.testing.assert_array_equal(against(made, past, Marks(breaks=(MONDAY + timedelta(9),))), [70, NAN])


def test_the_record_by_hand():
    # errors 0, 1 and 3: two of three within 1; mean 4/3, in yardsticks of 2: 2/3. Last week said 0 for
    # 10, 11 and 7: mean 28/3, in yardsticks 14/3.
    one = promise(published(MONDAY, 10, 10, 10, 10), 10, 11, 7, NAN)
    found = kept([one])
    assert (found.forecasts, found.steps, found.since) == (1, 3, MONDAY)
    assert found.coverage80 == pytest.approx(2 / 3)
    assert found.mase == pytest.approx(2 / 3)
    assert found.baseline_mase == pytest.approx(14 / 3)
    assert found.gain == pytest.approx(1 - 1 / 7)


def test_promises_weigh_by_the_days_that_have_come():
    three = promise(published(MONDAY, 10, 10, 10), 12, 12, 12)
    one = promise(published(MONDAY + timedelta(9), 10), 16)
    assert kept([three, one]).mase == pytest.approx((1 + 1 + 1 + 3) / 4)
    assert kept([three, one]).coverage80 == 0


def test_nothing_has_come():
    assert kept([promise(published(MONDAY, 1), NAN)]) == Kept(0, 0)
    assert kept([]).gain is None


def test_a_figure_that_never_changed_has_no_scaled_error():
    found = kept([promise(published(MONDAY, 10, yardstick=None), 10)])
    assert (found.mase, found.gain, found.coverage80) == (None, None, 1)


def test_of_forecasts_from_one_day_the_last_counts():
    first, second = promise(published(MONDAY, 1), 1), promise(published(MONDAY, 2), 1, version=2)
    later = promise(published(MONDAY + timedelta(7), 3), 1, version=2)
    assert lasting([later, second, first]) == [second, later]
    assert lasting([]) == []


def test_replays_are_counted_apart():
    told, replay = (
        promise(published(MONDAY, 1), 1),
        promise(published(MONDAY, 2), 1, version=9, replayed=True),
    )
    assert by_kind([told, replay]) == {False: [told], True: [replay]}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=12))
def test_one_forecast_a_first_day_the_newest(made):
    every = [promise(published(MONDAY + timedelta(day), 1), 1, version=version) for day, version in made]
    found = lasting(every)
    assert [each.published.first for each in found] == sorted({each.published.first for each in every})
    for each in found:
        same = [p.data_version for p in every if p.published.first == each.published.first]
        assert each.data_version == max(same)
