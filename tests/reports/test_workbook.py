"""XLSX read back: texts are texts, whatever they begin with; numbers and days are themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
import python_calamine

from lib.reports import workbook

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "http://x", "007", "＝1"]


def read(made: bytes):
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()


def test_what_looks_like_a_formula_is_a_text():
    made = workbook.xlsx(pd.DataFrame({"=Header": HOSTILE}))
    assert [row[0] for row in read(made)] == ["=Header", *HOSTILE]
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert 'quotePrefix="1"' in file.read("xl/styles.xml").decode()
        assert sheet.count('t="s"') == len(HOSTILE) + 1


def test_numbers_days_and_gaps_are_kept():
    table = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "rate": [0.25, float("nan")],
            "day": [date(2026, 3, 2), None],
            "text": ["月亮", None],
        }
    )
    rows = read(workbook.xlsx(table))
    assert rows == [["n", "rate", "day", "text"], [1.0, 0.25, date(2026, 3, 2), "月亮"]]


@pytest.mark.parametrize("length", [40_000])
def test_a_long_text_is_cut_to_what_a_cell_holds(length):
    (_, (text,)) = read(workbook.xlsx(pd.DataFrame({"text": ["=" * length]})))
    assert len(text) == workbook.LONGEST
