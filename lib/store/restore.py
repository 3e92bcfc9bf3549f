"""Puts a backup back: all that is in the database is replaced by it, in one step or not at all."""

from __future__ import annotations

import csv
import io
import os
import shutil
import zipfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from lib.model import PulseError, say
from lib.store import backup, engine, tables

_BLOCK = 1 << 20


def put_back(url: str, file: Path, backups: Path) -> tuple[str, Path | None]:
    """Replaces the database at `url` by a backup, and brings its schema up to date.

    Gives the revision the backup had, and the copy that was taken of what was there before (None where
    there was nothing). Errors: StoreBusy while the app, or another program, has the DuckDB file open;
    PulseError where the file is no backup for this engine, or is newer than this program.
    """
    if not file.is_file():
        raise PulseError(say("There is no file {file}.", file=str(file)))
    kept = _kept(url, backups)
    found = _put_file(url, file) if sa.make_url(url).drivername == "duckdb" else _put_tables(url, file)
    engine.open_store(url, backups).dispose()
    return found, kept


def _kept(url: str, backups: Path) -> Path | None:
    """A copy of what is there now."""
    store = engine.connect(url)
    try:
        return backup.save(store, backups, "before-restore") if engine.revision(store) is not None else None
    finally:
        store.dispose()


def _put_file(url: str, file: Path) -> str:
    target = Path(sa.make_url(url).database or "")
    half = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(file, half)
        revision = _checked(_revision_of(half), file)
        target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return revision


def _revision_of(file: Path) -> str | None:
    try:
        found = engine.connect(f"duckdb:///{file}")
    except PulseError:
        return None
    try:
        return engine.revision(found)
    finally:
        found.dispose()


def _checked(revision: str | None, file: Path) -> str:
    if revision is None:
        raise PulseError(
            say(
                "{file} is no backup of Pulse for this kind of database; nothing was changed.", file=file.name
            )
        )
    if revision not in engine.revisions():
        raise PulseError(
            say("The backup has the newer schema {revision}: install the newer Pulse.", revision=revision)
        )
    return revision


def _put_tables(url: str, file: Path) -> str:
    store = engine.connect(url)
    try:
        with _opened(file) as archive, store.begin() as connection:
            revision = _checked(_revision_in(archive), file)
            for name in tables.there(connection):
                connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
            command.upgrade(engine.config(connection), revision)
            for name in archive.namelist():
                _load(connection, archive, name.removesuffix(".csv"))
        return revision
    finally:
        store.dispose()


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        _checked(None, file)
        raise


def _revision_in(archive: zipfile.ZipFile) -> str | None:
    name = f"{tables.REVISION}.csv"
    if name not in archive.namelist():
        return None
    rows = list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"))))
    return rows[0].get("version_num") if rows else None


def _load(connection: sa.Connection, archive: zipfile.ZipFile, name: str) -> None:
    if name == tables.REVISION or name not in tables.there(connection):
        return
    with archive.open(f"{name}.csv") as data:
        head = data.readline()
        columns = next(csv.reader([head.decode("utf-8")]))
        quote = connection.dialect.identifier_preparer.quote
        cursor = connection.connection.cursor()
        names = ", ".join(map(quote, columns))
        with cursor.copy(f"COPY {quote(name)} ({names}) FROM STDIN (FORMAT csv)") as copy:
            while block := data.read(_BLOCK):
                copy.write(block)
