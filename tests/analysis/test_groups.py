"""Groups by rate, by hand; then how often chance alone is called best."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from lib.analysis.groups import rank

START = date(2026, 1, 1)
RATE = "engagement_rate_by_reach"


def rows(name: str | None, *days: tuple[float | None, float | None], posts: int = 1) -> list[dict]:
    return [
        {
            "content_type": name,
            "day": START + timedelta(n),
            "posts": posts,
            f"{RATE}__top": top,
            f"{RATE}__bottom": bottom,
        }
        for n, (top, bottom) in enumerate(days)
    ]


#  R = 10/50 = 0.2; residuals −1, 0, 1, 0, 0; error √(5/4·2)/50 = 0.031623; 95 %: ± 1.95996·0.031623 = 0.06198
REEL = rows("reel", (1, 10), (2, 10), (3, 10), (2, 10), (2, 10))
#  R = 5/500 = 0.01 without swing
PHOTO = rows("photo", *[(1, 100)] * 5, posts=3)


def found(*groups: list[dict]):
    return rank([row for group in groups for row in group], "content_type", RATE)


def test_rates_intervals_and_posts():
    reel, photo = found(PHOTO, REEL).groups
    assert (reel.name, reel.posts, photo.name, photo.posts) == ("reel", 5, "photo", 15)
    assert reel.value == pytest.approx(0.2)
    assert (reel.low, reel.high) == (pytest.approx(0.13802, abs=1e-5), pytest.approx(0.26198, abs=1e-5))
    assert (photo.value, photo.low, photo.high) == (0.01, 0.01, 0.01)


def test_the_one_above_the_rest_is_best():
    # 0.19 against 2.2414 (two looks) · 0.031623 = 0.0709
    assert found(PHOTO, REEL).best.name == "reel"


def test_a_lead_within_chance_is_no_lead():
    # 0.2 − 0.16 = 0.04 < 0.0709
    assert found(REEL, rows("photo", *[(16, 100)] * 5)).best is None


def test_more_looks_ask_for_more():
    # 0.2 − 0.128 = 0.072 is above 2.2414·0.031623 = 0.0709 with two groups, below 2.6383·0.031623 = 0.0834
    # with six
    steady = [(12.8, 100)] * 5
    assert found(REEL, rows("a", *steady)).best.name == "reel"
    assert found(REEL, *(rows(name, *steady) for name in "abcde")).best is None


def test_a_low_bound_is_never_below_zero():
    assert found(rows("reel", (9, 10), (0, 10), (0, 10), (0, 10), (0, 10)), PHOTO).groups[0].low == 0.0


def test_too_few_days_have_a_rate_and_no_interval():
    ranking = found(rows("live", (1, 2), (1, 2)), PHOTO)
    assert [(g.name, g.value, g.low) for g in ranking.groups] == [("live", 0.5, None), ("photo", 0.01, 0.01)]
    assert ranking.best is None


def test_the_others_together_are_all_others():
    # live's 4 days at 0.9 make the rest (5+360)/(500+400) = 0.41: reel is not above it
    live = rows("live", *[(90, 100)] * 4)
    assert found(REEL, PHOTO, live).best is None


def test_what_states_no_rate_comes_last_and_still_counts_its_posts():
    ranking = found(rows("text", *[(None, None)] * 6, posts=2), PHOTO, rows(None, (1, 4)))
    assert [(g.name, g.value, g.posts) for g in ranking.groups] == [
        (None, 0.25, 1),
        ("photo", 0.01, 15),
        ("text", None, 12),
    ]


def test_nothing_gives_nothing():
    ranking = rank([], "content_type", RATE)
    assert (list(ranking.groups), ranking.best) == ([], None)


def chance(rng: random.Random, name: str, lift: float = 1.0) -> list[dict]:
    reach = [1000 * rng.lognormvariate(0, 0.5) for _ in range(28)]
    return rows(name, *((lift * 0.04 * each * rng.lognormvariate(0, 0.4), each) for each in reach))


def test_chance_alone_is_rarely_called_best():
    rng = random.Random(7)
    named = sum(found(*(chance(rng, name) for name in "abcdef")).best is not None for _ in range(200))
    assert named / 200 <= 0.08


def test_a_real_lead_is_mostly_found():
    rng = random.Random(8)
    groups = [[chance(rng, "a", 1.6), *(chance(rng, name) for name in "bcdef")] for _ in range(100)]
    assert sum((best := found(*each).best) is not None and best.name == "a" for each in groups) >= 90
