"""Google Sheets over real HTTP, against a fake that fails in every way the API does."""

from __future__ import annotations

import json
import logging
import socket
import time
import traceback
from datetime import date, datetime

import pytest

from lib.imports import job
from lib.metrics import run
from lib.model import ImportOptions, SourceFailed
from lib.settings import Settings
from lib.sources import google, sheets
from tests.factories import asking
from tests.sources.sheets_server import (
    EMAIL,
    HTML_500,
    KEY,
    TOKEN,
    Cell,
    Fault,
    SheetsServer,
    refusal,
)

ROWS = [["post_id", "published_at", "reach"], ["1", "2026-03-01", 100], ["2", "2026-03-02", 12345]]
TEXTS = [("post_id", "published_at", "reach"), ("1", "2026-03-01", "100"), ("2", "2026-03-02", "12345")]


@pytest.fixture
def server():
    with SheetsServer() as made:
        made.sheets["sheet-1"] = ROWS
        yield made


@pytest.fixture
def slept() -> list[float]:
    """The waits between tries, which tests do not wait for."""
    return []


@pytest.fixture
def read(server, slept):
    def call(spreadsheet="sheet-1", worksheet=None, credentials=None):
        address = {"spreadsheet": spreadsheet, "worksheet": worksheet}
        known = server.api_key if credentials is None else credentials
        return sheets.read(address, known, server.url, sleep=slept.append)

    return call


@pytest.fixture
def refused(read):
    """The sentence with which a read fails; nothing secret is in it or in its traceback."""

    def call(*args, **kwargs) -> str:
        with pytest.raises(SourceFailed) as caught:
            read(*args, **kwargs)
        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert not any(secret in told for secret in (KEY, TOKEN, "PRIVATE KEY"))
        return str(caught.value)

    return call


def cells(upload) -> list[tuple[str, ...]]:
    (table,) = upload.tables
    return [record.cells for record in table.records()]


# --- what is read ---


def test_a_sheet_is_a_table_of_text(server, read):
    server.titles["sheet-1"] = "Community 2026"
    upload = read()
    assert upload.name == "Community 2026 · Sheet1"
    assert cells(upload) == TEXTS
    assert upload.tables[0].sheet == "Sheet1"


def test_rows_keep_the_numbers_they_have_in_the_sheet(server, read):
    server.sheets["sheet-1"] = [[], ["", ""], ["id"], ["a"], [], ["b"], ["", ""]]
    (table,) = read().tables
    filled = [(record.row, record.cells[0]) for record in table.records() if record.filled]
    assert filled == [(3, "id"), (4, "a"), (6, "b")]


def test_the_hash_is_of_the_content_alone(server, read):
    first = read().sha256
    server.titles["sheet-1"] = "Renamed"
    assert read().sha256 == first
    server.sheets["sheet-1"] = [*ROWS[:2], ["2", "2026-03-02", 12346]]
    changed = read().sha256
    assert changed != first
    server.sheets["sheet-1"] = [["ab", "c"]]
    apart = read().sha256
    server.sheets["sheet-1"] = [["a", "bc"]]
    assert read().sha256 != apart


def test_duplicate_headers_reach_the_caller(server, read):
    server.sheets["sheet-1"] = [["id", "reach", "reach"], ["1", 5, 6]]
    assert cells(read()) == [("id", "reach", "reach"), ("1", "5", "6")]


def test_values_are_the_same_in_any_locale(server, read):
    """The fake shows numbers and dates as a German sheet does: 12.345 and 01.03.26."""
    rows = [
        ["count", "rate", "day", "moment", "watched", "share", "flag", "long id", "small"],
        [12345.0, 0.125, date(2026, 3, 1), datetime(2026, 3, 1, 18, 5, 9), Cell(0.0625, "TIME"),
         Cell(0.2941, "PERCENT"), True, 17912345678901234.0, 0.00001],
        [0, -3.5, date(2025, 12, 31), datetime(2026, 3, 2), Cell(1.5, "TIME"),
         Cell(1, "PERCENT"), False, 123456789012345, 45000],
    ]  # fmt: skip
    server.sheets["sheet-1"] = rows
    # 0.0625 days are 1.5 hours, 1.5 days 36; a sheet keeps 15 of the long id's digits.
    assert cells(read())[1:] == [
        ("12345", "0.125", "2026-03-01", "2026-03-01 18:05:09", "1:30:00",
         "29.41%", "TRUE", "1.79123456789012E+16", "0.00001"),
        ("0", "-3.5", "2025-12-31", "2026-03-02 00:00:00", "36:00:00",
         "100%", "FALSE", "123456789012345", "45000"),
    ]  # fmt: skip


