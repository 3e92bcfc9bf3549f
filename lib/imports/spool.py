"""All clean rows of a file, kept on disk until it is known that the file can be taken."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lib.imports import twice
from lib.imports.twice import Kind, Repeats
from lib.model import Reject


class _Kind:
    """The rows of one schema."""

    def __init__(self, kind: Kind, schema: pa.Schema) -> None:
        self.seen = twice.Seen(*twice.KEYS[kind])
        self.rows = 0
        self.file = tempfile.TemporaryFile(prefix="pulse-")  # noqa: SIM115 - lives as long as the spool
        self.writer = pa.ipc.new_stream(self.file, schema)
        self.repeats: Repeats = twice.NONE

    def add(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self.seen.add(table)
        self.writer.write_table(table)

    def tables(self) -> Iterator[tuple[int, pa.Table]]:
        """All rows, each table with the position of its first."""
        self.file.seek(0)
        at = 0
        for batch in pa.ipc.open_stream(self.file):
            yield at, pa.Table.from_batches([batch])
            at += batch.num_rows

    def counting(self) -> Iterator[pa.Table]:
        """The rows that say something new."""
        for at, table in self.tables():
            inside = slice(*np.searchsorted(self.repeats.at, (at, at + table.num_rows)))
            out = self.repeats.at[inside] - at
            yield table if not len(out) else table.filter(_all_but(out, table.num_rows))


def _all_but(out: np.ndarray, length: int) -> pa.Array:
    kept = np.ones(length, bool)
    kept[out] = False
    return pa.array(kept)


@dataclass(frozen=True)
class Refused:
    """A row refused for what an earlier one said; `at` is its position among the rows of its kind."""

    kind: Kind
    at: int
    reject: Reject


class Spool:
    """Tables of posts, of days and of comments, written once, then read once or more, in bounded memory."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, _Kind] = {}

    @property
    def rows(self) -> int:
        """How many rows there are; repeats fall out when it is settled."""
        return sum(kind.rows - len(kind.repeats.at) for kind in self._kinds.values())

    def lengths(self) -> dict[Kind, int]:
        """How many rows of each kind were added."""
        return {kind: rows.rows for kind, rows in self._kinds.items()}

    def add(self, table: pa.Table) -> None:
        kind = twice.kind_of(table)
        if kind not in self._kinds:
            self._kinds[kind] = _Kind(kind, table.schema)
        self._kinds[kind].add(table)

    def settle(self) -> tuple[list[Refused], int]:
        """All is added: leaves out the rows that an earlier one spoke for. Gives those that say
        something else than it, and how many merely repeat."""
        refused: list[Refused] = []
        for name, kind in self._kinds.items():
            kind.writer.close()
            kind.repeats = kind.seen.repeats()
            refused += [Refused(name, *each) for each in _refused(kind)]
        return refused, sum(kind.repeats.same for kind in self._kinds.values())

    def tables(self) -> Iterator[pa.Table]:
        """The rows that count, once the spool is settled."""
        for kind in self._kinds.values():
            yield from kind.counting()


def _refused(kind: _Kind) -> Iterator[tuple[int, Reject]]:
    waiting = list(kind.repeats.clashes)
    for at, table in kind.tables() if waiting else ():
        while waiting and waiting[0].at < at + table.num_rows:
            clash = waiting.pop(0)
            yield clash.at, twice.refused(clash, table, clash.at - at)
