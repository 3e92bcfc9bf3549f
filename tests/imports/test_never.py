"""Whatever a file holds: a report or a clear refusal, never an exception, never half an import."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lib.imports import job
from lib.imports.report import report_json
from lib.model import ImportOptions, ImportReport
from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.schema import import_log, observation
from tests.imports.files import FACEBOOK, INSTAGRAM, NOW, PULSE, X_CONTENT, X_LEGACY, YOUTUBE
from tests.imports.native import (
    FINNISH,
    INSIGHTS,
    SNAPSHOT,
    SPROUT,
    TIKTOK,
    spreadsheetml,
    telegram,
    workbook,
)
from tests.imports.test_days import OVERVIEW
from tests.imports.test_job import zipped

NATIVE = [dict(zip(rows[0], rows[-1], strict=True)) for rows in (INSIGHTS, SPROUT, TIKTOK, FINNISH)]
ROWS = (FACEBOOK, INSTAGRAM, X_LEGACY, X_CONTENT, YOUTUBE, PULSE, *NATIVE)
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp950", "cp1252", "latin-1")

NASTY = st.sampled_from(
    ["", "-", "-1", "1e999", "NaN", "\0", "a\0b", '"', '""', "=1+1", "9" * 40, "x" * 70_000, "\r\n", "\n,\n",
     "6.49E+17", "0000-00-00", "99/99/9999", "12/31/9999 23:59", "2026-02-30", "0001-01-01", "Total", "營火",
     "٣", "1,2,3", "\ud7ff",
     "2026-03-01T10:30:00+99:99", "5/5/5", "\u202e", "1" * 16, "Feb 99, 2026", "-0", "+5"]
)  # fmt: skip
CELL = NASTY | st.text(st.characters(codec="utf-8"), max_size=8)


@pytest.fixture(scope="module")
def duck() -> Iterator[sa.Engine]:
    engine = open_store("duckdb:///:memory:")
    yield engine
    engine.dispose()


def counted(engine: sa.Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        count = [
            connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in (import_log, observation)
        ]
        return count[0], count[1]


def check(engine: sa.Engine, data: bytes, name: str = "file.csv") -> ImportReport:
    """Imports, and holds that what the report says is what happened."""
    before = counted(engine)
    report = job.run(engine, data, name, ImportOptions(), Settings(), NOW)
    after = counted(engine)
    assert report_json(report)["file"] == name
    if report.import_id is None:
        assert after == before
    else:
        taken = report.posts.new + report.posts.updated + report.posts.unchanged
        assert after == (before[0] + 1, before[1] + taken)
        assert report.refused is None
    assert all(str(reject.reason) for reject in report.rejected)
    assert all(str(warning) for warning in report.warnings)
    return report


FREE = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """A real export's columns in any order, some gone, some renamed, rows ragged and cells nasty."""
    row = draw(st.sampled_from(ROWS))
    headers = draw(st.permutations(list(row)))[: draw(st.integers(1, len(row)))]
    rows = [
        [draw(CELL) if draw(st.integers(0, 5)) == 0 else row[header] for header in headers]
        + draw(st.lists(CELL, max_size=2))
        for _ in range(draw(st.integers(0, 4)))
    ]
    rows = [cells[: draw(st.integers(0, len(cells)))] if draw(st.booleans()) else cells for cells in rows]
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=draw(st.sampled_from(",;\t|")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerows([headers, *rows])
    return text.getvalue().encode(draw(st.sampled_from(CODECS)), "replace")


@FREE
@given(data=exports())
def test_exports_with_anything_in_them(duck, data):
    check(duck, data)


@FREE
@given(data=exports(), cut=st.floats(0, 1), noise=st.binary(max_size=4))
def test_exports_cut_off_or_damaged(duck, data, cut, noise):
    at = int(len(data) * cut)
    check(duck, data[:at])
    check(duck, data[:at] + noise + data[at + len(noise) :])


@FREE
@given(data=st.binary(max_size=400))
def test_any_bytes_at_all(duck, data):
    check(duck, data)


@FREE
@given(data=st.text(st.sampled_from('ab1,;"\n\r\t=\0 -'), max_size=80), head=st.sampled_from([*ROWS, {}]))
def test_delimiters_and_quotes_in_any_order(duck, data, head):
    check(duck, (",".join(head) + "\n" + data).encode())


@FREE
@given(
    lines=st.lists(st.sampled_from(OVERVIEW.split("\n")) | CELL, max_size=9), codec=st.sampled_from(CODECS)
)
def test_overviews_in_disorder(duck, lines, codec):
    check(duck, "\n".join(lines).encode(codec, "replace"))


@FREE
@given(cells=st.lists(st.tuples(st.sampled_from(sorted(PULSE)), CELL), max_size=5))
def test_bad_cells_never_take_good_rows_with_them(duck, cells):
    """One good row among bad ones is taken, whatever the others hold, unless the file is refused."""
    rows = [PULSE | {name: cell} for name, cell in cells if name != "post_id"]
    rows = [row | {"post_id": f"bad{n}"} for n, row in enumerate(rows)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(PULSE), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows([*rows, PULSE | {"post_id": "good"}])
    report = check(duck, text.getvalue().encode())
    assert report.refused is None
    taken = sum((report.posts.new, report.posts.updated, report.posts.unchanged))
    assert taken >= 1
    assert report.rows_read == taken + len(report.rejected)


@FREE
@given(lines=st.lists(st.sampled_from(SNAPSHOT.split("\n")) | CELL, max_size=12))
def test_stacked_tables_in_disorder(duck, lines):
    check(
        duck, ("# ----------------------------------------\n" + "\n".join(lines)).encode("utf-8", "replace")
    )


DOCUMENTS = (
    telegram(), workbook({"A": INSIGHTS, "B": TIKTOK}), spreadsheetml({"A": INSIGHTS}),
    zipped(("a.csv", b"date,value\n2026-01-01,1\n"), ("b.json", telegram())),
)  # fmt: skip


@FREE
@example(data=DOCUMENTS[1], cut=0.95, noise=b"\x00\x00@")  # a member packed in a way nobody knows
@given(data=st.sampled_from(DOCUMENTS), cut=st.floats(0, 1), noise=st.binary(max_size=4))
def test_documents_and_archives_cut_off_or_damaged(duck, data, cut, noise):
    at = int(len(data) * cut)
    for damaged in (data[:at], data[:at] + noise + data[at + len(noise) :]):
        for report in job.run_all(duck, damaged, "a.zip", ImportOptions(), Settings(), NOW):
            assert report_json(report)["file"].startswith("a.zip")
            assert (report.import_id is None) or (report.refused is None)


KEYS = ("id", "type", "messages", "date", "text", "reactions", "count", "post_id", "published_at", "list")
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@FREE
@given(document=st.lists(JSON) | st.fixed_dictionaries(
    {"id": JSON, "name": JSON, "type": st.sampled_from(["public_channel", "private_group", "x"]),
     "messages": st.lists(JSON)}
))  # fmt: skip
def test_json_of_any_form(duck, document):
    check(duck, json.dumps(document).encode("utf-8", "replace"), "result.json")


def test_a_huge_field_is_refused_or_read_but_never_a_crash(duck):
    huge = "post_id,published_at,text\nhuge,2026-01-01,{}\n"
    report = check(duck, huge.format("x" * 3_000_000).encode())
    assert report.posts.new == 1
    report = check(duck, huge.format('"' + "x" * (1 << 25)).encode())
    assert "never closed" in str(report.refused)
