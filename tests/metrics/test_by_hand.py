"""Figures worked out by hand on ten posts, on both engines."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lib.metrics import run
from lib.metrics.catalog import METRICS
from lib.model import Period, QueryError
from tests.factories import asking, bring, days, posts

MON, TUE, WED = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)

#            reach views react comm share save click conv  E   type     topic  platform   account
TEN = [
    (MON, 100, 200, 5, 2, 1, None, 10, 1, 8, "photo", "news", "facebook", "page"),
    (MON, 300, 500, 9, 0, 3, None, 20, 2, 12, "photo", "news", "facebook", "page"),
    (TUE, 50, 80, 1, 1, 0, None, 0, None, 2, "link", "news", "facebook", "page"),
    (TUE, None, 1000, 40, 5, 0, None, None, None, 45, "video", "how-to", "youtube", "chan"),
    (TUE, None, 400, 10, 0, None, None, None, None, 10, "video", None, "youtube", "chan"),
    (WED, 200, 220, 20, 4, 2, 6, None, None, 32, "reel", "how-to", "instagram", "insta"),
    (WED, 400, 410, 30, 6, 4, 8, None, None, 48, "reel", "how-to", "instagram", "insta"),
    (WED, 0, 0, 0, 0, 0, 0, None, None, 0, "photo", "news", "instagram", "insta"),
    (WED, 150, 160, None, None, None, None, None, None, None, "story", None, "instagram", "insta"),
    (WED, 100, 130, 3, 3, 3, 3, None, None, 12, "photo", "news", "instagram", "insta"),
]
NAMES = "day reach views reactions comments shares saves clicks conversions engagements content_type topic"
COLUMNS = (*NAMES.split(), "platform", "account")

WHOLE = {
    "posts": 10,
    "reach": 1300,  # 100+300+50+200+400+0+150+100
    "views": 3100,
    "reactions": 118,
    "comments": 21,
    "shares": 13,
    "saves": 17,
    "clicks": 30,
    "conversions": 3,
    "engagements": 169,
    # 8+12+2+32+48+0+12 over 100+300+50+200+400+0+100: the story states no engagements, YouTube no reach
    "engagement_rate_by_reach": 114 / 1150,
    "engagement_rate_by_views": 169 / 2940,
    "amplification": 13 / 8,
    "conversation": 21 / 9,
    "applause": 118 / 9,
    "virality": 13 / 1150,
    "reach_per_post": 1300 / 8,
    "click_through_rate": 30 / 780,
    "conversion_rate": 3 / 30,
}


@pytest.fixture
def ten(store):
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in TEN]
    readings = {MON: 1000.0, TUE: 1010.0, WED: 1005.0}
    more = days("followers", {WED: 500.0}, platform="instagram", account="insta")
    bring(store, posts(*rows), days("followers", readings), more)
    return store


def one(store, *metrics, **options):
    return run.fetch(store, asking(metrics, **options)).rows[0]


def test_totals_and_ratios_of_sums(ten):
    found = one(ten, *WHOLE)
    assert found == pytest.approx(WHOLE)


def test_parts_add_up_to_the_whole(ten):
    for dimension in (
        "day",
        "platform",
        "account",
        "content_type",
        "topic",
        "weekday",
        "hour",
        "week",
        "month",
    ):
        rows = run.fetch(ten, asking(("posts", "views", "engagements"), by=(dimension,))).rows
        assert sum(row["posts"] for row in rows) == 10
        assert sum(row["views"] for row in rows) == 3100
        assert sum(row["engagements"] or 0 for row in rows) == 169


def test_rate_by_followers_takes_the_publish_day(ten):
    # Facebook: 8 and 12 by Monday's followers, 2 by Tuesday's; Instagram: four posts on Wednesday.
    found = one(ten, "engagement_rate_by_followers")
    assert found["engagement_rate_by_followers"] == pytest.approx(
        (8 + 12 + 2 + 32 + 48 + 0 + 12) / (1000 + 1000 + 1010 + 4 * 500)
    )


def test_followers_are_the_last_known_and_never_summed_over_days(ten):
    assert one(ten, "followers", "follower_growth") == {"followers": 1505, "follower_growth": 5}
    rows = run.fetch(ten, asking(("followers",), by=("day",))).rows
    assert [row["followers"] for row in rows] == [1000, 1010, 1505]


def test_daily_engagement_is_the_published_example(store):
    """Fanpage Karma's worked example: 20/3500, 0/3590, 37/3700, 100/3750, 0, 0, 2/3783 → 0.613 %."""
    week = [date(2026, 1, n) for n in range(5, 12)]
    followers = dict(zip(week, [3500.0, 3590.0, 3700.0, 3750.0, 3760.0, 3770.0, 3783.0], strict=True))
    made = posts(
        {"day": week[0], "engagements": 20},
        {"day": week[2], "engagements": 37},
        {"day": week[3], "engagements": 100},
        {"day": week[6], "engagements": 2},
    )
    bring(store, made, days("followers", followers))
    rate = one(store, "daily_engagement_rate")["daily_engagement_rate"]
    assert rate == pytest.approx((20 / 3500 + 37 / 3700 + 100 / 3750 + 2 / 3783) / 7)
    assert round(rate * 100, 3) == 0.613


