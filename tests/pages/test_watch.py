"""The pages of the watch: a crisis is said first and everywhere, a manager decides, a viewer looks."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from lib import alarms, watchlists
from lib.analysis.watch import limits
from lib.incidents import acts
from lib.settings import Settings
from lib.store import watch as kept
from lib.store import watchlists as lists
from lib.store.watchlists import Watchlist
from tests.pages.screen import charts, headline, notices, texts, visit
from tests.pages.test_incidents import fill, press
from tests.voices import FIRST, NOW, bring, crisis, said

EVIL = "<img src=x onerror=alert(1)> **b**"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(limits, "PATH_DAYS", 60_000)
    monkeypatch.setattr(limits, "_TRUTHS", 100)


@pytest.fixture
def troubled(own, tmp_path):
    """A store in the middle of a crisis, looked at by the watch."""
    bring(own, said(84, crisis))
    alarms.work(own, Settings(secrets=str(tmp_path / "none.toml")), NOW)
    return own


@pytest.mark.parametrize(
    ("language", "words", "elsewhere"),
    [
        ("en", "Severe alarm since Thu 26 Mar 2026", "Severe alarm, all comments"),
        ("zh-TW", "自2026年3月26日（四）起嚴重警報", "嚴重警報（所有留言）"),
    ],
)
def test_a_crisis_is_said_first_and_on_every_page(troubled, language, words, elsewhere):
    app = visit("watch", language, period="all")
    assert headline(app).startswith(words)
    assert charts(app)
    other = visit("overview", language)
    assert any(each.startswith(elsewhere) for each in notices(other, "bad"))


def test_drivers_are_named(troubled):
    shown = visit("watch", period="all").dataframe
    names = [name for table in shown if "Name" in table.value for name in table.value["Name"]]
    assert {"launch", "一直當機"} <= set(names)


def test_a_manager_chooses_the_budget_and_the_watch_is_worked_out_anew(troubled):
    app = visit("watch")
    app.selectbox("watch-budget").set_value(365).run()
    press(app, "Keep")
    assert kept.setting(troubled, "").budget_days == 365
    assert "At most one false alarm in 365 days" in texts(app)
    assert kept.alarms(troubled)[0].budget_days == 365


def test_a_community_gets_a_watch_of_its_own_and_loses_it(troubled):
    app = visit("watch", community="main")
    press(app, "Keep")
    assert kept.watched(troubled) == ["", "community:main"]
    press(app, "End this community's watch")
    assert kept.watched(troubled) == [""]


def test_the_usual_is_learnt_anew(troubled):
    app = visit("watch")
    app.date_input("watch-day").set_value(FIRST + timedelta(10)).run()
    press(app, "Learn from this day on")
    assert kept.setting(troubled, "").anchor == FIRST + timedelta(10)


def test_an_alarm_opens_one_incident(troubled):
    app = visit("watch")
    press(app, "Open the incident")
    found = acts.one(troubled, 1)
    assert found.level == "severe"
    assert "Word: 一直當機" in found.alarm["drivers"]
    assert not [each for each in app.button if each.label == "Open the incident"]
    assert "Incident 1 was opened of this alarm" in texts(app)


def test_an_earlier_version_is_looked_at_only(troubled):
    app = visit("watch", as_of="1")
    assert not [each for each in app.button if each.label in ("Keep", "Open the incident")]


def test_a_watchlist_is_made_tried_and_taken_away(troubled):
    app = visit("watchlists", period="all")
    fill(app, "list-name", f"outages {EVIL}")
    fill(app, "list-body", "當機")
    fill(app, "list-text", "又當機了")
    app.run()
    assert notices(app, "good") == ["Found in this text."]
    press(app, "Add the list")
    (of,) = lists.all_lists(troubled)
    assert (of.name, of.body, of.mode) == (f"outages {EVIL}", "當機", "words")
    assert unescape(headline(app)) == f"Mentioned more than usual: outages {EVIL}"
    assert charts(app)
    press(app, "Learn from this day on")
    assert kept.setting(troubled, of.watch).anchor == FIRST + timedelta(83)
    assert headline(app) == "1 watchlist, not mentioned more than usual."
    press(app, "Remove this list")
    assert lists.all_lists(troubled) == []


def test_of_several_alarms_one_line_tells_and_leads_to_both(troubled, tmp_path):
    watchlists.add(troubled, Watchlist("outages", "keyword", "words", "當機"), NOW, "p1")
    alarms.work(troubled, Settings(secrets=str(tmp_path / "none.toml")), NOW)
    app = visit("overview")
    (said,) = notices(app, "bad")
    assert said.endswith("1 more alarm is in force.")
    leads = [each.proto.label for each in app.get("page_link")]
    assert leads[:2] == ["Sentiment watch", "Watchlists"]


def test_what_is_no_pattern_is_said_while_it_is_written(own):
    app = visit("watchlists")
    app.radio("list-mode").set_value("pattern").run()
    fill(app, "list-body", "(?=x)")
    app.run()
    assert len(notices(app, "warn")) == 1
    fill(app, "list-name", "x")
    press(app, "Add the list")
    assert lists.all_lists(own) == []
    assert len(notices(app, "bad")) == 1
