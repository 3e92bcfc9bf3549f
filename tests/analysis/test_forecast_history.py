"""Histories, their scales, and what models are given of them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.forecast import ratios, scale
from lib.analysis.forecast.history import Marks, TooShort, daily, needed, require, weekly
from lib.analysis.forecast.train import train
from lib.analysis.forecast.trials import origins, spread
from tests.analysis.forecasts import MONDAY, WEEK, history, rhythm

NAN = float("nan")


def days(*values: float | None, start: date = MONDAY) -> dict[date, float | None]:
    return {start + timedelta(n): value for n, value in enumerate(values)}


def test_a_history_reaches_from_the_first_to_the_last_known_day():
    found = daily({**days(None, 1, None, 3, None), MONDAY + timedelta(9): float("nan")})
    assert found.start == MONDAY + timedelta(1)
    np.testing.assert_array_equal(found.values, [1, NAN, 3])
    assert (len(found), found.known, found.day(3)) == (3, 2, MONDAY + timedelta(4))


def test_days_on_which_nothing_happened_are_zeros_where_that_is_said():
    gaps = {MONDAY: 5.0, MONDAY + timedelta(2): float("inf"), MONDAY + timedelta(3): 7.0}
    assert daily(gaps, missing=0.0).values.tolist() == [5, 0, 0, 7]


def test_nothing_known_is_an_empty_history():
    assert len(daily(days(None, None))) == 0


def test_weeks_are_whole_and_begin_on_monday():
    # from a Wednesday: the first five days and the last one belong to no whole week
    found = weekly(daily(days(*range(5), *[1] * 7, *[2] * 7, 9, start=MONDAY + timedelta(2))))
    assert (found.start, found.step, found.values.tolist()) == (MONDAY + timedelta(7), 7, [7, 14])


def test_what_a_week_is():
    values = daily(days(1, 2, None, 4, 5, 6, None, *[7] * 7))
    np.testing.assert_array_equal(weekly(values, "sum").values, [NAN, 49])
    assert weekly(values, "mean").values.tolist() == [18 / 5, 7]
    assert weekly(values, "last").values.tolist() == [6, 7]


def test_a_week_of_a_ratio_is_the_ratio_of_its_sums():
    # six days of 1/10 and one of 90/90: (6·1 + 90) ÷ 150, not the mean of the ratios
    values = daily(days(*[0.1] * 6, 1.0), days(*[10] * 6, 90))
    assert weekly(values).values.tolist() == [pytest.approx(0.64)]
    assert weekly(values).bottoms.tolist() == [150]


# --- how much is needed ---


@pytest.mark.parametrize(
    ("horizon", "step", "need"), [(28, 1, 56), (7, 1, 35), (91, 1, 182), (4, 7, 12), (13, 7, 26)]
)
def test_what_is_needed(horizon, step, need):
    assert needed(horizon, step) == need


def test_too_short_says_how_much_is_missing():
    with pytest.raises(TooShort) as caught:
        require(history([1.0] * 40 + [NAN] * 5), 28)
    assert (caught.value.have, caught.value.need, caught.value.missing) == (40, 56, 16)
    assert str(caught.value) == "No forecast yet. Days with a figure: 40; needed: 56; missing: 16."


# --- scales ---


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=20))
def test_counts_come_back_and_nothing_falls_below_zero(values):
    root = scale.of(history(values))
    np.testing.assert_allclose(root.back(root.there(np.array(values))), values, rtol=1e-9)
    assert (root.back(np.array(values) - 1e5) >= 0).all()


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=20))
def test_shares_stay_shares(values):
    share = scale.of(history([0.5], high=1.0))
    assert ((share.back(np.array(values)) >= 0) & (share.back(np.array(values)) <= 1)).all()
    assert share.back(share.there(np.array([0.0, 0.3, 1.0]))) == pytest.approx([0, 0.3, 1])


def test_what_may_be_negative_stays_as_it_is():
    same = scale.of(history([-3.0, 4.0], low=None))
    assert same.back(same.there(np.array([-3.0, 4.0]))).tolist() == [-3, 4]


# --- ratios ---


def test_a_day_with_a_small_denominator_is_drawn_to_its_weeks():
    # large denominators swing little, small ones widely: days 20 and 41 are off alike, but weigh 1000 and 5
    draw = np.random.default_rng(3)
    bottoms = np.where(np.arange(60) % 2 == 0, 1000.0, 5.0)
    values = np.clip(0.3 + draw.normal(0, 1, 60) * np.sqrt(0.21 / bottoms), 0, 1)
    values[[20, 41]] = 0.6
    found = ratios.steadied(history(values, bottoms=bottoms, high=1.0))
    assert abs(found[20] - 0.6) < 0.05
    assert found[41] < 0.47


def test_a_ratio_of_equal_denominators_stays_as_it_is():
    values = np.tile([0.1, 0.2, 0.3], 20)
    found = ratios.steadied(history(values, bottoms=np.full(60, 50.0), high=1.0))
    # nothing tells chance from swing: no day keeps less than half of its distance from the ratio around
    local = np.convolve(values, np.ones(29), "same") / np.convolve(np.ones(60), np.ones(29), "same")
    assert (np.abs(found - local) >= 0.499 * np.abs(values - local)).all()


def test_a_day_without_denominator_is_not_known():
    bottoms = np.full(30, 10.0)
    bottoms[4] = 0
    assert np.isnan(ratios.steadied(history(np.full(30, 0.2), bottoms=bottoms, high=1.0))[4])


# --- what models are given ---


def test_gaps_are_filled_from_the_same_weekday_before():
    values = [*WEEK, *WEEK]
    values[9] = NAN
    values[1] = NAN  # nothing before it: the week after
    values[8] = 444
    seen = train(history(values), Marks())
    assert seen.whole[9] == pytest.approx(np.sqrt(WEEK[2]))
    assert seen.whole[1] == pytest.approx(np.sqrt(444))
    assert np.isnan(seen.line[9])


def test_after_a_long_gap_the_time_before_is_left_out():
    seen = train(history([*[5.0] * 30, *[NAN] * 60, *[9.0] * 30]), Marks())
    assert seen.whole.tolist() == [3.0] * 30


def test_before_a_break_the_line_is_moved_to_the_level_after_it():
    # from day 30 on everything counts double (root 10 → 20 on the scale)
    seen = train(history([100.0] * 30 + [400.0] * 30), Marks(breaks=(MONDAY + timedelta(30),)))
    assert seen.whole.tolist() == pytest.approx([20.0] * 60)
    assert seen.line[0] == 10


def test_breaks_and_events_to_come_are_not_known_yet():
    later, earlier = MONDAY + timedelta(30), MONDAY + timedelta(3)
    marks = Marks(((earlier, "contest"), (later, "crisis")), (earlier, later))
    known = marks.before(MONDAY + timedelta(30))
    assert known.events == ((earlier, "contest"),)
    assert known.breaks == (earlier,)


# --- where trials lie ---


@pytest.mark.parametrize(
    ("length", "horizon", "found"),
    [
        (400, 28, [288, 316, 344, 372]),  # side by side, the last ends with the history
        (123, 28, [32, 53, 74, 95]),  # room of 67 for three steps: 21 apart
        (63, 28, [28, 35]),  # no room: a week apart, as many as there are
        (56, 28, [28]),
        (55, 28, []),
    ],
)
def test_where_trials_begin(length, horizon, found):
    assert origins(rhythm(60).until(length), horizon) == found


def test_days_not_known_do_not_count_as_history():
    assert origins(history([NAN] * 10 + [1.0] * 56), 28) == [38]


def test_the_spread_is_the_mean_distance_of_weeks_and_never_falls():
    # day n holds n on the scale: one week apart 7, two weeks 14
    seen = train(history(np.arange(40.0), low=None), Marks())
    assert spread(seen, 10).tolist() == [7.0] * 7 + [14.0] * 3
