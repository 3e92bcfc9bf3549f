"""Changes taken apart: by hand, as identities, and against chance."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.because import amounts, headline, sentence
from lib.analysis.decompose import MOST_GROUPS, OTHERS, Days, decompose, first, in_steps, tables
from lib.i18n import locale
from lib.metrics.catalog import METRICS

RATE = METRICS["engagement_rate_by_reach"]


def sums(tops, bottoms=None, days: int = 10) -> Days:
    """Days that are all alike and add up to these sums of groups."""
    bottoms = np.zeros(len(tops)) if bottoms is None else bottoms
    return Days(*(np.tile(np.array(each, float) / days, (days, 1)) for each in (tops, bottoms)))


def values(split) -> dict[str, float]:
    return {name: part.value for name, part in split.parts.items()}


def test_a_ratio_by_hand():
    # reels 10 of 100 and texts 1 of 100; then reels 4 of 50 and texts 3 of 150:
    # R 5.5 % → 3.5 %; shares ½ ½ → ¼ ¾; means of the ratios 9 % and 1.5 %, of the whole 4.5 %
    split = decompose(
        "content_type", "ratio", ["reel", "text"], sums([4, 3], [50, 150]), sums([10, 1], [100, 100])
    )
    assert (split.before, split.value) == pytest.approx((0.055, 0.035))
    reel, text = sorted(split.groups, key=lambda group: group.name)
    assert reel.parts["mix"].value == pytest.approx(-0.25 * (0.09 - 0.045))
    assert text.parts["mix"].value == pytest.approx(0.25 * (0.015 - 0.045))
    assert reel.parts["rate"].value == pytest.approx(0.375 * (0.08 - 0.10))
    assert text.parts["rate"].value == pytest.approx(0.625 * (0.02 - 0.01))
    assert values(split) == pytest.approx({"mix": -0.01875, "rate": -0.00125})
    assert (reel.share_before, reel.share, reel.figure_before, reel.figure) == pytest.approx(
        (0.5, 0.25, 0.1, 0.08)
    )
    assert [group.name for group in split.groups] == ["reel", "text"]  # the largest first


def test_a_count_by_hand():
    # 10 reels bring 1,000 and 10 texts 100; then 5 reels bring 400 and 25 texts 300: 55 → 23⅓ a post
    split = decompose(
        "content_type", "count", ["reel", "text"], sums([400, 300], [5, 25]), sums([1000, 100], [10, 10])
    )
    assert (split.before, split.value) == pytest.approx((1100, 700))
    mean = (55 + 70 / 3) / 2
    mix = -1 / 3 * (90 - mean) + 1 / 3 * (11 - mean)
    rate = 1 / 3 * -20 + 2 / 3 * 2
    assert values(split) == pytest.approx({"volume": 10 * mean, "mix": 25 * mix, "rate": 25 * rate})
    assert sum(values(split).values()) == pytest.approx(-400)


def test_what_adds_up_is_its_groups_differences():
    split = decompose("platform", "sum", ["x", "line"], sums([30, 5]), sums([10, 8]))
    assert values(split) == {"volume": 17}
    assert {group.name: group.value for group in split.groups} == pytest.approx({"x": 20, "line": -3})


def test_a_group_that_is_new_or_gone_is_all_mix():
    now, before = sums([9, 0], [100, 0]), sums([0, 4], [0, 100])
    split = decompose("topic", "ratio", ["new", "gone"], now, before)
    assert values(split) == pytest.approx({"mix": 0.05, "rate": 0})
    new, gone = sorted(split.groups, key=lambda group: group.name or "", reverse=True)
    assert (new.figure_before, gone.figure) == (None, None)


def test_posts_after_none_are_all_volume():
    split = decompose("topic", "count", ["a"], sums([90], [3]), sums([0], [0]))
    assert values(split) == pytest.approx({"volume": 90, "mix": 0, "rate": 0})


def test_a_ratio_without_a_denominator_has_no_change():
    assert decompose("topic", "ratio", ["a"], sums([1], [10]), sums([0], [0])) is None


counts = st.lists(
    st.tuples(st.integers(0, 900), st.integers(1, 5000)) | st.just((0, 0)), min_size=3, max_size=3
)


@given(counts, counts, st.sampled_from(["ratio", "count"]))
def test_parts_add_up_and_are_the_same_read_backwards(now, before, kind):
    days = [Days(*np.array(each, float).T[:, None]) for each in (now, before)]
    split, back = (decompose("topic", kind, list("abc"), *pair) for pair in (days, days[::-1]))
    if split is None:
        assert back is None
        return
    change = split.value - split.before
    size = max(abs(split.value), abs(split.before), 1e-9)
    assert sum(values(split).values()) == pytest.approx(change, abs=1e-12 * size)
    for name, part in split.parts.items():
        assert back.parts[name].value == pytest.approx(-part.value, abs=1e-9 * size)
        groups = [group.parts[name].value for group in split.groups if name in group.parts]
        assert not groups or sum(groups) == pytest.approx(part.value, abs=1e-9 * size)


def test_few_days_say_nothing_about_chance():
    split = decompose("topic", "ratio", ["a"], sums([2], [10], 4), sums([1], [10], 4))
    assert (split.change.low, split.change.verdict) == (None, "unknown")


def test_readings_have_no_swing():
    split = decompose("platform", "sum", ["x"], sums([1200], days=1), sums([1100], days=1), exact=True)
    assert (split.change.value, split.change.low, split.change.verdict) == (100, 100, "up")


def test_the_error_of_a_sum_is_that_of_its_days():
    # variance n·s² of each period, as in lib.analysis.change
    rng = np.random.default_rng(3)
    tops = rng.poisson(20, (2, 14)).astype(float)
    now, before = (Days(each[:, None], np.zeros((14, 1))) for each in tops)
    change = decompose("platform", "sum", ["x"], now, before).change
    error = np.sqrt(14 * tops.var(axis=1, ddof=1).sum())
    assert change.high - change.value == pytest.approx(1.959964 * error)


def drawn(rng, shares, ratios, days: int = 28) -> Days:
    """Days of posts whose reach swings widely."""
    bottoms = rng.lognormal(5, 0.7, (days, len(shares))) * np.array(shares)
    return Days(bottoms * rng.lognormal(-0.045, 0.3, bottoms.shape) * np.array(ratios), bottoms)


def test_chance_alone_is_called_noise_and_intervals_hold():
    rng = np.random.default_rng(11)
    same, moved = [], []
    for _ in range(300):
        before = drawn(rng, (0.5, 0.3, 0.2), (0.06, 0.04, 0.02))
        null = decompose(
            "topic", "ratio", list("abc"), drawn(rng, (0.5, 0.3, 0.2), (0.06, 0.04, 0.02)), before
        )
        same.append([part.verdict == "noise" for part in null.parts.values()])
        less = decompose(
            "topic", "ratio", list("abc"), drawn(rng, (0.2, 0.3, 0.5), (0.06, 0.04, 0.02)), before
        )
        moved.append((less.parts["mix"].verdict == "down", less.parts["rate"].verdict == "noise"))
    assert np.mean(same, axis=0) == pytest.approx([0.95, 0.95], abs=0.035)
    assert np.mean(moved, axis=0)[0] > 0.95
    assert np.mean(moved, axis=0)[1] == pytest.approx(0.95, abs=0.035)


# --- which dimension, which groups, which words ---


def test_the_dimension_whose_mix_moved_comes_first():
    rng = np.random.default_rng(5)
    before = drawn(rng, (0.8, 0.2), (0.08, 0.01))
    mixed = decompose("content_type", "ratio", ["reel", "text"], drawn(rng, (0.2, 0.8), (0.08, 0.01)), before)
    still = decompose("platform", "ratio", ["x", "line"], drawn(rng, (0.8, 0.2), (0.08, 0.01)), before)
    assert first([still, mixed]) is mixed
    assert first([still, still]) is still


def test_rows_become_tables_of_days_and_groups():
    day = date(2026, 3, 2)
    rows = [
        {"day": day, "topic": name, "r__top": 1, "r__bottom": 10 * size}
        for size, name in enumerate([f"t{n}" for n in range(MOST_GROUPS + 2)], 1)
    ]
    rows.append({"day": day + timedelta(1), "topic": None, "r__top": 5, "r__bottom": 500})
    rows.append({"day": day + timedelta(1), "topic": "t1", "r__top": None, "r__bottom": None})
    names, now, before = tables(rows, [], "topic", "r", ("day", [day, day + timedelta(1)], [day]))
    assert names[0] is None
    assert names[1] == f"t{MOST_GROUPS + 1}"
    assert (len(names), names[-1]) == (MOST_GROUPS, OTHERS)
    assert now.bottoms[:, 0].tolist() == [0, 500]
    assert now.bottoms[:, -1].tolist() == [10 + 20 + 30 + 40, 0]
    assert now.tops.sum() == MOST_GROUPS + 2 + 5
    assert before.tops.shape == (1, MOST_GROUPS)


@pytest.mark.parametrize(
    ("given_", "step", "made"),
    [
        ([0.34, 0.33, 0.33], 0.1, [0.4, 0.3, 0.3]),
        ([-0.26, -0.26], 0.1, [-0.2, -0.3]),
        ([1.4, 1.4, 1.4], 1.0, [2, 1, 1]),
        ([], 1.0, []),
    ],
)
def test_rounded_parts_add_up(given_, step, made):
    assert in_steps(given_, step) == pytest.approx(made)


@given(st.lists(st.floats(-1e6, 1e6), max_size=8))
def test_rounded_parts_add_up_always(given_):
    found = in_steps(given_, 1.0)
    assert sum(found) == round(np.sum(given_)) or abs(abs(np.sum(given_)) % 1 - 0.5) < 1e-6
    assert all(abs(a - b) <= 1 for a, b in zip(found, given_, strict=True))


def test_amounts_have_a_sign_a_unit_and_one_step():
    english = locale("en")
    assert amounts(RATE, [-0.0044, -0.0013], english) == ["−0.5 pp", "−0.1 pp"]
    assert amounts(RATE, [0.0004, -0.0001], english) == ["+0.04 pp", "−0.01 pp"]
    assert amounts(METRICS["engagements"], [9427.1, -755.7, 1305.6], english) == ["+9,430", "−760", "+1,310"]
    assert amounts(METRICS["posts"], [0.0], english) == ["±0"]


def test_the_sentence_says_first_what_is_beyond_chance():
    split = decompose(
        "content_type", "ratio", ["reel", "text"], sums([4, 3], [50, 150]), sums([10, 1], [100, 100])
    )

    def name(by, value):
        return value.title()

    assert sentence(RATE, split, name, locale("en")) == (
        "Engagement rate by reach fell by 2.0 pp: −1.9 pp from the mix by content type (less Reel) and "
        "−0.1 pp from lower rates (Reel above all)."
    )
    noisy = decompose(
        "content_type", "ratio", ["reel", "text"], sums([4, 3], [50, 150], 2), sums([10, 1], [100, 100], 2)
    )
    assert "each part of it could be chance: −1.9 pp" in sentence(RATE, noisy, name, locale("en"))
    assert headline(RATE, split, name, locale("en")) == (sentence(RATE, split, name, locale("en")), "")
    title, left = headline(RATE, noisy, name, locale("en"))
    assert title.endswith("; no part of it is beyond chance.")
    assert left.startswith("could be chance: −1.9 pp from the mix by content type (less Reel)")
