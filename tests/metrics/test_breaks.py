"""Definition breaks: what they touch, and that no comparison crosses one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.summary import Side, summarise
from lib.imports import platforms
from lib.metrics import breaks
from lib.metrics.catalog import METRICS
from lib.model import Period
from lib.store import breaks as stored

NOVEMBER = breaks.Break("facebook", "views", date(2025, 11, 15), "views, not impressions", "a source")
AFTER, UNTIL = date(2025, 10, 1), date(2025, 12, 1)


def found(id: str, platforms=("facebook",), after=AFTER, until=UNTIL, of=NOVEMBER):
    return breaks.within([of], METRICS[id], platforms, after, until)


def test_a_break_touches_what_is_made_of_the_metric():
    assert found("views") == [NOVEMBER]
    assert found("engagement_rate_by_views") == [NOVEMBER]
    assert found("click_through_rate") == [NOVEMBER]
    assert found("reach") == []


def test_other_platforms_and_days_are_untouched():
    assert found("views", platforms=("x",)) == []
    assert found("views", after=NOVEMBER.day) == []
    assert found("views", until=date(2025, 11, 14)) == []
    assert found("views", until=NOVEMBER.day) == [NOVEMBER]


def test_engagements_are_broken_by_what_the_platform_counts_as_such():
    """Saves make an engagement on Instagram, not on Facebook."""
    on = {name: replace(NOVEMBER, platform=name, metric="saves") for name in ("instagram", "facebook")}
    assert found("engagement_rate_by_reach", ("instagram",), of=on["instagram"]) == [on["instagram"]]
    assert found("engagements", ("instagram",), of=on["instagram"]) == [on["instagram"]]
    assert found("engagements", ("facebook",), of=on["facebook"]) == []
    assert found("saves", ("facebook",), of=on["facebook"]) == [on["facebook"]]
    assert found("reach", ("instagram",), of=on["instagram"]) == []


def test_the_daily_rate_is_made_of_engagements_and_followers():
    followers = replace(NOVEMBER, metric="followers")
    assert found("daily_engagement_rate", of=followers) == [followers]
    assert found("follower_growth", of=followers) == [followers]
    assert found("engagement_rate_by_followers", of=followers) == [followers]
    assert found("daily_engagement_rate") == []


@given(
    platform=st.sampled_from(["facebook", "instagram", "x"]),
    others=st.sets(st.sampled_from(["youtube", "line", "tiktok", "forum"])),
    broken=st.sampled_from(sorted(breaks.counts())),
    asked=st.sampled_from(sorted(METRICS)),
    day=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
)
def test_a_break_of_one_platform_never_touches_anothers_comparison(platform, others, broken, asked, day):
    one = breaks.Break(platform, broken, day, "what", "source")
    assert breaks.within([one], METRICS[asked], others, date.min, date.max) == []


def test_what_people_added_is_in_the_ledger_beside_what_ships(store):
    new = breaks.Break("x", "views", date(2020, 1, 1), "x counts otherwise", "")
    made = stored.add(store, new, datetime(2026, 1, 1), "tester")
    assert breaks.ledger(store) == (made, *breaks.load())
    assert breaks.ledger(store, as_of=made.number - 1) == breaks.load()


def test_counts_are_those_a_break_can_touch():
    """Each of them is at least broken by itself; ratios and counts of rows cannot be named."""
    names = breaks.counts()
    assert {"views", "reach", "followers", "page_views"} <= set(names)
    assert not {"posts", "follower_growth", "engagement_rate_by_reach", "reach_per_post"} & set(names)
    for id in names:
        one = breaks.Break("x", id, NOVEMBER.day, "what", "source")
        assert breaks.within([one], METRICS[id], ["x"], AFTER, UNTIL) == [one]


def test_the_ledger_names_known_platforms_and_counts():
    assert breaks.load()
    for each in breaks.load():
        assert each.platform in platforms.load()
        assert each.metric in breaks.counts()
        assert each.source


def test_a_broken_metric_is_shown_but_not_compared():
    def side(start: date, views: int) -> Side:
        return Side(
            Period(start, start), {"views": views, "reach": 1}, [{"day": start, "views": views, "reach": 1}]
        )

    metrics = [METRICS["views"], METRICS["reach"]]
    views, reach = summarise(
        metrics, side(date(2025, 12, 1), 50), side(date(2025, 11, 1), 20), None, broken={"views"}
    )
    assert (views.value, views.broken, views.change.verdict, views.change.before) == (
        50,
        True,
        "unknown",
        None,
    )
    assert (reach.broken, reach.change.before) == (False, 1)
