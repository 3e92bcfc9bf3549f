"""Tables as XLSX: what is text stays text, and no spreadsheet makes a formula of it."""

from __future__ import annotations

import io
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

LONGEST = 32_767
"""The most characters that a cell of a spreadsheet holds."""

_OPTIONS = {
    "remove_timezone": True,
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx(table: pd.DataFrame) -> bytes:
    """A table under its headers; numbers and days are kept as such, what is missing is empty."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet()
        # Whoever opens such a cell and leaves it again has a text in it still.
        text = book.add_format({"quote_prefix": True, "num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, str(name), text)
            for row, value in enumerate(table[name].tolist(), 1):
                _write(sheet, row, column, value, text, day)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, text: Any, day: Any) -> None:
    if value is None or value is pd.NaT or pd.isna(value):
        return
    if isinstance(value, bool) or not isinstance(value, Real | date):
        sheet.write_string(row, column, str(value)[:LONGEST], text)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_number(row, column, float(value))
