"""The rows of a chunk under a reading: fields by name, and which rows are refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import counts as numbers
from lib.imports import orders
from lib.imports.dates import Moments, moments
from lib.imports.spec import CHANGES, DAY_METRICS, SHARES, Reading
from lib.imports.words import LONGEST, fold, overlong, tidy, translate, trim
from lib.model import NUMBERS, Message, Reject, say
from lib.sources.table import Chunk

EARLIEST = date(2000, 1, 1)
EARLIEST_OF_SERIES = date(1900, 1, 1)
"""A figure of any kind, named after its file, may be older than all platforms."""


@dataclass(frozen=True)
class Context:
    """What the file does not say itself. `today` is the day of the import in `zone`."""

    zone: ZoneInfo
    today: date
    community: str
    platform: str | None = None
    account: str | None = None
    until: date | None = None  # the export day, from which dates without a year go back
    series: str = "value"  # the metric that the file is named after
    span: tuple[date | None, date | None] = (None, None)  # the days that the file's name states
    author_key: Callable[[], bytes] = bytes  # of pseudonyms; asked for only where authors are named


@dataclass
class Cleaned:
    """Clean rows of the schema POSTS, DAYS or COMMENTS, what was refused, and what is worth a warning."""

    table: pa.Table
    rejects: list[Reject]
    read: int
    notes: Counter[str] = field(default_factory=Counter)
    totals: dict[str, int] = field(default_factory=dict)  # what the file's total row says
    sums: dict[str, int] = field(default_factory=dict)  # what its rows add up to, refused ones too
    broken: set[date] = field(default_factory=set)  # days of which a row was refused


class Rows:
    """The rows of a chunk, without totals and footers. The first reason to refuse a row counts."""

    def __init__(self, chunk: Chunk, reading: Reading, context: Context) -> None:
        self.reading, self.context = reading, context
        self.notes: Counter[str] = Counter()
        self._chunk = chunk
        self._leave_out()
        self.totals = self._without_totals()
        self.sums: dict[str, int] = {}
        self.kept = np.ones(len(self._chunk.rows), bool)
        self.rejects = [
            Reject(row, None, say("The row has more cells than the header; its columns have shifted."), cell)
            for row, cell in chunk.long
        ]

    def __len__(self) -> int:
        return len(self._chunk.rows)

    @property
    def row_numbers(self) -> pa.Array:
        return self._chunk.rows

    def has(self, name: str) -> bool:
        """Whether the file has a column for a field."""
        return name in self.reading.columns

    def text(self, name: str) -> pa.Array:
        """A field as it is written; of several columns the first filled one, "" without a column."""
        at = [at for at in self.reading.columns.get(name, ()) if at < len(self._chunk.columns)]
        if not at:
            return pa.repeat(pa.scalar(""), len(self))
        texts = self._chunk.columns[at[0]]
        for other in at[1:]:
            texts = pc.if_else(pc.equal(trim(texts), ""), self._chunk.columns[other], texts)
        return texts

    def words(self, name: str) -> pa.Array:
        """A field as tidy text, null where it is empty; texts that are too long are noted."""
        texts = self.text(name)
        if (pc.max(pc.binary_length(texts)).as_py() or 0) > LONGEST:
            self.notes["cut"] += overlong(texts)
        return tidy(texts)

    def count(self, name: str) -> pa.Array:
        """A field as counts, null where unknown; rows in which it is no count are refused."""
        if not self.has(name):
            return pa.nulls(len(self), pa.int64())
        texts = self.text(name)
        values, wrong = numbers.counts(texts)
        self.refuse(wrong, name, texts, numbers.why)
        self.sums[name] = pc.sum(values).as_py() or 0
        return values

    def figure(self, name: str) -> pa.Array:
        """A daily metric as float64, null where unknown; rows in which it is no number are refused."""
        reads = {"value": numbers.decimals, **dict.fromkeys(CHANGES, numbers.changes)}
        reads |= dict.fromkeys(SHARES, numbers.shares)
        if name not in reads:
            return self.count(name).cast(pa.float64())
        texts = self.text(name)
        values, wrong = reads[name](texts)
        self.notes["dots"] += name == "value" and numbers.dots_could_group(texts)
        self.refuse(wrong, name, texts, numbers.why)
        return values.cast(pa.float64())

    def moments(self, name: str) -> Moments:
        """A field as dates; rows without a date, or with one that cannot be, are refused."""
        texts = self.text(name)
        found = moments(texts, self.reading.format.order, self.context.zone, self.context.until)
        self.notes["yearless"] += found.yearless
        self.notes.update(orders.tally(texts))
        empty = pc.equal(trim(texts), "")
        self.refuse(empty, name, texts, lambda _: say("There is no date."))
        self.refuse(~found.read, name, texts, lambda value: say("“{value}” is not a date.", value=value[:80]))
        day = found.day
        tomorrow = pa.scalar(self.context.today + timedelta(days=1))
        self.refuse(
            pc.greater(day, tomorrow),
            name,
            texts,
            lambda v: say("The date {value} is in the future.", value=v),
        )
        earliest = EARLIEST_OF_SERIES if self.has("value") else EARLIEST
        self.refuse(
            pc.less(day, pa.scalar(earliest)),
            name,
            texts,
            lambda v: say("The date {value} is before the year {year}.", value=v, year=str(earliest.year)),
        )
        return found

    def refuse(
        self, mask: pa.Array | np.ndarray, name: str, texts: pa.Array, why: Callable[[str], Message]
    ) -> None:
        """Refuses the rows of a mask that still stand."""
        if not isinstance(mask, np.ndarray):
            mask = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
        for at in np.flatnonzero(mask & self.kept):
            value = texts[int(at)].as_py() or ""
            row = self._chunk.rows[int(at)].as_py()
            self.rejects.append(Reject(row, self.reading.name(name), why(value), value[:200]))
        self.kept &= ~mask

    def _leave_out(self) -> None:
        """Leaves out the rows that the format says are no posts, such as private messages."""
        for name, words in self.reading.format.left_out.items():
            said = translate(self.text(name), lambda word, known=words: "x" if fold(word) in known else None)  # type: ignore[misc]
            self.notes[f"left out: {name}"] += len(said) - said.null_count
            self._chunk = _filter(self._chunk, said.is_null())

    def _without_totals(self) -> dict[str, int]:
        """Leaves out total rows and footers; gives the counts that a total row states."""
        if not self._chunk.columns:
            return {}
        first = trim(self._chunk.columns[0])
        words = pa.array(sorted(self.reading.format.totals), pa.string())
        total = pc.is_in(pc.utf8_lower(first), words)
        out = pc.or_(total, self._footers(first))
        if not pc.any(out).as_py():
            return {}
        stated = _filter(self._chunk, total)
        self._chunk = _filter(self._chunk, pc.invert(out))
        return {
            name: values[-1].as_py()
            for name in (*NUMBERS, *DAY_METRICS)
            for at in self.reading.columns.get(name, ())[:1]
            if len(values := numbers.counts(stated.columns[at])[0].drop_null())
        }

    def _footers(self, first: pa.Array) -> pa.Array:
        """Rows with a sentence in the first cell and nothing else: "Showing the top 500 results"."""
        alone = pc.match_substring_regex(first, r"[\s\x{80}-\x{10FFFF}]")
        for column in self._chunk.columns[1:]:
            if not pc.any(alone).as_py():
                break
            alone = pc.and_(alone, pc.equal(trim(column), ""))
        return alone


def _filter(chunk: Chunk, mask: pa.Array) -> Chunk:
    return Chunk(tuple(column.filter(mask) for column in chunk.columns), chunk.rows.filter(mask))
