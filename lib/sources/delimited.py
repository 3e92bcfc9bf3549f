"""Delimited text: the delimiter found, read by Arrow where all rows are regular, else row by row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow

from lib.model import FileRefused, say
from lib.sources.ahead import ahead
from lib.sources.plain import Plain
from lib.sources.table import BATCH, TOP, Batch, Record, Table

FIELD = 1 << 24
"""The longest field that is read; a longer one means a quotation mark that is never closed."""
BLOCK = 8 << 20
COLUMNS = 1 << 14
"""The most cells of a record, as in Excel: one line of commas would else claim memory for all the others."""
CELLS = 5_000_000
"""The most cells of a batch that is put together row by row."""

csv.field_size_limit(FIELD)


def delimited(text: Plain) -> Table:
    """The table of a text file; FileRefused when its quotation marks do not add up."""
    delimiter = sniff(text.head())

    def read(skip: int, width: int) -> Iterator[Batch]:
        return ahead(_read(text, delimiter, skip, width))

    top = islice(_records(text, delimiter), TOP)
    return Table(read, tuple(Record(at, tuple(cells)) for at, cells in enumerate(top, 1)))


def sniff(head: str) -> str:
    """The delimiter: what `sep=` names, else the one that cuts the records most evenly."""
    first = re.split(r"[\r\n]", head, maxsplit=1)[0].strip('"')
    if first.lower().startswith("sep=") and len(first) > 4:
        return first[4]
    scores = {delimiter: _evenness(head, delimiter) for delimiter in ",;\t|"}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _evenness(head: str, delimiter: str) -> tuple[float, int]:
    try:
        records = list(islice(csv.reader(StringIO(head, newline=""), delimiter=delimiter), TOP))
    except csv.Error:
        return (0.0, 0)
    widths = Counter(len(record) for record in records if any(record))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width = max(wide, key=lambda w: (wide[w], w))
    return (round(wide[width] / sum(widths.values()), 1), width)


def _read(text: Plain, delimiter: str, skip: int, width: int) -> Iterator[Batch]:
    """Arrow first; at the first irregular row Python's reader takes over after what was read."""
    done = 0
    if text.checked and width > 1:
        try:
            for columns in _fast(text, delimiter, skip, width):
                yield _numbers(skip + done, len(columns[0])), columns
                done += len(columns[0])
            return
        except pa.ArrowInvalid:
            pass
    yield from _slow(text, delimiter, skip + done, width)


def _fast(text: Plain, delimiter: str, skip: int, width: int) -> Iterator[tuple[pa.Array, ...]]:
    names = [str(at) for at in range(width)]
    with text.bytes() as stream:
        reader = arrow.open_csv(
            stream,
            arrow.ReadOptions(column_names=names, skip_rows_after_names=skip, block_size=BLOCK),
            arrow.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        for batch in reader:
            yield tuple(batch.columns)


def _slow(text: Plain, delimiter: str, skip: int, width: int) -> Iterator[Batch]:
    for batch, widest in _batches(islice(_records(text, delimiter), skip, None), width):
        columns = zip(*(record + [""] * (widest - len(record)) for record in batch), strict=True)
        yield _numbers(skip, len(batch)), tuple(pa.array(column, pa.string()) for column in columns)
        skip += len(batch)


def _batches(records: Iterator[list[str]], width: int) -> Iterator[tuple[list[list[str]], int]]:
    """Records in batches, each with the cells of its widest: fewer where they are wide."""
    batch: list[list[str]] = []
    widest = width
    for record in records:
        wider = max(widest, len(record))
        if batch and (len(batch) == BATCH or wider * (len(batch) + 1) > CELLS):
            yield batch, widest
            batch, wider = [], max(width, len(record))
        batch.append(record)
        widest = wider
    if batch:
        yield batch, widest


def _numbers(skip: int, length: int) -> pa.Array:
    return pa.array(np.arange(skip + 1, skip + length + 1))


def _records(text: Plain, delimiter: str) -> Iterator[list[str]]:
    """All records; FileRefused when a quotation mark is still open at the end of the file."""
    with text.text() as stream:
        lines = _Lines(iter(stream))
        row = 0
        try:
            for row, record in enumerate(csv.reader(lines, delimiter=delimiter), 1):
                if lines.ended:
                    raise _unclosed(row)
                if len(record) > COLUMNS:
                    raise FileRefused(say("Row {row} has more than {count} cells.", row=row, count=COLUMNS))
                yield record
        except csv.Error:
            raise _unclosed(row + 1) from None


class _Lines:
    """Lines, and whether the reader asked for more than there are: it did so inside a quotation."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            self.ended = True
            raise


def _unclosed(row: int) -> FileRefused:
    return FileRefused(
        say(
            "The quotation mark opened in row {row} is never closed, so what follows cannot be told apart.",
            row=row,
        )
    )
