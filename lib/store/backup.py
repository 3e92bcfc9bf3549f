"""Copies of the whole database: one file that can be put back."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import sqlalchemy as sa

from lib.store import tables


def save(engine: sa.Engine, folder: Path, label: str) -> Path:
    """Writes a backup into `folder`, named after the moment and `label`; gives its path."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (
        f"pulse-{stamp}-{label}{again}{suffix(engine)}" for again in chain([""], (f"-{n}" for n in count(2)))
    )
    # Two in a second: the earlier one is not overwritten.
    return write(engine, next(folder / name for name in names if not (folder / name).exists()))


def suffix(engine: sa.Engine) -> str:
    """How a backup's name ends: a DuckDB database, or a zip with a CSV a table."""
    return ".duckdb" if engine.dialect.name == "duckdb" else ".zip"


def write(engine: sa.Engine, target: Path) -> Path:
    """Writes a backup to `target`, whole or not at all, as of one moment whoever writes meanwhile.

    DuckDB: another DuckDB database. PostgreSQL: a zip with one CSV a table, as COPY writes it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}")
    half.unlink(missing_ok=True)
    try:
        (_copy if engine.dialect.name == "duckdb" else _dump)(engine, half)
        half.chmod(0o600)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def _copy(engine: sa.Engine, target: Path) -> None:
    with engine.connect() as connection:
        quote = connection.dialect.identifier_preparer.quote
        mine = quote(connection.exec_driver_sql("SELECT current_database()").scalar_one())
        place = str(target).replace("'", "''")
        # A name of its own: several copies may be under way.
        name = quote(f"backup_{os.getpid()}_{id(connection)}")
        connection.exec_driver_sql(f"ATTACH '{place}' AS {name}")
        try:
            connection.exec_driver_sql(f"COPY FROM DATABASE {mine} TO {name}")
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql(f"DETACH {name}")


def _dump(engine: sa.Engine, target: Path) -> None:
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in tables.there(connection):
            cursor = connection.connection.cursor()
            with (
                archive.open(f"{name}.csv", "w") as out,
                cursor.copy(f"COPY {name} TO STDOUT (FORMAT csv, HEADER)") as copy,
            ):
                for block in copy:
                    out.write(block)
