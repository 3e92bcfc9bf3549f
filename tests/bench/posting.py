"""How often posting times are right: posts are made with known effects, and asked about.

Each run draws posts of a year with log-normal noise, unequal slots, and videos that are posted in the
evening more often and do better; puts them into an empty store; and asks as a page does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import process_time

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from lib.analysis.posting_time import PostingTimes
from lib.docs import table
from lib.metrics.catalog import METRICS
from lib.model import EVERYTHING, Query
from lib.posting_times import find
from lib.store import bulk
from lib.store.engine import open_store
from lib.store.schema import post_current
from tests.bench.results import machine

RATE = METRICS["engagement_rate_by_reach"]
EVENING = range(19, 23)
READ = datetime(2026, 11, 1)
USAGE = {
    "day and evening": [
        0.2,
        *[0.1] * 4,
        0.2,
        0.5,
        1,
        2,
        2.5,
        2.5,
        2,
        3,
        2.5,
        2,
        2,
        2,
        2,
        2.5,
        2.5,
        2.5,
        2,
        1.5,
        0.7,
    ],
    "all hours alike": [1.0] * 24,
    "office hours": [*[0.0] * 8, 2, 3, 4, 3, 4, 3, 3, 3, 3, 4, 3, 2, 2, 1, 0, 0],
}
PACKAGES = ("numpy", "scipy", "duckdb")


@dataclass(frozen=True)
class Case:
    """What a run's posts are like. `effect` is that of the evening (0.4: 40 % more), `slots` the standard
    deviation of an effect of each slot of its own, `video` what videos do on the logarithm, and
    `drawn` how many times likelier they are posted in the evening; `heavy` is noise of Student's t with
    three degrees of freedom, `uneven` videos with 1.65 times the noise."""

    posts: int
    noise: float
    effect: float = 0.0
    usage: str = "day and evening"
    slots: float = 0.0
    video: float = 0.6
    drawn: float = 5.0
    heavy: bool = False
    uneven: bool = False


@dataclass(frozen=True)
class Tally:
    """What became of a case's runs: how often a difference was said, how often with an evening slot
    among the best three, the share of slots whose interval held the truth, CPU seconds a run."""

    found: float
    evening: float
    held: float
    seconds: float


def draw(case: Case, rng: np.random.Generator) -> tuple[pa.Table, np.ndarray]:
    """Posts as rows of post_current, and the effect of each slot on the logarithm."""
    n = case.posts
    days = np.datetime64("2025-09-01") + rng.integers(0, 365, n).astype("timedelta64[D]")
    weekday = (days.astype(int) + 3) % 7
    video = rng.random(n) < 0.3
    hour = _hours(case, video, rng)
    effects = rng.normal(0, case.slots, 168) if case.slots else np.zeros(168)
    effects[np.isin(np.arange(168) % 24, EVENING)] += np.log1p(case.effect)
    topic = rng.integers(0, 5, n)
    usual = np.log(0.03) + case.video * video + np.array([0, 0.2, -0.2, 0.1, -0.1])[topic]
    trend = 0.3 * (days - days.min()).astype(int) / 365
    rate = np.exp(usual + trend + effects[weekday * 24 + hour] + _noise(case, video, rng))
    reach = np.maximum(np.exp(rng.normal(8, 1, n)), 1).astype(int)
    columns = {
        "post_id": np.arange(n),
        "platform": ["facebook"] * n,
        "account": ["page"] * n,
        "native_id": [str(number) for number in range(n)],
        "published_at": (days.astype("datetime64[h]") + hour).astype("datetime64[us]"),
        "day": days,
        "week": days - weekday,
        "month": days.astype("datetime64[M]").astype("datetime64[D]"),
        "weekday": weekday + 1,
        "hour": hour,
        "content_type": np.where(video, "video", "photo"),
        "topic": np.array(list("abcde"))[topic],
        "reach": reach,
        "engagements": rng.poisson(reach * rate),
        "captured_at": [READ] * n,
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()}), effects


def _hours(case: Case, video: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    usual = np.array(USAGE[case.usage])
    drawn = usual * np.where(np.isin(np.arange(24), EVENING), case.drawn, 1)
    picks = [rng.choice(24, len(video), p=weights / weights.sum()) for weights in (usual, drawn)]
    return np.where(video, picks[1], picks[0])


def _noise(case: Case, video: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    plain = rng.standard_t(3, len(video)) / np.sqrt(3) if case.heavy else rng.standard_normal(len(video))
    spread = np.where(video, 1.4, 0.85) if case.uneven else 1.0
    return case.noise * spread * plain


def ask(engine: sa.Engine, posts: pa.Table) -> PostingTimes:
    """The verdict on these posts alone."""
    with engine.begin() as connection:
        connection.execute(post_current.delete())
        bulk.append(connection, post_current, posts)
    return find(engine, Query((RATE.id,), scope=EVERYTHING), RATE)[0]


def run(engine: sa.Engine, case: Case, seeds: Iterable[int]) -> Tally:
    """Makes a run for each seed."""
    found, evening, held, started = [], [], [], process_time()
    for seed in seeds:
        posts, effects = draw(case, np.random.default_rng(seed))
        told = ask(engine, posts)
        found.append(told.verdict == "difference")
        evening.append(any(slot.hour in EVENING for slot in told.best))
        held.append(_held(told, effects))
    return Tally(
        *(float(np.mean(each)) for each in (found, evening, held)), (process_time() - started) / len(found)
    )


def _held(told: PostingTimes, effects: np.ndarray) -> float:
    """The share of slots whose interval holds the effect against the mix of slots as they were used."""
    truth = np.array([effects[(slot.weekday - 1) * 24 + slot.hour] for slot in told.slots])
    posts = np.array([slot.n for slot in told.slots])
    against = np.expm1(truth - truth @ posts / posts.sum())
    inside = [slot.low <= value <= slot.high for slot, value in zip(told.slots, against, strict=True)]
    return float(np.mean(inside))


CASES = {
    "nothing planted, 120 posts, SD 1.0": Case(120, 1.0, video=0.0, drawn=1.0),
    "nothing planted, 400 posts, SD 0.7": Case(400, 0.7, video=0.0, drawn=1.0),
    "nothing planted, 2,000 posts, SD 0.5": Case(2000, 0.5, video=0.0, drawn=1.0),
    "all of it the videos', 120 posts, SD 0.5": Case(120, 0.5),
    "all of it the videos', 400 posts, SD 0.7": Case(400, 0.7),
    "all of it the videos', 2,000 posts, SD 1.0": Case(2000, 1.0),
    "the same, videos noisier": Case(400, 0.7, uneven=True),
    "the same, heavy tails": Case(400, 1.0, heavy=True),
    "evening + 40 %, 400 posts, SD 0.7": Case(400, 0.7, 0.4, video=0.0, drawn=1.0),
    "the same, videos do better and stand in the evening": Case(400, 0.7, 0.4),
    "the same, all hours alike": Case(400, 0.7, 0.4, "all hours alike"),
    "the same, office hours": Case(400, 0.7, 0.4, "office hours"),
    "evening + 40 %, 2,000 posts, SD 1.0": Case(2000, 1.0, 0.4),
    "each slot of its own, SD 0.25, 2,000 posts": Case(2000, 0.7, slots=0.25),
}


def measure(runs: int, say: Callable[[str], None]) -> str:
    """The table, as Markdown."""
    engine, rows = open_store("duckdb:///:memory:"), []
    for number, (name, case) in enumerate(CASES.items()):
        say(f"posting times: {name}")
        tally = run(engine, case, range(number * 10_000, number * 10_000 + runs))
        planted = f"{tally.evening:.1%}" if case.effect else ""
        rows.append([name, f"{tally.found:.1%}", planted, f"{tally.held:.1%}", f"{tally.seconds:.2f} s"])
    engine.dispose()
    head = [
        "posts",
        "a difference is said",
        "an evening slot among the best",
        "90 % interval held",
        "CPU a run",
    ]
    return f"{table(head, rows)}\n\n{runs} runs each.\n\n{machine(PACKAGES)}"
