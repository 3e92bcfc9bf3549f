"""A period beside another, fairly: young posts do not make it look worse."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from lib.analysis.summary import Side, ages, leading, settled_days, summarise
from lib.metrics.catalog import METRICS
from lib.model import Period

NOW = Period(date(2026, 3, 2), date(2026, 3, 29))  # 28 days
BEFORE = NOW.previous()
LAST_WEEK = date(2026, 3, 23)


def side(period: Period, **series: list[float | None]) -> Side:
    """A period's answer as the store gives it: a day without any value has no row. A rate's parts are
    given as `<rate>__top` and `<rate>__bottom`."""
    columns = list(series)
    days = [
        {"day": period.start + timedelta(n), **dict(zip(columns, values, strict=True))}
        for n, values in enumerate(zip(*series.values(), strict=True))
        if any(value is not None for value in values)
    ]
    totals: dict[str, float | None] = {
        id: sum(v for v in values if v is not None) for id, values in series.items() if "__" not in id
    }
    for id in {id.split("__")[0] for id in columns if "__" in id}:
        top, bottom = (sum(v or 0 for v in series[f"{id}__{part}"]) for part in ("top", "bottom"))
        totals[id] = top / bottom
    return Side(period, totals, days)


def summary(metric: str, now: Side, before: Side | None, young_from: date | None = None):
    (figure,) = summarise([METRICS[metric]], now, before, young_from)
    return figure


def wave(level: float, days: int = 28) -> list[float]:
    """A steady level with a small swing: level−1, level, level+1, and so on."""
    return [level - 1 + n % 3 for n in range(days)]


def test_a_total_beside_the_one_before():
    found = summary("engagements", side(NOW, engagements=wave(20)), side(BEFORE, engagements=wave(10)))
    # nine threes of (19, 20, 21) and one 19: 9·60 + 19 = 559; 9·30 + 9 = 279
    assert (found.value, found.change.value, found.change.before) == (559, 559, 279)
    assert (found.change.verdict, found.change.days) == ("up", 28)


def test_the_small_line_has_a_place_for_every_day():
    values = [None, 5, *[None] * 25, 7]
    found = summary("engagements", side(NOW, engagements=values), None)
    assert found.spark == tuple(values)
    assert (found.change.verdict, found.change.before) == ("unknown", None)


def test_half_of_the_last_weeks_engagement_still_to_come_is_no_fall():
    """No real change: each day has 100 in the end, of the last week half has arrived."""
    now = [*wave(100, 21), *[value / 2 for value in wave(100, 7)]]
    sides = side(NOW, engagements=now), side(BEFORE, engagements=wave(100))
    fair = summary("engagements", *sides, LAST_WEEK)
    assert fair.change.verdict == "noise"
    assert (fair.change.value, fair.change.before, fair.change.days) == (2100, 2100, 21)
    assert fair.value == sum(now), "the card's own figure is of the whole period"
    assert summary("engagements", *sides, None).change.verdict == "down", "unfair, the same days fall"


def test_the_same_for_a_rate():
    reach = wave(1000)
    top = [each * (0.05 if n < 21 else 0.025) for n, each in enumerate(reach)]
    now = side(NOW, engagement_rate_by_reach__top=top, engagement_rate_by_reach__bottom=reach)
    was = [each * 0.05 + (n % 2) for n, each in enumerate(reach)]
    before = side(BEFORE, engagement_rate_by_reach__top=was, engagement_rate_by_reach__bottom=reach)
    assert summary("engagement_rate_by_reach", now, before, LAST_WEEK).change.days == 21
    assert summary("engagement_rate_by_reach", now, before, LAST_WEEK).change.verdict != "up"
    assert summary("engagement_rate_by_reach", now, before, None).change.verdict == "down"


@pytest.mark.parametrize("metric", ["engagements", "daily_engagement_rate"])
def test_late_engagement_is_rarely_taken_for_a_change(metric):
    """200 seeded pairs of periods without a real change, half of the last week's engagement missing."""
    rng = random.Random(3)
    scale = 1 if metric == "engagements" else 1e-5

    def period() -> list[float]:
        return [scale * 100 * rng.lognormvariate(0, 0.5) for _ in range(28)]

    wrong = 0
    for _ in range(200):
        now = [value / 2 if n >= 21 else value for n, value in enumerate(period())]
        found = summary(metric, side(NOW, **{metric: now}), side(BEFORE, **{metric: period()}), LAST_WEEK)
        wrong += found.change.verdict in ("up", "down")
    assert wrong / 200 <= 0.08


def test_posts_are_counted_to_the_last_day():
    """A post is there at once; only what people do with it takes time."""
    found = summary("posts", side(NOW, posts=wave(3)), side(BEFORE, posts=wave(3)), LAST_WEEK)
    assert found.change.days == 28
    assert not ages(METRICS["posts"])
    assert not ages(METRICS["page_views"])
    assert ages(METRICS["engagements"])
    assert ages(METRICS["engagement_rate_by_reach"])


def test_followers_are_readings_without_noise():
    now, before = side(NOW, followers=wave(1010)), side(BEFORE, followers=wave(1000))
    now, before = Side(NOW, {"followers": 1010}, now.days), Side(BEFORE, {"followers": 1000}, before.days)
    found = summary("followers", now, before, LAST_WEEK)
    assert (found.change.verdict, found.change.value, found.change.before) == ("up", 1010, 1000)


def test_days_are_compared_with_as_many_days():
    short = Period(date(2026, 2, 1), date(2026, 2, 10))
    found = summary("engagements", side(NOW, engagements=wave(10)), side(short, engagements=wave(10, 10)))
    assert (found.change.days, found.change.value, found.change.before) == (10, 99, 99)


def test_settled_days():
    assert settled_days(NOW, None) == 28
    assert settled_days(NOW, LAST_WEEK) == 21
    assert settled_days(NOW, NOW.start) == 0
    assert settled_days(NOW, NOW.start - timedelta(3)) == 0
    assert settled_days(NOW, NOW.end + timedelta(1)) == 28


def test_a_period_all_young_is_not_compared():
    sides = side(NOW, engagements=wave(10)), side(BEFORE, engagements=wave(99))
    assert summary("engagements", *sides, NOW.start).change.verdict == "unknown"


def test_only_what_was_asked_for_and_in_that_order():
    now = side(NOW, views=wave(5), posts=wave(1))
    found = summarise([METRICS[id] for id in ("posts", "reach", "views")], now, None, None)
    assert [figure.metric.id for figure in found] == ["posts", "views"]


def test_the_leading_figure_moved_most_by_its_own_swing():
    # views double with a swing as large as they are; shares rise by half with hardly any
    views, shares = [0, 40] * 14, wave(15)
    now = side(NOW, views=views, shares=shares)
    before = side(BEFORE, views=[0, 20] * 14, shares=wave(10))
    figures = summarise([METRICS["views"], METRICS["shares"]], now, before, None)
    assert leading(figures).metric.id == "shares"
    assert leading(summarise([METRICS["shares"]], before, before, None)) is None
    assert leading([]) is None
