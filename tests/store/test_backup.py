"""Backup and restore on both engines: all of it comes back, an older schema too; what is no backup
changes nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.metrics import run
from lib.model import PulseError
from lib.store import backup, engine, restore, tables
from lib.store.engine import open_store
from lib.store.schema import metadata
from tests.factories import asking, bring, posts


@pytest.fixture
def filled(url):
    """A store with two posts, and its address."""
    store = open_store(url)
    bring(store, posts({"reach": 10, "text": '一壺茶, "two"\nlines'}, {"reach": 32}))
    return url, store


def rows(url: str) -> dict[str, list]:
    """All that is in the database."""
    store = engine.connect(url)
    with store.connect() as connection:
        found = {}
        for name in tables.there(connection):
            result = connection.execute(sa.text(f"SELECT * FROM {name}"))
            found[name] = [sorted(result.keys()), *sorted(map(repr, result.all()))]
    store.dispose()
    return found


def test_what_was_saved_comes_back_and_what_came_later_is_kept_aside(filled, tmp_path):
    url, store = filled
    saved = backup.save(store, tmp_path / "b", "test")
    before = rows(url) if store.dialect.name != "duckdb" else None
    bring(store, posts({"reach": 100, "native_id": "later"}))
    store.dispose()
    revision, kept = restore.put_back(url, saved, tmp_path / "kept")
    assert revision == engine.head()
    assert before is None or rows(url) == before
    store = open_store(url)
    assert run.fetch(store, asking(("posts",))).rows[0]["posts"] == 2
    store.dispose()
    restore.put_back(url, kept, tmp_path / "kept")
    store = open_store(url)
    assert run.fetch(store, asking(("posts",))).rows[0]["posts"] == 3
    store.dispose()


def test_every_table_is_in_it(filled, tmp_path):
    _, store = filled
    saved = backup.save(store, tmp_path, "test")
    if saved.suffix == ".zip":
        with zipfile.ZipFile(saved) as archive:
            names = {name.removesuffix(".csv") for name in archive.namelist()}
    else:
        copy = engine.connect(f"duckdb:///{saved}")
        names = set(sa.inspect(copy).get_table_names())
        copy.dispose()
    store.dispose()
    assert names >= {*metadata.tables, tables.REVISION}


def test_no_module_of_tables_is_forgotten():
    modules = {file.stem for file in Path(tables.__file__).parent.glob("*schema.py")}
    assert modules <= set(vars(tables)) | {"schema"}


def test_what_is_no_backup_changes_nothing(filled, tmp_path):
    url, store = filled
    store.dispose()
    before = rows(url)
    other = tmp_path / "letter.zip"
    other.write_text("Dear all,")
    with pytest.raises(PulseError, match="no backup"):
        restore.put_back(url, other, tmp_path / "kept")
    with pytest.raises(PulseError, match="no file"):
        restore.put_back(url, tmp_path / "nowhere", tmp_path / "kept")
    assert rows(url) == before


def test_a_backup_is_whole_whoever_writes_meanwhile(filled, tmp_path):
    """The copy is of one moment: a transaction that ends later is not in it."""
    url, store = filled
    with store.begin() as connection:
        connection.execute(sa.text("DELETE FROM observation"))
        saved = backup.save(store, tmp_path, "test")
    store.dispose()
    restore.put_back(url, saved, tmp_path / "kept")
    assert len(rows(url)["observation"]) == 1 + 2


def test_a_backup_of_an_older_schema_is_brought_up_to_date(filled, tmp_path, later):
    """Saved by the program of today, put back by that of tomorrow."""
    url, store = filled
    today = engine.revision(store)
    saved = backup.save(store, tmp_path, "test")
    store.dispose()
    open_store(url).dispose()
    table = sa.Table("later", metadata, sa.Column("id", sa.BigInteger))
    try:
        assert restore.put_back(url, saved, tmp_path / "kept")[0] == today
    finally:
        metadata.remove(table)
    found = rows(url)
    assert found[tables.REVISION][1] == repr(("later",))
    assert len(found["observation"]) == 1 + 2


def test_a_backup_of_a_newer_program_is_refused(url, tmp_path):
    store = open_store(url)
    newest = engine.head()
    with store.begin() as connection:
        connection.execute(sa.text(f"UPDATE {tables.REVISION} SET version_num = 'tomorrow'"))
    saved = backup.save(store, tmp_path, "test")
    with store.begin() as connection:
        connection.execute(sa.text(f"UPDATE {tables.REVISION} SET version_num = '{newest}'"))
    store.dispose()
    with pytest.raises(PulseError, match="newer"):
        restore.put_back(url, saved, tmp_path / "kept")
    assert rows(url)[tables.REVISION][1] == repr((newest,))
