"""The watch over a store: what it reads, keeps, and tells; on both engines."""

from __future__ import annotations

import json
from datetime import timedelta

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from lib import alarms, cli, watches, watchlists
from lib.analysis.watch import limits
from lib.model import PulseError, Scope
from lib.settings import Settings
from lib.store import outbox, write
from lib.store import watch as kept
from lib.store import watchlists as lists
from lib.store.watch import Setting
from lib.store.watchlists import Watchlist
from tests.voices import FIRST, NOW, bring, crisis, said


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(limits, "PATH_DAYS", 60_000)
    monkeypatch.setattr(limits, "_TRUTHS", 100)


def settings(tmp_path, **told) -> Settings:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[alerts]\nwebhooks = ["http://127.0.0.1:1/x0x0"]\n', "utf-8")
    return Settings(secrets=str(secrets), **told)


def test_a_crisis_is_found_with_what_drives_it(store):
    bring(store, said(84, crisis))
    seen = watches.look(store)
    alarm = watches.current(seen)
    assert (alarm.date, seen.watch.state) == (FIRST + timedelta(80), "severe")
    found = {(each.kind, each.name) for each in watches.driven(store, seen, alarm)}
    assert {("post", "launch"), ("platform", "facebook"), ("word", "一直當機")} <= found


def test_comments_about_competitors_are_another_matter(store):
    bring(store, said(84, crisis, competitor="other brand"))
    assert watches.look(store).watch.state == "too little data"


def test_words_of_private_channels_are_not_shown(store):
    bring(store, said(84, crisis, private=True))
    seen = watches.look(store)
    assert all(each.kind != "word" for each in watches.driven(store, seen, watches.current(seen)))
    assert watches.look(store, scope=Scope()).watch.state == "too little data"


def test_a_watch_over_one_community_sees_that_one(store):
    bring(store, said(84, crisis, community="games"))
    bring(store, said(84, lambda _: 0.12, per_day=40, community="food"))
    assert watches.look(store, watches.name("food")).watch.state != "severe"
    assert watches.look(store, watches.name("games")).watch.state == "severe"


@pytest.mark.parametrize("budget", [0, 5, 1000, float("nan")])
def test_a_budget_out_of_bounds_is_refused(store, budget):
    with pytest.raises(PulseError):
        watches.look(store, budget=budget)


def test_limits_are_simulated_once(store, monkeypatch):
    bring(store, said(60, crisis))
    first = watches.look(store).watch

    def never(*_):
        raise AssertionError

    monkeypatch.setattr(limits, "calibrate", never)
    assert watches.look(store).watch.stage == first.stage


def test_alarms_are_kept_once_and_told_once(store, tmp_path):
    bring(store, said(84, crisis))
    for _ in range(3):
        alarms.work(store, settings(tmp_path), NOW)
    (alarm,) = [each for each in kept.alarms(store) if each.day >= FIRST + timedelta(75)]
    assert (alarm.peak, alarm.withdrawn_at) == ("severe", None)
    (message,) = outbox.recent(store)
    assert "x0x0" not in message.message + message.recipient + message.key
    assert watches.stale(store) == []


def test_what_could_not_be_told_is_told_once_the_secrets_can_be_read(store, tmp_path):
    bring(store, said(84, crisis))
    broken = tmp_path / "broken.toml"
    broken.write_text("[alerts", "utf-8")
    with pytest.raises(PulseError):
        alarms.work(store, Settings(secrets=str(broken)), NOW)
    assert [each.peak for each in kept.in_force(store)] == ["severe"]
    alarms.work(store, settings(tmp_path), NOW)
    assert len(outbox.recent(store)) == 1


def test_old_alarms_are_no_news(store, tmp_path):
    bring(store, said(84, crisis))
    alarms.work(store, settings(tmp_path), NOW + timedelta(30))
    assert outbox.recent(store) == []
    assert kept.alarms(store)


def test_an_undone_import_withdraws_its_alarm_and_deletes_nothing(store, tmp_path):
    whole = said(84, crisis)
    days = whole["day"].to_pylist()
    calm = pa.array([day < FIRST + timedelta(80) for day in days])
    bring(store, whole.filter(calm))
    number = bring(store, whole.filter(pa.compute.invert(calm)), NOW + timedelta(hours=1))
    alarms.work(store, settings(tmp_path), NOW)
    write.undo(store, number, NOW, "tester")
    alarms.work(store, settings(tmp_path), NOW + timedelta(hours=2))
    (alarm,) = [each for each in kept.alarms(store) if each.day >= FIRST + timedelta(75)]
    assert alarm.withdrawn_at == NOW + timedelta(hours=2)
    (stand,) = kept.stands(store)
    assert stand.state == "normal"


