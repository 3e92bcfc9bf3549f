"""The watch from day to day: alarms, levels, states, and what it knew when."""

from itertools import pairwise

import numpy as np
import pytest

from lib.analysis.watch import LEVELS, Counts, delays, limits, watch
from lib.analysis.watch.limits import calibrate
from lib.analysis.watch.statistic import Usual, trace
from tests.analysis.watch.days import DAY, START, drawn
from tests.bench.watch import Community, alarms_on_busy_days, between_alarms
from tests.bench.watch import delays as measured

CRISIS = dict.fromkeys(range(120, 135), 0.4)


@pytest.fixture(scope="module")
def history() -> Counts:
    return drawn(180, 60, 0.12, seed=3, shares=CRISIS)


@pytest.fixture(scope="module")
def kept() -> dict:
    return {}


@pytest.fixture(scope="module")
def seen(history, kept):
    return watch(history, 90, kept=kept)


def test_a_crisis_is_one_alarm_that_grows_severe_and_ends(seen):
    (alarm,) = [each for each in seen.alarms if DAY(115) <= each.date < DAY(140)]
    assert alarm.began <= DAY(120) <= alarm.date <= DAY(121)
    assert alarm.peak == "severe"
    assert DAY(135) <= alarm.until <= DAY(140)


def test_after_it_all_is_normal_since_its_end(seen):
    assert (seen.state, seen.since) == ("normal", seen.alarms[-1].until)


def test_an_alarm_tells_the_day_and_its_share(seen, history):
    alarm = seen.alarms[-1]
    at = history.at(alarm.date)
    assert alarm.share == history.negative[at] / history.n[at]
    assert alarm.level == min(alarm.reached, key=LEVELS.index)
    assert alarm.reached[alarm.level] == alarm.date


@pytest.mark.parametrize("days", [57, 99, 121, 123, 150])
def test_what_came_later_changes_nothing_that_was_said(history, seen, kept, days):
    then = watch(history.part(0, days), 90, kept=kept)
    known = [each for each in seen.alarms if each.date < DAY(days)]
    assert [(a.date, a.level, a.share, a.began) for a in then.alarms] == [
        (a.date, a.level, a.share, a.began) for a in known
    ]
    assert then.days == seen.days[: len(then.days)]


def test_in_the_crisis_the_state_is_its_level(history, kept):
    then = watch(history.part(0, 125), 90, kept=kept)
    assert then.state == "severe"
    assert then.since == then.alarms[-1].reached["severe"]


def test_before_eight_weeks_it_says_too_little(history):
    then = watch(history.part(0, 55), 90)
    assert (then.state, then.since, then.days, then.stage) == ("too little data", START, [], None)
    assert watch(history.part(0, 56), 90).state == "normal"


def test_a_baseline_waits_until_there_are_comments_enough():
    few = drawn(120, 2, 0.2)
    assert watch(few.part(0, 63), 90).stage is None
    assert watch(few, 90).stage is not None


def test_no_comments_at_all():
    assert watch(Counts(START, np.zeros(0, int), np.zeros(0, int)), 90).state == "too little data"


def test_silence_after_a_baseline_is_too_little_data(kept):
    history = drawn(80, 60, 0.12)
    silent = Counts(
        START, *(np.concatenate([each, np.zeros(28, int)]) for each in (history.n, history.negative))
    )
    then = watch(silent, 90, kept=kept)
    assert (then.state, then.since) == ("too little data", DAY(80))


def test_days_of_few_comments_are_pooled_and_said(kept):
    then = watch(drawn(100, 4, 0.2), 90, kept=kept)
    assert all(day.n >= 10 for day in then.days)
    assert 0 <= then.waiting < 10


def test_a_slow_rise_is_not_swallowed(kept):
    slow = {day: 0.12 + 0.12 * min(1, (day - 200) / 90) for day in range(200, 400)}
    alarms = watch(drawn(400, 60, 0.12, seed=5, shares=slow), 90, kept=kept).alarms
    assert any(DAY(200) <= each.date <= DAY(290) for each in alarms)
    assert alarms[-1].usual == pytest.approx(0.12, abs=0.015)


def test_an_anchor_learns_the_usual_anew(kept):
    history = drawn(200, 60, 0.12, seed=6, shares=dict.fromkeys(range(100, 200), 0.3))
    then = watch(history, 90, anchors=[DAY(100)], kept=kept)
    assert then.stage.baseline.usual.share == pytest.approx(0.3, abs=0.03)
    assert not [each for each in then.alarms if DAY(100) <= each.date < DAY(156)]
    assert then.since >= DAY(156)


@pytest.mark.parametrize("budget", [6.9, 731, float("nan")])
def test_a_budget_that_cannot_be_kept_is_refused(history, budget):
    with pytest.raises(ValueError):
        watch(history, budget)


def test_limits_are_kept_and_the_same_again(history, kept):
    assert watch(history, 90, kept=kept) == watch(history, 90)


def test_rarer_levels_need_more():
    made = calibrate(Usual(0.12), np.full((4, 7), 60), 90, path_days=200_000)
    assert list(made.cusum) == sorted(set(made.cusum))
    assert list(made.spike) == sorted(set(made.spike))


@pytest.mark.parametrize(("volume", "share", "rho"), [(12, 0.2, 0), (60, 0.12, 0.02), (183, 0.25, 0)])
def test_limits_keep_the_budget_on_paths_they_were_not_made_from(volume, share, rho):
    usual, weeks = Usual(share, rho), np.random.default_rng(volume).poisson(volume, (8, 7))
    made = calibrate(usual, weeks, 60, path_days=200_000)
    fresh = trace(*limits.draw(np.random.default_rng(7), usual, weeks, 1_000, 400), usual)
    assert _first_alarm(fresh, made).mean() == pytest.approx(60, rel=0.15)


def _first_alarm(paths, made) -> np.ndarray:
    alarm = (paths.cusum >= made.cusum[0]) | (paths.spike >= made.spike[0])
    return np.where(alarm.any(axis=1), alarm.argmax(axis=1) + 1, alarm.shape[1])


def test_larger_rises_are_told_sooner(seen, history):
    told = delays(seen.stage.baseline.usual, limits.weeks_of(history.n), seen.stage.limits)
    assert [each.share for each in told] == pytest.approx(
        [seen.stage.baseline.usual.share * k for k in (1.5, 2, 3)]
    )
    assert told[2].mean < told[1].mean < 4
    assert told[2].within_week > 0.99


# The same as `make bench`, smaller: what the page promises.


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(limits, "PATH_DAYS", 100_000)
    monkeypatch.setattr(limits, "_TRUTHS", 200)


def test_the_budget_is_kept_by_whole_communities(quick):
    days, error = between_alarms(Community(60, 0.12), 15)
    assert days == pytest.approx(100, abs=15 + 2 * error)


def test_rises_are_told_in_time(quick):
    assert measured(Community(60, 0.12), 0.30, 8).mean() <= 2
    assert measured(Community(60, 0.12), 0.20, 8).mean() <= 9


def test_a_busy_day_is_no_alarm(quick):
    assert alarms_on_busy_days(Community(60, 0.12), 8) <= 0.05


def test_alarms_are_distinct(seen):
    assert all(later.date > earlier.until for earlier, later in pairwise(seen.alarms))
