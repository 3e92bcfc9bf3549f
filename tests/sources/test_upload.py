"""Files become tables of text: every encoding, delimiter and line end, with the rows' own numbers."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model import FileRefused
from lib.sources import delimited, workbook_reader
from lib.sources.plain import plain
from lib.sources.scan import Raw, scan
from lib.sources.upload import open_file

HEADER = ["id", "text", "count"]
CHINESE = [["1", "今天的露營活動，大家都來了！", "3"], ["2", "咖啡豆到貨「限量」", "5"]]
LATIN = [["1", "Café à la crème, größer", "3"], ["2", "mañana será otro día", "5"]]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def body(data: bytes, header: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    """(row number, cells) of all rows below the header."""
    (table,) = open_file(data, "file.csv").tables
    return [
        (row, cells)
        for chunk in table.chunks(header)
        for row, *cells in zip(chunk.rows.to_pylist(), *(c.to_pylist() for c in chunk.columns), strict=True)
        for cells in [tuple(cells)]
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp950", "big5hkscs"]
)
def test_chinese_comes_back_from_every_encoding(codec: str, delimiter: str, end: str):
    data = written([HEADER, *CHINESE], delimiter, end).encode(codec)
    assert body(data) == [(2, tuple(CHINESE[0])), (3, tuple(CHINESE[1]))]


def test_big_endian_utf16_with_its_mark():
    data = codecs.BOM_UTF16_BE + written([HEADER, *CHINESE]).encode("utf-16-be")
    assert body(data)[0] == (2, tuple(CHINESE[0]))


def test_western_european_text_is_not_taken_for_big5():
    assert body(written([HEADER, *LATIN]).encode("cp1252")) == [(2, tuple(LATIN[0])), (3, tuple(LATIN[1]))]


def test_damaged_utf8_is_refused_and_not_read_as_something_else():
    data = written([HEADER, *CHINESE]).encode()
    with pytest.raises(FileRefused, match="damaged at byte 40"):
        open_file(data[:40] + b"\xff" + data[41:], "file.csv")


def test_a_file_cut_off_in_the_middle_of_a_character_is_refused():
    data = written([HEADER, *CHINESE]).encode()
    assert data.endswith(b"\x80\x8d,5\n")
    with pytest.raises(FileRefused, match="damaged"):
        open_file(data[:-4], "file.csv")


def test_the_sep_line_names_the_delimiter_and_counts_as_a_row():
    data = b'sep=;\na;b\n"1,5";2\n'
    (table,) = open_file(data, "file.csv").tables
    assert [record.cells for record in table.top] == [("sep=", ""), ("a", "b"), ("1,5", "2")]
    assert body(data, header=1) == [(3, ("1,5", "2"))]


def test_cells_over_several_lines_are_one_record():
    data = b'id,text\n1,"first\nsecond, ""quoted"""\n2,b\n'
    assert body(data) == [(2, ("1", 'first\nsecond, "quoted"')), (3, ("2", "b"))]


def test_short_rows_are_filled_up_long_ones_told_empty_ones_left_out():
    data = b"a,b,c\n1\n\n2,x,y,surplus\n3,x,y,\n,,\n4,x,y\n"
    (table,) = open_file(data, "file.csv").tables
    chunks = list(table.chunks(0))
    assert [chunk.long for chunk in chunks] == [((4, "surplus"),)]
    assert body(data) == [(2, ("1", "", "")), (5, ("3", "x", "y")), (7, ("4", "x", "y"))]


def test_cells_right_of_the_last_header_are_surplus_even_where_excel_padded_the_header():
    (table,) = open_file(b"a,b,,\n1,2,,\n3,4,5,\n", "file.csv").tables
    (chunk,) = table.chunks(0)
    assert chunk.rows.to_pylist() == [2]
    assert chunk.long == ((3, "5"),)


def test_quick_and_careful_reading_agree_and_hand_over_in_the_middle(monkeypatch):
    """One row in the middle of a large file is too short for Arrow: Python's reader takes over."""
    monkeypatch.setattr(delimited, "BLOCK", 4096)
    rows = [[str(n), f'line "{n}"\nmore', "9"] for n in range(3000)]
    regular = written([HEADER, *rows]).encode()
    expected = [(n + 2, tuple(row)) for n, row in enumerate(rows)]
    assert body(regular) == expected
    rows[2000] = ["2000", "short"]
    expected[2000] = (2002, ("2000", "short", ""))
    assert body(written([HEADER, *rows]).encode()) == expected


def test_a_quotation_mark_left_open_is_refused():
    with pytest.raises(FileRefused, match="opened in row 3 is never closed"):
        open_file(b'a,b\n1,2\n3,"4\n5,6\n', "file.csv")


def test_nul_characters_are_taken_out_with_a_warning():
    upload = open_file(b"a,b\n1,x\0y\n", "file.csv")
    assert [str(warning) for warning in upload.warnings] == ["1 NUL characters were taken out of the file."]
    assert body(b"a,b\n1,x\0y\n") == [(2, ("1", "xy"))]


