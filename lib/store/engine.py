"""The engine from a URL, brought up to the newest schema; a backup is taken before that."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.ddl.impl import DefaultImpl
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.model import PulseError, StoreBusy, say
from lib.store import backup, log

MIGRATIONS = Path(__file__).parent / "migrations"

MEMORY = "1GB"
"""What DuckDB may hold in memory; beyond that it works on disk, so that an import of any size leaves
the machine room. `?memory_limit=` in the database's URL says otherwise."""

logger = logging.getLogger(__name__)


class DuckDBImpl(DefaultImpl):
    """All Alembic needs to know of DuckDB."""

    __dialect__ = "duckdb"


def open_store(url: str, backups: Path | None = None) -> sa.Engine:
    """An engine whose database has the newest schema.

    Errors: StoreBusy when another process holds the DuckDB file, PulseError when the database
    cannot be reached or is newer than this program.
    """
    engine = connect(url)
    migrate(engine, backups)
    return engine


def connect(url: str) -> sa.Engine:
    """An engine, the schema left as it is. Errors as `open_store`."""
    parsed = _parsed(url)
    try:
        if parsed.drivername == "duckdb" and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = (
            _duckdb(parsed) if parsed.drivername == "duckdb" else sa.create_engine(parsed, pool_pre_ping=True)
        )
        engine.connect().close()
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise _unreachable(parsed, error) from error
    return engine


def _duckdb(url: sa.URL) -> sa.Engine:
    # Rows go in by all cores at once, in no particular order: whoever wants one asks for it.
    config = {"preserve_insertion_order": "false"}
    limit = {} if "memory_limit" in url.query else {"memory_limit": MEMORY}
    return sa.create_engine(url, connect_args={"config": config | limit})


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        # The URL itself may hold a password, so it is not repeated.
        raise PulseError(
            say("PULSE_DATABASE_URL is no database URL, such as duckdb:///data/pulse.duckdb.")
        ) from None


def _unreachable(url: sa.URL, error: Exception) -> PulseError:
    place = url.render_as_string(hide_password=True)
    if "lock on file" in str(error):
        return StoreBusy(
            say(
                "Another process has the database {place} open; stop it, or let the running app do this.",
                place=place,
            )
        )
    reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
    return PulseError(say("The database {place} cannot be opened: {reason}", place=place, reason=reason))


def config(connection: sa.Connection | None = None) -> Config:
    """What Alembic needs to know; the connection on which it shall work."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["connection"] = connection
    return found


def head() -> str:
    """The newest schema this program knows."""
    return _head(MIGRATIONS)


@cache
def _head(_: Path) -> str:
    # Asked at each opening, and every migration is read for it.
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def revisions() -> set[str]:
    """All schemas this program knows."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def revision(engine: sa.Engine) -> str | None:
    """The schema the database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: sa.Engine, backups: Path | None = None) -> bool:
    """Brings the schema up to date, after a backup when there is something to lose. Says whether
    anything was done."""
    now = revision(engine)
    if now == head():
        return False
    if now is not None and now not in revisions():
        raise PulseError(
            say("The database has the newer schema {revision}: install the newer Pulse.", revision=now)
        )
    if now is not None and backups is not None and _holds_data(engine):
        logger.info("Backup before the migration: %s", backup.save(engine, backups, f"before-{head()}"))
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
    return True


def _holds_data(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return log.data_version(connection) > 0
