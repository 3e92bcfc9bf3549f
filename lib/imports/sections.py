"""Files of several tables under one another, each with a header of its own: Google Analytics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from lib.imports.counts import decimals
from lib.imports.formats import read_header
from lib.imports.spec import DAY_METRICS, Format, Reading
from lib.imports.words import fold
from lib.model import FileRefused, Message, quoted, say
from lib.sources.table import Chunk, Record, Table

_START = re.compile(
    r"^#?\s*(?:start date|開始日期|開始日|startdatum|fecha de inicio|data de início)\s*[:：]\s*(\d{8})$"
)
_TOTAL = re.compile(r"^(?:grand )?totals?$|^總計$|^合計$|^gesamtsumme$")


@dataclass(frozen=True)
class Section:
    """One of the tables: its header, its rows, and the day its report starts with where that is said."""

    header: Record
    rows: list[Record]
    start: date | None


def split(records: Iterable[Record]) -> Iterator[Section]:
    """The tables of a file. A comment or an empty line ends one; the next line of several cells is
    the header of the next."""
    start: date | None = None
    header: Record | None = None
    rows: list[Record] = []
    for record in records:
        filled = record.filled
        comment = bool(filled) and filled[0].lstrip().startswith("#")
        if comment or not filled:
            if header is not None:
                yield Section(header, rows, start)
            header, rows = None, []
            start = (_start(filled[0]) if comment else None) or start
        elif header is None:
            header = record if len(filled) > 1 else None
        else:
            rows.append(record)
    if header is not None:
        yield Section(header, rows, start)


def _start(comment: str) -> date | None:
    found = _START.match(fold(comment))
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def readings(format_: Format, table: Table, warnings: list[Message]) -> Iterator[tuple[Reading, Chunk]]:
    """The tables that count by day; the others are named in a warning. FileRefused where none does."""
    others: list[str] = []
    known = 0
    for section in split(table.records()):
        reading = read_header(format_, 0, section.header, table)
        if _by_day(reading, section):
            known += 1
            yield _dated(reading, section)
        else:
            others.append(section.header.filled[0])
    if not known:
        raise FileRefused(
            say(
                "None of the file's tables counts by day; they are by {headers}.",
                headers=quoted(others) or "—",
            )
        )
    if others:
        warnings.append(
            say("Tables that do not count by day are left out: {headers}.", headers=quoted(others))
        )


def _by_day(reading: Reading, section: Section) -> bool:
    """Whether a table has one row a day: no column splits the day, and one is known to Pulse."""
    columns = reading.columns
    days = [*columns.get("day", ()), *columns.get("nth_day", ())]
    if not days or not set(columns) & set(DAY_METRICS):
        return False
    if "day" not in columns and section.start is None:
        raise FileRefused(
            say("The file counts days from a start that it does not state; export it with its first lines.")
        )
    return all(
        _numeric([row.cells[at] for row in section.rows if at < len(row.cells)])
        for at, cell in enumerate(section.header.cells)
        if at not in days and cell.strip()
    )


def _numeric(cells: Sequence[str]) -> bool:
    texts = [cell for cell in cells if not _TOTAL.match(fold(cell))]
    return not texts or not any(decimals(pa.array(texts, pa.string()))[1].to_pylist())


def _dated(reading: Reading, section: Section) -> tuple[Reading, Chunk]:
    """A table whose first column holds days; its totals are left out."""
    at = reading.columns.get("day", reading.columns.get("nth_day", (0,)))[0]
    rows = [row for row in section.rows if not any(_TOTAL.match(fold(cell)) for cell in row.cells)]
    width = len(section.header.cells)
    cells = [[*row.cells, *[""] * (width - len(row.cells))][:width] for row in rows]
    if "day" not in reading.columns and section.start is not None:
        for line in cells:
            line[at] = _nth(section.start, line[at])
    columns = tuple(pa.array([line[n] for line in cells], pa.string()) for n in range(width))
    chunk = Chunk(columns, pa.array([row.row for row in rows], pa.int64()))
    return replace(reading, columns={**reading.columns, "day": (at,)}), chunk


def _nth(start: date, cell: str) -> str:
    """The day a number stands for, the first being 0; what is no number stays, and is refused later."""
    text = cell.strip()
    return (start + timedelta(int(text))).isoformat() if re.fullmatch(r"\d{1,4}", text) else text
