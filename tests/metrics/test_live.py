"""Live sources: a foreign table read in place answers as if it had been imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lib.metrics import offered, run
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.live.questions import states
from lib.metrics.live.sources import Live
from lib.metrics.posts import ORDERS, PostList
from lib.model import EVERYTHING, Period, QueryError, SourceFailed
from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.schema import import_log, observation, post, post_current
from tests import factories
from tests.factories import asking
from tests.metrics import live_table
from tests.metrics.live_table import ROWS, bring, declare

POST_METRICS = tuple(id for id, each in METRICS.items() if states(each))
POST_DIMENSIONS = tuple(id for id, each in DIMENSIONS.items() if "post" in each.facts)
ZONE = Settings().zone


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["postgresql", "duckdb"])
def warehouse(request, make_url) -> Iterator[sa.Engine]:
    """A database that holds the foreign table, on each engine."""
    url = make_url(request.param)
    live_table.make(url)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def local(make_url) -> Iterator[sa.Engine]:
    engine = open_store(make_url("duckdb"))
    yield engine
    engine.dispose()


def live(store: sa.Engine, warehouse: sa.Engine, **options) -> Live:
    return Live(store, ZONE, "main", lambda name: warehouse, **options)


def test_figures_by_hand(local, warehouse):
    declare(local)
    there = live(local, warehouse)

    def ask(*metrics: str, **options):
        return run.fetch(local, asking(metrics, **options), there).rows

    # Taipei is 8 hours ahead: a1 (4 Jan 16:30 UTC) falls on the 5th, c3 (31 Jan 20:00 UTC) into February.
    assert ask("posts", by=("month",)) == (
        {"month": date(2026, 1, 1), "posts": 7},
        {"month": date(2026, 2, 1), "posts": 3},
    )
    assert [(row["hour"], row["posts"]) for row in ask("posts", by=("hour",))] == [
        (0, 2), (4, 1), (9, 1), (10, 2), (11, 1), (18, 2), (23, 1),
    ]  # fmt: skip
    # Instagram counts saves, LinkedIn clicks; Facebook and YouTube neither: 8+12+2, 32+48+0, 7, 9, 45+10.
    assert {row["platform"]: row["engagements"] for row in ask("engagements", by=("platform",))} == {
        "facebook": 22, "instagram": 80, "linkedin": 7, "other": 9, "youtube": 55,
    }  # fmt: skip
    (whole,) = ask("reach", "reactions", "engagement_rate_by_reach", "amplification", parts=True)
    assert whole["reach"] == 1300
    assert whole["reactions"] == 118
    assert whole["engagement_rate_by_reach"] == pytest.approx((22 + 80 + 7 + 9) / 1300)
    assert (whole["amplification__top"], whole["amplification__bottom"]) == (13, 8)
    assert ask("posts", where=(("paid", ("true",)),)) == ({"posts": 2},)
    assert ask("posts", where=(("topic", (None,)),)) == ({"posts": 2},)
    assert ask("posts", period=Period(date(2026, 1, 5), date(2026, 1, 5))) == ({"posts": 2},)


def everything(store: sa.Engine, there: Live | None, dimension: str, **options) -> tuple:
    by = (dimension,) if dimension else ()
    return run.fetch(store, asking(POST_METRICS, by, parts=True, **options), there).rows


@pytest.mark.parametrize("imported", [0, 4, 10], ids=["all live", "some imported", "all imported"])
def test_live_and_imported_give_the_same_answers(local, warehouse, make_url, imported):
    """Whatever part of the same rows is imported and whatever part is read in place."""
    whole = open_store(make_url("duckdb"))
    bring(whole)
    if imported:
        bring(local, ROWS[:imported])
    live_table.make(warehouse.url.render_as_string(hide_password=False), ROWS[imported:])
    declare(local)
    there = live(local, warehouse)
    for dimension in ("", *POST_DIMENSIONS):
        assert everything(local, there, dimension) == everything(whole, None, dimension), dimension
    where = (("platform", ("instagram", "facebook")), ("content_type", ("photo", "reel")))
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert everything(local, there, "day", where=where, period=january) == everything(
        whole, None, "day", where=where, period=january
    )
    whole.dispose()


COUNT = st.none() | st.integers(0, 30_000)
ROW = st.tuples(
    st.datetimes(datetime(2025, 12, 25), datetime(2026, 2, 10)).map(
        lambda at: str(at.replace(microsecond=0))
    ),
    st.sampled_from(["Facebook", "IG", "X (Twitter)", "LinkedIn", "pinterest", "Mastodon", None]),
    st.sampled_from(["Eins", "Zwei"]),
    st.sampled_from(["Bild", "Reel", "VIDEO", "Umfrage", " link ", None]),
    st.sampled_from(["news", "Ümlaut", "", None]),
    *[COUNT] * 2,
    COUNT.map(lambda n: None if n is None else str(n)),
    *[COUNT] * 4,
    st.none() | st.booleans(),
)


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(ROW, min_size=1, max_size=12),
    split=st.integers(0, 12),
    by=st.lists(st.sampled_from(POST_DIMENSIONS), max_size=2, unique=True),
    parts=st.booleans(),
    order=st.sampled_from(sorted(ORDERS)),
)
def test_any_table_answers_as_if_imported(local, warehouse, make_url, rows, split, by, parts, order):
    table = [(f"p{n}", *row) for n, row in enumerate(rows)]
    whole = open_store(make_url("duckdb"))
    bring(whole, table)
    clear(local)
    if table[:split]:
        bring(local, table[:split])
    live_table.make(warehouse.url.render_as_string(hide_password=False), table[split:])
    declare(local)
    there = live(local, warehouse)
    wanted = asking(POST_METRICS, tuple(by), parts=parts)
    assert run.fetch(local, wanted, there).rows == run.fetch(whole, wanted).rows
    listed = PostList(asking(("posts",)), order=order, limit=5)
    keys = ("total", "day" if order == "published" else order)
    found, expected = run.fetch_posts(local, listed, there).rows, run.fetch_posts(whole, listed).rows
    assert [[row[key] for key in keys] for row in found] == [[row[key] for key in keys] for row in expected]
    assert {id: set(each) for id, each in offered.choices(local, live=there, scope=EVERYTHING).items()} == {
        id: set(each) for id, each in offered.choices(whole, scope=EVERYTHING).items()
    }
    whole.dispose()


def clear(store: sa.Engine) -> None:
    with store.begin() as connection:
        for table in (post_current, observation, post, import_log):
            connection.execute(table.delete())


@pytest.fixture
def statements(warehouse) -> list[tuple[str, int]]:
    """What ran in the foreign database: each statement and how many rows it gave."""
    ran: list[tuple[str, int]] = []

    @sa.event.listens_for(warehouse, "after_cursor_execute")
    def note(connection, cursor, statement, parameters, context, many):
        if "set_config" not in statement:  # the time limit
            ran.append((statement, cursor.rowcount))

    return ran


def test_only_aggregates_travel(local, warehouse, statements):
    """4,991 posts of 31 days: one aggregate with 31 rows, and the look at the columns without any."""
    posts = [(f"p{n}", f"2026-01-{n:02} 05:00:00", *ROWS[0][2:]) for n in range(1, 32)]
    live_table.make(warehouse.url.render_as_string(hide_password=False), posts)
    live_table.multiply(warehouse, 161)
    statements.clear()
    declare(local)
    found = run.fetch(local, asking(("posts", "reach"), by=("day",)), live(local, warehouse)).rows
    assert (len(found), sum(row["posts"] for row in found), found[0]["reach"]) == (31, 31 * 161, 161 * 100)
    look, aggregate = statements
    assert "LIMIT" in look[0]
    assert "GROUP BY" in aggregate[0]
    if warehouse.dialect.name == "postgresql":  # DuckDB's driver counts no rows
        assert (look[1], aggregate[1]) == (0, 31)


@pytest.mark.parametrize("warehouse", ["postgresql"], indirect=True)  # DuckDB needs no index
def test_an_index_can_serve_the_period(local, warehouse, statements):
    posts = [(f"p{n}", f"20{n}-01-05 05:00:00", *ROWS[0][2:]) for n in range(10, 30)]
    live_table.make(warehouse.url.render_as_string(hide_password=False), posts)
    live_table.multiply(warehouse, 250)
    with warehouse.begin() as connection:
        connection.exec_driver_sql('CREATE INDEX ON lager."Beiträge" ("veröffentlicht am")')
        connection.exec_driver_sql('ANALYZE lager."Beiträge"')
    declare(local)
    plans = []

    @sa.event.listens_for(warehouse, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, context, many):
        if "count(" in statement:
            cursor.execute("EXPLAIN " + statement, parameters)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))

    day = Period(date(2026, 1, 5), date(2026, 1, 5))
    assert run.fetch(local, asking(("posts",), period=day), live(local, warehouse)).rows == ({"posts": 250},)
    assert "Index" in plans[0]


def test_what_the_filters_exclude_is_not_asked(local, warehouse, statements):
    columns = {name: column for name, column in live_table.ADDRESS["columns"].items() if name != "platform"}
    declare(local, columns=columns, options={"platform": "LINE", "account": "shop"})
    bring(local, ROWS[:2])
    there = live(local, warehouse)
    statements.clear()
    facebook = asking(("posts",), where=(("platform", ("facebook",)),))
    assert run.fetch(local, facebook, there).rows == ({"posts": 2},)
    assert statements == []
    assert run.fetch(local, asking(("followers",)), there).rows == ({"followers": None},)
    assert statements == []
    both = asking(("posts",), where=(("platform", ("facebook", "line")),))
    assert run.fetch(local, both, there).rows == ({"posts": 12},)


def test_answers_are_kept_five_minutes(local, warehouse, statements):
    declare(local)
    clock = Clock()
    there = live(local, warehouse, clock=clock)
    for seconds, asked in ((0, 1), (299, 1), (300, 2), (301, 2)):
        clock.now = seconds
        key = there.key()
        run.fetch(local, asking(("posts",)), there)
        assert sum("GROUP BY" in text or "count(" in text for text, _ in statements) == asked
        assert there.key() == key


def test_unknown_and_renamed_columns_are_refused_by_name(local, warehouse):
    there = live(local, warehouse, clock=Clock())
    for n, (changes, words) in enumerate(
        [
            ({"columns": {**live_table.ADDRESS["columns"], "reach": "Weite"}}, "Weite.*Reichweite"),
            ({"columns": {**live_table.ADDRESS["columns"], "likes": "Art"}}, "likes"),
            ({"columns": {"native_id": "Kennung"}}, "published"),
            ({"columns": {**live_table.ADDRESS["columns"], "published": "Art"}}, "Art.*published.*dates"),
            ({"columns": {**live_table.ADDRESS["columns"], "reach": "bezahlt"}}, "bezahlt.*reach.*numbers"),
            ({"columns": {**live_table.ADDRESS["columns"], "paid": "Art"}}, "Art.*paid.*boolean"),
            ({"table": "lager.Fehlt"}, "Fehlt"),
        ]
    ):
        declare(local, name=f"Lager {n}", **changes)
        there = live(local, warehouse)
        with pytest.raises(SourceFailed, match=f"Lager {n}.*{words}"):
            run.fetch(local, asking(("posts",)), there)


def test_a_column_that_goes_later_is_named(local, warehouse):
    declare(local)
    clock = Clock()
    there = live(local, warehouse, clock=clock)
    assert run.fetch(local, asking(("posts", "reach")), there).rows == ({"posts": 10, "reach": 1300},)
    with warehouse.begin() as connection:
        connection.exec_driver_sql('ALTER TABLE lager."Beiträge" RENAME COLUMN "Reichweite" TO "Weite"')
    with pytest.raises(SourceFailed, match=r"Reichweite.*Weite"):
        run.fetch(local, asking(("reach",)), there)
    # What was asked before the rename is answered as it was, and says of when.
    clock.now = 61
    assert run.fetch(local, asking(("posts", "reach")), there).rows == ({"posts": 10, "reach": 1300},)
    (standing,) = there.standing()
    assert "Reichweite" in str(standing.error)
    assert standing.as_of is not None


def test_words_where_numbers_should_be_are_an_error(local, warehouse):
    with warehouse.begin() as connection:
        connection.exec_driver_sql(
            """UPDATE lager."Beiträge" SET "Gefällt" = 'viele' WHERE "Kennung" = 'a1'"""
        )
    declare(local)
    with pytest.raises(SourceFailed, match="viele"):
        run.fetch(local, asking(("reactions",)), live(local, warehouse))


def test_a_select_stands_for_a_table(local, warehouse):
    select = """SELECT "Kennung" AS id, "veröffentlicht am" AS at, 7 AS n FROM lager."Beiträge"
                WHERE "Netz" <> 'a:b' AND 'x%' LIKE 'x%'"""
    columns = {"native_id": "id", "published": "at", "reach": "n"}
    declare(local, table=None, select=select, columns=columns, options={"platform": "forum"})
    rows = run.fetch(local, asking(("posts", "reach"), by=("platform",)), live(local, warehouse)).rows
    assert rows == ({"platform": "forum", "posts": 10, "reach": 70},)


@pytest.mark.parametrize(
    ("type", "zone", "day", "hour"),
    [
        ("TIMESTAMPTZ", None, date(2026, 1, 5), 0),  # 16:30 UTC is 00:30 in Taipei
        ("TIMESTAMP", None, date(2026, 1, 4), 16),  # the community's own clock
        ("TIMESTAMP", "Europe/Berlin", date(2026, 1, 4), 23),  # 16:30 in Berlin is 15:30 UTC
        ("TIMESTAMP", "UTC", date(2026, 1, 5), 0),
        ("DATE", None, date(2026, 1, 4), None),
    ],
)
def test_clocks_of_all_kinds(local, warehouse, type, zone, day, hour):
    types = (live_table.TYPES[0], type, *live_table.TYPES[2:])
    live_table.make(warehouse.url.render_as_string(hide_password=False), ROWS[:1], types)
    declare(local, timezone=zone)
    there = live(local, warehouse)
    assert run.fetch(local, asking(("posts",), by=("day", "hour")), there).rows == (
        {"day": day, "hour": hour, "posts": 1},
    )
    (listed,) = run.fetch_posts(local, PostList(asking(("posts",))), there).rows
    instants = {"TIMESTAMPTZ": datetime(2026, 1, 4, 16, 30), "DATE": None}
    by_zone = {None: datetime(2026, 1, 4, 8, 30), "Europe/Berlin": datetime(2026, 1, 4, 15, 30)}
    assert listed["published_at"] == instants.get(type, by_zone.get(zone, datetime(2026, 1, 4, 16, 30)))


def test_the_list_of_posts(local, warehouse):
    bring(local, ROWS[:4])
    live_table.make(warehouse.url.render_as_string(hide_password=False), ROWS[4:])
    declare(local)
    there = live(local, warehouse)

    def ids(**options) -> list[str]:
        rows = run.fetch_posts(local, PostList(asking(("posts",)), **options), there).rows
        assert {row["total"] for row in rows} <= {10 if not options.get("search") else 3}
        return [row["native_id"] for row in rows]

    assert ids(order="views", limit=4) == ["b1", "a2", "c2", "b2"]
    assert ids(order="views", limit=2, ascending=True) == ["c3", "a3"]
    assert ids(order="reach")[-2:] in (["b1", "b2"], ["b2", "b1"])
    assert ids(limit=3) == ["d1", "d2", "c3"]
    assert sorted(ids(search="How")) == ["b1", "c1", "c2"]
    rows = run.fetch_posts(local, PostList(asking(("posts",))), there).rows
    assert {row["native_id"] for row in rows if row["post_id"] is None} == {
        "b2",
        "c1",
        "c2",
        "c3",
        "d1",
        "d2",
    }


def test_what_there_is_counts_both(local, warehouse):
    bring(local, ROWS[:1])
    live_table.make(warehouse.url.render_as_string(hide_password=False), ROWS[1:])
    declare(local)
    there = live(local, warehouse)
    extent = run.extent(local, there, scope=EVERYTHING)
    assert (extent.first, extent.last, extent.posts) == (date(2026, 1, 5), date(2026, 2, 1), 10)
    assert extent.missing == ()
    assert offered.choices(local, live=there, scope=EVERYTHING)["platform"] == (
        ("facebook", "facebook"), ("instagram", "instagram"), ("youtube", "youtube"),
        ("linkedin", "linkedin"), ("other", "other"),
    )  # fmt: skip


def test_young_posts_are_those_of_this_week(local, warehouse):
    today = datetime.now(ZONE).date()
    fresh = (today - timedelta(3), today - timedelta(1), today - timedelta(20))
    rows = [(f"p{n}", f"{day} 05:00:00", *ROWS[0][2:]) for n, day in enumerate(fresh)]
    live_table.make(warehouse.url.render_as_string(hide_password=False), rows)
    declare(local)
    assert run.first_young(local, asking(()), 7, live(local, warehouse)) == today - timedelta(3)


def test_a_rate_by_followers_is_never_joined_across_places(local, warehouse):
    declare(local)
    there = live(local, warehouse)
    wanted = asking(("daily_engagement_rate", "posts"))
    assert run.fetch(local, wanted, there).rows == ({"daily_engagement_rate": None, "posts": 10},)
    factories.bring(local, factories.days("followers", {date(2026, 1, 6): 1000.0}, account="Page"))
    with pytest.raises(QueryError, match=r"followers.*Lager"):
        run.fetch(local, wanted, there)
    rates = run.fetch(local, asking(("engagement_rate_by_followers",)), there).rows
    assert rates == ({"engagement_rate_by_followers": None},)


def test_a_view_of_the_past_goes_without_and_says_so(local, warehouse, statements):
    bring(local, ROWS[:2])
    declare(local)
    there = live(local, warehouse)
    statements.clear()
    past = asking(("posts",), as_of=1)
    assert run.fetch(local, past, there).rows == ({"posts": 2},)
    assert there.left_out(past) == ["Lager"]
    assert there.left_out(asking(("posts",))) == []
    assert statements == []


def test_posts_that_may_count_twice_are_named(local, warehouse):
    declare(local)
    there = live(local, warehouse)
    assert there.twice() == []
    factories.bring(local, factories.posts({"account": "Page", "day": date(2026, 1, 7)}))
    assert there.twice() == []  # the day after the last one there
    factories.bring(
        local, factories.posts({"account": "Page", "day": date(2026, 1, 6), "native_id": "other"})
    )
    assert there.twice() == [("Page", "Lager")]