def test_a_date_keeps_the_time_its_format_hides(server, read):
    # 46082 days after 1899-12-30 is 2026-03-01; .75 of a day is 18:00.
    server.sheets["sheet-1"] = [["day"], [Cell(46082.75, "DATE")], [Cell(46083, "DATE")]]
    assert cells(read())[1:] == [("2026-03-01 18:00:00",), ("2026-03-02",)]


def test_text_below_dates_stays_text(server, read):
    server.sheets["sheet-1"] = [["day"], [date(2026, 3, 1)], ["soon"], [None], [date(2026, 3, 2)]]
    assert [row[0] for row in cells(read())] == ["day", "2026-03-01", "soon", "", "2026-03-02"]


def test_a_read_costs_two_requests_and_a_third_where_numbers_may_be_dates(server, read):
    read()
    values = "/v4/spreadsheets/sheet-1/values:batchGet"
    assert [asked.path for asked in server.requests] == ["/v4/spreadsheets/sheet-1", values]
    server.requests.clear()
    server.sheets["sheet-1"] = [["day"], [date(2026, 3, 1)]]
    read()
    assert [asked.path for asked in server.requests].count(values) == 1
    assert len(server.requests) == 3


def test_a_hundred_thousand_rows(server, read):
    head = ["post_id", "published_at", "reach", "views", "text"]
    rows = [[str(n), date(2026, 3, 1), n, n * 2, "春季新品"] for n in range(100_000)]
    server.sheets["sheet-1"] = [head, *rows]
    start = time.monotonic()
    (table,) = read().tables
    assert time.monotonic() - start < 60
    records = list(table.records())
    assert len(records) == 100_001
    assert records[-1].row == 100_001
    assert records[-1].cells == ("99999", "2026-03-01", "99999", "199998", "春季新品")


def test_a_sheet_is_imported_like_a_file(server, read, store):
    """A German sheet with real dates: 2 posts are taken; the third's id was typed as a number of 18
    digits, of which the sheet kept 15. Reach is 1000 + 234."""
    server.sheets["sheet-1"] = [
        ["post_id", "platform", "published_at", "reach"],
        ["a", "facebook", datetime(2026, 3, 1, 18, 30), 1000],
        ["b", "facebook", datetime(2026, 3, 2, 9), 234],
        [649999999999999999.0, "facebook", datetime(2026, 3, 3, 9, 5), 5],
    ]
    now = datetime(2026, 4, 1)
    report = job.run_upload(store, read(), ImportOptions(captured_at=now), Settings(), now)
    assert (report.file, report.refused, report.posts.new) == ("sheet-1 · Sheet1", None, 2)
    assert [(reject.row, reject.column) for reject in report.rejected] == [(4, "post_id")]
    found = run.fetch(store, asking(("reach",), ("day", "hour"))).rows
    assert found == (
        {"day": date(2026, 3, 1), "hour": 18, "reach": 1000},
        {"day": date(2026, 3, 2), "hour": 9, "reach": 234},
    )


# --- which worksheet ---


@pytest.fixture
def several(server):
    server.titles["sheet-1"] = "Numbers"
    server.sheets["sheet-1"] = {"Old": [["old"]], "Posts": [["posts"]], "It's": [["quoted"]], "Chart": None}
    server.hidden.add("Old")


