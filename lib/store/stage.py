"""Rows on their way in: a Parquet file that DuckDB scans where it lies, a temporary table of PostgreSQL."""

from __future__ import annotations

from tempfile import NamedTemporaryFile
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, DropTable

from lib.store import bulk

NUMBER = "n"
"""The column that numbers the staged rows, from 0."""

ROWS = 50_000
"""Rows of a group of the file: what is held in memory while they are gathered."""


class Stage:
    """Takes tables of one schema, numbers their rows, and lets the database read them as `table`.

    Memory does not grow with what is staged. For DuckDB the rows lie in a file of their own, which
    goes when the stage is closed: a temporary table would be kept in memory.
    """

    def __init__(self, connection: sa.Connection, name: str, schema: pa.Schema, types: sa.Table) -> None:
        columns = [sa.Column(n, types.c[n].type if n in types.c else sa.Text()) for n in schema.names]
        self.table = sa.Table(
            name, sa.MetaData(), *columns, sa.Column(NUMBER, sa.BigInteger), prefixes=["TEMPORARY"]
        )
        self.rows = 0
        self._connection = connection
        self._schema = schema.append(pa.field(NUMBER, pa.int64()))
        self._waiting: list[pa.Table] = []
        self._file: IO[bytes] | None = None
        self._writer: pq.ParquetWriter | None = None
        self._created = False

    def add(self, data: pa.Table) -> None:
        """Stages the rows of a table; its columns may stand in any order."""
        numbers = pa.array(np.arange(self.rows, self.rows + data.num_rows))
        self.rows += data.num_rows
        self._waiting.append(
            data.append_column(NUMBER, numbers).select(self._schema.names).cast(self._schema)
        )
        if sum(table.num_rows for table in self._waiting) >= ROWS:
            self._put()

    def open(self) -> None:
        """All is staged: from here on the table can be read."""
        if self._waiting:
            self._put()
        if self._writer is not None and self._file is not None:
            self._writer.close()
            view = f"CREATE TEMPORARY VIEW {self.table.name} AS FROM read_parquet('{self._file.name}')"
            self._connection.exec_driver_sql(view)

    def drop(self) -> None:
        """The table has been read. (A transaction that is rolled back takes it along by itself.)"""
        if self._writer is not None:
            self._connection.exec_driver_sql(f"DROP VIEW {self.table.name}")
        if self._created:
            self._connection.execute(DropTable(self.table))
        self.close()

    def close(self) -> None:
        """Gives the space back."""
        if self._file is not None:
            self._file.close()

    def _put(self) -> None:
        data = pa.concat_tables(self._waiting)
        self._waiting.clear()
        if self._connection.dialect.name == "duckdb":
            self._write(data)
            return
        if not self._created:
            self._connection.execute(DropTable(self.table, if_exists=True))
            self._connection.execute(CreateTable(self.table))
            self._created = True
        bulk.append(self._connection, self.table, data)

    def _write(self, data: pa.Table) -> None:
        if self._file is None:
            self._file = NamedTemporaryFile(prefix="pulse-", suffix=".parquet")  # noqa: SIM115 - lives as long as the stage
            # It is read once and soon: no time is spent on making it small.
            self._writer = pq.ParquetWriter(
                self._file.name,
                self._schema,
                compression="none",
                use_dictionary=False,
                write_statistics=False,
            )
        assert self._writer is not None
        self._writer.write_table(data)