def excel_wrapped(text: str, ending: str = "") -> bytes:
    """As Excel saves a CSV it opened into one column: each line with commas or quotes in one cell."""
    lines = [
        '"' + line.replace('"', '""') + '"' if "," in line or '"' in line else line
        for line in text.splitlines()
    ]
    return "".join(line + ending + "\r\n" for line in lines).encode("utf-8-sig")


@pytest.mark.parametrize("ending", ["", ";;;", ",,"])
def test_lines_that_excel_wrapped_are_recovered(ending: str):
    original = (
        'Post ID,"Page name",Description,Reach\n12,"A, B","one\ntwo ""x""\n\nthree, four",7\n13,C,plain,8\n'
    )
    upload = open_file(excel_wrapped(original, ending), "file.csv")
    assert "all records were recovered" in str(upload.warnings[0])
    assert body(excel_wrapped(original, ending)) == [
        (2, ("12", "A, B", 'one\ntwo "x"\n\nthree, four', "7")),
        (3, ("13", "C", "plain", "8")),
    ]


def test_a_normal_file_with_all_cells_quoted_is_not_unwrapped():
    assert open_file(b'"a","b","c"\n"1","2","3"\n', "file.csv").warnings == ()


def workbook(**sheets: list[list[object]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        stamp = "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd"
                        sheet.write_datetime(at, column, cell, book.add_format({"num_format": stamp}))
                    else:
                        sheet.write(at, column, cell)
    return data.getvalue()


def test_workbooks_keep_ids_and_dates_and_say_which_ids_are_lost():
    rows = [
        ["id", "when", "count"],
        [939005954986064, datetime(2025, 3, 18, 9, 48), 5],
        [18355151116178767, date(2025, 3, 18), 2.5],
    ]
    (table,) = open_file(workbook(A=rows, Empty=[]), "file.xlsx").tables
    (chunk,) = table.chunks(0)
    assert [column.to_pylist() for column in chunk.columns] == [
        ["939005954986064", "1.83552E+16"],
        ["2025-03-18 09:48:00", "2025-03-18"],
        ["5", "2.5"],
    ]
    assert chunk.rows.to_pylist() == [2, 3]


def test_each_filled_sheet_is_a_table():
    upload = open_file(workbook(One=[["a"], ["1"]], Two=[["b"], ["2"]]), "file.xlsx")
    assert [table.sheet for table in upload.tables] == ["One", "Two"]


def test_a_workbook_that_claims_all_cells_there_can_be_is_refused():
    """The library would end the process for want of 512 GB."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(FileRefused, match="claims more cells than can be read"):
        open_file(data.getvalue(), "file.xlsx")


def test_cells_left_of_the_first_count_too(monkeypatch):
    rows: list[list[object]] = [[None, "a"], [], [None, None, "b"]]
    made = workbook(One=rows)
    monkeypatch.setattr(workbook_reader, "CELLS", 9)
    assert list(workbook_reader.told(io.BytesIO(made)))[-1] == {"end": True}
    monkeypatch.setattr(workbook_reader, "CELLS", 8)
    assert list(workbook_reader.told(io.BytesIO(made)))[-1] == {"refused": "large"}


def test_a_line_of_commas_is_refused_and_wide_rows_claim_no_memory_for_others(monkeypatch):
    commas = b"," * delimited.COLUMNS
    with pytest.raises(FileRefused, match="Row 3 has more than 16384 cells"):
        body(b"a,b\n1,2\n" + commas + b"\n1,2\n")
    monkeypatch.setattr(delimited, "CELLS", 12)
    (table,) = open_file(b"a,b\n1,2\n3,4\n5,6,,,,,\n7,8\n" + b"9,0\n" * 7, "file.csv").tables
    batches = [(len(rows), len(columns)) for rows, columns in table.read(1, 2)]
    assert batches == [(2, 2), (1, 7), (6, 2), (2, 2)]
    assert sum(len(chunk.rows) for chunk in table.chunks(0)) == 11


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\x1f\x8b\x08....", "compressed"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
        (b'{"messages": []}', "JSON"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (bytes(range(1, 30)) * 40, "binary"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, reason: str):
    with pytest.raises(FileRefused, match=reason):
        open_file(data, "file.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileRefused, match=r"nothing\.csv cannot be opened"):
        open_file(tmp_path / "nothing.csv", "nothing.csv")


def test_the_bytes_are_identified_by_their_hash(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n1,2\n")
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert open_file(file, "a.csv").sha256 == open_file(b"a,b\n1,2\n", "b.csv").sha256 == digest


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n，。，「」營咖"),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(CELL.map(str.strip), min_size=3, max_size=3), min_size=1, max_size=8),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read(rows, codec, delimiter, end):
    """Whatever the cells hold: a quoted file comes back cell by cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text", "count"], *rows])
    expected = [(n, tuple(row)) for n, row in enumerate(rows, 2) if any(row)]
    assert body(text.getvalue().encode(codec)) == expected


def test_a_copy_of_a_file_goes_away_with_it():
    raw = Raw("a,b\n1,2\n".encode("utf-16"), "file.csv")
    text, _ = plain(raw, scan(raw))
    path = text.raw.source
    assert path.exists()
    del text
    assert not path.exists()
