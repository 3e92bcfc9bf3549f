"""The adjusted share: by hand, at its bounds, and its interval's promise by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.sentiment.share import Skill, adjusted, counted, moved, skill


def test_skill_is_counted():
    truth = ["negative", "negative", "neutral", "positive", "positive", "negative"]
    judged = ["negative", "neutral", "negative", "positive", "neutral", "negative"]
    found = skill(truth, judged)
    assert found == Skill(hits=2, of_kind=3, false=1, others=3)
    assert (found.tpr, found.fpr) == pytest.approx((2 / 3, 1 / 3))


def test_by_hand():
    # 41 % shown, of an engine that finds 80 % and takes 30 % of the others for it: (0.41 - 0.3) / 0.5.
    found = adjusted(410, 1000, Skill(80, 100, 90, 300))
    assert (found.value, found.raw) == pytest.approx((0.22, 0.41))
    assert found.low < 0.22 < found.high


def test_an_engine_that_never_errs_changes_nothing():
    found = adjusted(20, 100, Skill(5000, 5000, 0, 5000))
    assert found.value == found.raw == pytest.approx(0.2)


def test_shares_stay_between_0_and_1():
    low, high = adjusted(1, 100, Skill(80, 100, 20, 100)), adjusted(99, 100, Skill(80, 100, 20, 100))
    assert (low.value, low.low) == (0, 0)
    assert (high.value, high.high) == (1, 1)


@pytest.mark.parametrize(
    "known", [Skill(0, 0, 5, 50), Skill(8, 10, 0, 0), Skill(50, 100, 45, 100), Skill(20, 100, 80, 100)]
)
def test_what_cannot_be_turned_back_is_not(known):
    assert adjusted(10, 100, known) is None
    assert adjusted(0, 0, Skill(80, 100, 20, 100)) is None


def test_more_labels_narrow_the_interval():
    few, many = (adjusted(200, 1000, Skill(8 * n, 10 * n, n, 10 * n)) for n in (3, 100))
    assert few.high - few.low > 2 * (many.high - many.low)


@pytest.mark.parametrize("true", [0.05, 0.136, 0.4])
@pytest.mark.parametrize(("tpr", "fpr"), [(0.8, 0.1), (0.7, 0.25)])
def test_the_interval_holds_as_often_as_it_says(true, tpr, fpr):
    rng = np.random.default_rng(7)
    held = []
    for _ in range(800):
        of_kind = int(rng.binomial(100, true))
        known = Skill(
            int(rng.binomial(of_kind, tpr)), of_kind, int(rng.binomial(100 - of_kind, fpr)), 100 - of_kind
        )
        found = adjusted(int(rng.binomial(500, true * tpr + (1 - true) * fpr)), 500, known, 0.9)
        if found is not None:
            held.append(found.low <= true <= found.high)
    assert len(held) > 600
    assert 0.87 <= np.mean(held) <= 0.97


def test_what_was_counted_has_wilsons_interval():
    # Newcombe 1998, table I: 81 of 263, Wilson's score: 0.2553 to 0.3662 (95 %).
    found = counted(81, 263, 0.95)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_change_is_told_only_beyond_chance():
    # Newcombe 1998b, table II, method 10: 56/70 against 48/80 is 0.0524 to 0.3339; 9/10 against 3/10 is
    # 0.1705 to 0.8090.
    assert moved((56, 70), (48, 80)) == moved((9, 10), (3, 10)) == 1
    assert moved((48, 80), (56, 70)) == -1
    assert moved((12, 100), (15, 100)) == 0


def test_skills_add_up():
    assert Skill(1, 2, 3, 4) + Skill(10, 20, 30, 40) == Skill(11, 22, 33, 44)
