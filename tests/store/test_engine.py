"""Opening a store: the schema is made or brought up to date, after a backup when there is data."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
import sqlalchemy as sa

from lib.model import PulseError, StoreBusy
from lib.store.engine import migrate, open_store, revision
from lib.store.schema import metadata
from tests.factories import bring, posts


def test_the_migrations_make_the_tables_of_the_schema(store):
    inspector = sa.inspect(store)
    for name, table in metadata.tables.items():
        assert [c["name"] for c in inspector.get_columns(name)] == [c.name for c in table.c]


def test_a_migration_backs_up_what_there_is(store, tmp_path, later):
    bring(store, posts({"reach": 1}))
    assert migrate(store, tmp_path / "backups")
    assert revision(store) == "later"
    [backup] = (tmp_path / "backups").iterdir()
    if backup.suffix == ".zip":
        with zipfile.ZipFile(backup) as archive:
            assert archive.read("observation.csv").count(b"\n") == 2
    else:
        kept = sa.create_engine(f"duckdb:///{backup}")
        with kept.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM observation")) == 1
        kept.dispose()


def test_an_empty_store_needs_no_backup(store, tmp_path, later):
    assert migrate(store, tmp_path / "backups")
    assert not (tmp_path / "backups").exists()
    assert not migrate(store, tmp_path / "backups")


def test_a_newer_schema_is_refused(store):
    with store.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    with pytest.raises(PulseError, match="newer"):
        migrate(store)


HOLDER = """
import sys, time
from lib.store.engine import open_store
connection = open_store(sys.argv[1]).connect()
print("held", flush=True)
time.sleep(60)
"""


def test_a_file_held_by_another_process_is_busy(make_url):

    url = make_url("duckdb")
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match="Another process"):
            open_store(url)
    finally:
        holder.kill()
        holder.wait()
