"""Rows that come once and are read more than once: text in an Arrow file, in bounded memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from weakref import finalize

import numpy as np
import pyarrow as pa

from lib.sources.table import TOP, Batch, Record, Table

_WHOLE = 1 << 256


class Spool:
    """A table under way: rows are added batch by batch, then `table` reads them again and again. The
    file goes away with the last of the two."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = tuple(header)
        self._schema = pa.schema([(str(at), pa.string()) for at in range(len(header))])
        file = tempfile.NamedTemporaryFile(prefix="pulse-", suffix=".arrow", delete=False)  # noqa: SIM115
        self._path = Path(file.name)
        finalize(self, self._path.unlink, missing_ok=True)
        self._file = file
        self._writer = pa.ipc.new_stream(
            file, self._schema, options=pa.ipc.IpcWriteOptions(compression="lz4")
        )
        self._top: list[tuple[str, ...]] = []
        self._sum = 0
        self.rows = -1
        self.add([self._header])

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Takes rows, each as wide as the header."""
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        self._top += rows[: TOP - len(self._top)]
        self.rows += len(rows)
        for row in rows:
            self._sum += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())

    @property
    def sha256(self) -> str:
        """The same for the same header and rows in any order: a database promises none."""
        whole = repr((self._header, self.rows, self._sum % _WHOLE))
        return hashlib.sha256(whole.encode()).hexdigest()

    def table(self) -> Table:
        """What was added; nothing can be added afterwards."""
        self._writer.close()
        self._file.close()
        return Table(self._read, tuple(Record(at, row) for at, row in enumerate(self._top, 1)))

    def _read(self, skip: int, width: int) -> Iterator[Batch]:
        done = 0
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_stream(file) as reader:
            for batch in reader:
                first, done = max(skip, done), done + batch.num_rows
                if first >= done:
                    continue
                part = batch.slice(batch.num_rows - (done - first))
                beyond = [pa.repeat(pa.scalar(""), part.num_rows)] * (width - part.num_columns)
                yield pa.array(np.arange(first + 1, done + 1)), (*part.columns, *beyond)
