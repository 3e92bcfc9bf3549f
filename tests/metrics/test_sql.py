"""Snapshots of the SQL, for reviewers: one aggregate SELECT a query, on both engines.

`PULSE_WRITE_SNAPSHOTS=1 pytest tests/metrics/test_sql.py` writes them anew.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect as DuckDB
from sqlalchemy.dialects.postgresql.psycopg import dialect as PostgreSQL

from lib.metrics import comment_lists as lists
from lib.metrics import posts, query, slots
from lib.metrics.catalog import METRICS
from lib.model import Period, Scope
from tests.factories import asking

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
DIALECTS = {"duckdb": DuckDB(), "postgresql": PostgreSQL()}
WRITE = os.environ.get("PULSE_WRITE_SNAPSHOTS") == "1"

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
SLOTS = asking(("engagement_rate_by_reach",), where=(("platform", ("facebook",)),), period=MAY)
SAID = replace(asking(("comments_received",), period=MAY), scope=Scope(("tea",), ("facebook",)))
RATE = METRICS["engagement_rate_by_reach"]
CODING = slots.Coding(0.03, (slots.Class("facebook", "photo", 3, -5.0, -1.0, 2.0),), ("page",), (), "week")
CASES = {
    "totals": query.compile(asking(("posts", "reach", "engagements"))),
    "rate_by_day": query.compile(
        asking(("engagement_rate_by_reach",), ("day",), (("platform", ("facebook", "x")),), MAY, parts=True)
    ),
    "posts_and_followers": query.compile(asking(("posts", "followers"), ("platform",), period=MAY)),
    "rate_by_followers": query.compile(asking(("engagement_rate_by_followers",), ("week",))),
    "daily_engagement": query.compile(asking(("daily_engagement_rate",), ("month",))),
    "as_of": query.compile(
        asking(("reach",), ("topic",), (("content_type", ("video", None)),), MAY, as_of=7)
    ),
    "net_sentiment": query.compile(asking(("net_sentiment",), ("day",), (("topic", ("news",)),), MAY)),
    "share_of_voice_as_of": query.compile(
        replace(asking(("share_of_voice", "negative_share"), ("week",), as_of=7), scope=Scope(("tea",)))
    ),
    "post_list": posts.compile(
        posts.PostList(asking(("posts",), period=MAY), "50%", "engagement_rate_by_reach", least=("reach", 20))
    ),
    "comments_listed": lists.listed(SAID, "negative"),
    "comments_texts": lists.texts(SAID, "negative", 2_000),
    "comments_unlabelled": lists.unlabelled(SAID, unsure=True, limit=4),
    "comments_labelled": lists.labelled(7),
    "comments_examples": lists.examples(5_000),
    "comments_known": lists.known(SAID),
    "comments_confusion": lists.confusion(SAID, people=False, since=7),
    "comments_waits": lists.waits(SAID),
    "comments_backlog_as_of": lists.backlog(replace(SAID, as_of=7)),
    "slots": slots.overview(SLOTS, RATE),
    "slot_levels": slots.levels(SLOTS, RATE),
    "slot_tables": slots.tables(SLOTS, RATE, CODING),
}


@pytest.mark.parametrize("engine", DIALECTS)
@pytest.mark.parametrize("case", CASES)
def test_sql_is_as_reviewed(case, engine):
    select = CASES[case]
    assert isinstance(select, sa.Select)
    sql = str(select.compile(dialect=DIALECTS[engine], compile_kwargs={"literal_binds": True}))
    text = "\n".join(line.rstrip() for line in sql.splitlines()) + "\n"
    path = SNAPSHOTS / f"{case}.{engine}.sql"
    if WRITE:
        path.write_text(text)
    assert path.read_text() == text
