"""The whole forecast: planted rhythms are found, nothing leaks, bounds hold, nothing crashes."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import numpy as np
import pytest

from lib.analysis.forecast import Forecast, History, Marks, TooShort, daily, forecast, trials, weekly
from lib.analysis.forecast import prophet as candidate
from lib.analysis.forecast.train import train
from lib.model import QueryError
from tests.analysis.forecasts import MONDAY, WEEK, history, rhythm

NAN = float("nan")


@pytest.fixture
def without_prophet(monkeypatch) -> None:
    """As on a machine where the library cannot be imported; quick, too."""
    monkeypatch.setitem(sys.modules, "prophet", None)


def values(found: Forecast) -> np.ndarray:
    return np.array([[point.value, point.low, point.high] for point in found.points])


@pytest.fixture(scope="module")
def planted() -> Forecast:
    """26 weeks of one rhythm, and a little noise."""
    return forecast(rhythm(26, noise=4), 28)


def test_a_planted_rhythm_is_found(planted):
    assert np.abs(values(planted)[:, 0] - np.tile(WEEK, 4)).mean() < 4
    assert planted.points[0].date == MONDAY + timedelta(26 * 7)
    assert len(planted.points) == 28


def test_its_record_beats_repeating_last_week(planted):
    score = planted.record.score
    assert score.mase < score.baseline_mase
    assert 0.6 <= score.coverage80 <= 1
    assert (planted.record.windows, planted.record.horizon) == (4, 28)
    assert len(planted.record.by_week) == 4


def test_every_candidate_was_tried_and_is_a_click_away(planted):
    assert set(planted.lines) == {"naive", "prophet", "ets", "theta", "mean", "median"}
    assert planted.missing == ()
    np.testing.assert_allclose(planted.lines[planted.model], values(planted)[:, 0])


def test_the_band_surrounds_the_line(planted):
    line, low, high = values(planted).T
    assert (low < line).all()
    assert (line < high).all()


def test_a_model_asked_for_has_its_own_record(planted):
    found = forecast(planted.history, 28, model="naive")
    assert found.model == "naive"
    assert {each.model for each in found.trials} == {"naive"}
    assert found.record.score.mase == found.record.score.baseline_mase


def test_kept_trials_give_the_same_forecast(planted):
    kept = trials(planted.history, Marks(), 28)
    assert forecast(planted.history, 28, trials=kept).points == planted.points


def test_an_unknown_model_is_refused():
    with pytest.raises(QueryError, match="Known: auto, naive, prophet"):
        forecast(rhythm(12), 28, model="arima")


# --- nothing leaks ---


def test_what_comes_later_changes_nothing_before():
    told, other = rhythm(20, noise=4), rhythm(20, noise=4)
    other.values[-28:] = 9_999
    marks = Marks(((MONDAY + timedelta(120), "crisis"),), (MONDAY + timedelta(125),))
    before, after = trials(told, Marks(), 28), trials(other, marks, 28)
    assert [each.origin for each in before] == [28, 56, 84, 112]
    for one, two in zip(before, after, strict=True):
        assert one.lines.keys() == two.lines.keys()
        for name, line in one.lines.items():
            np.testing.assert_array_equal(line, two.lines[name])
        assert one.spread.tolist() == two.spread.tolist()


def test_the_forecast_of_a_day_is_that_of_the_history_until_then():
    whole = rhythm(16, noise=4)
    (*_, last) = trials(whole, Marks(), 28)
    cut = forecast(whole.until(84), 28)
    # a fit that starts where an earlier one ended may end a hair elsewhere
    np.testing.assert_allclose(last.lines["theta"], np.sqrt(cut.lines["theta"]))
    np.testing.assert_allclose(last.lines["naive"], np.sqrt(cut.lines["naive"]))


# --- bounds ---


def test_counts_are_never_negative(without_prophet):
    falling = history(np.maximum(0, 60 - np.arange(70.0)))
    assert (values(forecast(falling, 28)) >= 0).all()


def test_shares_stay_between_nothing_and_all(without_prophet):
    rising = history(np.clip(np.linspace(0.2, 1.1, 80), 0, 1), bottoms=np.full(80, 40.0), high=1.0)
    found = values(forecast(rising, 28))
    assert (found >= 0).all()
    assert (found <= 1).all()


def test_what_may_be_negative_may_be(without_prophet):
    falling = history(10 - np.arange(80.0), low=None)
    assert values(forecast(falling, 28))[-1, 0] < -70


def test_prophet_alone_holds_the_bounds_too():
    falling = history(np.maximum(0, 60 - np.arange(70.0)))
    assert (values(forecast(falling, 28, model="prophet")) >= 0).all()


# --- degenerate histories ---


def gappy() -> History:
    known = rhythm(20, noise=3)
    known.values[np.random.default_rng(2).random(140) < 0.3] = NAN
    return known


def year_missing() -> History:
    return history([*np.tile(WEEK, 12), *[NAN] * 365, *np.tile(WEEK, 12)])


@pytest.mark.parametrize(
    "past",
    [history([7.0] * 80), history([0.0] * 80), gappy(), year_missing(), history([0.0] * 79 + [500.0])],
    ids=["constant", "zeros", "gaps", "a year missing", "one spike at the end"],
)
def test_odd_histories_give_a_forecast(past):
    found = values(forecast(past, 28))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found[:, 1] <= found[:, 0]).all()
    assert (found[:, 0] <= found[:, 2]).all()


def test_a_constant_is_continued_without_a_band():
    found = forecast(history([7.0] * 80), 28)
    np.testing.assert_allclose(values(found), 7.0, atol=0.01)
    assert found.record.score.mase is None
    assert found.record.gain is None


@pytest.mark.parametrize(
    "past",
    [daily({}), history([3.0]), history([NAN] * 90), history([1.0] * 55), daily({MONDAY: float("inf")})],
    ids=["nothing", "one point", "never known", "a day short", "infinite"],
)
def test_too_little_is_refused(past):
    with pytest.raises(TooShort):
        forecast(past, 28)


# --- Prophet ---


def test_the_app_works_without_prophet(without_prophet):
    assert not candidate.available()
    found = forecast(rhythm(12, noise=3), 28)
    assert found.missing == ("prophet", "mean")
    assert set(found.lines) == {"naive", "ets", "theta", "median"}
    with pytest.raises(QueryError, match="Prophet cannot be imported"):
        forecast(rhythm(12), 28, model="prophet")


def test_prophet_is_silent(capfd, caplog):
    forecast(history([0.0] * 60 + [3.0] * 20), 28, model="prophet")
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""


def test_prophet_knows_holidays_events_and_breaks():
    # every 14th day a contest triples the day; from day 100 on the level is half; another one is planned
    line = np.full(168, 400.0)
    line[100:] /= 2
    line[::14] *= 9
    contests = tuple((MONDAY + timedelta(at), "contest") for at in range(0, 169, 14))
    marks = Marks(contests, (MONDAY + timedelta(100),))
    past = history(line)
    found, _ = candidate.predict(train(past, marks), 7)
    assert found[0] > 2 * found[1]
    np.testing.assert_allclose(found[1:], np.sqrt(200), rtol=0.15)


def test_an_event_that_is_planned_counts_in_the_forecast_and_in_no_trial():
    line = np.full(112, 400.0)
    line[::14] *= 9
    past, contests = history(line), [(MONDAY + timedelta(at), "contest") for at in range(0, 127, 14)]
    planned, over = (Marks(tuple(contests[:n])) for n in (10, 8))
    found, none = (forecast(past, 14, marks, "prophet") for marks in (planned, over))
    assert found.points[0].value > 2 * none.points[0].value
    assert found.record == none.record


def test_rhythms_are_looked_for_only_where_history_supports_them():
    special = candidate._special(train(rhythm(60), Marks()), 28)
    assert {candidate.NEW_YEAR, candidate.HOLIDAY} == set(special["holiday"])
    assert candidate._special(train(rhythm(5), Marks(country=None)), 28).empty
    # Lunar New Year's Eve 2026 is 16 February: six weeks on
    eve = special.loc[special["holiday"] == candidate.NEW_YEAR, "ds"].min()
    assert date(2026, 2, 14) <= eve.date() <= date(2026, 2, 17)


# --- by week ---


def test_weeks_are_forecast_as_weeks():
    found = forecast(weekly(rhythm(30, noise=4)), 4)
    total = sum(WEEK)
    assert [point.date for point in found.points] == [MONDAY + timedelta(7 * (30 + n)) for n in range(4)]
    assert values(found)[:, 0] == pytest.approx([total] * 4, rel=0.05)
    assert found.record.horizon == 28


# --- the band in the long run ---


def test_bands_hold_four_in_five_on_simulated_series(without_prophet):
    held = []
    for seed in range(12):
        past = rhythm(22, noise=12, seed=seed)
        found = forecast(past.until(126), 28)
        _, low, high = values(found).T
        held.append(np.mean((past.values[126:] >= low) & (past.values[126:] <= high)))
    # 336 days of 12 series: within ± 4 standard errors of a share of 0.8, were the days independent
    assert 0.71 <= np.mean(held) <= 0.89
