"""The table of errors by horizon: as Prophet's own library computes it, and by hand."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.analysis.forecast import Marks, daily
from lib.analysis.forecast.diagnostics import PLAIN, by_horizon, diagnose
from lib.analysis.forecast.record import Shown
from lib.model import QueryError
from tests.analysis.forecasts import MONDAY, history, rhythm

SERIES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "series"
PEYTON = SERIES / "example_wp_log_peyton_manning.csv"


def made(seed: int, steps: int, origin: int) -> Shown:
    draw = np.random.default_rng(seed)
    actual, line = draw.uniform(5, 9, steps), draw.uniform(5, 9, steps)
    actual[draw.random(steps) < 0.15] = np.nan
    return Shown("plain", origin, line, line - 1, line + 1, actual, line, 1.0)


def as_prophet_has_it(trials: list[Shown]) -> pd.DataFrame:
    from prophet.diagnostics import performance_metrics

    rows = [
        {
            "ds": pd.Timestamp(MONDAY) + pd.Timedelta(days=each.origin + at),
            "cutoff": pd.Timestamp(MONDAY) + pd.Timedelta(days=each.origin - 1),
            "y": each.actual[at], "yhat": each.line[at],
            "yhat_lower": each.low[at], "yhat_upper": each.high[at],
        }
        for each in trials
        for at in range(len(each.actual))
        if np.isfinite(each.actual[at])
    ]  # fmt: skip
    return performance_metrics(pd.DataFrame(rows))


def test_errors_by_horizon_are_those_of_prophets_library():
    trials = [made(seed, 30, 40 + 10 * seed) for seed in range(5)]
    theirs = as_prophet_has_it(trials)
    ours = by_horizon(trials)
    assert [each.horizon for each in ours] == theirs["horizon"].dt.days.tolist()
    for name in ("rmse", "mae", "mape", "smape", "coverage"):
        np.testing.assert_allclose([getattr(each, name) for each in ours], theirs[name])


def test_a_window_that_begins_inside_a_step_takes_part_of_it():
    # ten values, so a tenth is one of them: the mean of the two errors of each step
    line = np.zeros(5)
    trials = [
        Shown("plain", at, line, line - 3, line + 3, np.array(actual, float), line, 1.0)
        for at, actual in ((10, [1, 2, 3, 4, 5]), (20, [3, 2, 3, 4, 7]))
    ]
    assert [each.mae for each in by_horizon(trials)] == [2, 2, 3, 4, 6]
    assert [each.coverage for each in by_horizon(trials)] == [1, 1, 1, 0, 0]
    assert by_horizon(trials)[0].rmse == pytest.approx(np.sqrt(5))


def test_cutoffs_are_counted_back_from_the_end():
    found = diagnose(rhythm(20), Marks(), "naive", 60, 28, 28)
    # 140 days: the last cutoff leaves 28, the others lie 28 before; the first leaves more than 60 behind it
    assert found.cutoffs == tuple(MONDAY + timedelta(at - 1) for at in (84, 112))
    assert found.record.windows == 2
    assert found.record.score.smape == pytest.approx(0)
    assert {each.coverage for each in found.by_horizon} == {1.0}


def test_plain_prophet_is_the_librarys_own():
    from prophet import Prophet

    past = rhythm(12, noise=5)
    days = pd.date_range(MONDAY, periods=56)
    model = Prophet().fit(pd.DataFrame({"ds": days, "y": past.values[:56]}))
    theirs = model.predict(pd.DataFrame({"ds": pd.date_range(days[-1], periods=29)[1:]}))["yhat"]
    found = diagnose(past, Marks(), "plain", 55, 28, 28)
    errors = np.abs(past.values[56:] - theirs.to_numpy())
    assert found.record.score.mase == pytest.approx(
        errors.mean() / np.abs(past.values[7:56] - past.values[:49]).mean(), rel=1e-6
    )
    assert len(found.cutoffs) == 1


def test_no_mape_where_a_value_is_zero():
    found = diagnose(history([0.0, 1.0, 2.0, 3.0, 2.0, 1.0, 0.0] * 12), Marks(), "naive", 55, 28, 28)
    assert found.by_horizon[0].mape is None


def test_a_history_without_a_trial_is_refused():
    with pytest.raises(QueryError, match="The history of 70 days holds no trial of 60 days and then 28"):
        diagnose(rhythm(10), Marks(), "plain", 60, 28, 28)


@pytest.mark.skipif(not PEYTON.exists(), reason="the sample series (../shared/samples) are not there")
def test_plain_prophet_gives_the_numbers_of_prophets_documentation():
    with PEYTON.open(encoding="utf-8") as lines:
        days = {date.fromisoformat(row["ds"]): float(row["y"]) for row in csv.DictReader(lines) if row["y"]}
    found = diagnose(daily(days), Marks(), PLAIN, initial=730, period=180, horizon=365)
    assert (found.cutoffs[0], len(found.cutoffs)) == (date(2010, 2, 15), 11)
    first = found.by_horizon[0]
    assert first.horizon == 37
    assert first.rmse == pytest.approx(0.702, rel=0.01)
    assert first.mae == pytest.approx(0.504, rel=0.01)
    assert first.mape == pytest.approx(0.0584, rel=0.01)
    assert first.coverage == pytest.approx(0.677, rel=0.01)
