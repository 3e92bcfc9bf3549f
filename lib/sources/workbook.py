"""Excel workbooks: each sheet a table of text, ids and dates kept as far as Excel kept them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from lib.model import FileRefused, say
from lib.sources.scan import Raw
from lib.sources.table import Table, of_rows

UNPACKED = 1 << 30
"""The most bytes a workbook may unpack to."""
EXACT = 10**15
"""Excel keeps 15 digits: from here on a number is no longer the one that was exported."""


def sheets(raw: Raw) -> list[Table]:
    """The filled sheets of a workbook; FileRefused when it cannot be read."""
    _check_size(raw)
    try:
        with raw.open() as stream:
            book = CalamineWorkbook.from_filelike(stream)
            tables = [_sheet(book, name) for name in book.sheet_names]
    except PasswordError:
        raise FileRefused(say("The workbook is protected by a password; save it without one.")) from None
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(say("The workbook cannot be read: {reason}.", reason=str(error))) from None
    except BaseException as error:  # a panic of the reader's native code is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused(say("The workbook is damaged.")) from None
    return [table for table in tables if table is not None]


def _check_size(raw: Raw) -> None:
    if not raw.head(4).startswith(b"PK"):
        return
    try:
        with raw.open() as stream, ZipFile(stream) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            known = any(name.startswith(("xl/", "content.xml")) for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(say("The file is a damaged Excel workbook or archive.")) from None
    if not known:
        raise FileRefused(say("The file is an archive; unpack it and upload the files in it."))
    if size > UNPACKED:
        raise FileRefused(say("The workbook unpacks to more than {size} MB.", size=UNPACKED >> 20))


def _sheet(book: CalamineWorkbook, name: str) -> Table | None:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if not any(any(cell not in ("", None) for cell in row) for row in rows):
        return None
    return of_rows([tuple(map(_text, row)) for row in rows], name)


def _text(cell: Any) -> str:
    """A cell as text: dates as ISO, whole numbers without a decimal point, and a number too long
    for Excel in its exponent form, which says that digits are lost."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell).replace("\0", "")


def _number(value: float) -> str:
    if value != value or abs(value) >= EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else repr(value)
