"""What is behind a figure adds up to the very figure, whatever the view."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from lib.metrics import run
from lib.metrics.catalog import METRICS, metric
from lib.metrics.posts import PostList
from lib.model import EVERYTHING, MEASURED, Period
from tests.factories import asking, bring, days, posts

MON = date(2026, 1, 5)
WEEK = Period(MON, MON + timedelta(6))
OF_POSTS = [id for id, each in METRICS.items() if each.fact == "post"]
SUMMED = [id for id, m in METRICS.items() if m.fact == "daily" and m.top.how in ("sum", "last")]
PLACES = (("facebook", "page"), ("instagram", "insta"), ("youtube", "chan"))
VIEWS = {
    "everything": {},
    "a week": {"period": WEEK},
    "a day": {"period": Period(MON, MON)},
    "a platform": {"where": (("platform", ("facebook", "youtube")),)},
    "as it stood": {"as_of": 1},
    "no such day": {"period": Period(date(2020, 1, 1), date(2020, 1, 2))},
}
OF_A_GROUP = {"a type": (("content_type", ("photo",)),), "no topic stated": (("topic", ("",)),)}


def invented(seed: int) -> list[dict]:
    """Forty posts; any number may be missing, as in real exports."""
    dice = random.Random(seed)
    found = []
    for n in range(40):
        platform, account = dice.choice(PLACES)
        counts = {name: dice.choice((None, 0, dice.randrange(5000))) for name in MEASURED}
        found.append(
            {
                "native_id": str(n),
                "platform": platform,
                "account": account,
                "day": MON + timedelta(dice.randrange(10)),
                "content_type": dice.choice(("photo", "video", None)),
                "topic": dice.choice(("news", None)),
                **counts,
            }
        )
    return found


def readings(seed: int) -> list:
    """Ten days of every summed series, of two accounts, with gaps."""
    dice = random.Random(seed)
    made = []
    for id in {METRICS[id].top.series for id in SUMMED}:
        for platform, account in PLACES[:2]:
            known = {MON + timedelta(n): float(dice.randrange(900)) for n in range(10) if dice.random() < 0.8}
            made.append(days(id, known, platform=platform, account=account))
    return made


@pytest.fixture
def filled(store):
    """Two photographs of the same posts and readings, the later one with other numbers."""
    for n in (1, 2):
        bring(store, posts(*invented(n)), *readings(n), captured_at=datetime(2026, 2, n))
    return store


def figure(store, id: str, **view):
    return run.fetch(store, asking((id,), **view)).rows[0][id]


def of_list(store, id: str, **view):
    """The figure that the list's own rows and sums come to."""
    wanted = PostList(asking(("posts",), **view), proves=id, limit=1000)
    rows = run.fetch_posts(store, wanted).rows
    if not rows:
        return 0 if METRICS[id].top.how == "rows" else None
    assert {row["total"] for row in rows} == {len(rows)}
    sums = [
        sum(row[name] for row in rows) for name in ("top", "bottom") if METRICS[id].bottom or name == "top"
    ]
    assert sums == [rows[0]["top_total"], rows[0]["bottom_total"]][: len(sums)]
    if len(sums) == 1:
        return sums[0]
    return sums[0] / sums[1] if sums[1] else None


@pytest.mark.parametrize("view", [*VIEWS, *OF_A_GROUP])
def test_the_posts_behind_a_figure_add_up_to_it(filled, view):
    asked = VIEWS.get(view) or {"where": OF_A_GROUP.get(view, ())}
    for id in OF_POSTS:
        found = figure(filled, id, **asked)
        assert of_list(filled, id, **asked) == (found if found is None else pytest.approx(found)), id


@pytest.mark.parametrize("view", VIEWS)
def test_the_readings_behind_a_figure_add_up_to_it(filled, view):
    for id in SUMMED:
        found = figure(filled, id, **VIEWS[view])
        rows = run.readings(filled, METRICS[id], asking((id,), **VIEWS[view])).rows
        if found is None:
            assert not rows
            continue
        assert sum(row["top"] for row in rows) == rows[0]["top_total"] == found, id
        assert rows[0]["total"] == len(rows)


def test_the_days_behind_a_mean_of_days_average_to_it(filled):
    by_day = run.fetch(filled, asking(("daily_engagement_rate",), by=("day",), period=WEEK)).rows
    rates = [row["daily_engagement_rate"] for row in by_day]
    assert sum(rates) / len(rates) == pytest.approx(figure(filled, "daily_engagement_rate", period=WEEK))


def test_a_reading_names_the_file_and_row_in_force(store):
    bring(store, days("followers", {MON: 100.0, MON + timedelta(1): 110.0}), captured_at=datetime(2026, 2, 1))
    bring(store, days("followers", {MON: 101.0}), captured_at=datetime(2026, 3, 1))
    asked = asking(("followers",), by=())
    rows = run.readings(store, METRICS["follower_growth"], asked).rows
    # Tuesday is row 3 of the first file; Monday's current value came with the second, and has no day before.
    assert [(r["day"], r["value"], r["change"], r["import_id"], r["file"], r["row"]) for r in rows] == [
        (MON + timedelta(1), 110, 9, 1, "test.csv", 3)
    ]
    (last,) = run.readings(store, METRICS["followers"], asking(("followers",), period=Period(MON, MON))).rows
    assert (last["value"], last["import_id"], last["row"]) == (101, 2, 2)
    (then,) = run.readings(
        store, METRICS["followers"], asking(("followers",), period=Period(MON, MON), as_of=1)
    ).rows
    assert (then["value"], then["import_id"]) == (100, 1)


def test_one_post_is_found_by_its_number(filled):
    first = run.fetch_posts(filled, PostList(asking(("posts",)))).rows[0]
    (only,) = run.fetch_posts(filled, PostList(asking(("posts",)), only=first["post_id"])).rows
    assert only["native_id"] == first["native_id"]


def test_an_import_lists_what_it_brought_in_the_files_order(store):
    bring(store, posts({"reach": 5}, {"reach": 7}), days("followers", {MON: 9.0}))
    bring(store, posts({"reach": 6}), captured_at=datetime(2026, 3, 1))
    found, read = run.imported(store, 1, scope=EVERYTHING)
    assert [(row["row"], row["native_id"], row["reach"]) for row in found.rows] == [(2, "1", 5), (3, "2", 7)]
    assert [(row["row"], row["metric"], row["value"]) for row in read.rows] == [(2, "followers", 9)]
    assert found.rows[0]["total"] == 2
    assert [len(each.rows) for each in run.imported(store, 3, scope=EVERYTHING)] == [0, 0]


def test_a_limit_shortens_the_list_and_not_the_sums(filled):
    asked = PostList(asking(("posts",)), proves="reach", limit=3)
    rows = run.fetch_posts(filled, asked).rows
    assert len(rows) == 3
    assert rows[0]["top_total"] == figure(filled, "reach")
    assert rows[0]["total"] > 3


def test_a_free_series_has_readings_too(store):
    bring(store, days("signups", {MON: 4.0, MON + timedelta(1): 8.0}))
    rows = run.readings(store, metric("signups"), asking(("signups",))).rows
    assert sum(row["top"] for row in rows) / len(rows) == figure(store, "signups") == 6
