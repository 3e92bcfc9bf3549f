"""Real engines for every test: DuckDB, and PostgreSQL started from its PyPI package."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from lib.store.engine import connect, open_store
from tests import postgres

ENGINES = ("duckdb", "postgresql")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test process's own, on a socket."""
    with postgres.serving() as server:
        postgres.forgo_safety(server)
        yield postgres.url(server)


@pytest.fixture(scope="session")
def _templates() -> dict[str, sa.URL]:
    """One empty, migrated database an engine, made when first asked for; tests get copies."""
    made: dict[str, sa.URL] = {}
    return made


@pytest.fixture(scope="session")
def make_url(request, tmp_path_factory, _templates):
    """Gives the URL of a new, empty, migrated database on the engine named."""

    def make(engine: str) -> str:
        if engine == "duckdb":
            return _copy_file(_templates, tmp_path_factory.mktemp("duck"))
        return _copy_database(_templates, sa.make_url(request.getfixturevalue("postgres_url")))

    return make


def _copy_file(templates, folder) -> str:
    if "duckdb" not in templates:
        templates["duckdb"] = sa.make_url(f"duckdb:///{folder / 'template.duckdb'}")
        open_store(str(templates["duckdb"])).dispose()
        return _copy_file(templates, folder)
    shutil.copyfile(templates["duckdb"].database, folder / "pulse.duckdb")
    return f"duckdb:///{folder / 'pulse.duckdb'}"


def _copy_database(templates, admin: sa.URL) -> str:
    name = f"pulse_{uuid.uuid4().hex[:12]}"
    root = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        if "postgresql" not in templates:
            connection.execute(sa.text("CREATE DATABASE pulse_template"))
            templates["postgresql"] = admin.set(database="pulse_template")
            open_store(templates["postgresql"].render_as_string(hide_password=False)).dispose()
        # Copied as files: by way of the log, which is the default, it takes twice as long.
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE pulse_template STRATEGY file_copy"))
    root.dispose()
    return admin.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def url(request, make_url) -> str:
    """The URL of an empty database, once on each engine."""
    return make_url(request.param)


@pytest.fixture
def store(url) -> Iterator[sa.Engine]:
    """An empty store, once on each engine; a copy of one that is migrated."""
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("PULSE_")]:
        monkeypatch.delenv(name)
