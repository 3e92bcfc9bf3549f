"""Uploaded files: any export as tables of text, or a clear sentence why not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from lib.model import FileRefused, Message, say
from lib.sources.delimited import delimited
from lib.sources.documents import is_json, tables
from lib.sources.plain import plain
from lib.sources.scan import Raw, Scan, scan
from lib.sources.spreadsheetml import is_spreadsheetml, worksheets
from lib.sources.table import Table
from lib.sources.workbook import sheets

_NO_TABLES: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", say("The file is a PDF; upload the CSV or Excel export instead.")),
    (b"\x89PNG", say("The file is a picture; upload the CSV or Excel export instead.")),
    (b"\xff\xd8\xff", say("The file is a picture; upload the CSV or Excel export instead.")),
    (b"GIF8", say("The file is a picture; upload the CSV or Excel export instead.")),
    (b"\x1f\x8b", say("The file is compressed; unpack it and upload the file in it.")),
    (b"SQLite format 3", say("The file is a database; upload a CSV or Excel export instead.")),
    (b"PAR1", say("The file is a Parquet file; upload a CSV or Excel export instead.")),
    (b"\x7fELF", say("The file is a program, not an export.")),
)

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Upload:
    """A file opened: what identifies it, the tables in it, and what had to be done to read them."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    warnings: tuple[Message, ...] = ()


def open_file(source: Path | bytes, name: str) -> Upload:
    """The tables of a file: one of a text file, one a filled sheet of a workbook.

    Rows are read when they are asked for, in bounded memory for text. FileRefused when the file
    is no table.
    """
    raw = Raw(source, name)
    found = scan(raw)
    if not found.size:
        raise FileRefused(say("The file is empty."))
    head = raw.head(64)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return _opened(raw, found, sheets(raw))
    for mark, reason in _NO_TABLES:
        if head.startswith(mark):
            raise FileRefused(reason)
    text, warnings = plain(raw, found)
    start = text.head()
    if is_spreadsheetml(start):
        return _opened(raw, found, worksheets(text.raw))
    _refuse_other_text(start)
    table, told = tables(text) if is_json(start) else (replace(delimited(text), rows=found.lines), [])
    if not any(record.filled for record in table.top):
        raise FileRefused(say("The file is empty."))
    return Upload(name, found.sha256, (table,), (*warnings, *told))


def _opened(raw: Raw, found: Scan, filled: list[Table]) -> Upload:
    if not filled:
        raise FileRefused(say("The workbook is empty."))
    return Upload(raw.name, found.sha256, tuple(filled))


def _refuse_other_text(head: str) -> None:
    start = head.lstrip()
    if start[:9].lower().startswith(("<?xml", "<!doctype", "<html")):
        raise FileRefused(say("The file is a web page or XML; open it in Excel and save it as CSV or XLSX."))
    if len(_CONTROLS.findall(head)) * 20 > len(head):
        raise FileRefused(say("The file is not a table: it holds binary data."))
