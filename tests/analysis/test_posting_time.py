"""Posting times: the equations against least squares on the posts themselves, then simulations."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import numpy as np
import pytest
import sqlalchemy as sa

from lib.analysis.posting_time import code, judge
from lib.analysis.posting_time.effects import Mixture
from lib.analysis.posting_time.equations import equations
from lib.analysis.posting_time.patterns import Band, bands
from lib.metrics import run, slots
from lib.metrics.catalog import metric
from lib.model import QueryError
from lib.store.engine import open_store
from tests.bench.posting import RATE, Case, ask, draw
from tests.bench.posting import run as simulate
from tests.factories import asking, bring, posts

ALL = asking((RATE.id,))


@pytest.fixture(scope="module")
def memory():
    engine = open_store("duckdb:///:memory:")
    yield engine
    engine.dispose()


def post(hour: int, engagements: int | None, reach: int | None, day: int = 5, **more):
    moment = datetime(2026, 1, day, hour)
    told = {"reactions": engagements, "engagements": engagements, "reach": reach}
    return {"day": moment.date(), "published_at": moment, "hour": hour, **told, **more}


def test_the_overview_counts_what_can_be_judged(store):
    # 2026-01-05 is a Monday; the file was exported on 1 February.
    rows = [post(9, 1, 100), post(9, 3, 100), post(9, 8, 100), post(9, 5, None), post(20, 2, 0)]
    rows += [{**post(20, 4, 80, day=31)}, {**post(8, 1, 10), "hour": None, "published_at": None}]
    bring(store, posts(*rows))
    found = {(row["weekday"], row["hour"]): row for row in run.rows_of(store, slots.overview(ALL, RATE))}
    monday = found[1, 9]
    assert (monday["posts"], monday["rated"], monday["typical"], monday["young"]) == (4, 3, 0.03, 0)
    assert (found[1, 20]["posts"], found[1, 20]["rated"]) == (1, 0)  # nobody reached: no rate
    assert found[6, 20]["young"] == 1  # read four hours after it was published
    assert found[1, None]["posts"] == 1
    left = judge((), None, list(found.values())).left_out
    assert (left.without_time, left.unrated, left.young) == (1, 2, 1)


def test_the_logarithm_of_each_post(store):
    bring(store, posts(post(9, 1, 100), post(9, 3, 100), post(20, 0, 200, content_type="video")))
    rows = run.rows_of(store, slots.levels(ALL, RATE))
    every = next(row for row in rows if slots.KINDS[row["kind"]] == "all")
    # Usual: 4 of 400. Half a post's engagement is 50 people.
    assert every["usual"] == 0.01
    logs = np.log([1.5 / 150, 3.5 / 150, 0.5 / 250])
    assert every["mean"] == pytest.approx(logs.mean())
    photo = next(row for row in rows if row["content_type"] == "photo")
    assert (photo["n"], photo["size"]) == (2, 0)
    assert photo["spread"] == pytest.approx(logs[:2].var(ddof=1))


def test_a_count_by_itself_is_judged_too(store):
    bring(store, posts(post(9, 1, None), post(10, 0, None)))
    rows = run.rows_of(store, slots.levels(asking(("engagements",)), metric("engagements")))
    every = next(row for row in rows if slots.KINDS[row["kind"]] == "all")
    assert every["mean"] == pytest.approx(np.log([1.5, 0.5]).mean())


@pytest.mark.parametrize(
    "id", ["followers", "posts", "engagement_rate_by_followers", "daily_engagement_rate"]
)
def test_what_no_single_post_has_is_refused(id):
    with pytest.raises(QueryError):
        slots.counts(metric(id))


def test_the_equations_are_those_of_least_squares(store):
    """Covariates fitted to single posts leave the same scores, information and rest as cross-tables."""
    rng = np.random.default_rng(3)
    rows = [
        post(
            int(rng.choice([8, 12, 20])),
            int(rng.integers(0, 60)),
            1000,
            day=int(rng.integers(5, 25)),
            content_type=str(rng.choice(["photo", "video"])),
            topic=str(rng.choice(["a", "b", "c"])),
            account=str(rng.choice(["one", "two"])),
            paid=bool(rng.integers(0, 2)),
        )
        for _ in range(90)
    ]
    bring(store, posts(*rows), captured_at=datetime(2026, 3, 1))
    coding = code(run.rows_of(store, slots.levels(ALL, RATE)))
    found = equations(run.rows_of(store, slots.tables(ALL, RATE, coding)), coding)

    usual = sum(row["engagements"] for row in rows) / 90_000
    classes = {each.content_type: each for each in coding.classes if each.size == 3}
    kinds = [classes[row["content_type"]] for row in rows]
    y = np.log([(row["engagements"] + 0.5) / (1000 + 0.5 / usual) for row in rows])
    y = np.clip(y, [kind.low for kind in kinds], [kind.high for kind in kinds])
    root = np.sqrt([kind.weight for kind in kinds])
    weeks = [row["day"].toordinal() - row["day"].weekday() for row in rows]
    level = lambda name, value: [float(row[name] == value) for row in rows]  # noqa: E731
    covariates = np.column_stack(
        [
            np.ones(90),
            level("content_type", "video"),
            level("topic", "a"),
            level("topic", "b"),
            level("account", "one"),
            level("paid", True),
            weeks - np.mean(weeks),  # 90 posts: a straight line
        ]
    )
    cells = [(row["day"].weekday()) * 24 + row["hour"] for row in rows]
    inside = (np.array(cells)[:, None] == found.cells) * root[:, None]
    weighted, target = covariates * root[:, None], y * root
    rest = lambda each: each - weighted @ np.linalg.lstsq(weighted, each, rcond=None)[0]  # noqa: E731
    assert len(coding.classes) == 2
    assert found.score == pytest.approx(inside.T @ rest(target), abs=1e-6)
    assert found.information == pytest.approx(inside.T @ rest(inside), abs=1e-6)
    assert found.rest == pytest.approx(float(rest(target) @ rest(target)))
    assert found.free == 90 - 7
    assert int(found.n.sum()) == 90


def test_a_band_may_pass_midnight():
    band = Band("working", 22, 4)
    assert (band.hours, band.weekdays) == ((22, 23, 0, 1), [1, 2, 3, 4, 5])
    every, inside, weights = bands()
    assert inside[:, every.index(band)].sum() == 20
    assert weights.sum() == pytest.approx(1)


def test_a_mixture_tells_quantiles_and_probabilities():
    one = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [2.0]]), np.array([[1.0], [1.0]]))
    assert one.mean() == pytest.approx([1.0])
    assert one.quantile(0.5) == pytest.approx([1.0])
    assert one.above(1.0) == pytest.approx([0.5])


def test_few_posts_give_no_verdict(memory):
    posts, _ = draw(Case(49, 0.5), np.random.default_rng(1))
    told = ask(memory, posts)
    assert (told.verdict, told.n_posts, told.slots, told.p) == ("not_enough_data", 49, (), None)


def test_no_posts_at_all_and_none_with_engagement(memory):
    posts, _ = draw(Case(60, 0.5), np.random.default_rng(1))
    assert ask(memory, posts.slice(0, 0)).verdict == "not_enough_data"
    place = posts.column_names.index("engagements")
    none = posts.set_column(place, "engagements", [[0] * 60])
    assert ask(memory, none).verdict in ("not_enough_data", "no_reliable_difference")


def test_the_same_posts_give_the_same_answer(memory):
    posts, _ = draw(Case(300, 0.7, 0.6), np.random.default_rng(5))
    first, again = ask(memory, posts), ask(memory, posts)
    assert dataclasses.asdict(first) == dataclasses.asdict(again)


def test_a_strong_evening_is_found_and_named(memory):
    posts, _ = draw(Case(400, 0.7, 0.8), np.random.default_rng(8))
    told = ask(memory, posts)
    assert told.verdict == "difference"
    assert {slot.hour for slot in told.best} <= {18, 19, 20, 21, 22, 23}
    assert {20, 21} <= set(told.band.band.hours)
    assert told.band.low > 0
    for slot in told.slots:
        assert -1 < slot.low <= slot.effect <= slot.high
        assert 0 <= slot.p_better <= 1
    assert [slot.low for slot in told.best] == sorted((s.low for s in told.best), reverse=True)
    assert all(slot.p_better >= 0.9 for slot in told.best)


def test_little_is_said_where_nothing_is_and_much_is_found_where_something_is(memory):
    """The simulation of `make bench`, smaller; its full counts are in docs/posting-times.md."""
    videos = simulate(memory, Case(400, 0.7), range(20))
    evening = simulate(memory, Case(400, 0.7, 0.4), range(100, 120))
    assert videos.found <= 2 / 20
    assert evening.evening >= 14 / 20
    assert evening.held >= 0.87


def test_a_million_posts_send_no_more_than_their_levels(memory: sa.Engine):
    few, _ = draw(Case(2_000, 0.7), np.random.default_rng(2))
    many, _ = draw(Case(20_000, 0.7), np.random.default_rng(2))
    sizes = []
    for each in (few, many):
        ask(memory, each)
        coding = code(run.rows_of(memory, slots.levels(ALL, RATE)))
        sizes.append(len(run.rows_of(memory, slots.tables(ALL, RATE, coding))))
    assert sizes[1] < 4 * sizes[0]
