"""Nobody reads beyond their scope: what they are told is what a store without the rest would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from lib.metrics import offered, quality, run
from lib.metrics.catalog import METRICS
from lib.metrics.facts import Unscoped
from lib.metrics.posts import PostList
from lib.model import EVERYTHING, NOTHING_SEEN, Period, Query, Scope
from lib.store.engine import open_store
from tests.factories import bring, days, posts

PERIOD = Period(date(2026, 1, 1), date(2026, 1, 31))
MINE = {"platform": "facebook", "account": "ours", "community": "tea"}
OTHERS = (
    {"platform": "x", "account": "theirs", "community": "tea"},
    {"platform": "facebook", "account": "second", "community": "coffee"},
    {"platform": "facebook", "account": "third", "community": None},
)
SCOPE = Scope(("tea",), ("facebook", "instagram"))


def fill(store: sa.Engine, *whose: dict) -> None:
    for n, each in enumerate(whose, 1):
        rows = [
            {**each, "native_id": f"{each['account']}-{k}", "day": date(2026, 1, 4 + k), "reach": 100 * n + k}
            | {"reactions": n * k, "engagements": n * k, "text": f"{each['account']} says {k}"}
            for k in range(1, 4)
        ]
        bring(store, posts(*rows))
        series = {date(2026, 1, 4 + k): 1000.0 * n + k for k in range(1, 4)}
        bring(store, days("followers", series, **each), days(f"{each['account']}_visits", series, **each))


@pytest.fixture
def stores(make_url, request):
    """A store with everybody's data, and one with what is in the scope alone."""
    made = [open_store(make_url(request.param)) for _ in range(2)]
    fill(made[0], MINE, *OTHERS)
    fill(made[1], MINE)
    yield made
    for each in made:
        each.dispose()


both = pytest.mark.parametrize("stores", ["duckdb", "postgresql"], indirect=True)


def told(store: sa.Engine, scope: Scope) -> dict[str, object]:
    """All that can be asked of a store on somebody's behalf."""
    plain = [id for id, each in METRICS.items() if each.fact == "post"]
    of = Query(("reach", "followers", "engagement_rate_by_followers"), ("day", "platform"), scope=scope)
    past = replace(of, as_of=run.data_version(store))
    post = run.fetch_posts(store, PostList(replace(of, by=()))).rows
    return {
        "figures": run.fetch(store, of).rows,
        "all": run.fetch(store, Query(tuple(plain), scope=scope)).rows,
        "past": run.fetch(store, past).rows,
        "posts": [row["native_id"] for row in post],
        "choices": offered.choices(store, scope=scope),
        "series": offered.series(store, scope),
        "extent": replace(run.extent(store, scope=scope), captured_at=None),
        "young": run.first_young(store, replace(of, by=()), 400),
        "read": [row["day"] for row in run.read_ages(store, replace(of, by=()), ()).rows],
        "proof": [row["value"] for row in run.readings(store, METRICS["followers"], replace(of, by=())).rows],
        "gaps": [(row["account"], row["metric"]) for row in quality.read(store, Query((), scope=scope)).gaps],
    }


@both
def test_what_is_out_of_scope_is_as_if_it_were_not_there(stores):
    full, own = stores
    assert told(full, SCOPE) == told(own, EVERYTHING)


@both
def test_a_scope_of_nothing_sees_nothing(stores):
    full, _ = stores
    seen = told(full, NOTHING_SEEN)
    assert (seen["posts"], seen["series"], seen["figures"], seen["proof"]) == ([], (), (), [])
    assert seen["extent"].posts == 0


@both
def test_where_numbers_come_from_is_told_within_the_scope_alone(stores):
    full, _ = stores
    for whose in OTHERS:
        assert run.observations(full, f"{whose['account']}-1", scope=SCOPE).rows == ()
    assert len(run.observations(full, "ours-1", scope=SCOPE).rows) == 1
    brought = {n: run.imported(full, n, scope=SCOPE) for n in range(1, 9)}
    assert [n for n, found in brought.items() if any(each.rows for each in found)] == [1, 2]


@both
def test_events_of_other_communities_are_not_told(stores):
    full, _ = stores
    entry = sa.text("INSERT INTO event VALUES (1, :day, 'contest', :title, :community)")
    with full.begin() as connection:
        for title, community in (("Tea", "tea"), ("Coffee", "coffee"), ("All", None)):
            connection.execute(entry, {"day": date(2026, 1, 5), "title": title, "community": community})
    rows = run.events(full, PERIOD.start, PERIOD.end, scope=SCOPE).rows
    assert [row["title"] for row in rows] == ["All", "Tea"]


def test_a_question_that_nobody_asks_cannot_be_compiled(make_url):
    store = open_store(make_url("duckdb"))
    fill(store, MINE)
    of = Query(("reach",))
    for ask in (
        lambda: run.fetch(store, of),
        lambda: run.fetch_posts(store, PostList(of)),
        lambda: run.first_young(store, of, 7),
        lambda: run.pairs(store, of, ("reach",)),
        lambda: run.read_ages(store, of, ()),
        lambda: run.readings(store, METRICS["followers"], of),
        lambda: quality.read(store, of),
    ):
        with pytest.raises(Unscoped):
            ask()
    store.dispose()


def test_a_moment_is_no_way_around_a_scope(make_url):
    """The frozen view reads observations, not the current table; it is scoped all the same."""
    store = open_store(make_url("duckdb"))
    fill(store, MINE, *OTHERS)
    bring(store, posts({**MINE, "native_id": "ours-1", "reach": 999}), captured_at=datetime(2026, 3, 1))
    of = Query(("reach",), ("account",), as_of=8, scope=SCOPE)
    assert run.fetch(store, of).rows == ({"account": "ours", "reach": 306},)
    store.dispose()
