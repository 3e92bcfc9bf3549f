"""Goals held against a store: what may be set, how they stand, the chance, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lib import demo, goals
from lib.analysis.forecast import Point
from lib.analysis.forecast.published import Published, Told, Try
from lib.analysis.forecast.record import Record, Score
from lib.model import EVERYTHING, Goal, Message, PulseError, Scope
from lib.store import goals as store_of
from tests.factories import bring, days, posts
from tests.test_docs import documents, shape
from tests.test_forecasts import pulse

__all__ = ["pulse"]

JUNE = date(2026, 6, 1)
AT = datetime(2026, 6, 20)
VIEWS = Goal("page_views", 300.0, "month", JUNE)


def fit(off: float):
    """A forecast of 10 a day, whose four trials said so much a day too little, too much, and so on."""

    def made(history, horizon, marks, replays=None):
        points = tuple(Point(history.day(len(history) + n), 10.0, 0.0, 20.0) for n in range(horizon))
        nothing = Score(None, None, None, None)
        ends = [len(history) - horizon + n for n in range(4)]
        trials = tuple(
            Try(history.day(end), "naive", None, None, None, (10.0 - sign * off,) * horizon)
            for end, sign in zip(ends, (1, -1, 1, -1), strict=True)
        )
        told = {"naive": Told(points, Record(nothing, 4, horizon, ()))}
        return Published("naive", told, {}, trials, 1, None, None), [{}]

    return made


def chance(stood, off: float):
    """The chance from such a forecast."""
    view = goals.view(stood, goals.asked(stood.standing.goal, EVERYTHING))
    known = goals.settled(stood, view)
    if known is not None:
        return known
    made, _ = fit(off)(stood.subject.history, view.horizon, None)
    return goals.chance(stood, made)


@pytest.fixture
def june(store):
    """Ten views a day from March to 15 June."""
    bring(store, days("page_views", {JUNE + timedelta(n): 10.0 for n in range(-92, 15)}), captured_at=AT)
    return store


def stood(store, goal: Goal = VIEWS, last: date = date(2026, 6, 15)):
    return goals.stand(store, goal, goals.asked(goal, EVERYTHING), last)


def test_how_a_goal_stands(june):
    found = stood(june)
    assert (found.standing.value, found.standing.expected, found.standing.gap) == (
        150,
        pytest.approx(150),
        pytest.approx(0),
    )
    assert found.standing.pace == "weekly rhythm"
    assert found.past == ()


def test_earlier_periods_are_held_against_todays_target(june):
    found = stood(june, replace(VIEWS, first=date(2026, 2, 1)))
    assert [(each.period.start.month, each.value, each.reached) for each in found.past] == [
        (3, 310, True),
        (4, 300, True),
        (5, 310, True),
    ]


def test_an_earlier_period_whose_last_posts_still_gather_is_not_judged_yet(store):
    """A view a day: of the 31 of May only those of its settled days are counted on 2 June, 26 or so."""
    may = date(2026, 5, 1)
    every = [datetime(2026, 5, 1, 4) + timedelta(n) for n in range(38)]
    rows = [{"day": at.date(), "published_at": at, "views": 1} for at in every]
    bring(store, posts(*rows[:33]), captured_at=datetime(2026, 6, 3))
    goal = Goal("views", 28.0, "month", may)
    early = stood(store, goal, date(2026, 6, 2))
    assert len(early.subject.history) < 28
    assert early.past == ()
    bring(store, posts(*rows), captured_at=datetime(2026, 6, 9))
    found = stood(store, goal, date(2026, 6, 7))
    assert [(each.value, each.reached) for each in found.past] == [(31, True)]


def test_the_chance_comes_from_the_trials(june):
    assert chance(stood(june), 4).probability == pytest.approx(0.5, abs=0.02)
    lower = chance(stood(june, replace(VIEWS, target=250.0)), 4).probability
    assert 0.7 < lower < 0.9
    assert chance(stood(june, replace(VIEWS, target=900.0)), 4).probability < 0.03
    assert chance(stood(june), 4).trials == 4
    ceiling = replace(VIEWS, metric="lost_followers")
    bring(june, days("lost_followers", {JUNE + timedelta(n): 10.0 for n in range(-92, 15)}), captured_at=AT)
    found = chance(stood(june, replace(ceiling, target=250.0)), 4)
    assert found.probability == pytest.approx(1 - lower)


def test_a_target_that_is_reached_needs_no_forecast(june):
    assert chance(stood(june, replace(VIEWS, target=100.0)), 4).probability == 1
    assert chance(stood(june, replace(VIEWS, target=400.0), date(2026, 6, 30)), 4).probability == 0


def test_what_cannot_be_said_says_why(june):
    assert str(goals.odds(goals.chance(stood(june), None))) == "cannot be said: too little history"
    other, _ = fit(1)(stood(june, last=date(2026, 6, 14)).subject.history.until(50), 28, None)
    assert "of other days" in str(goals.odds(goals.chance(stood(june), other)))
    far = stood(june, replace(VIEWS, every="year", target=90_000.0))
    assert "13 weeks ahead" in str(goals.odds(chance(far, 1)))
    nothing = stood(june, replace(VIEWS, metric="page_visits"))
    assert (nothing.standing.value, chance(nothing, 1).probability) == (None, None)


def test_the_chance_is_made_of_the_forecast_that_is_kept(june):
    found, of = stood(june), goals.asked(VIEWS, EVERYTHING)
    view = goals.view(found, of)
    assert (view.horizon, view.metric) == (28, "page_views")
    first = goals.made(june, found, view, AT, None, fit(4))
    assert first.probability == chance(found, 4).probability
    # the data have not moved, so what is kept stands, whatever another fit would say
    assert goals.made(june, found, view, AT, None, fit(1)) == first


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.99, "all but certain"),
        (0.93, "about 9 in 10"),
        (0.7, "about 3 in 4"),
        (0.45, "about even"),
        (0.01, "hardly any"),
    ],
)
def test_chances_in_words(probability, words):
    assert str(goals.odds(goals.Chance(probability))) == words
    assert isinstance(goals.odds(goals.Chance(probability)), Message)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"metric": "nothing"}, "There is no metric “nothing”"),
        ({"metric": "page_reach"}, "unique people"),
        ({"target": 0.0}, "above 0"),
        ({"target": float("nan")}, "above 0"),
        ({"metric": "virality", "target": 5.0}, "100 % at most"),
        ({"where": (("topic", ("a",)),)}, "cannot be split or filtered by topic"),
        ({"every": "once"}, "last day"),
        ({"every": "once", "last": date(2026, 5, 1)}, "last day"),
    ],
)
def test_what_is_no_goal_is_refused_in_words(change, told):
    with pytest.raises(PulseError, match=told):
        goals.checked(replace(VIEWS, **change))


def test_a_repeated_goal_begins_with_a_whole_period():
    given = replace(VIEWS, first=date(2026, 6, 17), last=date(2026, 6, 18))
    assert goals.checked(given) == VIEWS
    assert goals.checked(replace(given, every="quarter")).first == date(2026, 4, 1)


def test_a_series_under_its_own_name_may_be_a_goal(store):
    bring(store, days("signups", {JUNE: 3.0}))
    assert goals.add(store, replace(VIEWS, metric="signups"), AT, "mia", EVERYTHING).number == 1
    with pytest.raises(PulseError, match="no metric"):
        goals.add(store, replace(VIEWS, metric="signups"), AT, "mia", Scope(platforms=("x",)))


def test_nobody_sees_a_goal_of_more_than_they_may_see(store):
    limited = Scope(("main",), None)
    mine = replace(VIEWS, where=(("community", ("main",)),))
    for each in (VIEWS, mine):
        goals.add(store, each, AT, "mia", EVERYTHING)
    assert [each.where for each in goals.seen(store, EVERYTHING)] == [(), mine.where]
    assert [each.where for each in goals.seen(store, limited)] == [mine.where]
    assert goals.seen(store, Scope(("other",), None)) == ()


def test_the_demonstration_has_goals_and_takes_them_along(store):
    demo.load(store, 100, 1, date(2026, 11, 21))
    own = goals.add(store, VIEWS, AT, "mia", EVERYTHING)
    known = store_of.known(store)
    assert len(known) >= 3
    assert all(each.demo is not None for each in known[:-1])
    assert goals.checked(known[0]) == known[0]
    demo.clear(store)
    assert store_of.known(store) == (own,)


# --- the command ---


@pytest.fixture
def brought(pulse, tmp_path):
    lines = [f"{JUNE + timedelta(n)},10" for n in range(-92, 15)]
    (tmp_path / "page_views.csv").write_text("date,value\n" + "\n".join(lines))
    done = pulse("import", "page_views.csv")
    assert done.exit_code == 0, done.output


def test_no_goals_are_an_empty_list(pulse, brought):
    assert json.loads(pulse("goals", "--json").stdout) == []
    assert pulse("goals").stdout == "No goal has been set.\n"


def test_goals_answer_as_documented(pulse, brought, tmp_path, monkeypatch):
    from lib.store.engine import open_store

    engine = open_store(f"duckdb:///{tmp_path / 'pulse.duckdb'}")
    goals.add(engine, VIEWS, AT, "mia", EVERYTHING)
    engine.dispose()
    monkeypatch.setattr(goals.made, "__defaults__", (fit(4),))
    (example,) = documents()["goals"]
    (answer,) = json.loads(pulse("goals", "--json").stdout)
    assert shape(answer) == shape(example[0])
    assert pulse("goals").stdout.splitlines() == [
        "1. page_views: at least 300, 2026-06-01 to 2026-06-30",
        "   so far 150",
        "   by 2026-06-15: 150, should be 150 (weekly rhythm)",
        "   chance: about even",
    ]