def test_several_kinds_of_rows_in_one_answer(ten):
    rows = run.fetch(ten, asking(("posts", "followers", "reach"), by=("platform",))).rows
    assert {row["platform"]: (row["posts"], row["followers"], row["reach"]) for row in rows} == {
        "facebook": (3, 1005, 450),
        "instagram": (5, 500, 850),
        "youtube": (2, None, None),
    }


def test_filters_and_periods(ten):
    where = (("platform", ("facebook", "instagram")), ("topic", ("news",)))
    assert one(ten, "posts", where=where)["posts"] == 5
    assert one(ten, "posts", where=(("topic", (None,)),))["posts"] == 2
    assert one(ten, "posts", period=Period(TUE, TUE))["posts"] == 3
    assert one(ten, "posts", period=Period(date(2020, 1, 1), date(2020, 2, 1))) == {"posts": 0}


def test_a_ratio_brings_its_parts(ten):
    found = one(ten, "virality", parts=True)
    assert (found["virality__top"], found["virality__bottom"]) == (13, 1150)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (asking(("likes",)), "likes"),
        (asking(("posts",), by=("colour",)), "colour"),
        (asking(("followers",), by=("topic",)), "topic"),
        (asking(("followers",), where=(("content_type", ("photo",)),)), "content_type"),
        (asking(("page_reach",)), "unique"),
        (asking(("page_reach",), by=("day",)), "unique"),
        (asking(()), "metric"),
        (asking(("posts",), where=(("hour", ("noon",)),)), "noon"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(ten, query, word):
    with pytest.raises(QueryError, match=word):
        run.fetch(ten, query)


def test_unique_people_are_shown_but_not_added(store):
    bring(store, days("page_reach", {MON: 70.0, TUE: 80.0}))
    rows = run.fetch(store, asking(("page_reach",), by=("day", "platform", "account"))).rows
    assert [row["page_reach"] for row in rows] == [70, 80]


def test_a_query_as_of_a_version_is_the_figure_of_then(ten):
    before = one(ten, *WHOLE)
    bring(ten, posts({"reach": 9999, "engagements": 1}), captured_at=datetime(2026, 3, 1))
    assert one(ten, "reach")["reach"] != before["reach"]
    assert one(ten, *WHOLE, as_of=1) == pytest.approx(before)
    assert one(ten, "followers", "posts", as_of=1) == {"followers": 1505, "posts": 10}
    assert one(ten, "posts", as_of=0) == {"posts": 0}


def test_first_young_day(store):
    young = {"day": date(2026, 1, 30), "native_id": "young"}
    bring(store, posts({"day": date(2026, 1, 1)}, young), captured_at=datetime(2026, 2, 1))
    assert run.first_young(store, asking(("posts",)), 7) == date(2026, 1, 30)
    assert run.first_young(store, asking(("posts",), period=Period(MON, MON)), 7) is None


def test_every_metric_can_be_asked_for(ten):
    for id in METRICS:
        by = ("day", "platform", "account") if METRICS[id].top.how == "only" else ("day",)
        assert run.fetch(ten, asking((id,), by=by)).rows is not None
