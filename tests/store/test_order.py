"""The order of uploads never matters, and the past stays as it was: for any sequence of uploads, uploads
again, overlaps and undos, through the one way in that people use."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.imports import job
from lib.metrics import photographs, run
from lib.metrics.catalog import METRICS
from lib.model import ImportOptions
from lib.settings import Settings
from lib.store import engine, verify, write
from lib.store.comment_schema import comment_current
from lib.store.schema import daily_current, post_current
from tests.conftest import ENGINES
from tests.factories import asking

NOW = datetime(2026, 11, 22, 3)
SETTINGS = Settings(author_key=tempfile.mkdtemp(prefix="pulse-key-") + "/authors.key")
POST_METRICS = tuple(each.id for each in METRICS.values() if each.fact == "post")
QUESTIONS = (
    asking(POST_METRICS, by=("day", "hour", "platform", "account", "content_type", "topic"), parts=True),
    asking((*POST_METRICS, "followers"), where=(("community", ("main", None)),)),
    asking(("followers", "follower_growth", "page_visits"), by=("day", "platform")),
    asking(("comments_received", "net_sentiment", "mentions"), by=("day", "hour", "channel", "sentiment")),
)

COUNT = st.one_of(st.just(""), st.integers(0, 99).map(str))
POST = st.fixed_dictionaries(
    {
        "post_id": st.sampled_from("abc"),
        "platform": st.sampled_from(["facebook", "instagram"]),
        "account": st.just("shop"),
        "published_at": st.sampled_from(["2026-10-30 09:00", "2026-10-31 21:30", "2026-11-01"]),
        "content_type": st.sampled_from(["", "photo", "video"]),
        "topic": st.sampled_from(["", "news"]),
        "text": st.sampled_from(["", "first", "second"]),
        **dict.fromkeys(("reach", "views", "reactions", "comments", "shares"), COUNT),
    }
)
POSTS = st.lists(POST, min_size=1, max_size=4, unique_by=lambda row: (row["platform"], row["post_id"]))
DAY = st.fixed_dictionaries(
    {
        "Day": st.sampled_from(["2026-10-30", "2026-10-31", "2026-11-01"]),
        "Followers": st.integers(0, 99).map(str),
        "Visits": COUNT,
    }
)
DAYS = st.lists(DAY, min_size=1, max_size=3, unique_by=lambda row: row["Day"])
AS_DAYS = {
    "columns": {"Day": "day", "Followers": "followers", "Visits": "page_visits"},
    "date_format": "ymd",
    "platform": "facebook",
    "kind": "days",
}

COMMENT = st.fixed_dictionaries(
    {
        "comment_id": st.sampled_from(["", "1", "2"]),
        "created_at": st.sampled_from(["2026-10-30 09:00:07", "2026-10-31", "2026-11-01"]),
        "text": st.sampled_from(["", "好", "不好"]),
        "platform": st.just("facebook"),
        "author": st.sampled_from(["", "ann"]),
        "channel": st.sampled_from(["", "私訊"]),
        "sentiment": st.sampled_from(["正面", "-1"]),
    }
)
COMMENTS = st.lists(COMMENT, min_size=1, max_size=4, unique_by=lambda row: row["comment_id"] or str(row))

PART = st.fixed_dictionaries(
    {
        "interval_start_timestamp": st.sampled_from(
            ["2026-10-30T00:00:00+00:00", "2026-10-31T00:00:00+00:00"]
        ),
        "platform": st.sampled_from(["Desktop Only", "Mobile Only", "Desktop and Mobile"]),
        "participators": st.integers(1, 99).map(str),
    }
)
PARTS = st.lists(
    PART,
    min_size=1,
    max_size=4,
    unique_by=lambda row: (row["interval_start_timestamp"], row["platform"]),
)

FILES = st.lists(
    st.tuples(st.one_of(POSTS, DAYS, COMMENTS, PARTS), st.integers(2, 20)), min_size=2, max_size=5
).filter(lambda files: len({day for _, day in files}) == len(files))
STEPS = st.lists(
    st.tuples(st.sampled_from(["upload", "upload", "copy", "undo"]), st.integers(0, 99)),
    min_size=3,
    max_size=9,
)


@dataclass
class Story:
    """A store, what was done to it, and what it showed on the way."""

    store: sa.Engine
    files: list[tuple[list[dict[str, str]], int]]
    in_force: dict[int, int] = field(default_factory=dict)  # number of the import → which file
    shown: dict[int, Any] = field(default_factory=dict)  # data version → the figures then

    def take(self, step: str, number: int) -> None:
        if step == "undo":
            self.undo(number)
        else:
            # A copy is the same file in other bytes: it comes in a second time.
            self.upload(number % len(self.files), blank=b"\n" * number if step == "copy" else b"")
        self.shown[run.data_version(self.store)] = figures(self.store)

    def upload(self, which: int, blank: bytes = b"") -> None:
        rows, day = self.files[which]
        mapping = AS_DAYS if "Day" in rows[0] else None
        options = ImportOptions(captured_at=datetime(2026, 11, day), mapping=mapping, account="shop")
        report = job.run(self.store, written(rows) + blank, "export.csv", options, SETTINGS, NOW)
        assert (report.refused, report.rejected) == (None, ())
        if report.import_id is None:
            assert which in self.in_force.values()
        else:
            self.in_force[report.import_id] = which

    def undo(self, number: int) -> None:
        if self.in_force:
            chosen = sorted(self.in_force)[number % len(self.in_force)]
            write.undo(self.store, chosen, NOW, "tester")
            del self.in_force[chosen]


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def figures(store: sa.Engine, as_of: int | None = None) -> list[Any]:
    """What the questions are answered with, digit for digit."""
    parts = [
        {name: value for name, value in row.items() if name != "import_id"}
        for row in run.rows_of(store, photographs.newest(asking((), as_of=as_of)))
    ]
    asked = [asking(each.metrics, each.by, each.where, as_of=as_of, parts=each.parts) for each in QUESTIONS]
    return [*(repr(run.fetch(store, each).rows) for each in asked), repr(parts)]


def current(store: sa.Engine) -> list[list[str]]:
    """All columns of what is current, without the numbers that we give to posts."""
    with store.connect() as connection:
        return [
            sorted(
                repr(row)
                for row in connection.execute(sa.select(*[c for c in table.c if c.name != "post_id"]))
            )
            for table in (post_current, daily_current, comment_current)
        ]


@pytest.fixture
def new_store(make_url) -> Iterator[Any]:
    made: list[sa.Engine] = []

    def new(kind: str) -> sa.Engine:
        made.append(engine.connect(make_url(kind)))
        return made[-1]

    yield new
    for each in made:
        each.dispose()


@pytest.mark.parametrize("kind", ENGINES)
def test_what_counts_is_which_files_remain(new_store, kind):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(files=FILES, steps=STEPS)
    def holds(files, steps):
        told = Story(new_store(kind), files)
        for step, number in steps:
            told.take(step, number)
        fresh = Story(new_store(kind), files)
        for which in sorted(set(told.in_force.values()), key=lambda at: files[at][1]):
            fresh.upload(which)
        assert current(told.store) == current(fresh.store)
        assert figures(told.store) == figures(fresh.store)
        assert verify.differences(told.store) == []
        for version, then in told.shown.items():
            assert figures(told.store, as_of=version) == then
        for each in (told, fresh):
            each.store.dispose()

    holds()