def test_a_community_is_watched_when_somebody_wants_it(store):
    bring(store, said(60, crisis))
    assert kept.watched(store) == [""]
    games = Setting(watches.name("games"), 30)
    alarms.decide(store, games, NOW, "manager")
    assert kept.watched(store) == ["", games.watch]
    assert kept.setting(store, games.watch) == games
    kept.turn_off(store, games.watch)
    assert kept.watched(store) == [""]


def test_a_new_anchor_learns_the_usual_anew(store):
    bring(store, said(150, crisis))
    assert watches.look(store).watch.stage.baseline.usual.share < 0.2
    anchored = Setting("", 90, FIRST + timedelta(80))
    alarms.decide(store, anchored, NOW, "manager")
    assert watches.look(store).watch.stage.baseline.usual.share > 0.5


def listed(body: str, mode: str = "words", name: str = "outages") -> Watchlist:
    return Watchlist(name, "keyword", mode, body)  # type: ignore[arg-type]


@pytest.mark.parametrize(("mode", "body"), [("words", "當機"), ("pattern", "一直.機|never")])
def test_what_is_mentioned_more_is_told(store, tmp_path, mode, body):
    bring(store, said(84, crisis))
    watchlists.add(store, listed(body, mode), NOW, "manager")
    alarms.work(store, settings(tmp_path), NOW)
    (of,) = lists.all_lists(store)
    (alarm,) = kept.alarms(store, of.watch)
    assert (alarm.day, alarm.until) == (FIRST + timedelta(80), None)
    assert any("outages" in each.message for each in outbox.recent(store))
    assert watchlists.stale(store) == []


def test_mentions_of_competitors_count_for_a_list(store):
    bring(store, said(84, crisis, competitor="other brand"))
    watchlists.add(store, listed("當機"), NOW, "manager")
    (of,) = lists.all_lists(store)
    assert watchlists.hear(store, of).watch.state == "severe"


def test_a_list_that_is_taken_away_leaves_nothing(store, tmp_path):
    bring(store, said(84, crisis))
    id = watchlists.add(store, listed("當機"), NOW, "manager")
    alarms.work(store, settings(tmp_path), NOW)
    lists.remove(store, id, NOW, "p1")
    assert [each for each in (*kept.stands(store), *kept.alarms(store)) if each.watch] == []


def test_the_usual_of_a_list_is_learnt_anew(store):
    """What had doubled for good is usual from the day that is chosen: the alarm is over."""
    bring(store, said(170, crisis))
    watchlists.add(store, listed("當機"), NOW, "manager")
    (of,) = lists.all_lists(store)
    watchlists.settle(store, watchlists.hear(store, of), NOW)
    assert [each.state for each in kept.stands(store)] == ["severe"]
    watchlists.learn(store, of, FIRST + timedelta(84), NOW, "manager")
    assert [each.state for each in kept.stands(store)] == ["normal"]
    assert watchlists.hear(store, of).watch.days[0].day == FIRST + timedelta(84 + 56)


@pytest.mark.parametrize(
    "wrong", [listed("(", "pattern"), listed(""), listed("x", name=" "), listed("x", "sql")]
)
def test_a_list_that_cannot_be_is_refused(store, wrong):
    with pytest.raises(PulseError):
        watchlists.add(store, wrong, NOW, "manager")


def test_a_list_without_comments(store):
    watchlists.add(store, listed("x"), NOW, "manager")
    (of,) = lists.all_lists(store)
    assert watchlists.hear(store, of).watch.state == "too little data"


def test_the_command_answers_as_promised(make_url, monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_DATABASE_URL", make_url("duckdb"))
    monkeypatch.setenv("PULSE_BACKUPS", str(tmp_path))
    monkeypatch.setenv("PULSE_RUN_DIR", str(tmp_path))
    lines = ["comment_id,created_at,sentiment"]
    table = said(84, crisis)
    for id, day, sentiment in zip(
        *(table[n].to_pylist() for n in ("native_id", "day", "sentiment")), strict=True
    ):
        lines.append(f"{id},{day}T10:00:00,{sentiment}")
    (tmp_path / "comments.csv").write_text("\n".join(lines), "utf-8")
    assert CliRunner().invoke(cli.app, ["import", str(tmp_path / "comments.csv")]).exit_code == 0
    done = CliRunner().invoke(cli.app, ["watch", "--json", "--replay", "--budget-days", "100"])
    told = json.loads(done.stdout)
    contract = {"state", "since", "budget_days", "share", "limit", "drivers", "alarms"}
    assert contract <= set(told)
    assert (told["state"], told["budget_days"]) == ("severe", 100)
    last = told["alarms"][-1]
    assert {"date", "level", "share"} <= set(last)
    assert last["date"] == (FIRST + timedelta(80)).isoformat()
    people = CliRunner().invoke(cli.app, ["watch", "--replay"])
    assert people.exit_code == 0
    assert "severe" in people.stdout
