"""Makes small imports; a test states only what differs."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from lib.imports.twice import kind_of
from lib.model import EVERYTHING, Query
from lib.store import write
from lib.store.comment_schema import COMMENTS
from lib.store.schema import DAYS, POSTS

asking = partial(Query, scope=EVERYTHING)
"""A query on behalf of somebody who may see all."""

POST = {
    "platform": "facebook",
    "account": "page",
    "account_name": "Our page",
    "community": "main",
    "day": date(2026, 1, 5),
    "published_at": datetime(2026, 1, 5, 4),
    "hour": 12,
    "content_type": "photo",
}


def posts(*rows: dict[str, Any]) -> pa.Table:
    """A batch of posts; each row's `native_id` is its place unless it says otherwise."""
    made = [{**POST, "native_id": str(n), "row": n + 1, **row} for n, row in enumerate(rows, 1)]
    return pa.Table.from_pylist(made, schema=POSTS)


def days(metric: str, readings: dict[date, float], **fixed: Any) -> pa.Table:
    """A batch of one account's readings of one daily metric."""
    base = {"platform": "facebook", "account": "page", "community": "main", "metric": metric, **fixed}
    rows = [
        {**base, "day": day, "value": value, "row": n} for n, (day, value) in enumerate(readings.items(), 2)
    ]
    return pa.Table.from_pylist(rows, schema=DAYS)


def comments(*rows: dict[str, Any]) -> pa.Table:
    """A batch of comments; each row's `native_id` is "c" and its place unless it says otherwise."""
    base = {"platform": "facebook", "account": "page", "community": "main", "day": date(2026, 1, 5)}
    made = [
        {**base, "native_id": f"c{n}", "private": False, "row": n + 1, **row} for n, row in enumerate(rows, 1)
    ]
    return pa.Table.from_pylist(made, schema=COMMENTS)


def bring(
    store: sa.Engine,
    *tables: pa.Table,
    captured_at: datetime = datetime(2026, 2, 1),
    at: datetime = datetime(2026, 2, 2),
    **options: Any,
) -> write.Outcome:
    """Imports tables of posts, daily metrics, comments or breakdowns in one transaction."""
    entry = write.Entry("file", at, "tester", file="test.csv", captured_at=captured_at)
    with write.importing(store, entry, **options) as batch:
        for table in tables:
            getattr(batch, kind_of(table))(table)
        return batch.merge()
