"""Trials that are kept: the same forecast without fitting anew, and never one of another past."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib import kept_trials
from lib.analysis.forecast import Marks, forecast, models, trials
from lib.analysis.forecast.trials import replayed
from tests.analysis.forecasts import MONDAY, history, rhythm
from tests.forecasting import only_quick

NOW = datetime(2026, 6, 1)
PAST = rhythm(20, noise=4)


@pytest.fixture
def fits(monkeypatch) -> list[int]:
    """Counts the fits of the quick models: the length of what each saw."""
    only_quick(monkeypatch)
    seen: list[int] = []
    quick = models.BASE["naive"]

    def counting(train, horizon, hint=None):
        seen.append(len(train.line))
        return quick(train, horizon)

    monkeypatch.setitem(models.BASE, "naive", counting)
    return seen


def test_kept_trials_are_not_fitted_again_and_give_the_same(store, fits):
    first = kept_trials.of(store, PAST, Marks(), 28, NOW)
    assert len(fits) == 4
    again = kept_trials.of(store, PAST, Marks(), 28, NOW)
    assert len(fits) == 4
    assert forecast(PAST, 28, trials=first).points == forecast(PAST, 28, trials=again).points
    assert forecast(PAST, 28, trials=first).record == forecast(PAST, 28, trials=again).record


def test_what_came_after_the_last_trial_began_may_change(store, fits):
    kept_trials.of(store, PAST, Marks(), 28, NOW)
    later = history([*PAST.values[:-28], *[7.0] * 28])
    found = kept_trials.of(store, later, Marks(), 28, NOW)
    assert len(fits) == 4
    assert found[-1].actual.tolist() == [7.0] * 28


@pytest.mark.parametrize(
    "other",
    [
        lambda: (history([*PAST.values[:50], 1.0, *PAST.values[51:]]), Marks(), 28),
        lambda: (PAST, Marks(((MONDAY + timedelta(9), "contest"),)), 28),
        lambda: (PAST, Marks(breaks=(MONDAY + timedelta(9),)), 28),
        lambda: (PAST, Marks(), 27),
        lambda: (history([*PAST.values, 1.0]), Marks(), 28),
        lambda: (history(PAST.values, low=None), Marks(), 28),
    ],
    ids=["another past", "an event", "a break", "another horizon", "a day more", "other bounds"],
)
def test_another_past_is_tried_anew(store, fits, other):
    kept_trials.of(store, PAST, Marks(), 28, NOW)
    kept_trials.of(store, *other(), NOW)
    assert len(fits) == 8


def test_all_models_come_back_to_the_last_digit():
    made = trials(PAST, Marks(), 28, most=1)
    again = trials(PAST, Marks(), 28, most=1, replays=replayed(made))
    for name, line in made[0].lines.items():
        assert again[0].lines[name].tolist() == line.tolist()
    assert set(again[0].lines) == set(models.NAMES)


def test_trials_without_a_model_are_not_kept(store, monkeypatch):
    only_quick(monkeypatch)

    def missing(*given):
        raise ImportError

    monkeypatch.setitem(models.BASE, "prophet", missing)
    kept_trials.of(store, PAST, Marks(), 28, NOW)
    assert kept_trials.found(store, kept_trials.key(PAST, Marks(), 28)) is None


def test_too_short_a_history_has_none(store):
    assert kept_trials.key(rhythm(4), Marks(), 28) is None
    assert kept_trials.of(store, rhythm(4), Marks(), 28, NOW) == ()


def test_old_ones_are_let_go(store, fits):
    kept_trials.of(store, PAST, Marks(), 28, NOW)
    kept_trials.of(store, PAST, Marks(), 21, NOW + timedelta(days=31))
    kept_trials.of(store, PAST, Marks(), 28, NOW + timedelta(days=31))
    assert len(fits) == 12
