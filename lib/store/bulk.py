"""Moves whole tables into the database by the engine's own path, never row by row."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa


def append(connection: sa.Connection, table: sa.Table, data: pa.Table) -> None:
    """Appends the columns of `data` to the table: Arrow for DuckDB, COPY for PostgreSQL."""
    if connection.dialect.name == "duckdb":
        _append_arrow(connection, table, data)
    else:
        _append_copy(connection, table, data)


def _names(connection: sa.Connection, names: list[str]) -> str:
    quote = connection.dialect.identifier_preparer.quote
    return ", ".join(quote(name) for name in names)


def _append_arrow(connection: sa.Connection, table: sa.Table, data: pa.Table) -> None:
    names = _names(connection, data.column_names)
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.register("incoming", data)
    try:
        # Names of our own tables, quoted.
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming")  # noqa: S608
    finally:
        driver.unregister("incoming")


def _append_copy(connection: sa.Connection, table: sa.Table, data: pa.Table) -> None:
    # Every value that is there is quoted, so that an empty text stays apart from no text.
    options = pacsv.WriteOptions(include_header=False, quoting_style="all_valid")
    names = _names(connection, data.column_names)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT csv)") as copy:
        for batch in data.to_batches(max_chunksize=50_000):
            buffer = io.BytesIO()
            pacsv.write_csv(pa.Table.from_batches([batch]), buffer, options)
            copy.write(buffer.getvalue())
