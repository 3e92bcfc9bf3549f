"""An import says how far it is: row by row of the file, to the last."""

from __future__ import annotations

from datetime import datetime

import pytest

from lib.imports import job
from lib.imports.gather import gather
from lib.imports.plan import plan
from lib.model import ImportOptions
from lib.settings import Settings
from lib.sources import delimited, table
from lib.sources.table import of_rows
from lib.sources.upload import Upload
from lib.store.engine import open_store
from tests.imports.files import CONTEXT

NOW = datetime(2026, 4, 1)
HEADER = ["post_id", "platform", "published_at", "reach"]


@pytest.fixture
def told(make_url):
    """Imports a file; gives the report and what was told on the way."""
    engine = open_store(make_url("duckdb"))

    def bring(data: bytes, name: str):
        said: list[tuple[int, int]] = []
        report = job.run(
            engine,
            data,
            name,
            ImportOptions(),
            Settings(),
            NOW,
            lambda done, total: said.append((done, total)),
        )
        return report, said

    yield bring
    engine.dispose()


def rows(count: int) -> list[list[str]]:
    return [HEADER, *([str(n), "facebook", "2026-03-02", str(n)] for n in range(1, count + 1))]


def test_a_text_file_is_followed_block_by_block(told, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK", 4096)
    text = "\n".join(",".join(row) for row in rows(2000)) + "\n"
    report, said = told(text.encode(), "posts.csv")
    assert report.posts.new == 2000
    done = [each for each, _ in said]
    assert len(said) > 5
    assert done == sorted(set(done))
    assert done[-1] == 2000
    # 2,000 rows and the header are 2,001 lines: known before the first row is read.
    assert {total for _, total in said} == {2001}


def test_rows_in_memory_are_followed_too(monkeypatch):
    """A workbook's sheets are such tables: 1,201 rows in batches of 500, the first being the header."""
    monkeypatch.setattr(table, "BATCH", 500)
    made = Upload("posts.xlsx", "0", (of_rows(rows(1200)),))
    way = plan(made, ImportOptions(), lambda signature: None)
    said: list[tuple[int, int]] = []
    found = gather(way, CONTEXT, lambda done, total: said.append((done, total)))
    assert found.read == 1200
    assert said == [(500, 1201), (1000, 1201), (1200, 1201)]


def test_a_file_with_line_breaks_in_its_texts_still_ends_at_its_last_row(told):
    lines = [
        "post_id,platform,published_at,text,reach",
        '1,facebook,2026-03-02,"a\nb\nc",5',
        "2,x,2026-03-02,d,6",
    ]
    report, said = told(("\n".join(lines) + "\n").encode(), "posts.csv")
    assert report.posts.new == 2
    assert said == [(2, 5)]
