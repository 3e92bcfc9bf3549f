"""A forecast as it is kept: nothing of it is lost on the way to the store and back."""

from __future__ import annotations

import math
import sys
from datetime import timedelta

import numpy as np
import pytest

from lib.analysis.forecast import Marks, forecast, scale
from lib.analysis.forecast import models as candidates
from lib.analysis.forecast.published import Published, from_json, publish, to_json
from tests.analysis.forecasts import MONDAY, history, rhythm


@pytest.fixture
def quick(monkeypatch) -> None:
    """Two models that cost nothing; the one called Prophet repeats last week too, half as high."""
    half = lambda train, horizon, hint=None: (candidates.naive(train, horizon)[0] / 2, None)  # noqa: E731
    monkeypatch.setattr(candidates, "BASE", {"naive": candidates.naive, "prophet": half})


@pytest.fixture
def made(quick) -> Published:
    return publish(rhythm(26, noise=4), 28, Marks())[0]


def test_it_is_what_the_forecast_says(made):
    whole = forecast(rhythm(26, noise=4), 28)
    assert made.model == whole.model
    assert made.of(made.model).points == whole.points
    assert made.of(made.model).record == whole.record
    assert made.lines == whole.lines
    assert (made.first, made.last) == (MONDAY + timedelta(182), MONDAY + timedelta(209))
    assert [each.first for each in made.trials] == [MONDAY + timedelta(n) for n in (70, 98, 126, 154)]


def test_prophets_line_is_kept_with_its_own_record(made):
    assert made.model == "naive"
    beside = made.of("prophet")
    assert beside.points[0].value < made.of("naive").points[0].value
    assert beside.record.score.mase > made.of("naive").record.score.mase
    assert made.of("theta") is made.of("naive")


def test_the_usual_and_the_yardstick_are_those_of_the_history(quick):
    # four weeks of 10, then four of 20: the last 28 lie at 20, a step of 10 in 7 of 49 pairs
    found = publish(history([10.0] * 28 + [20.0] * 28), 28, Marks())[0]
    assert found.usual == pytest.approx(20)
    assert found.yardstick == pytest.approx(10 * 7 / 49)


def test_kept_and_found_again_it_is_the_same(made):
    again = from_json(to_json(made))
    assert again.model == made.model
    assert from_json(to_json(again)) == again
    for one, two in zip(again.of("naive").points, made.of("naive").points, strict=True):
        assert one.date == two.date
        assert math.isclose(one.low, two.low, rel_tol=1e-5)
    assert again.of("prophet").record.windows == made.of("prophet").record.windows
    assert len(to_json(made)) < 20_000


def test_without_prophet_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "prophet", None)
    monkeypatch.setattr(candidates, "BASE", {"naive": candidates.naive})
    found = publish(rhythm(10, noise=4), 28, Marks())[0]
    assert found.without_prophet
    assert set(found.told) == {"naive"}


def test_days_without_anything_count_in_the_level():
    # roots of 0 and 4 are 0 and 2, their mean 1: neither the median of many zeros nor the mean of the counts
    assert scale.level(history([0.0, 4.0, np.nan]), np.array([0.0, 4.0, np.nan])) == pytest.approx(1)
    assert scale.level(history([np.nan]), np.array([np.nan])) is None
