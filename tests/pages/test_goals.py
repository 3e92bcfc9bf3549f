"""The page Goals: how each stands, and setting, changing and ending one; goals on the overview's cards."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from lib import goals as library
from lib.goals import Chance
from lib.model import EVERYTHING, Goal
from lib.store import goals
from tests.factories import bring, days
from tests.pages.screen import headline, notices, texts, turn, visit

NOW = datetime.now(UTC).replace(tzinfo=None, hour=12)
LAST = NOW.date() - timedelta(1)
FIRST = LAST - timedelta(120)


@pytest.fixture
def filled(own, monkeypatch):
    """Ten views a day for four months; the chance is known at once."""
    readings = {FIRST + timedelta(n): 10.0 for n in range(121)}
    bring(own, days("page_views", readings, account_name="Our page"), captured_at=NOW, at=NOW)
    monkeypatch.setattr("lib.ui.chances.of", lambda here, stood: Chance(0.75, trials=4))
    return own


def goal(target: float, **change) -> Goal:
    """A goal of views in 40 days, of which 30 are over."""
    given = {"every": "once", "first": LAST - timedelta(29), "last": LAST + timedelta(10), **change}
    return Goal("page_views", target, **given)


def html(app) -> str:
    return unescape("\n".join(each.proto.body for each in app.html))


def press(app, label: str):
    (found,) = [each for each in app.button if each.label == label]
    found.click()
    return app.run()


def test_without_goals_the_page_says_what_would_be_here(filled):
    app = visit("goals")
    assert headline(app) == "No goal has been set yet."
    assert "Here you will see how far each target is reached, and how likely it will be." in texts(app)


def test_a_goal_says_how_it_stands(filled):
    library.add(filled, goal(400), NOW, "mia", EVERYTHING)
    library.add(filled, goal(440), NOW, "mia", EVERYTHING)
    app = visit("goals")
    assert headline(app) == "1 of 2 goals are on course; the others are behind."
    (ahead, behind) = re.findall(r'<article class="goal.*?</article>', html(app))
    assert "On course" in ahead
    assert "<h2>Page views</h2>" in ahead
    assert '<p class="sofar">300<small>at least 400 · ' in ahead
    assert "0 ahead: 300 by" in ahead
    assert "Chance: about 3 in 4" in ahead
    assert 'class="due" style="left:75.0%"' in ahead
    assert "30 behind: 300 by" in behind
    assert "where 330 was due (as the week usually goes)" in behind


def test_a_goal_on_pace_that_will_hardly_be_reached_says_so(filled, monkeypatch):
    monkeypatch.setattr("lib.ui.chances.of", lambda here, stood: Chance(0.1, trials=4))
    library.add(filled, goal(400), NOW, "mia", EVERYTHING)
    app = visit("goals")
    assert headline(app) == "The goal is unlikely to be reached."
    assert '<span class="status warn">On pace, but unlikely</span>' in html(app)
    library.add(filled, goal(250), NOW, "mia", EVERYTHING)  # 300 are there
    assert headline(visit("goals")) == (
        "1 of 2 goals are on course; the others are behind, or unlikely to be reached."
    )


def test_a_goal_is_set_on_the_page(filled):
    app = visit("goals", "zh-TW")
    app.selectbox(key="goal-metric").set_value("page_views")
    app.number_input(key="goal-target").set_value(900.0)
    app.multiselect(key="goal-platform").set_value(["facebook"])
    app = press(app, "設定")
    assert notices(app, "good") == ["目標已設定。"]
    (made,) = goals.known(filled)
    assert (made.metric, made.target, made.every, made.where) == (
        "page_views",
        900.0,
        "month",
        (("platform", ("facebook",)),),
    )
    assert made.first == NOW.date().replace(day=1)
    assert goals.record(filled)[0].who == "local"


def test_a_rate_is_given_in_percent(filled):
    app = visit("goals")
    app.selectbox(key="goal-metric").set_value("engagement_rate_by_reach")
    app.number_input(key="goal-target").set_value(4.5)
    press(app, "Set")
    assert goals.known(filled)[0].target == 0.045


def test_what_is_no_goal_is_refused_in_words(filled):
    app = visit("goals")
    app.selectbox(key="goal-metric").set_value("page_views")
    app = press(app, "Set")
    assert notices(app, "bad") == ["A target is a number above 0."]
    assert goals.known(filled) == ()


def test_a_target_is_changed_and_the_goal_ended(filled):
    library.add(filled, goal(400), NOW, "mia", EVERYTHING)
    app = visit("goals")
    app.number_input(key="goal-new-target").set_value(500.0)
    app = press(app, "Change")
    assert goals.known(filled)[0].target == 500
    app = press(app, "End")
    assert notices(app, "good") == ["The goal is ended."]
    assert goals.known(filled) == ()
    told = re.findall(
        r'<span class="when">.*?</span><span>(.*?)</span><span class="who">(.*?)</span>', html(app)
    )
    assert told == [
        ("no. 1 ended: Page views", "this computer"),
        ("no. 1 changed: Page views, 500", "this computer"),
        ("no. 1 set: Page views, 400", "mia"),
    ]


def test_an_earlier_version_shows_its_goals_and_sets_none(filled):
    library.add(filled, goal(400), NOW, "mia", EVERYTHING)
    bring(filled, days("page_visits", {LAST: 1.0}), captured_at=NOW, at=NOW)
    goals.finish(filled, 1, NOW, "mia")
    frozen = visit("goals", as_of="1")
    assert "Page views" in html(frozen)
    assert not [each for each in frozen.button if each.label in ("Set", "End")]
    assert "Page views</h2>" not in html(visit("goals"))


def test_the_overviews_card_has_the_goal_of_its_own_view(filled):
    library.add(filled, goal(440), NOW, "mia", EVERYTHING)
    found = re.findall(r'<p class="goal-line">(.*?)</p>', html(visit("overview")))
    assert len(found) == 1
    assert re.fullmatch(r"Goal by \d+ \w+: 300 of 440 · Behind · Chance: about 3 in 4", found[0])
    filtered = visit("overview", platform="facebook")
    assert 'class="goal-line"' not in html(filtered)


def test_a_goal_whose_series_is_gone_is_left_out(filled):
    number = bring(filled, days("signups", {LAST: 3.0}), captured_at=NOW, at=NOW).import_id
    library.add(filled, Goal("signups", 5, "month", LAST), NOW, "mia", EVERYTHING)
    assert "signups" in html(visit("goals"))
    from lib.store import write

    write.undo(filled, number, NOW, "mia")
    app = turn(visit("overview"), "goals")
    assert [each.value for each in app.exception] == []
    assert 'class="goal ' not in html(app)
