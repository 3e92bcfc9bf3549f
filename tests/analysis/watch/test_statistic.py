"""The two statistics and the baseline, on numbers worked out by hand."""

import math

import numpy as np
import pytest

from lib.analysis.watch import counts
from lib.analysis.watch.baseline import estimate, learn
from lib.analysis.watch.statistic import Usual, evidence, pooled, trace
from tests.analysis.watch.days import DAY, START, drawn


def test_days_without_comments_are_zeros():
    made = counts([(DAY(3), 5, 2), (DAY(0), 4, 1), (DAY(3), 1, 1)])
    assert (made.start, made.n.tolist(), made.negative.tolist()) == (START, [4, 0, 0, 6], [1, 0, 0, 3])


@pytest.mark.parametrize("row", [(DAY(0), 1, 2), (DAY(0), -1, -1)])
def test_impossible_counts_are_refused(row):
    with pytest.raises(ValueError):
        counts([row])


def test_evidence_is_the_log_likelihood_ratio_of_doubled_odds():
    # Share 0.1, odds 1/9; doubled 2/9, share 2/11: a negative comment weighs ln(20/11), another ln(10/11).
    found = evidence(np.array([3]), np.array([1]), Usual(0.1))
    assert found[0] == pytest.approx(math.log(20 / 11) + 2 * math.log(10 / 11))


def test_where_doubled_odds_are_very_much_nine_points_are_looked_for():
    assert Usual(0.25).raised == pytest.approx(0.34)
    found = evidence(np.array([3]), np.array([1]), Usual(0.25))
    assert found[0] == pytest.approx(math.log(0.34 / 0.25) + 2 * math.log(0.66 / 0.75))


def test_overdispersion_takes_evidence_down_and_widens_a_day():
    alike = Usual(0.2, 0.1)
    n = np.array([11])
    assert evidence(n, np.array([5]), alike) == pytest.approx(evidence(n, np.array([5]), Usual(0.2)) / 2)
    assert alike.error(n) == pytest.approx(math.sqrt(0.2 * 0.8 * 2 / 11))


def test_a_day_of_few_comments_is_judged_with_the_next():
    n, negative = pooled(np.array([[4, 5, 3, 20, 1]]), np.array([[1, 0, 2, 4, 1]]))
    assert n.tolist() == [[0, 0, 12, 20, 0]]
    assert negative.tolist() == [[0, 0, 3, 4, 0]]


def test_the_cusum_adds_up_and_never_falls_below_zero():
    usual = Usual(0.2)
    n, negative = np.array([[20, 20, 20]]), np.array([[0, 8, 10]])
    step = evidence(n[0], negative[0], usual)
    assert trace(n, negative, usual).cusum[0] == pytest.approx([0, step[1], step[1] + step[2]])
    assert trace(n, negative, usual, cap=2.0).cusum.max() == 2.0


def test_the_spike_is_the_distance_in_standard_errors():
    seen = trace(np.array([[100, 2]]), np.array([[28, 1]]), Usual(0.2))
    assert seen.spike[0, 0] == pytest.approx(2.0)
    assert seen.spike[0, 1] == -np.inf


def test_independent_comments_are_not_called_overdispersed():
    rng = np.random.default_rng(1)
    n = np.full(182, 60)
    found = [estimate(n, rng.binomial(n, 0.12)).rho for _ in range(200)]
    assert np.mean(np.array(found) > 0) < 0.15


def test_overdispersion_is_found():
    found = [learn(drawn(182, 60, 0.12, rho=0.02, seed=seed), 0, 181).usual for seed in range(20)]
    assert np.mean([each.rho for each in found]) == pytest.approx(0.02, abs=0.004)
    assert np.mean([each.share for each in found]) == pytest.approx(0.12, abs=0.004)


@pytest.mark.parametrize(("first", "last"), [(0, 12), (20, 34), (43, 56)])
def test_a_crisis_inside_the_window_is_left_out(first, last):
    history = drawn(56, 40, 0.1, seed=4, shares={day: 0.4 for day in range(first, last)})
    found = learn(history, 0, 55)
    assert found.usual.share == pytest.approx(0.1, abs=0.02)
    assert found.left_out >= last - first - 2


def test_few_comments_with_few_negative_ones_make_a_baseline():
    assert learn(drawn(56, 8, 0.04, seed=1), 0, 55).left_out <= 2
