"""The watch over how often something is mentioned."""

from datetime import timedelta

import numpy as np
import pytest

from lib.analysis.watch.volume import Rate, calibrate, evidence, learn, watch_volume
from tests.analysis.watch.days import DAY, START

WEEK = np.array([30, 20, 20, 20, 20, 10, 10])


def mentions(days: int, size: float | None = None, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mean = np.resize(WEEK, days).astype(float)
    return rng.poisson(mean if size is None else mean * rng.gamma(size, 1 / size, days))


def weekdays(days: int) -> np.ndarray:
    return (np.arange(days) + START.weekday()) % 7


def test_evidence_by_hand():
    # Poisson 4 against 8: x ln 2 − 4. Negative binomial of size 2: x ln 2 − (x + 2) ln(10/6).
    assert evidence(np.array([5]), np.array([4.0]), float("inf"))[0] == pytest.approx(5 * np.log(2) - 4)
    found = evidence(np.array([5]), np.array([4.0]), 2.0)[0]
    assert found == pytest.approx(5 * np.log(2) - 7 * np.log(10 / 6))


def test_the_rhythm_of_the_week_is_usual():
    rate = learn(mentions(182), weekdays(182))
    assert rate.by_weekday == pytest.approx(WEEK, rel=0.15)


def test_bursts_are_told_from_chance():
    assert learn(mentions(182, size=3), weekdays(182)).size == pytest.approx(3, rel=0.5)
    assert learn(mentions(182), weekdays(182)).size > 50


def test_a_rise_is_told_and_ends():
    hits = mentions(140)
    hits[100:110] *= 3
    made = watch_volume(START, hits, 90, {})
    (alarm,) = [each for each in made.alarms if DAY(98) <= each.date < DAY(115)]
    assert alarm.date <= DAY(101)
    assert alarm.until <= DAY(116)


def test_silence_is_no_alarm_and_a_first_mention_can_be():
    silent = np.zeros(120, int)
    assert watch_volume(START, silent, 90, {}).alarms == []
    silent[100:] = 6
    (alarm,) = watch_volume(START, silent, 90, {}).alarms
    assert alarm.date == START + timedelta(100)


def test_too_few_days():
    assert watch_volume(START, [1] * 55, 90, {}).state == "too little data"
    assert watch_volume(START, [], 90, {}).state == "too little data"


@pytest.mark.parametrize("size", [None, 4.0])
def test_the_budget_is_kept(size):
    rate = Rate(tuple(map(float, WEEK)), float("inf") if size is None else size)
    limits = calibrate(rate, 60)
    rng = np.random.default_rng(5)
    usual = np.broadcast_to(np.resize(WEEK, 420).astype(float), (400, 420))
    hits = rng.poisson(usual if size is None else usual * rng.gamma(size, 1 / size, usual.shape))
    level, first = np.zeros(400), np.full(400, 420)
    for day in range(420):
        level = np.maximum(0, level + evidence(hits[:, day], usual[:, day], rate.size))
        error = np.sqrt(usual[:, day] + usual[:, day] ** 2 / rate.size)
        spike = (hits[:, day] - usual[:, day]) / error
        alarm = (level >= limits.cusum[0]) | (spike >= limits.spike[0])
        first = np.where(alarm & (first == 420), day + 1, first)
    assert first.mean() == pytest.approx(60, rel=0.15)
