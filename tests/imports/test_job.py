"""The one way in: what an import changes, what it leaves, and that it is never half done."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from lib.imports import job
from lib.imports.report import report_json
from lib.model import ImportOptions, ImportReport, Tally
from lib.settings import Settings
from lib.store import write
from lib.store.schema import daily_current, import_log, observation, post_current
from tests.imports.files import FACEBOOK, NOW, PULSE, X_CONTENT, YOUTUBE, table
from tests.imports.native import TIKTOK, lines, workbook
from tests.imports.test_days import OVERVIEW

SETTINGS = Settings()
SECOND = FACEBOOK | {"Post ID": "2", "Views": "1"}


def run(store, data: bytes, name: str = "posts.csv", now: datetime = NOW, **options) -> ImportReport:
    return job.run(store, data, name, ImportOptions(**options), SETTINGS, now)


def run_all(store, data: bytes, name: str = "all.zip") -> list[ImportReport]:
    return job.run_all(store, data, name, ImportOptions(), SETTINGS, NOW)


def zipped(*files: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def current(store, *columns: str) -> list[tuple]:
    query = sa.select(*[post_current.c[name] for name in columns]).order_by(post_current.c.native_id)
    with store.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def size(store, *tables: sa.Table) -> list[int]:
    with store.connect() as connection:
        return [connection.scalar(sa.select(sa.func.count()).select_from(each)) for each in tables]


def test_a_file_is_imported_and_logged(store):
    report = run(store, table(FACEBOOK, SECOND), who="ann")
    assert (report.format, report.rows_read, report.posts) == ("meta_facebook_content", 2, Tally(new=2))
    assert current(store, "native_id", "views") == [("2", 1), ("939005954986064", 39)]
    with store.connect() as connection:
        entry = connection.execute(sa.select(import_log)).mappings().one()
    assert (entry["kind"], entry["who"], entry["file"]) == ("file", "ann", "posts.csv")
    assert (entry["id"], entry["captured_at"]) == (report.import_id, NOW)


def test_the_same_file_twice_changes_nothing(store):
    data = table(FACEBOOK, SECOND)
    run(store, data)
    before = size(store, import_log, observation)
    again = run(store, data, now=NOW + timedelta(hours=1))
    assert (again.posts, again.import_id, again.refused) == (Tally(unchanged=2), None, None)
    assert "imported as no. 1" in str(again.warnings[-1])
    assert size(store, import_log, observation) == before


def test_the_same_file_as_of_another_day_is_another_photograph(store):
    data = table(FACEBOOK)
    run(store, data, captured_at=datetime(2025, 3, 1))
    again = run(store, data, captured_at=datetime(2025, 3, 2))
    assert (again.posts, again.import_id) == (Tally(unchanged=1), 2)


def test_an_undone_import_can_be_made_again(store):
    data = table(FACEBOOK)
    first = run(store, data)
    write.undo(store, first.import_id, NOW, "ann")
    assert run(store, data).posts == Tally(new=1)


def test_the_newest_export_day_is_current_whatever_the_order_of_uploads(store):
    newer, older = table(FACEBOOK | {"Views": "50"}), table(FACEBOOK | {"Views": "40"})
    run(store, newer, captured_at=datetime(2025, 4, 2))
    late = run(store, older, captured_at=datetime(2025, 4, 1))
    assert current(store, "views") == [(50,)]
    assert "Of 1 posts newer numbers are known" in str(late.warnings[-1])


def test_the_export_day_is_in_the_name_of_the_file(store):
    report = run(store, table(FACEBOOK), "Jan-14-2025_Apr-14-2025_12.csv")
    assert report.captured_at == datetime(2025, 4, 14, 15, 59, 59)
    assert "as of 2025-04-14" in str(report.warnings[0])


def test_the_export_day_never_lies_after_now_nor_before_the_newest_post(store):
    future = run(store, table(FACEBOOK), "2026-11-01_2026-12-31.csv")
    assert future.captured_at == NOW
    early = run(store, table(SECOND), "2024-11-01_2024-12-31.csv")
    assert early.captured_at == datetime(2025, 2, 17, 19, 17)
    refused = run(store, table(FACEBOOK), captured_at=NOW + timedelta(days=1))
    assert "lies in the future" in str(refused.refused)


def test_a_dry_run_says_the_same_and_writes_nothing(store):
    data = table(FACEBOOK, SECOND | {"Views": "many"})
    dry = run(store, data, dry_run=True)
    assert size(store, import_log, observation, post_current) == [0, 0, 0]
    wet = run(store, data)
    assert (dry.posts, dry.rejected, dry.import_id) == (wet.posts, wet.rejected, None)


def test_good_rows_are_taken_bad_ones_reported(store):
    report = run(store, table(FACEBOOK, SECOND | {"Views": "-3"}))
    assert (report.posts, report.rows_read) == (Tally(new=1), 2)
    assert report_json(report)["rejected"] == [
        {"row": 3, "column": "Views", "reason": "“-3” is negative, which a count cannot be."}
    ]


def test_a_file_without_one_good_row_is_refused_with_its_rejects(store):
    report = run(store, table(FACEBOOK | {"Views": "-3"}))
    assert str(report.refused).startswith("None of the 1 rows can be taken. Row 2, Views: “-3” is negative")
    assert len(report.rejected) == 1
    assert size(store, import_log) == [0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.4", "PDF"),
        (b"ds,y,z\n2007-12-10,9.5,1\n", "not recognised"),
        (table(FACEBOOK | {"Date": "02/19/2025"}), "Lifetime"),
        (table(FACEBOOK).splitlines()[0], "no rows"),
        (OVERVIEW.replace("Facebook reach", "Stars").encode(), "not known to Pulse: “Stars”"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole(store, data, reason):
    report = run(store, data)
    assert reason in str(report.refused)
    assert size(store, import_log, observation) == [0, 0]


def test_a_refusal_in_the_middle_leaves_nothing(store, monkeypatch):
    """The store fails while it merges: neither posts nor a line in the log remain."""

    def fail(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(write.Batch, "merge", fail)
    with pytest.raises(RuntimeError, match="disk"):
        run(store, table(FACEBOOK))
    assert size(store, import_log, observation, post_current) == [0, 0, 0]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"format": "nonsense"}, "no format “nonsense”"),
        ({"format": "youtube_video_days"}, "one row a video and day"),
        ({"format": "x_content"}, "not in the format “x_content”"),
        ({"platform": "myspace"}, "“myspace” is no platform"),
        ({"mapping": {"columns": {"a": "b"}}}, "mapping cannot be used"),
        ({"mapping": {"columns": {"Post ID": "native_id"}}}, "day of publication"),
    ],
)
def test_wrong_options_refuse_the_file(store, options, reason):
    assert reason in str(run(store, table(FACEBOOK), **options).refused)


def test_daily_figures(store):
    report = run(store, OVERVIEW.encode("utf-16"), account="page", community="campers")
    assert (report.format, report.posts, report.days) == ("meta_overview", Tally(), Tally(new=2))
    with store.connect() as connection:
        rows = connection.execute(sa.select(daily_current)).mappings().all()
    assert {(row["account"], row["community"], row["metric"]) for row in rows} == {
        ("page", "campers", "page_reach")
    }


UNKNOWN = b"Post URL,Posted,Like\nhttps://forum.example/t/1,01/02/2026,3\n"
MAPPING = {
    "columns": {"Post URL": "permalink", "Posted": "published", "Like": "reactions"},
    "date_format": "dmy",
    "platform": "forum",
    "kind": "posts",
}


def test_an_unknown_file_comes_with_a_proposed_mapping(store):
    shown = job.preview(store, UNKNOWN, "forum.csv", ImportOptions(), SETTINGS, NOW)
    assert "not recognised" in str(shown.report.refused)
    assert shown.headers == ("Post URL", "Posted", "Like")
    assert shown.rows == (("https://forum.example/t/1", "01/02/2026", "3"),)
    assert dict(shown.mapping.columns) == MAPPING["columns"]
    assert ["begin with the day" in str(each) for each in shown.missing] == [True]


def test_a_mapping_imports_and_is_remembered_for_the_next_file(store):
    report = run(store, UNKNOWN, mapping=MAPPING)
    assert (report.format, report.posts) == ("generic", Tally(new=1))
    assert current(store, "platform", "native_id", "day", "reactions") == [
        ("forum", "https://forum.example/t/1", datetime(2026, 2, 1).date(), 3)
    ]
    assert run(store, UNKNOWN.replace(b"t/1", b"t/2")).posts == Tally(new=1)


def test_a_dry_run_remembers_no_mapping(store):
    run(store, UNKNOWN, mapping=MAPPING, dry_run=True)
    assert "not recognised" in str(run(store, UNKNOWN).refused)


def test_an_unambiguous_proposal_may_be_used_at_once(store):
    assert run(store, UNKNOWN.replace(b"01/02/2026", b"2026-02-01"), format="generic").posts == Tally(new=1)


def test_a_preview_shows_clean_rows_and_writes_nothing(store):
    shown = job.preview(store, table(FACEBOOK, SECOND), "posts.csv", ImportOptions(), SETTINGS, NOW)
    assert shown.report.posts == Tally(new=2)
    assert shown.sample.column("native_id").to_pylist() == ["939005954986064", "2"]
    assert shown.headers[0] == "Post ID"
    assert size(store, import_log) == [0]


def test_the_report_has_exactly_these_keys(store):
    document = report_json(run(store, table(YOUTUBE, YOUTUBE | {"Content": "bbbbbbbbbbb", "Views": "x"})))
    assert list(document) == [
        "file", "format", "rows_read", "posts", "days", "comments", "breakdowns", "rejected", "warnings",
        "columns_ignored", "import_id", "refused", "captured_at",
    ]  # fmt: skip
    assert document["posts"] == {"new": 1, "updated": 0, "unchanged": 0}
    assert document["rejected"] == [{"row": 3, "column": "Views", "reason": "“x” is not a number."}]
    assert (document["import_id"], document["refused"]) == (1, None)
    assert document["captured_at"] == NOW.isoformat()


def test_files_on_disk_are_read_from_there(store, tmp_path):
    file = tmp_path / "posts.csv"
    file.write_bytes(table(X_CONTENT))
    assert job.run(store, file, file.name, ImportOptions(), SETTINGS, NOW).posts == Tally(new=1)


def test_the_files_of_an_archive_are_imported_one_by_one(store):
    inner = zipped(("x.csv", b"1"))
    files = [("posts.csv", table(FACEBOOK, SECOND)), ("notes.txt", b"nothing"), ("more.zip", inner),
             ("reports/signups.csv", b"date,value\n2026-01-01,2.5\n")]  # fmt: skip
    reports = run_all(store, zipped(*files))
    assert [(each.file, each.format) for each in reports] == [
        ("all.zip/posts.csv", "meta_facebook_content"), ("all.zip/notes.txt", None),
        ("all.zip/more.zip", None), ("all.zip/reports/signups.csv", "date_value"),
    ]  # fmt: skip
    assert [each.refused is None for each in reports] == [True, False, False, True]
    assert (reports[0].posts, reports[3].days) == (Tally(new=2), Tally(new=1))
    with store.connect() as connection:
        assert connection.execute(sa.select(daily_current.c.metric, daily_current.c.value)).one() == (
            "signups", 2.5,
        )  # fmt: skip


def test_a_file_that_is_no_archive_is_one_report(store):
    (report,) = run_all(store, table(FACEBOOK), "posts.csv")
    assert report.posts == Tally(new=1)


@pytest.mark.parametrize("data", [b"PK\x03\x04 damaged", zipped(*[(f"{n}.csv", b"1") for n in range(201)])])
def test_an_archive_that_cannot_be_taken_is_one_refusal(store, data):
    (report,) = run_all(store, data)
    assert report.refused is not None
    assert report.file == "all.zip"


def test_the_archives_name_says_the_export_day_of_its_files(store):
    data = zipped(("Table data.csv", table(YOUTUBE)))
    (report,) = run_all(store, data, "Content 2026-02-01_2026-03-01 Yama.zip")
    assert report.captured_at == datetime(2026, 3, 1, 15, 59, 59)


def test_the_same_figures_under_another_name_are_another_metric(store):
    data = b"date,value\n2026-01-01,0\n2026-01-02,0\n"
    assert run(store, data, "signups.csv").days == Tally(new=2)
    assert run(store, data, "flags.csv").days == Tally(new=2)
    assert run(store, data, "flags (1).csv").days == Tally(unchanged=2)


def test_days_without_a_year_go_back_from_the_export_day(store):
    data = lines(TIKTOK)
    run(store, data, "Overview.csv", captured_at=datetime(2024, 1, 3, 3))
    with store.connect() as connection:
        days = connection.execute(
            sa.select(sa.func.min(daily_current.c.day), sa.func.max(daily_current.c.day))
        )
        assert days.one() == (date(2023, 12, 30), date(2024, 1, 2))


FRIENDS = [["date", "contacts", "targetReaches", "blocks"], ["20260101", 5, 4, 1]]


def test_posts_and_days_of_one_workbook_are_one_import(store):
    posts = [list(PULSE), list(PULSE.values())]
    report = run(store, workbook({"Posts": posts, "Friends": FRIENDS}), "all.xlsx")
    assert (report.format, report.posts, report.days) == ("pulse + line_friends", Tally(new=1), Tally(new=3))
    assert size(store, import_log) == [1]


def test_a_reject_of_a_workbook_names_its_sheet(store):
    posts = [list(PULSE), list((PULSE | {"reach": "many"}).values())]
    report = run(store, workbook({"Posts": posts, "Friends": FRIENDS}), "all.xlsx")
    assert [(each.row, each.column) for each in report.rejected] == [(2, "Posts!reach")]
