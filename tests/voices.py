"""Comments with labels for the tests of the watch: calm days, and a crisis from the 81st on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from lib.store import write
from lib.store.comment_schema import COMMENTS

FIRST = date(2026, 1, 5)
NOW = datetime(2026, 4, 1, 3)


def said(days: int, share, per_day: int = 30, community: str = "main", **fixed) -> pa.Table:
    """Comments with labels: `share` gives a day's share of negative ones."""
    rng = np.random.default_rng(1)
    rows = [
        {
            "platform": "facebook",
            "account": "page",
            "community": community,
            "native_id": f"{community}-{day}-{number}",
            "post_native_id": "launch" if negative and day >= 80 else "other",
            "day": FIRST + timedelta(day),
            "sentiment": "negative" if negative else "neutral",
            "text": "一直當機" if negative and day >= 80 else "等很久" if negative else "請問幾點開",
            **fixed,
        }
        for day in range(days)
        for number, negative in enumerate(rng.random(per_day) < share(day))
    ]
    return pa.Table.from_pylist(rows, schema=COMMENTS)


def crisis(day: int) -> float:
    return 0.6 if day >= 80 else 0.12


def bring(store, table: pa.Table, at: datetime = NOW) -> int:
    with write.importing(store, write.Entry("file", at, "tester", captured_at=at)) as batch:
        batch.comments(table)
        return batch.merge().import_id
