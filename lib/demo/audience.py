"""Who follows the demonstration's accounts: two photographs, four weeks apart."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pyarrow as pa

from lib.demo import script
from lib.demo.script import Script
from lib.store.breakdown_schema import BREAKDOWNS


def table(play: Script, captured: date, end: date) -> pa.Table:
    """The shares as of the day `captured`, of the schema BREAKDOWNS: before the last day `end` as they stood
    at first."""
    rows: list[dict[str, Any]] = []
    row = count(2)
    for audience in script.document("audience")["audiences"]:
        of = next(
            each
            for each in play.accounts
            if (each.platform, each.id) == (audience["platform"], audience["account"])
        )
        for dimension in ("age_gender", "country", "city"):
            for bucket, (share, moved) in audience.get(dimension, {}).items():
                rows.append(
                    {
                        "platform": of.platform,
                        "account": of.id,
                        "account_name": of.name,
                        "community": of.community,
                        "metric": "followers",
                        "dimension": dimension,
                        "bucket": bucket,
                        "last_day": captured,
                        "unit": "share",
                        "value": round(share + (moved if captured >= end else 0.0), 6),
                        "row": next(row),
                    }
                )
    return pa.Table.from_pylist(rows, schema=BREAKDOWNS)
