"""Tables of text as a file holds them: nothing is interpreted here, and rows keep their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lib.model import Message

TOP = 40
"""How many records of the top of a table are looked at to recognise it."""
BATCH = 50_000
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Record:
    """One record; `row` counts as a spreadsheet does, the first record being row 1."""

    row: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(cell for cell in self.cells if cell.strip())


@dataclass(frozen=True)
class Chunk:
    """Some rows below the header: one array of strings a column ("" where there is nothing), their
    row numbers, and of rows longer than the header the number and the first surplus cell."""

    columns: tuple[pa.Array, ...]
    rows: pa.Array
    long: tuple[tuple[int, str], ...] = ()


Batch = tuple[pa.Array, tuple[pa.Array, ...]]
"""Row numbers and columns."""

Read = Callable[[int, int], Iterator[Batch]]
"""(records to skip, columns) → the rest, batch by batch."""


@dataclass(frozen=True)
class Table:
    """One table of a file: `top` holds its first records, the rest is read when asked for. `rows` is
    about how many records there are, None where that is not known beforehand."""

    read: Read
    top: tuple[Record, ...]
    sheet: str | None = None
    warnings: tuple[Message, ...] = ()
    rows: int | None = None

    def chunks(self, header: int, below: int = 0) -> Iterator[Chunk]:
        """The rows below record `header` of the top and `below` more, without the empty ones."""
        cells = self.top[header].cells
        named = max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)
        for rows, columns in self.read(header + 1 + below, len(cells)):
            chunk = _chunk(rows, columns, named)
            if len(chunk.rows) or chunk.long:
                yield chunk

    def records(self) -> Iterator[Record]:
        """All records, for files that hold several small tables."""
        width = max((len(record.cells) for record in self.top), default=0)
        for rows, columns in self.read(0, width):
            for row, *cells in zip(rows.to_pylist(), *(c.to_pylist() for c in columns), strict=True):
                yield Record(row, tuple(cells))

    def sample(self, header: int) -> list[tuple[str, ...]]:
        """The cells of the first rows below the header."""
        return [record.cells for record in self.top[header + 1 :] if record.filled]


def _chunk(rows: pa.Array, columns: Sequence[pa.Array], named: int) -> Chunk:
    """Empty rows fall out; a filled cell right of the last named column makes its row too long."""
    surplus = columns[named:]
    long = [pc.not_equal(pc.utf8_trim_whitespace(column), "") for column in surplus]
    too_long = _any(long, len(rows))
    kept = pc.and_(
        _any([pc.not_equal(column, "") for column in columns[:named]], len(rows)), pc.invert(too_long)
    )
    if pc.all(kept).as_py():
        return Chunk(tuple(columns[:named]), rows)
    odd = [
        (
            rows[at].as_py(),
            next(c[at].as_py() for c, mask in zip(surplus, long, strict=True) if mask[at].as_py()),
        )
        for at in pc.indices_nonzero(too_long).to_pylist()
    ]
    return Chunk(tuple(column.filter(kept) for column in columns[:named]), rows.filter(kept), tuple(odd))


def _any(masks: Sequence[pa.Array], length: int) -> pa.Array:
    found = pa.repeat(pa.scalar(False), length)
    for mask in masks:
        found = pc.or_(found, mask)
        if pc.all(found).as_py():
            break
    return found


def of_rows(rows: Sequence[Sequence[str]], sheet: str | None = None) -> Table:
    """A table of rows that are in memory already."""
    width = max(map(len, rows), default=0)

    def read(skip: int, least: int) -> Iterator[Batch]:
        for start in range(skip, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            even = ([*row, *[""] * (max(width, least) - len(row))] for row in batch)
            columns = tuple(pa.array(column, pa.string()) for column in zip(*even, strict=True))
            yield pa.array(range(start + 1, start + len(batch) + 1), pa.int64()), columns

    top = tuple(Record(at, tuple(row)) for at, row in enumerate(rows[:TOP], 1))
    return Table(read, top, sheet, rows=len(rows))


def storable(text: str) -> str:
    """A text without what no database keeps: NULs, and halves of characters, which JSON can hold."""
    return _HALVES.sub("\ufffd", text).replace("\0", "")
