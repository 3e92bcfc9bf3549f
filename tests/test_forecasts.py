"""Histories as they are read from the store, and the commands about forecasts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from lib import cli, kept_forecasts
from lib.analysis.forecast import NAMES, TooShort, forecast
from lib.forecasts import subject
from lib.model import EVERYTHING, Period, Query, QueryError
from lib.store import notes, write
from lib.store.engine import open_store
from lib.store.notes import Note
from lib.store.schema import EVENTS
from tests.factories import asking, bring, comments, days, posts
from tests.forecasting import only_quick, seen
from tests.test_docs import documents, shape

MONDAY = date(2026, 1, 5)
LATER = datetime(2026, 6, 1)


def on(n: int) -> date:
    return MONDAY + timedelta(n)


def asked(metric: str, **how) -> Query:
    return asking((metric,), **how)


def published(*when: int, **what):
    """A batch of posts published so many days after the first Monday."""
    return posts(*[{"day": on(n), "native_id": f"{n}-{at}", **what} for at, n in enumerate(when)])


# --- counts of posts ---


def test_days_without_a_post_are_zeros(store):
    bring(store, published(0, 0, 3, reach=10), captured_at=LATER)
    found = subject(store, asked("reach")).history
    assert (found.start, found.values.tolist()) == (MONDAY, [20, 0, 0, 10])
    assert (found.low, found.high) == (0, None)


def test_one_day_of_comments_without_any_post_is_a_history(store):
    bring(store, comments({"day": on(3), "text": "hello"}), captured_at=LATER)
    found = subject(store, asked("comments_received")).history
    assert (found.start, found.values.tolist()) == (on(3), [1])


def test_a_filter_may_find_nothing_at_the_end(store):
    made = posts(
        {"day": on(0), "content_type": "reel", "reach": 5, "native_id": "a"},
        {"day": on(4), "content_type": "photo", "reach": 5, "native_id": "b"},
    )
    bring(store, made, captured_at=LATER)
    reels = asked("posts", where=(("content_type", ("reel",)),))
    assert subject(store, reels).history.values.tolist() == [1, 0, 0, 0, 0]


def test_young_posts_are_left_out_of_what_grows(store):
    # read on day 20, so posts of day 14 and later were younger than seven days: the first is that of day 16
    bring(store, published(0, 5, 12, 16, 19, reach=10), captured_at=datetime(2026, 1, 25, 4))
    assert len(subject(store, asked("reach")).history) == 16
    assert len(subject(store, asked("posts")).history) == 20


def test_a_ratio_brings_its_denominators_and_does_not_know_idle_days(store):
    bring(store, published(0, 2, reach=200, engagements=10), captured_at=LATER)
    found = subject(store, asked("engagement_rate_by_reach")).history
    np.testing.assert_array_equal(found.values, [0.05, np.nan, 0.05])
    assert found.bottoms.tolist() == [200, 0, 200]
    assert (found.low, found.high) == (0, 1)


# --- readings of accounts ---


def test_levels_last_until_the_next_reading_of_their_account(store):
    bring(
        store,
        days("followers", {on(0): 100, on(2): 110}, account="one"),
        days("followers", {on(1): 50}, account="two"),
    )
    assert subject(store, asked("followers")).history.values.tolist() == [100, 150, 160]


def test_a_day_without_a_reading_is_not_known(store):
    bring(store, days("messages", {on(0): 7, on(2): 9}))
    np.testing.assert_array_equal(subject(store, asked("messages")).history.values, [7, np.nan, 9])


def test_what_may_fall_below_zero(store):
    bring(store, days("followers", {on(0): 100, on(1): 110, on(2): 115}))
    assert subject(store, asked("follower_growth")).history.low is None


def test_unique_people_of_several_accounts_are_refused(store):
    bring(store, days("page_reach", {on(0): 5}, account="one"))
    assert subject(store, asked("page_reach")).history.values.tolist() == [5]
    bring(store, days("page_reach", {on(0): 6}, account="two"))
    with pytest.raises(QueryError, match="name one platform and account"):
        subject(store, asked("page_reach"))
    only = asked("page_reach", where=(("account", ("two",)),))
    assert subject(store, only).history.values.tolist() == [6]


def test_weeks(store):
    bring(store, days("messages", {on(n): 1 + n // 7 for n in range(16)}))
    found = subject(store, asked("messages"), "week").history
    assert (found.step, found.values.tolist()) == (7, [7, 14])


def test_period_and_version(store):
    first = bring(store, days("messages", {on(n): n for n in range(10)})).import_id
    bring(store, days("messages", {on(9): 99}), captured_at=LATER)
    inside = asked("messages", period=Period(on(3), on(5)))
    assert subject(store, inside).history.values.tolist() == [3, 4, 5]
    found = subject(store, asked("messages", as_of=first))
    assert (found.history.values[-1], found.data_version) == (9, first)


# --- marks ---


def test_events_and_breaks_of_the_platform_asked_for(store):
    rows = [
        {"row": 1, "day": on(2), "kind": "contest", "title": "Giveaway", "community": "main"},
        {"row": 2, "day": on(3), "kind": "online", "title": "Talk", "community": "other"},
    ]
    made = pa.Table.from_pylist([{n: r.get(n) for n in EVENTS.names} for r in rows], schema=EVENTS)
    entry = write.Entry("file", LATER, "tester", file="test.csv", captured_at=LATER)
    views = {date(2024, 8, 1) + timedelta(n): 5.0 for n in range(20)}
    with write.importing(store, entry) as batch:
        batch.events(made)
        batch.days(days("page_views", views, platform="instagram"))
        batch.days(days("messages", {on(n): 5.0 for n in range(9)}, platform="discord"))
        batch.merge()
    mine = asked("messages", where=(("community", ("main",)),))
    assert subject(store, mine).marks.events == ((on(2), "contest"),)
    assert subject(store, mine).marks.breaks == ()
    assert subject(store, asked("page_views")).marks.breaks == (date(2024, 8, 8),)


# --- the commands ---


@pytest.fixture
def pulse(tmp_path, monkeypatch):
    """Runs commands on a store of its own; gives the exit code and the one document."""
    monkeypatch.setenv("PULSE_DATABASE_URL", f"duckdb:///{tmp_path / 'pulse.duckdb'}")
    for name in ("run_dir", "backups"):
        monkeypatch.setenv(f"PULSE_{name.upper()}", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object):
        found = CliRunner().invoke(cli.app, [str(each) for each in arguments])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found

    return run


@pytest.fixture
def messages(pulse, tmp_path):
    """70 days of messages with a weekly rhythm."""
    week = (30, 32, 35, 31, 40, 12, 10)
    lines = [f"{on(n)},{week[n % 7] + n % 3}" for n in range(70)]
    (tmp_path / "server.csv").write_text("interval_start_timestamp,messages,messages_per_communicator\n")
    with (tmp_path / "server.csv").open("a") as file:
        file.writelines(f"{line},1\n" for line in lines)
    assert pulse("import", "server.csv").exit_code == 0


def test_forecast_gives_the_documents_keys(pulse, messages):
    found = pulse("forecast", "messages", "--horizon", 14, "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    document = json.loads(found.stdout)
    assert set(document) == {"model", "history", "forecast", "backtest", "promises", "data_version"}
    assert (document["promises"]["steps"], document["promises"]["since"]) == (0, None)
    assert document["model"] in NAMES
    assert document["history"][0] == {"date": "2026-01-05", "value": 30}
    assert [set(each) for each in document["forecast"]] == [{"date", "value", "low", "high"}] * 14
    assert document["forecast"][0]["date"] == on(70).isoformat()
    keys = {"mase", "smape", "coverage80", "windows", "horizon", "baseline_mase"}
    assert set(document["backtest"]) == keys
    assert document["backtest"]["horizon"] == 14


def test_forecast_counts_the_promises_that_the_app_made(pulse, messages, tmp_path, monkeypatch):
    only_quick(monkeypatch)
    engine = open_store(f"duckdb:///{tmp_path / 'pulse.duckdb'}")
    view = seen("messages", horizon=14)
    kept_forecasts.ask(engine, view, LATER)
    kept_forecasts.make(engine, view, LATER)
    later = {on(n): 30.0 for n in range(70, 77)}
    account = {"platform": "discord", "account": "server"}
    bring(engine, days("messages", later, **account), captured_at=datetime(2026, 4, 1))
    engine.dispose()
    arguments = ("forecast", "messages", "--horizon", 14)
    kept = json.loads(pulse(*arguments, "--json").stdout)["promises"]
    assert (kept["forecasts"], kept["steps"], kept["since"]) == (1, 7, on(70).isoformat())
    assert 0 <= kept["coverage80"] <= 1
    assert kept["mase"] > 0
    assert (
        "Kept promises: of what was forecast from 2026-03-16 on, 7 values have come"
        in pulse(*arguments).stdout
    )
    # of a part of the history nothing was promised
    assert json.loads(pulse(*arguments, "--from", on(0), "--json").stdout)["promises"]["steps"] == 0


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("forecast", ["--model", "naive", "--horizon", 14]),
        ("backtest", ["--model", "naive", "--initial", 35, "--period", 7, "--horizon", 14]),
    ],
)
def test_answers_are_as_documented(pulse, messages, name, arguments):
    (example,) = documents()[name]
    answer = json.loads(pulse(name, "messages", *arguments, "--json").stdout)
    assert shape(answer) == shape(example)


def test_forecast_for_people(pulse, messages):
    told = pulse(
        "forecast", "messages", "--horizon", 7, "--model", "naive", "--to", on(62)
    ).stdout.splitlines()
    assert told[0] == "messages: Repeating last week."
    assert told[1] == "Its errors were as large as those of repeating last week."
    assert told[3].split() == ["date", "value", "low", "high"]
    assert told[4].startswith("2026-03-09")
    assert len(told) == 11


def test_too_short_a_history_says_what_is_missing(pulse, messages):
    found = pulse("forecast", "messages", "--horizon", 28, "--from", on(30), "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout) == {
        "error": "No forecast yet. Days with a figure: 40; needed: 56; missing: 16."
    }


def test_a_daily_file_named_like_a_figure_of_posts_is_forecast_by_its_name(pulse, tmp_path, monkeypatch):
    only_quick(monkeypatch)
    lines = "".join(f"{on(n)},{10 + n % 7}\n" for n in range(60))
    (tmp_path / "views.csv").write_text(f"date,value\n{lines}")
    pulse("import", "views.csv")
    found = pulse("forecast", "views", "--model", "naive", "--horizon", 7)
    assert found.stdout.startswith("views_daily: Repeating last week.")
    document = json.loads(pulse("forecast", "views", "--model", "naive", "--horizon", 7, "--json").stdout)
    assert [each["value"] for each in document["forecast"]] == [14, 15, 16, 10, 11, 12, 13]


def test_backtest_gives_the_documents_keys(pulse, messages):
    found = pulse(
        "backtest", "messages", "--initial", 35, "--period", 7, "--horizon", 14, "--model", "naive", "--json"
    )
    document = json.loads(found.stdout)
    assert document["cutoffs"] == [on(n).isoformat() for n in (41, 48, 55)]
    assert set(document["by_horizon"][0]) == {"horizon", "rmse", "mae", "mape", "smape", "coverage"}
    assert document["by_horizon"][-1]["horizon"] == 14
    assert document["backtest"]["windows"] == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("forecast", "messages", "--model", "arima"), "There is no model “arima”"),
        (("backtest", "messages", "--model", "arima"), "There is no model “arima”"),
        (("forecast", "messages", "--grain", "month"), "by day or by week"),
        (("forecast", "nothing"), "There is no metric “nothing”"),
        (("backtest", "messages"), "holds no trial of 730 days and then 365"),
    ],
)
def test_what_cannot_be_done_is_said(pulse, messages, arguments, told):
    found = pulse(*arguments)
    assert found.exit_code == 1
    assert told in found.stderr


def test_an_empty_store_has_no_forecast(store):
    assert len(subject(store, asked("messages")).history) == 0
    with pytest.raises(TooShort):
        forecast(subject(store, asked("messages")).history, 28)


def test_what_people_plan_is_known_to_forecasts_and_plain_notes_are_not(store):
    bring(store, published(0, 1, 2, reach=10), captured_at=LATER)
    plan = Note(on(60), "contest", "Contest")
    for each in (
        plan,
        replace(plan, kind="note"),
        replace(plan, kind="reward", metric="views"),
        replace(plan, kind="online", platform="x"),
        replace(plan, kind="offline", platform="facebook"),
    ):
        notes.add(store, each, LATER, "p1", EVERYTHING)
    facebook = asked("reach", where=(("platform", ("facebook",)),))
    known = subject(store, facebook).marks.events
    assert known == ((on(60), "contest"), (on(60), "offline"))