BASE = "https://docs.google.com/spreadsheets/d/sheet-1"


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("spreadsheet", "worksheet", "content"),
    [
        ("sheet-1", None, "posts"),  # the first that is not hidden
        ("sheet-1", "It's", "quoted"),
        ("sheet-1", "Old", "old"),
        (f"{BASE}/edit?gid=2000#gid=2000", None, "quoted"),
        (f"{BASE}/edit#gid=0", None, "old"),
        (f"{BASE}/edit?usp=sharing", None, "posts"),
        (f"{BASE}/edit#gid=0", "Posts", "posts"),  # what is said outdoes the address
        ("  https://docs.google.com/spreadsheets/u/1/d/sheet-1/edit ", None, "posts"),
    ],
)
def test_the_worksheet_meant_is_read(read, spreadsheet, worksheet, content):
    assert cells(read(spreadsheet, worksheet)) == [(content,)]


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("spreadsheet", "worksheet", "named"),
    [
        ("sheet-1", "posts", "posts"),
        (f"{BASE}/edit#gid=77", None, "gid=77"),
        ("sheet-1", "Chart", "Chart"),
    ],
)
def test_a_missing_worksheet_names_those_there_are(refused, spreadsheet, worksheet, named):
    assert (
        refused(spreadsheet, worksheet)
        == f"There is no worksheet “{named}” in “Numbers”; there are: Old, Posts, It's"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "my sheet",
        "https://example.com/x",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml",
    ],
)
def test_what_is_no_address_is_not_asked(server, refused, text):
    assert "is no Google Sheet" in refused(text)
    assert server.requests == []


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], [None]]])
def test_an_empty_worksheet_is_said(server, refused, rows):
    server.sheets["sheet-1"] = rows
    assert refused() == "The worksheet “Sheet1” is empty."


# --- credentials ---


def test_a_service_account_fetches_one_token(server, read):
    assert cells(read(credentials=server.service_account)) == TEXTS
    assert len(server.tokens) == 1
    assert [asked.path.rsplit("/")[-1] for asked in server.requests] == [
        "sheet-1",
        "sheet-1",
        "values:batchGet",
    ][1:]


def test_the_key_is_in_no_address(server, read):
    read()
    assert not any(KEY in str(asked) for asked in server.requests)


def test_no_credentials_says_how_to_add_them(refused):
    assert "[google] in the secrets file" in refused(credentials={})


@pytest.mark.parametrize(
    "change",
    [{"private_key": "nonsense"}, {"private_key": None}, {"token_uri": None}, {"client_email": None}],
)
def test_half_a_service_account_is_said(server, refused, change):
    known = {name: text for name, text in {**server.service_account, **change}.items() if text is not None}
    assert "are not whole" in refused(credentials=known)
    assert server.tokens == []


def test_another_key_than_googles_is_refused(server, refused):
    server.fail(Fault(400, {"error": "invalid_grant", "error_description": "Invalid JWT"}, path="/token"))
    assert "make a new key" in refused(credentials=server.service_account)
    assert len(server.tokens) == 1


def test_a_wrong_api_key_is_refused(refused):
    assert "make a new key" in refused(credentials={"api_key": "wrong"})


def test_unauthenticated_is_refused_once(server, refused):
    server.fail(refusal(401, "UNAUTHENTICATED"))
    assert "make a new key" in refused()
    assert len(server.requests) == 1


# --- refusals that another try would not change ---


def test_a_sheet_that_is_not_shared_names_whom_to_share_it_with(server, refused):
    server.private.add("sheet-1")
    told = refused(credentials=server.service_account)
    assert told == f"Pulse may not see the sheet: share it, for viewing, with {EMAIL}."
    assert len(server.requests) == 1


def test_an_api_key_sees_public_sheets_only(server, refused):
    server.private.add("sheet-1")
    assert "anyone with the link" in refused()


def test_an_api_that_is_off_is_said(server, refused):
    server.fail(refusal(403, "PERMISSION_DENIED", details=[{"reason": "SERVICE_DISABLED"}]))
    assert "enable it in the Google Cloud console" in refused()


def test_an_unknown_sheet_is_said(server, refused):
    assert (
        refused("nowhere") == "There is no Google Sheet “nowhere”: copy its address from the browser again."
    )
    assert len(server.requests) == 1


def test_an_uploaded_workbook_is_said(server, refused):
    server.fail(refusal(400, "FAILED_PRECONDITION", "This operation is not supported for this document"))
    assert "save it as Google Sheets" in refused()


def test_another_refusal_gives_its_number(server, refused):
    server.fail(refusal(418, "TEAPOT"))
    assert refused() == "Google refuses to answer (418)."


@pytest.mark.parametrize(
    "fault",
    [
        Fault(200, "<html>Sign in to the hotel's network</html>"),
        Fault(302, "", {"Location": "http://127.0.0.1:9/login"}),
        Fault(200, ["no", "spreadsheet"]),
        Fault(200, {"properties": {}}),
    ],
    ids=["web page", "redirect", "list", "half"],
)
def test_an_answer_that_is_no_data_is_said(server, refused, fault):
    server.fail(fault)
    assert "something else than data" in refused()
    assert len(server.requests) == 1


