"""Snapshots of the SQL that runs in a foreign database, for reviewers: one aggregate SELECT.

`PULSE_WRITE_SNAPSHOTS=1 pytest tests/metrics/test_live_sql.py` writes them anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lib.metrics import query
from lib.metrics.facts import of
from lib.metrics.live import questions
from lib.metrics.live.posts import posts
from lib.metrics.live.table import Foreign, declared
from lib.metrics.posts import PostList
from lib.model import Period
from lib.settings import Settings
from lib.store.sources import Source
from tests.factories import asking
from tests.metrics.test_sql import DIALECTS, SNAPSHOTS, WRITE

AT = datetime(2026, 5, 31, 12)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
COLUMNS = {
    "native_id": "Kennung",
    "published": "erschienen",
    "content_type": "art",
    "reach": "reichweite",
    "reactions": "gefaellt",
    "comments": "kommentare",
    "saves": "gemerkt",
}
KINDS = {
    "Kennung": "text",
    "erschienen": "zoned",
    "art": "other",
    "reichweite": "number",
    "gefaellt": "text",
    "kommentare": "number",
    "gemerkt": "number",
}


def table(**kinds: str) -> Foreign:
    address = {"connection": "w", "table": "lager.beitraege", "columns": COLUMNS, "types": {"Bild": "photo"}}
    address["timezone"] = "Europe/Berlin"
    source = Source("w", "live", "W", address, AT, {"platform": "instagram", "account": "insta"})
    found = declared(source, Settings().zone, "main")
    return replace(found, kinds=KINDS | kinds, types={"bild": "photo", "reel": "reel"})


def rows(foreign: Foreign):
    return lambda query, columns: posts(foreign, columns | of(query), AT, query.period)


RATE = asking(
    ("posts", "engagement_rate_by_reach"), ("day",), (("content_type", ("photo",)),), MAY, parts=True
)
CASES = {
    "live_rate_by_day": query.compile(RATE, rows(table())),
    "live_hours_of_wall_clocks": query.compile(
        asking(("posts",), ("hour",)), rows(table(erschienen="naive"))
    ),
    "live_days_alone": query.compile(
        asking(("posts",), ("week",), period=MAY), rows(table(erschienen="date"))
    ),
    "live_post_list": questions.listed(
        rows(table()), PostList(asking(("posts",), period=MAY), "50%", "reach")
    ),
    "live_choices": questions.choices(rows(table()), ("content_type", "topic"), 500),
    "live_young": questions.young(rows(table()), asking(("posts",), period=MAY), 7),
}


@pytest.mark.parametrize("engine", DIALECTS)
@pytest.mark.parametrize("case", CASES)
def test_sql_is_as_reviewed(case, engine):
    sql = str(CASES[case].compile(dialect=DIALECTS[engine], compile_kwargs={"literal_binds": True}))
    text = "\n".join(line.rstrip() for line in sql.splitlines()) + "\n"
    path = SNAPSHOTS / f"{case}.{engine}.sql"
    if WRITE:
        path.write_text(text)
    assert path.read_text() == text
