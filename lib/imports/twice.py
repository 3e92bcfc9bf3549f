"""The same post twice in one file: once where the numbers agree, else the later row is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import NamedTemporaryFile, gettempdir
from typing import Literal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.model import IDENTITY, MEASURED, Reject, say
from lib.store.breakdown_schema import PHOTOGRAPH

POST_KEY, POST_VALUES = IDENTITY, MEASURED
DAY_KEY, DAY_VALUES = ("platform", "account", "metric", "day"), ("value",)
COMMENT_KEY, COMMENT_VALUES = IDENTITY, ("text", "sentiment")
PART_KEY, PART_VALUES = (*PHOTOGRAPH, "bucket"), ("unit", "value")

Kind = Literal["posts", "days", "comments", "breakdowns"]
KEYS: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "posts": (POST_KEY, POST_VALUES),
    "days": (DAY_KEY, DAY_VALUES),
    "comments": (COMMENT_KEY, COMMENT_VALUES),
    "breakdowns": (PART_KEY, PART_VALUES),
}
"""Of each kind of rows what makes two speak of the same thing, and what they must then agree in."""


def kind_of(table: pa.Table) -> Kind:
    """What the rows of a table of clean rows are."""
    if "bucket" in table.column_names:
        return "breakdowns"
    if "metric" in table.column_names:
        return "days"
    return "comments" if "parent_id" in table.column_names else "posts"


_MIX = np.uint64(0x9E3779B97F4A7C15)

_MEMORY = "256MB"
_TOGETHER = 100_000
_HELD = 4_000_000
"""Of a file of up to so many rows the keys are held in memory too: sorted there, they say at once that
nothing is there twice, which is mostly so."""


@dataclass(frozen=True)
class Clash:
    """A row that says of a thing something else than the first row about it: the position of the row
    among all rows, its number in the file, and that of the first."""

    at: int
    row: int
    first: int


@dataclass(frozen=True)
class Repeats:
    """The rows that do not count: their positions, how many of them merely repeat, the others."""

    at: np.ndarray
    same: int = 0
    clashes: Sequence[Clash] = ()


NONE = Repeats(np.array([], np.int64))

_SCHEMA = pa.schema([("key", pa.uint64()), ("said", pa.uint64()), ("row", pa.int64())])

_REPEATS = """
SELECT place, "row", said = first_value(said) OVER of_key AS same, first_value("row") OVER of_key AS first
FROM (SELECT *, file_row_number AS place FROM read_parquet(?, file_row_number = true))
SEMI JOIN (SELECT key FROM read_parquet(?) GROUP BY key HAVING count(*) > 1) USING (key)
WINDOW of_key AS (PARTITION BY key ORDER BY place)
QUALIFY row_number() OVER of_key > 1
ORDER BY place
"""


class Seen:
    """What a file has said, 24 bytes a row, on disk: memory does not grow with the file."""

    def __init__(self, key: tuple[str, ...] = POST_KEY, values: tuple[str, ...] = POST_VALUES) -> None:
        self._key, self._values = key, values
        self._file = NamedTemporaryFile(prefix="pulse-", suffix=".parquet")  # noqa: SIM115 - lives as long as this
        self._writer = pq.ParquetWriter(self._file.name, _SCHEMA, compression="none", use_dictionary=False)
        self._waiting: list[pa.Table] = []
        self._keys: list[np.ndarray] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        """Takes what some rows say."""
        columns = [_hash(table, self._key), _hash(table, self._values), table["row"].combine_chunks()]
        self._rows += table.num_rows
        if self._rows <= _HELD:
            self._keys.append(columns[0])
        self._waiting.append(pa.table(columns, schema=_SCHEMA))
        if sum(each.num_rows for each in self._waiting) >= _TOGETHER:
            self._write()

    def repeats(self) -> Repeats:
        """The rows that say something of which an earlier row spoke; nothing is added afterwards."""
        self._write()
        self._writer.close()
        if self._rows <= _HELD and _all_different(self._keys):
            return NONE
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": gettempdir()}) as engine:
            found = engine.execute(_REPEATS, [self._file.name, self._file.name]).fetchnumpy()
        clashing = np.flatnonzero(~found["same"].astype(bool))
        rows = zip(*(found[name][clashing].tolist() for name in ("place", "row", "first")), strict=True)
        return Repeats(found["place"], len(found["place"]) - len(clashing), [Clash(*each) for each in rows])

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
            self._waiting.clear()


def _all_different(keys: Sequence[np.ndarray]) -> bool:
    ordered = np.sort(np.concatenate([np.empty(0, np.uint64), *keys]))
    return bool((ordered[1:] != ordered[:-1]).all())


def once(
    table: pa.Table, key: tuple[str, ...], values: tuple[str, ...]
) -> tuple[pa.Table, list[Reject], int]:
    """Of a whole table: (the rows that say something new, the rows refused, how many merely repeat)."""
    seen = Seen(key, values)
    seen.add(table)
    found = seen.repeats()
    kept = np.ones(table.num_rows, bool)
    kept[found.at] = False
    return (
        table.filter(pa.array(kept)),
        [refused(clash, table, clash.at) for clash in found.clashes],
        found.same,
    )


def refused(clash: Clash, table: pa.Table, at: int) -> Reject:
    """The reject of a clash, which is row `at` of the table."""
    name = next(each for each in ("native_id", "bucket", "day") if each in table.column_names)
    value = str(table[name][at].as_py())
    other = (
        say("Row {first} is the same comment with other words.", first=clash.first)
        if kind_of(table) == "comments"
        else say("Row {first} says the same thing with other numbers.", first=clash.first)
    )
    return Reject(clash.row, None, other, value)


def _hash(table: pa.Table, names: tuple[str, ...]) -> np.ndarray:
    """One number a row for the values of some columns, equal for equal values."""
    mixed = np.zeros(table.num_rows, np.uint64)
    for name in names:
        mixed = (mixed ^ _numbers(table[name].combine_chunks())) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _numbers(column: pa.Array) -> np.ndarray:
    if pa.types.is_string(column.type):
        return _texts(column)
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    missing = column.is_null().to_numpy(zero_copy_only=False)
    plain = column.fill_null(0).cast(pa.float64() if pa.types.is_floating(column.type) else pa.int64())
    return np.where(missing, _MIX, plain.to_numpy(zero_copy_only=False).view(np.uint64))


def _texts(column: pa.Array) -> np.ndarray:
    """A number for each text: ids of digits are numbers already, which is by far the quickest."""
    column = column.fill_null("")
    length = pc.binary_length(column)
    digits = pc.and_(pc.ascii_is_decimal(column), pc.less_equal(length, 18))
    values = pc.if_else(digits, column, "0").cast(pa.int64()).to_numpy().view(np.uint64)
    numbers = values * np.uint64(32) + length.to_numpy().astype(np.uint64)
    others = pc.invert(digits)
    if pc.any(others).as_py():
        coded = column.filter(others).dictionary_encode()
        hashed = np.fromiter(map(hash, coded.dictionary.to_pylist()), np.int64).view(np.uint64)
        numbers[others.to_numpy(zero_copy_only=False)] = hashed[coded.indices.to_numpy()]
    return numbers
