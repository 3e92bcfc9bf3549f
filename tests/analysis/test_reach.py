"""The chance of reaching a target: by hand, and against what then happens."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis import reach
from lib.analysis.forecast import scale
from lib.analysis.reach import Ahead, Path

ALL = np.ones(3, bool)
PLAIN = scale.Scale(lambda values: values, lambda z: z)


def path(line, actual, bottoms=None) -> Path:
    return Path(*(None if each is None else np.array(each, float) for each in (line, actual, bottoms)))


def test_what_the_days_to_come_must_bring():
    ahead = Ahead(np.array([5.0, 5, 5]), np.array([False, True, True]), np.array([100.0, 200, 300]))
    assert reach.needed(40, "sum", (25, 0), ahead) == 15
    assert reach.needed(900, "last", (0, 0), ahead) == 900
    # 5 % of 500 + 500 are 50; 20 are there: 30 of 500
    assert reach.needed(0.05, "ratio", (20, 500), ahead) == pytest.approx(0.06)


def test_the_chance_by_hand():
    # sums of three trials were off by −1, 0 and +8: the lean is 7 ÷ (3 + 4) = 1, the squares around it
    # 4, 1 and 49, so the width √(54 ÷ 3 · 8/7) = √(144/7); 15 + 1 are expected, 21 wanted
    trials = [path([5, 5, 5], [4, 5, 5]), path([5, 5, 5], [6, 5, 4]), path([5, 5, 5], [8, 8, 7])]
    found = reach.chance(21, "sum", Ahead(np.full(3, 5.0), ALL), trials, PLAIN)
    t = 5 / np.sqrt(144 / 7)
    # Student's t with three degrees of freedom
    below = 0.5 + (np.arctan(t / np.sqrt(3)) + t / np.sqrt(3) / (1 + t * t / 3)) / np.pi
    assert found == pytest.approx(1 - below)


@pytest.mark.parametrize(
    ("wanted", "of", "found"),
    [
        (0, scale.ROOT, 1.0),
        (-5, scale.ROOT, 1.0),
        (-0.2, scale.ARCSINE, 1.0),
        (1.2, scale.ARCSINE, 0.0),
        (float("nan"), scale.ROOT, None),
    ],
)
def test_what_the_bounds_decide_needs_no_trial(wanted, of, found):
    """No count is below 0 and no share above 1, however far the trials were off."""
    trials = [path([0.5] * 3, [0.5 + off] * 3, [9] * 3) for off in (-0.4, 0.4, -0.3)]
    ahead = Ahead(np.full(3, 0.5), ALL, np.full(3, 9.0))
    for known in (trials, []):
        assert reach.chance(wanted, "ratio", ahead, known, of) == found
    assert 0 < reach.chance(0.01, "ratio", ahead, trials, of) < 1


def test_days_wrong_together_are_taken_together():
    apart = [path([5, 5], [5 + a, 5 - a]) for a in (3, -3, 2, -2)]
    together = [path([5, 5], [5 + a, 5 + a]) for a in (3, -3, 2, -2)]
    ahead = Ahead(np.full(2, 5.0), np.ones(2, bool))
    assert reach.chance(11, "sum", ahead, apart, PLAIN) == 0
    assert 0.3 < reach.chance(11, "sum", ahead, together, PLAIN) < 0.5


def test_only_days_of_the_period_count():
    trials = [path([5, 5], [100 * a, 5 + a]) for a in (1, -1, 2)]
    outside = Ahead(np.full(2, 5.0), np.array([False, True]))
    assert reach.chance(5, "sum", outside, trials, PLAIN) == pytest.approx(
        reach.chance(
            5,
            "sum",
            Ahead(np.full(1, 5.0), ALL[:1]),
            [path(each.line[1:], each.actual[1:]) for each in trials],
            PLAIN,
        )
    )


def test_ratios_weigh_their_days():
    # line 0.1 all along; what came is 0.2 on the day with a denominator of 900, 0.1 on that of 100: 0.19
    heavy = path([0.1, 0.1], [0.1, 0.2], [100, 900])
    assert reach.gathered(heavy.actual, heavy.bottoms, np.ones(2, bool), "ratio") == pytest.approx(0.19)
    unknown = path([0.1, 0.1], [np.nan, 0.2], [100, 900])
    assert reach.gathered(unknown.actual, unknown.bottoms, np.ones(2, bool), "ratio") == pytest.approx(0.2)


def test_a_level_is_that_of_the_last_day():
    trials = [path([9, 10], [0, 10 + a]) for a in (1, 2, 3)]
    found = reach.chance(10 + 6 / 7, "last", Ahead(np.array([9.0, 10]), np.ones(2, bool)), trials, PLAIN)
    assert found == pytest.approx(0.5)


@pytest.mark.parametrize("trials", [0, 2])
def test_too_few_trials_say_nothing(trials):
    given = [path([5, 5, 5], [5, 5, 5])] * trials
    assert reach.chance(15, "sum", Ahead(np.full(3, 5.0), ALL), given, PLAIN) is None


def test_a_figure_that_never_errs_is_sure():
    trials = [path([5, 5, 5], [5, 5, 5])] * 4
    ahead = Ahead(np.full(3, 5.0), ALL)
    assert [reach.chance(wanted, "sum", ahead, trials, PLAIN) for wanted in (15, 15.1)] == [1, 0]


@pytest.mark.parametrize("days", [7, 28])
def test_chances_come_true_about_as_often_as_they_say(days):
    """Invented series with a weekly rhythm and swings that last for days; the forecast is the median of eight
    weeks, with four trials; targets from too low to too high."""
    rng = np.random.default_rng(20)
    said, came = np.array([one_try(rng, days) for _ in range(700)]).T
    for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)):
        inside = (said >= low) & (said <= high)
        assert inside.sum() > 60
        assert came[inside].mean() == pytest.approx(said[inside].mean(), abs=0.15)
    assert np.mean((said - came) ** 2) < 0.22


def one_try(rng, days: int) -> tuple[float, bool]:
    """The chance of a target in one invented series, and whether it was reached."""
    length = 70 + 5 * days
    swing = np.zeros(length)
    for at, step in enumerate(rng.normal(0, 0.25, length - 1), 1):
        swing[at] = 0.6 * swing[at - 1] + step
    week = np.resize([1, 1.1, 1.2, 1, 1.3, 0.6, 0.5], length)
    values = rng.poisson(80 * week * np.exp(swing)).astype(float)
    ends = [length - days * back for back in range(5, 0, -1)]
    lines = [np.resize(np.median(values[end - 56 : end].reshape(8, 7), axis=0), days) for end in ends]
    trials = [Path(line, values[end : end + days]) for line, end in zip(lines[:4], ends, strict=False)]
    target = lines[-1].sum() * np.exp(rng.normal(0, 0.15))
    ahead = Ahead(lines[-1], np.ones(days, bool))
    found = reach.chance(target, "sum", ahead, trials, scale.ROOT)
    return found, values[-days:].sum() >= target
