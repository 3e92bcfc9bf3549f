"""Files of several tables under one another, each with a header of its own: Google Analytics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from lib.imports.counts import decimals
from lib.imports.formats import load, read_header
from lib.imports.spec import DAY_METRICS, Format, Reading
from lib.imports.words import fold
from lib.metrics.breakdown import fields, figures
from lib.model import FileRefused, Message, quoted, say
from lib.sources.table import Chunk, Record, Table

_START = re.compile(
    r"^#?\s*(?:start date|開始日期|開始日|startdatum|fecha de inicio|data de início|date de début"
    r"|data di inizio)\s*[:：]\s*(\d{8})$"
)
_END = re.compile(
    r"^#?\s*(?:end date|結束日期|終了日|enddatum|slutdatum|fecha de finalización|fecha final|data de término"
    r"|date de fin|data di fine|fecha de fin|data de fim)"
    r"\s*[:：]\s*(\d{8})$"
)
_SPAN = re.compile(r"^#?\s*(\d{8})-(\d{8})$")
"""How explorations state their days; reports do so in two lines."""
_TOTAL = re.compile(r"^(?:grand )?totals?$|^總計$|^合計$|^gesamtsumme$")


@dataclass(frozen=True)
class Section:
    """One of the tables: its header, its rows, and the days its report starts and ends with where that is
    said."""

    header: Record
    rows: list[Record]
    start: date | None
    end: date | None = None


@dataclass(frozen=True)
class Found:
    """A table that is taken: how it is read, its rows, the first and last day of its report."""

    reading: Reading
    chunk: Chunk
    span: tuple[date | None, date | None] = (None, None)


def split(records: Iterable[Record]) -> Iterator[Section]:
    """The tables of a file. A comment or an empty line ends one; the next line of several cells is
    the header of the next."""
    start: date | None = None
    end: date | None = None
    header: Record | None = None
    rows: list[Record] = []
    for record in records:
        filled = record.filled
        comment = bool(filled) and filled[0].lstrip().startswith("#")
        if comment or not filled:
            if header is not None:
                yield Section(header, rows, start, end)
            header, rows = None, []
            start = (_day(_START, filled[0]) or _day(_SPAN, filled[0]) if comment else None) or start
            end = (_day(_END, filled[0]) or _day(_SPAN, filled[0], 2) if comment else None) or end
        elif header is None:
            header = record if len(filled) > 1 else None
        else:
            rows.append(record)
    if header is not None:
        yield Section(header, rows, start, end)


def _day(pattern: re.Pattern[str], comment: str, group: int = 1) -> date | None:
    found = pattern.match(fold(comment))
    try:
        return date.fromisoformat(found[group]) if found else None
    except ValueError:
        return None


def tables(format_: Format, table: Table, today: date, warnings: list[Message]) -> Iterator[Found]:
    """The tables that count by day, and those that split by one thing; the others are named in a warning.
    FileRefused where there is none of either, or for a report that ends in the future."""
    others: list[str] = []
    known = 0
    day_format, split_format = load()["ga4"], load()["ga4_breakdown"]
    for section in split(table.records()):
        if section.end is not None and section.end > today + timedelta(1):
            raise FileRefused(say("The report ends on {day}, which is in the future.", day=section.end))
        by_day = read_header(replace(day_format, order=format_.order), 0, section.header, table)
        by_part = read_header(split_format, 0, section.header, table)
        if _by_day(by_day, section):
            known += 1
            yield _dated(by_day, section)
        elif not _days(by_day) and len(fields(by_part.columns)) == 1 and figures(by_part.columns):
            known += 1
            yield _parted(by_part, section)
        else:
            others.append(_names(section))
    if not known:
        raise FileRefused(
            say(
                "No table of the file counts by day or splits by what Pulse knows; they are by {headers}.",
                headers=quoted(others) or "—",
            )
        )
    if others:
        warnings.append(
            say(
                "Tables that neither count by day nor split by what Pulse knows are left out: {headers}.",
                headers=quoted(others),
            )
        )


def _parted(reading: Reading, section: Section) -> Found:
    """A table that splits its figures; its totals stand among the rows. Where no line says that it is one,
    the line without a name is: a part without a name is written “(not set)”."""
    width = max(len(line.cells) for line in (section.header, *section.rows))
    headers = _padded(section.header, width)
    at = reading.columns[fields(reading.columns)[0]][0]
    cells = [_padded(row, width) for row in section.rows]
    if not any(_total(cell) for line in cells for cell in line):
        for line in cells:
            line[at] = line[at] if line[at].strip() else "Total"
    return Found(
        replace(reading, headers=tuple(headers)),
        _chunk(section.rows, cells, width),
        (section.start, section.end) if section.start and section.end else (None, None),
    )


def _names(section: Section) -> str:
    """The headers over what a table is split by: the first column, and those that hold no numbers."""
    named = (
        cell.strip()
        for at, cell in enumerate(section.header.cells)
        if cell.strip()
        and (not at or not _numeric([row.cells[at] for row in section.rows if at < len(row.cells)]))
    )
    return " × ".join(named) or section.header.filled[0]


def _padded(record: Record, width: int) -> list[str]:
    return [*record.cells, *[""] * (width - len(record.cells))][:width]


def _chunk(rows: Sequence[Record], cells: Sequence[Sequence[str]], width: int) -> Chunk:
    columns = tuple(pa.array([line[at] for line in cells], pa.string()) for at in range(width))
    return Chunk(columns, pa.array([row.row for row in rows], pa.int64()))


def _by_day(reading: Reading, section: Section) -> bool:
    """Whether a table has one row a day: no column splits the day, and one is known to Pulse."""
    columns, days = reading.columns, _days(reading)
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


def _days(reading: Reading) -> list[int]:
    """The columns that hold days."""
    return [*reading.columns.get("day", ()), *reading.columns.get("nth_day", ())]


def _numeric(cells: Sequence[str]) -> bool:
    texts = [cell for cell in cells if not _TOTAL.match(fold(cell))]
    return not texts or not any(decimals(pa.array(texts, pa.string()))[1].to_pylist())


def _dated(reading: Reading, section: Section) -> Found:
    """A table whose first column holds days; its totals are left out."""
    at = reading.columns.get("day", reading.columns.get("nth_day", (0,)))[0]
    # The line of totals has no day; mostly it is named too.
    days = [row for row in section.rows if "".join(row.cells[at : at + 1]).strip()]
    rows = [row for row in days if not any(map(_total, row.cells))]
    width = len(section.header.cells)
    cells = [_padded(row, width) for row in rows]
    if "day" not in reading.columns and section.start is not None:
        for line in cells:
            line[at] = _nth(section.start, line[at])
    return Found(replace(reading, columns={**reading.columns, "day": (at,)}), _chunk(rows, cells, width))


def _total(cell: str) -> bool:
    return bool(_TOTAL.match(fold(cell)))


def _nth(start: date, cell: str) -> str:
    """The day a number stands for, the first being 0; what is no number stays, and is refused later."""
    text = cell.strip()
    return (start + timedelta(int(text))).isoformat() if re.fullmatch(r"\d{1,4}", text) else text