# --- failures that pass ---


@pytest.mark.parametrize(
    "fault",
    [
        refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded"),
        HTML_500,
        refusal(503, "UNAVAILABLE"),
        Fault(502, "<html>Bad gateway</html>"),
        Fault(cut=True),
    ],
    ids=["429", "500 with HTML", "503", "502", "cut off"],
)
@pytest.mark.parametrize("path", ["/sheet-1", "values:batchGet", "/token"])
def test_a_failure_that_passes_is_tried_again(server, read, slept, fault, path):
    faults = [Fault(**{**fault.__dict__, "path": path})] * 2
    server.fail(*faults)
    assert cells(read(credentials=server.service_account)) == TEXTS
    assert len(slept) == 2
    assert 0 < slept[0] < slept[1] < google.LONGEST_WAIT


def test_retry_after_is_honoured_up_to_a_bound(server, read, slept):
    server.fail(
        Fault(429, {}, {"Retry-After": "7"}),
        Fault(503, {}, {"Retry-After": "3600"}),
        Fault(503, {}, {"Retry-After": "nonsense"}),
    )
    assert cells(read()) == TEXTS
    assert slept[:2] == [7, google.LONGEST_WAIT]
    assert 0 < slept[2] <= google.LONGEST_WAIT


def test_a_failure_that_stays_ends_with_how_often_was_asked(server, refused, slept):
    server.fail(*[HTML_500] * 20)
    assert refused() == "Google could not answer (500 Internal Server Error; attempts: 5)."
    assert len(server.requests) == google.TRIES
    assert len(slept) == google.TRIES - 1


def test_waiting_ends_with_the_deadline(server):
    """Each wait is the longest there is, 20 s: after two of them a third would reach the 60 s."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    server.fail(*[Fault(503, {}, {"Retry-After": "25"})] * 20)
    with pytest.raises(SourceFailed, match=r"503 Service Unavailable; attempts: 3"):
        sheets.read({"spreadsheet": "sheet-1"}, server.api_key, server.url, lambda: now[0], sleep)
    assert now[0] == 2 * google.LONGEST_WAIT


def test_a_hang_ends(server, refused, monkeypatch):
    monkeypatch.setattr(google, "READ", 0.1)
    server.fail(*[Fault(hang=30)] * 20)
    start = time.monotonic()
    assert refused() == "Google did not answer in time (attempts: 5)."
    assert time.monotonic() - start < 25


def test_a_token_that_hangs_ends(server, refused, monkeypatch):
    monkeypatch.setattr(google, "READ", 0.1)
    server.fail(*[Fault(hang=30, path="/token")] * 20)
    assert refused(credentials=server.service_account) == "Google did not answer in time (attempts: 5)."


def test_an_answer_byte_by_byte_ends_with_the_deadline(server, refused, monkeypatch):
    """Every byte comes within the time-out, the whole would take 50 s."""
    monkeypatch.setattr(google, "DEADLINE", 0.5)
    server.fail(Fault(drip=0.05))
    start = time.monotonic()
    assert "did not answer in time" in refused()
    assert time.monotonic() - start < 25


def test_an_answer_beyond_all_bounds_is_refused(server, refused, monkeypatch):
    monkeypatch.setattr(google, "LARGEST", 1 << 20)
    server.fail(Fault(200, {"a": "x" * (2 << 20)}))
    assert refused() == "The answer is larger than 1 MB."


def test_nobody_there_is_said(refused, server, slept):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(SourceFailed, match=r"cannot be reached .attempts: 5"):
        sheets.read({"spreadsheet": "sheet-1"}, server.api_key, nowhere, sleep=slept.append)


def test_no_log_line_holds_a_secret(server, read, caplog):
    caplog.set_level(logging.DEBUG)
    server.fail(HTML_500)
    read(credentials=server.service_account)
    read()
    said = caplog.text + json.dumps([str(record.args) for record in caplog.records])
    assert "spreadsheets" in said  # the libraries do log what they ask
    assert not any(secret in said for secret in (KEY, TOKEN, "PRIVATE KEY", "assertion=ey"))
