"""A post's numbers lead back to file and row."""

from __future__ import annotations

from datetime import datetime

from lib.metrics import run
from lib.metrics.posts import PostList
from lib.model import EVERYTHING
from lib.store import write
from tests.factories import asking, bring, posts


def test_each_observation_names_its_file_and_row(store):
    link = "https://example.com/p/1"
    bring(
        store,
        posts({"reach": 5, "row": 7, "permalink": link}, {"reach": 9}),
        captured_at=datetime(2026, 2, 1),
    )
    second = bring(store, posts({"reach": 8, "row": 3}), captured_at=datetime(2026, 3, 1))
    write.undo(store, second.import_id, datetime(2026, 4, 1), "tester")
    for words in ("1", link):
        rows = run.observations(store, words, scope=EVERYTHING).rows
        assert [(r["import_id"], r["file"], r["row"], r["reach"], r["undone"]) for r in rows] == [
            (2, "test.csv", 3, 8, True),
            (1, "test.csv", 7, 5, False),
        ]
    assert run.observations(store, "unknown", scope=EVERYTHING).rows == ()
    for row in run.fetch_posts(store, PostList(asking(("posts",)))).rows:
        found = run.observations(store, row["post_id"], scope=EVERYTHING).rows
        assert {each["native_id"] for each in found} == {row["native_id"]}
