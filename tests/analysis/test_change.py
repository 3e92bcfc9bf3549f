"""Differences and their noise, worked out by hand; then what the test does in the long run."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest

from lib.analysis.change import Z, compare, counted, spread


def totals(*values: float | None) -> list[tuple[float | None, None]]:
    return [(value, None) for value in values]


#  Σ = 50, mean 10, squares 0+4+4+0+0 = 8, variance of the total n·s² = 5·8/4 = 10
TEN_A_DAY = totals(10, 12, 8, 10, 10)
#  the same swing around 11
ELEVEN_A_DAY = totals(11, 13, 9, 11, 11)
#  and around 20
TWENTY_A_DAY = totals(20, 22, 18, 20, 20)

#  T = 10, B = 50, R = 0.2; T−R·B = −1, 0, 1, 0, 0; variance 5/4 · 2 / 50² = 0.001
RATE = [(1.0, 10.0), (2.0, 10.0), (3.0, 10.0), (2.0, 10.0), (2.0, 10.0)]


def test_a_total_and_its_error():
    assert spread(TEN_A_DAY, ratio=False) == (50, pytest.approx(math.sqrt(10)))


def test_a_ratio_is_of_sums_and_its_error_linearised():
    value, error = spread(RATE, ratio=True)
    assert value == pytest.approx(0.2)
    assert error == pytest.approx(math.sqrt(0.001))


def test_days_of_different_weight_count_by_their_weight():
    # R = (1+0+0+0+9)/(10+10+10+10+60) = 0.1, not the mean of the days' rates 0.05
    value, _ = spread([(1, 10), (0, 10), (0, 10), (0, 10), (9, 60)], ratio=True)
    assert value == pytest.approx(0.1)


def test_far_apart_is_a_change():
    # (50 − 100) / √(10+10) = −11.18
    found = compare(TEN_A_DAY, TWENTY_A_DAY, ratio=False)
    assert (found.value, found.before, found.verdict, found.days) == (50, 100, "down", 5)
    assert found.z == pytest.approx(-11.180, abs=0.001)
    assert compare(TWENTY_A_DAY, TEN_A_DAY, ratio=False).verdict == "up"


def test_close_together_is_noise():
    # (50 − 55) / √20 = −1.118, inside 1.96
    found = compare(TEN_A_DAY, ELEVEN_A_DAY, ratio=False)
    assert found.verdict == "noise"
    assert found.z == pytest.approx(-1.118, abs=0.001)


def test_ratios_are_compared_as_ratios():
    # twice the posts at the same rate: no change, though the total doubled
    twice = [(2 * top, 2 * bottom) for top, bottom in RATE]
    assert compare(twice, RATE, ratio=True).verdict == "noise"
    # 0.2 against 0.5 ± √0.001: 0.3 / √0.002 = 6.7
    half = [(top + 3, bottom) for top, bottom in RATE]
    assert compare(half, RATE, ratio=True).z == pytest.approx(6.708, abs=0.001)


def test_a_day_without_posts_is_a_zero_of_a_total_and_nothing_of_a_ratio():
    assert spread(totals(10, None, 10, None, 10), ratio=False)[0] == 30
    assert spread(totals(10, None, 10, None, 10), ratio=False)[1] == pytest.approx(math.sqrt(5 * 120 / 4))
    assert spread([*RATE, (None, 10.0), (4.0, None), (0.0, 0.0)], ratio=True) == spread(RATE, ratio=True)


@pytest.mark.parametrize("ratio", [False, True])
def test_what_cannot_be_told_is_unknown(ratio):
    few = RATE[:4]
    found = compare(few, RATE, ratio)
    assert (found.verdict, found.z) == ("unknown", 0.0)
    assert found.value is not None
    assert compare([(None, None)] * 28, RATE, ratio).value is None
    assert compare(RATE, [], ratio).verdict == "unknown"


def test_without_any_swing_each_difference_is_a_change():
    assert compare(totals(*[10] * 7), totals(*[10] * 7), ratio=False).verdict == "noise"
    assert compare(totals(*[11] * 7), totals(*[10] * 7), ratio=False).z == math.inf


def test_readings_have_no_noise():
    assert counted(1010, 1000).verdict == "up"
    assert counted(990, 1000).verdict == "down"
    assert counted(1000, 1000).verdict == "noise"
    assert counted(None, 1000).verdict == "unknown"
    assert counted(1010, None).verdict == "unknown"


# --- in the long run ---

START = date(2026, 1, 5)  # a Monday
WEEK = (1.0, 1.1, 1.2, 1.1, 0.9, 0.5, 0.6)


def days(rng: random.Random, count: int = 28, rate: float = 0.04) -> list[tuple[float, float]]:
    """Days of (engagements, reach): a rhythm of the week, skewed like real posts, some days without."""
    made = []
    for n in range(count):
        weekday = (START + timedelta(n)).weekday()
        reach = 0.0 if rng.random() < 0.1 else 2000 * WEEK[weekday] * rng.lognormvariate(0, 0.5)
        made.append((reach * rate * rng.lognormvariate(0, 0.4), reach))
    return made


def told_apart(runs: int, lift: float, ratio: bool) -> float:
    """The share of runs in which two periods are called different."""
    rng = random.Random(20261122)
    found = [compare(days(rng, rate=0.04 * lift), days(rng), ratio).verdict != "noise" for _ in range(runs)]
    return sum(found) / runs


@pytest.mark.parametrize("ratio", [False, True], ids=["total", "ratio"])
def test_no_difference_is_rarely_called_one(ratio):
    assert told_apart(500, 1.0, ratio) <= 0.08


@pytest.mark.parametrize("ratio", [False, True], ids=["total", "ratio"])
def test_a_real_difference_is_mostly_found(ratio):
    """Else the test above would pass by never saying anything."""
    assert told_apart(200, 2.5, ratio) >= 0.9


def test_the_threshold_is_that_of_one_in_twenty():
    # P(|N(0,1)| ≥ Z) = erfc(Z/√2)
    assert math.erfc(Z / math.sqrt(2)) == pytest.approx(0.05, abs=0.0005)
