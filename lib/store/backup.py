"""Copies of the whole database: one file that can be put back."""

from __future__ import annotations

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from lib.store import forecast_schema, goal_schema, slot_schema  # noqa: F401
from lib.store.durable import PATIENCE, checkpoint
from lib.store.schema import metadata


def save(engine: sa.Engine, folder: Path, label: str) -> Path:
    """Writes a backup into `folder`; gives its path.

    DuckDB: the database file after a checkpoint. PostgreSQL: a zip with one CSV a table, as COPY
    writes it, read in one transaction.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    if engine.dialect.name == "duckdb":
        return _save_file(engine, folder / f"pulse-{stamp}-{label}.duckdb")
    return _save_tables(engine, folder / f"pulse-{stamp}-{label}.zip")


def _save_file(engine: sa.Engine, target: Path) -> Path:
    checkpoint(engine, PATIENCE)
    shutil.copyfile(str(engine.url.database), target)
    return target


def _save_tables(engine: sa.Engine, target: Path) -> Path:
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        tables = set(sa.inspect(connection).get_table_names())
        for name in sorted(tables & {*metadata.tables, "alembic_version"}):
            cursor = connection.connection.cursor()
            with (
                archive.open(f"{name}.csv", "w") as out,
                cursor.copy(f"COPY {name} TO STDOUT (FORMAT csv, HEADER)") as copy,
            ):
                for block in copy:
                    out.write(block)
    return target
