"""Rows on their way in: numbered, readable by the database, and gone afterwards."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
import sqlalchemy as sa

from lib.store import merge
from lib.store import stage as staging
from lib.store.engine import MEMORY, open_store
from lib.store.schema import POSTS, observation
from lib.store.stage import NUMBER, Stage
from tests.factories import bring, posts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("pulse-*")]


def test_rows_are_numbered_over_all_tables(store, folder, monkeypatch):
    monkeypatch.setattr(staging, "ROWS", 3)
    with store.begin() as connection:
        stage = Stage(connection, "staged_post", POSTS, observation)
        for rows in ([{}, {}], [], [{}, {}, {}], [{}]):
            made = posts(*[{"native_id": f"{len(rows)}-{n}"} for n, _ in enumerate(rows)])
            stage.add(made.select(list(reversed(made.column_names))))
        stage.open()
        table = stage.table
        found = connection.execute(
            sa.select(table.c[NUMBER], table.c.native_id).order_by(table.c[NUMBER])
        ).all()
        stage.drop()
    assert stage.rows == 6
    assert [tuple(row) for row in found] == list(enumerate(["2-0", "2-1", "3-0", "3-1", "3-2", "1-0"]))
    assert left(folder) == []


def test_nothing_staged_is_nothing_to_read(store, folder):
    with store.begin() as connection:
        stage = Stage(connection, "staged_post", POSTS, observation)
        stage.add(POSTS.empty_table())
        stage.open()
        stage.drop()
    assert stage.rows == 0
    assert left(folder) == []


def test_an_import_leaves_neither_file_nor_table(store, folder, monkeypatch):
    monkeypatch.setattr(staging, "ROWS", 1)
    bring(store, posts({"reach": 1}))
    bring(store, posts({"reach": 2}), captured_at=datetime(2026, 3, 1), dry_run=True)
    with pytest.raises(KeyError):
        bring(store, posts({"reach": 3}), pa.table({"native_id": ["x"]}))
    with monkeypatch.context() as broken:
        broken.setattr(merge, "days", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring(store, posts({"reach": 3}))
    assert left(folder) == []
    with store.connect() as connection:
        if store.dialect.name == "duckdb":
            kept = connection.exec_driver_sql("SELECT table_name FROM duckdb_tables() WHERE temporary")
        else:
            kept = connection.exec_driver_sql("SELECT relname FROM pg_class WHERE relpersistence = 't'")
        assert kept.all() == []
    assert bring(store, posts({"reach": 4}), captured_at=datetime(2026, 4, 1)).posts.updated == 1


def test_duckdb_keeps_within_its_memory(make_url):
    url = make_url("duckdb")
    for given, shown in ((url, "953.6 MiB"), (f"{url}?memory_limit=2GB", "1.8 GiB")):
        engine = open_store(given)
        with engine.connect() as connection:
            limit = connection.exec_driver_sql("SELECT current_setting('memory_limit')").scalar()
        engine.dispose()
        assert limit == shown
    assert MEMORY == "1GB"
