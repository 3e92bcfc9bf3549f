"""Posting times of a query's posts: the one place that reads what the analysis needs from the store."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from lib.analysis.posting_time import PostingTimes, code, judge
from lib.analysis.posting_time.trial import Trial, score
from lib.metrics import run, slots
from lib.metrics.definition import Metric
from lib.metrics.rows import Row
from lib.model import Period, Query
from lib.store.slot_tests import SlotTest


def find(engine: sa.Engine, of: Query, metric: Metric) -> tuple[PostingTimes, tuple[Row, ...]]:
    """The verdict on the store's posts of a query, and what there is by slot (rows of
    `slots.overview`). Errors: QueryError for a metric that no single post has."""
    overview = run.rows_of(engine, slots.overview(of, metric))
    coding = code(run.rows_of(engine, slots.levels(of, metric)))
    tables = run.rows_of(engine, slots.tables(of, metric, coding)) if coding else ()
    return judge(tables, coding, overview), overview


def scored(engine: sa.Engine, of: Query, metric: Metric, test: SlotTest) -> Trial:
    """What a planned test found, among the posts of a query in the test's days."""
    asked = replace(of, period=Period(test.first_day, test.last_day))
    coding = code(run.rows_of(engine, slots.levels(asked, metric)))
    tables = run.rows_of(engine, slots.tables(asked, metric, coding)) if coding else ()
    return score(tables, coding, test.holds)
