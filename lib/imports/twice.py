"""The same post twice in one file: once where the numbers agree, else the later row is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.model import IDENTITY, MEASURED, Reject, say

POST_KEY, POST_VALUES = IDENTITY, MEASURED
DAY_KEY, DAY_VALUES = ("platform", "account", "metric", "day"), ("value",)

_MIX = np.uint64(0x9E3779B97F4A7C15)


Run = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Keys in ascending order, and for each the hash of what its row said and the row's number."""


@dataclass
class Seen:
    """What a file has said so far: 24 bytes a row, whatever the length of its texts. The runs grow
    by doubling, so that a row is moved a few times only, however many chunks follow."""

    key: tuple[str, ...] = POST_KEY
    values: tuple[str, ...] = POST_VALUES
    _runs: list[Run] = field(default_factory=list)

    def once(self, table: pa.Table) -> tuple[pa.Table, list[Reject], int]:
        """(the rows that say something new, the rows refused, how many merely repeat)."""
        keys, contents = _hash(table, self.key), _hash(table, self.values)
        rows = table["row"].to_numpy()
        _, first, where = np.unique(keys, return_index=True, return_inverse=True)
        earlier = first[where]
        again = earlier != np.arange(len(keys))
        said, said_in = contents[earlier], rows[earlier]
        for run in self._runs:
            at = np.minimum(np.searchsorted(run[0], keys), len(run[0]) - 1)
            known = run[0][at] == keys
            again |= known
            said, said_in = np.where(known, run[1][at], said), np.where(known, run[2][at], said_in)
        clash = again & (said != contents)
        self._remember((keys[~again], contents[~again], rows[~again]))
        rejects = [_refused(table, int(row), int(said_in[row]), self.key) for row in np.flatnonzero(clash)]
        new = table if not again.any() else table.filter(pa.array(~again))
        return new, rejects, int((again & ~clash).sum())

    def _remember(self, run: Run) -> None:
        if not len(run[0]):
            return
        self._runs.append(_sorted(run))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            last, before = self._runs.pop(), self._runs.pop()
            keys, contents, rows = map(np.concatenate, zip(before, last, strict=True))
            self._runs.append(_sorted((keys, contents, rows)))


def _sorted(run: Run) -> Run:
    order = np.argsort(run[0], kind="stable")
    return run[0][order], run[1][order], run[2][order]


def _refused(table: pa.Table, at: int, first: int, key: tuple[str, ...]) -> Reject:
    row = table["row"][at].as_py()
    value = str(table["native_id" if "native_id" in key else "day"][at].as_py())
    return Reject(row, None, say("Row {first} says the same thing with other numbers.", first=first), value)


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
        texts = coded.dictionary.to_numpy(zero_copy_only=False)
        hashed = pd.util.hash_array(texts, categorize=False)
        numbers[others.to_numpy(zero_copy_only=False)] = hashed[coded.indices.to_numpy()]
    return numbers
