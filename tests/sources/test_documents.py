"""JSON and SpreadsheetML become tables like all others, or are refused in words."""

from __future__ import annotations

import pytest

from lib.model import FileRefused
from lib.sources import documents
from lib.sources.upload import open_file
from tests.imports.native import spreadsheetml

SHEET = [["Post ID", "Text"], ["123456789012345678", "a & b <c>"], ["", "only the second cell"]]


def cells(data: bytes, name: str = "file.json") -> list[tuple[str, ...]]:
    (table,) = open_file(data, name).tables
    return [record.cells for record in table.records()]


def test_objects_become_rows_and_their_keys_columns():
    data = b'[{"id": 1, "n": {"likes": 2.50}}, {"id": "x", "tags": ["a", "b"], "ok": true, "none": null}]'
    assert cells(data) == [
        ("id", "n.likes", "tags", "ok", "none"), ("1", "2.50", "", "", ""), ("x", "", "a, b", "true", ""),
    ]  # fmt: skip


def test_the_longest_list_of_an_object_is_read():
    assert cells(b'{"errors": [], "paging": {"next": 1}, "data": [{"id": 1}, {"id": 2}]}') == [
        ("id",), ("1",), ("2",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1}', "without a list of records"),
        (b"[]", "without a list of records"),
        (b'[{"a": 1}', "JSON file is damaged"),
        (b'{"a":' * 100_000, "JSON file is damaged"),
        (b'[{"a": 1}]'[:-1] + b" \xff]", "damaged"),
    ],
)
def test_other_json_is_refused(data, reason):
    with pytest.raises(FileRefused, match=reason):
        open_file(data, "file.json")


def test_json_in_utf16():
    assert cells('[{"名稱": "露營"}]'.encode("utf-16")) == [("名稱",), ("露營",)]


def test_half_a_character_is_replaced():
    assert cells(rb'[{"\ud800": "\ude00 x\u0000", "b": ["\udc00", {}]}]') == [
        ("\ufffd", "b"), ("\ufffd x", '["\ufffd", {}]'),
    ]  # fmt: skip
    chat = b'{"id": 1, "type": "public_channel", "messages": [{"id": 1, "text": ["a", {"text": "\\ud83d"}]}]}'
    assert cells(chat)[1][2] == "a\ufffd"


def test_records_of_many_keys_of_their_own_are_refused(monkeypatch):
    monkeypatch.setattr(documents, "CELLS", 8)
    assert len(cells(b'[{"a": 1}, {"b": 1}, {"a": 2}]')) == 4
    with pytest.raises(FileRefused, match="more than 8 cells"):
        cells(b'[{"a": 1}, {"b": 1}, {"c": 1}]')


def test_a_table_whose_first_header_is_in_brackets_is_no_json():
    assert cells(b"[id],text\n1,a\n", "file.csv")[0] == ("[id]", "text")


def test_worksheets_of_xml_with_cells_left_out():
    upload = open_file(spreadsheetml({"One": SHEET, "Empty": [], "Two": SHEET[:1]}), "file.xls")
    assert [table.sheet for table in upload.tables] == ["One", "Two"]
    assert [record.cells for record in upload.tables[0].records()] == [tuple(row) for row in SHEET]


def test_numbers_and_dates_of_xml_are_as_in_a_csv():
    data = spreadsheetml({"One": [["n", "d"], ["1", "2"]]}).decode()
    data = data.replace(">1<", ">17.0<").replace('"Number">2<', '"DateTime">2026-01-02T03:04:05.000<')
    assert [record.cells for record in open_file(data.encode(), "file.xls").tables[0].records()][1] == (
        "17", "2026-01-02 03:04:05",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa">]><Workbook', "declares XML entities"),
        ("<Workbook", '<!DOCTYPE x SYSTEM "file:///etc/hostname"><Workbook', "declares XML entities"),
        ("</Workbook>", "", "cannot be read"),
        ('ss:Index="2"', 'ss:Index="99999999"', "more than"),
        ('ss:Index="2"', 'ss:Index="20000"', "more than"),
        ("<Row>", '<Row ss:Index="9000000"><Cell/></Row><Row ss:Index="99999999">', "more than"),
        ("<Data", "<Nothing", "cannot be read"),
    ],
)
def test_xml_that_plays_tricks_is_refused(old, new, reason):
    data = spreadsheetml({"One": SHEET}).decode().replace(old, new)
    with pytest.raises(FileRefused, match=reason):
        open_file(data.encode(), "file.xls")


@pytest.mark.parametrize("row", ['ss:Index="1048576"><Cell/>', '><Cell ss:Index="9000"/>'])
def test_many_xml_sheets_that_claim_many_cells_are_refused(row):
    """Rows that are left out take memory too, and each row as much as the widest."""
    sheet = f"<Worksheet ss:Name='x'><Table>{'<Row/>' * 999}<Row {row}</Row></Table></Worksheet>"
    data = spreadsheetml({"One": SHEET}).decode().replace("</Workbook>", sheet * 5 + "</Workbook>")
    with pytest.raises(FileRefused, match="more than 5000000 cells"):
        open_file(data.encode(), "file.xls")


def test_an_empty_xml_workbook_is_refused():
    with pytest.raises(FileRefused, match="workbook is empty"):
        open_file(spreadsheetml({"One": []}), "file.xls")


def test_other_xml_is_refused():
    with pytest.raises(FileRefused, match="web page or XML"):
        open_file(b"<?xml version='1.0'?><rss/>", "file.xls")
