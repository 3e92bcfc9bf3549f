"""The forecaster: after every import, what is asked for first, never in the way."""

from __future__ import annotations

import logging
import pickle
from datetime import datetime, timedelta
from io import BytesIO

import pytest

from lib import forecast_worker, kept_forecasts
from lib.analysis.forecast import Marks, TooShort
from lib.analysis.forecast.published import publish
from lib.forecast_view import Asked
from lib.forecast_worker import Worker
from lib.forecaster import Forecaster
from lib.settings import Settings
from tests.analysis.forecasts import rhythm
from tests.factories import bring, days
from tests.forecasting import messages, on, only_quick, seen

NOW = datetime(2026, 6, 1, 8)
VIEW = seen("messages", (("platform", ("facebook",)),))
SERIES = seen("heat")


@pytest.fixture
def at_work(store, monkeypatch) -> Forecaster:
    """A forecaster that fits in this process, with models that cost nothing."""
    only_quick(monkeypatch)
    return Forecaster(Settings(), lambda: store, lambda: NOW, publish)


def heat(store, first: int, end: int) -> int:
    return bring(store, days("heat", {on(n): float(n % 7) for n in range(first, end)})).import_id


def made(store, view: Asked, version: int) -> bool:
    return kept_forecasts.is_current(store, view, version, NOW)


def test_forecasts_follow_an_import_once_the_data_are_at_rest(store, at_work):
    version = heat(store, 0, 70)
    at_work.look()
    at_work.work_off()
    assert not made(store, SERIES, version)
    at_work.look()
    at_work.work_off()
    assert made(store, SERIES, version)
    assert kept_forecasts.standing(store, SERIES, version).published.first == on(70)
    newer = heat(store, 70, 75)
    for _ in range(2):
        at_work.look()
        at_work.work_off()
    assert kept_forecasts.standing(store, SERIES, newer).published.first == on(75)


def test_an_empty_store_has_nothing_to_do(store, at_work):
    for _ in range(3):
        at_work.look()
        at_work.work_off()
    assert kept_forecasts.standing(store, SERIES, 9) is None


def test_a_view_somebody_looks_at_goes_first_and_is_kept_up(store, monkeypatch):
    only_quick(monkeypatch)
    order = []

    def fit(history, steps, marks, replays):
        order.append(len(history))
        return publish(history, steps, marks, replays)

    heat(store, 0, 70)
    messages(store, 0, 80)
    found = Forecaster(Settings(), lambda: store, lambda: NOW, fit)
    found.look()
    found.look()
    found.ask(VIEW)
    found.ask(VIEW)
    found.work_off()
    assert order == [80, 70]
    newer = messages(store, 80, 90)
    for _ in range(2):
        found.look()
        found.work_off()
    assert kept_forecasts.standing(store, VIEW, newer).data_version == newer


def test_a_failing_fit_is_told_and_the_others_go_on(store, monkeypatch, caplog):
    only_quick(monkeypatch)

    def fit(history, steps, marks, replays):
        if len(history) == 80:
            raise RuntimeError("no fit")
        return publish(history, steps, marks, replays)

    heat(store, 0, 70)
    version = messages(store, 0, 80)
    found = Forecaster(Settings(), lambda: store, lambda: NOW, fit)
    found.ask(SERIES)
    found.ask(VIEW)
    with caplog.at_level(logging.WARNING):
        found.work_off()
    assert "could not be made" in caplog.text
    assert made(store, SERIES, version)
    assert not made(store, VIEW, version)


def test_it_runs_by_itself_and_stops(store, monkeypatch):
    only_quick(monkeypatch)
    version = heat(store, 0, 70)
    found = Forecaster(Settings(), lambda: store, fit=publish)
    found.start()
    found.ask(SERIES)
    end = datetime.now() + timedelta(seconds=20)
    while not made(store, SERIES, version) and datetime.now() < end:
        pass
    found.stop()
    assert made(store, SERIES, version)
    assert not found.running()


# --- the process that fits ---


def test_questions_are_answered_one_by_one(monkeypatch):
    only_quick(monkeypatch)
    questions, answers = BytesIO(), BytesIO()
    for weeks in (10, 4):
        pickle.dump((rhythm(weeks, noise=2), 28, Marks(), None), questions)
    questions.seek(0)
    forecast_worker.serve(questions, answers)
    answers.seek(0)
    failed, found = pickle.load(answers)
    assert (failed, found) == (False, publish(rhythm(10, noise=2), 28, Marks()))
    failed, error = pickle.load(answers)
    assert failed
    assert isinstance(error, TooShort)
    assert error.missing == 28


def test_a_process_of_its_own_fits(capfd):
    worker = Worker()
    try:
        with pytest.raises(TooShort):
            worker.publish(rhythm(4), 28, Marks())
        found, _ = worker.publish(rhythm(9, noise=2), 28, Marks())
    finally:
        worker.stop()
    assert set(found.lines) == {"naive", "prophet", "ets", "theta", "mean", "median"}
    assert capfd.readouterr() == ("", "")


def test_a_question_to_a_stopped_process_fails_and_the_next_is_answered(monkeypatch):
    worker = Worker()
    real = worker._running

    def killed():
        process = real()
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(worker, "_running", killed)
    with pytest.raises((OSError, EOFError)):
        worker.publish(rhythm(9), 28, Marks())
    monkeypatch.undo()
    with pytest.raises(TooShort):
        worker.publish(rhythm(4), 28, Marks())
    worker.stop()
