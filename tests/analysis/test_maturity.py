"""How engagement arrives: the chain ladder by hand, and planted curves found again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lib.analysis.maturity import Curve, jackknife, learn
from lib.metrics.ages import BINS, GROUPS, YOUNG

E = "engagements"
HALF_LIFE = 2.0
"""Days in which half of what is missing arrives, in the simulations."""


def row(early: float, late: float, sums: tuple[float, float], n: int = 40, part: int = 0, **more):
    """Pairs of readings at two ages, as `lib.metrics.ages.pairs` gives them."""
    places = [max(i for i, start in enumerate(BINS) if start <= age) for age in (early, late)]
    found = {"platform": "facebook", "part": part, "early": places[0], "late": places[1], "posts": n}
    ages = {"early_days": early, "late_days": late}
    return {
        **found,
        **ages,
        "engagements__n": n,
        "engagements__early": sums[0],
        "engagements__late": sums[1],
    } | more


def curve(*rows, platform: str | None = "facebook") -> Curve | None:
    return learn(rows, [E], BINS, GROUPS).of(platform, E)


def test_the_chain_ladder_by_hand():
    """Read at 1.5 and 3.5 days: 400 of 800 were there. Read at 3.5 and 30 days: 900 of 1,000.
    So 0.9 are there after 3.5 days, and 400 of 800 ÷ 0.9, which is 0.45, after 1.5."""
    found = curve(row(1.5, 3.5, (400, 800)), row(3.5, 30, (900, 1000), posts=0))
    assert found.ages == (1.5, 3.5, 30)
    assert found.shares == pytest.approx((0.45, 0.9, 1.0))
    assert found.posts == 40


def test_several_later_ages_are_brought_to_the_end_first():
    """At 1.5 days 400; later 300 at 3.5 days, where 0.75 are there, and 600 in the end: 400 ÷ 1,000."""
    found = curve(
        row(1.5, 3.5, (150, 300)),
        row(1.5, 30, (250, 600)),
        row(3.5, 30, (750, 1000)),
    )
    assert found.shares == pytest.approx((0.4, 0.75, 1.0))


def test_between_ages_what_is_missing_arrives_at_a_constant_rate():
    """Half is missing after 1 day; a quarter after 2: 1 − √(1/2 · 1/4) after 1.5; 1 − √(1/2) after 0.5."""
    found = curve(row(1.0, 30, (50, 100)), row(2.0, 30, (75, 100)))
    assert found.share(1.5) == pytest.approx(1 - 0.125**0.5)
    assert found.share(0.5) == pytest.approx(1 - 0.5**0.5)
    assert (found.share(0), found.share(-1), found.share(99)) == (0, 0, 1)


def test_a_share_never_falls_with_age_and_never_exceeds_one():
    """Counts that were taken back (bots removed) make no share above 1."""
    found = curve(row(1.5, 30, (120, 100)), row(3.5, 30, (90, 100)))
    assert found.shares == pytest.approx((0.9, 0.9, 1.0))


def test_half_and_settled_ages():
    """Exact groups, so no uncertainty: 0.5 at 1 day, 0.96 at 5; of the missing 0.04 / 0.5 in 4 days, 0.05 /
    0.5 needs 4 · ln 10 / ln 12.5 = 3.65 days: settled at 4.7 to the next tenth."""
    rows = [
        row(*ages, sums, 4, part)
        for part in range(GROUPS)
        for ages, sums in (((1, 30), (50, 100)), ((5, 30), (96, 100)))
    ]
    found = curve(*rows)
    assert (found.reached(0.5), found.reached(0.95), found.settled) == (1.0, 4.7, 4.7)


def test_an_unsure_share_settles_later():
    """The same with groups that disagree: 0.95 may be there, but not surely 0.90."""
    rows = [row(5, 30, (86 + 20 * (part % 2), 100), 4, part) for part in range(GROUPS)]
    rows += [
        row(*ages, (s, 100), 4, part) for part in range(GROUPS) for ages, s in (((1, 30), 50), ((12, 30), 99))
    ]
    found = curve(*rows)
    assert found.share(5) == pytest.approx(0.96)
    assert found.interval(5)[0] < 0.9
    assert found.reached(0.95) < 5 < found.settled


def test_jackknife_by_hand():
    """Of 1, 2, 3: the mean is 2, the squares add up to 2; ×(3 − 1)/3 makes 4/3."""
    assert jackknife([1, 2, 3]) == pytest.approx((4 / 3) ** 0.5)
    assert jackknife([]) == 0


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((), "nothing was read twice"),
        ((row(1.5, 30, (50, 100), 29),), "too few posts"),
        ((row(3.5, 30, (50, 100)),), "none was read young"),
        ((row(1.5, 8, (50, 100)),), "none was read old"),
        ((row(1.5, 3.5, (50, 100)), row(12, 30, (99, 100))), "young readings lead to no old one"),
    ],
)
def test_what_the_data_do_not_tell_is_not_known(rows, why):
    assert curve(*rows) is None, why


def test_unchanged_old_posts_invent_no_curve():
    assert curve(*[row(age, age + 14, (100, 100)) for age in (15, 22, 30)]) is None


def test_a_platform_with_too_few_posts_takes_the_curve_of_all():
    few = row(1.5, 30, (9, 10), 10, platform="line")
    curves = learn([row(1.5, 30, (45, 90)), few], [E], BINS, GROUPS)
    assert curves.of("facebook", E).share(1.5) == pytest.approx(0.5)
    assert curves.of("line", E).platform is None
    assert curves.of("line", E).share(1.5) == pytest.approx(0.54)  # (45 + 9) of (90 + 10)
    assert curves.of("line", "reach") is None


def test_settled_days_are_the_slowest_platforms_and_never_below_the_rule_without_a_curve():
    curves = learn([row(1.5, 30, (99, 100)), row(0.7, 30, (80, 100))], [E], BINS, GROUPS)
    assert curves.settled(["facebook"], [E], 7) == 2
    assert curves.settled(["facebook", "line"], [E], 7) == 7
    assert curves.settled(["facebook"], ["reach"], 7) == 7
    assert learn([], [E], BINS, GROUPS).settled(["facebook"], [E], 7) == 7


def readings(rng: np.random.Generator, posts: int, days: list[int]):
    """Posts of 60 days read on some of them: sizes log-normal, each engagement at a random moment, the
    half-lives of posts spread by a quarter; as rows of pairs."""
    born = rng.uniform(0, 60, posts)
    size = np.round(np.exp(rng.normal(4, 1, posts))).astype(int)
    half = HALF_LIFE * np.exp(0.25 * rng.standard_normal(posts))
    chains: list[dict[int, tuple[float, int]]] = [{} for _ in range(posts)]
    count, there = np.zeros(posts, int), np.zeros(posts)
    for day in days:
        now = 1 - 0.5 ** (np.maximum(day - born, 0) / half)
        chance = np.clip((now - there) / np.maximum(1 - there, 1e-12), 0, 1)
        count, there = count + rng.binomial(size - count, chance), now
        for n in np.flatnonzero(day > born):
            place = int(np.searchsorted(BINS, day - born[n], side="right")) - 1
            chains[n].setdefault(place, (day - born[n], int(count[n])))
    return _added_up([list(chain.items()) for chain in chains])


def _added_up(chains):
    found: dict[tuple[int, int, int], list[float]] = {}
    for n, chain in enumerate(chains):
        young = chain[:1] and chain[0][1][0] < YOUNG
        for at, ((early, one), (late, other)) in enumerate(pairwise(chain if young else [])):
            sums = found.setdefault((n % GROUPS, early, late), [0.0] * 6)
            for place, value in enumerate((1, at == 0, one[1], other[1], one[0], other[0])):
                sums[place] += value
    return [
        row(0, 0, (early, late), int(n), part)
        | {"early": one, "late": other, "posts": int(first), "early_days": a / n, "late_days": b / n}
        for (part, one, other), (n, first, early, late, a, b) in found.items()
    ]


def planted(age: float) -> float:
    """The share there at an age, over the posts' half-lives."""
    spread = np.exp(0.25 * np.random.default_rng(0).standard_normal(50_000))
    return float(np.mean(1 - 0.5 ** (age / (HALF_LIFE * spread))))


@pytest.mark.parametrize(
    ("posts", "days"),
    [(300, [32, 39, 46, 53, 60]), (1000, [40, 60]), (200, list(range(20, 61)))],
    ids=["every week", "twice", "every day"],
)
def test_a_planted_curve_is_found_inside_its_interval_as_often_as_it_says(posts, days):
    """50 communities, the share at 1, 2, 4 and 8 days: the 95 % intervals hold it in 95 % of 200 cases (at
    least in 90 %), and on average the curve is right to a hundredth."""
    ages = (1.0, 2.0, 4.0, 8.0)
    true = [planted(age) for age in ages]
    inside, errors = [], []
    for seed in range(50):
        found = curve(*readings(np.random.default_rng(seed), posts, days))
        for age, share in zip(ages, true, strict=True):
            low, high = found.interval(age)
            inside.append(low <= share <= high)
            errors.append(found.share(age) - share)
    assert np.mean(inside) >= 0.9
    assert abs(np.mean(errors)) < 0.01
