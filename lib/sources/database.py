"""Databases as sources: a table or a select of a foreign database, read in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import sqlalchemy as sa

from lib.model import SourceFailed, say
from lib.sources import addresses, values
from lib.sources.spool import Spool
from lib.sources.statement import statement
from lib.sources.upload import Upload

ROWS = 5_000
"""How many rows travel at a time."""
_SYSTEM = ("information_schema", "pg_catalog", "mysql", "performance_schema", "sys")
_TIMEOUT = 300
_LIBPQ = {
    "connect_timeout": 10,
    "application_name": "Pulse",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""What a dead server is noticed by, where the URL does not say otherwise."""


@dataclass(frozen=True)
class Column:
    """A column of a foreign table and its type as the database names it."""

    name: str
    type: str


@dataclass(frozen=True)
class Found:
    """What a connection test saw: "schema.name" of all tables and views, and a table's columns."""

    tables: tuple[str, ...]
    columns: tuple[Column, ...] = ()


def connect(
    name: str,
    connections: Mapping[str, str],
    allowed: frozenset[str],
    timeout: float = _TIMEOUT,
    resolve: addresses.Resolve = addresses.system,
) -> sa.Engine:
    """An engine for a connection of the secrets file: read-only, few connections, a time-out in seconds
    a statement. Nothing is connected yet; each new connection's address is checked once more.

    SourceFailed when there is no such connection, it leads where sources may not, or its driver is
    missing.
    """
    if name not in connections:
        raise _unknown(name, connections)
    url = addresses.parse(connections[name])
    addresses.check(url, allowed, resolve)
    try:
        engine = sa.create_engine(_read_only(url), hide_parameters=True, **_options(url))
    except (sa.exc.SQLAlchemyError, ImportError):
        raise SourceFailed(
            say("The driver for databases of the kind “{kind}” is not installed.", kind=url.drivername)
        ) from None
    if engine.dialect.name == "postgresql":
        _guard(engine, allowed, timeout, resolve)
    elif url.get_backend_name() not in addresses.FILES:
        check_again(engine, url, allowed, resolve)
    return engine


def check_again(engine: sa.Engine, url: sa.URL, allowed: frozenset[str], resolve: addresses.Resolve) -> None:
    """Has each new connection's address checked, for drivers that cannot be given the address that was."""

    @sa.event.listens_for(engine, "do_connect")
    def check(*_: Any) -> None:
        addresses.check(url, allowed, resolve)


def test(engine: sa.Engine, address: Mapping[str, Any]) -> Found:
    """Connects and looks around: the tables, and the columns of the table or select that the address
    names, if any. SourceFailed says why not."""
    with in_words(engine), engine.connect() as connection:
        inspector = sa.inspect(connection)
        tables = tuple(sorted(_tables(inspector)))
        if address.get("table"):
            return Found(tables, _columns(inspector, str(address["table"])))
        if not address.get("select"):
            return Found(tables)
        result = connection.execute(statement({**address, "limit": 1}))
        return Found(tables, tuple(Column(name, "") for name in list(result.keys())))


def read(
    engine: sa.Engine, address: Mapping[str, Any], cursor: str | None = None, now: datetime | None = None
) -> tuple[Upload, str | None]:
    """The rows of {"connection", "table" ("schema.name") or "select", "cursor"?: column, "limit"?} as an
    upload, and the new cursor.

    After the first time only rows at or after the cursor come: those that tie with it again, times
    `OVERLAP` earlier, and rows without a cursor, since to see a row twice is harmless and to miss one is
    not. With a `limit`, for a look, the cursor stays as it was. One statement is one snapshot.
    SourceFailed says what went wrong; `now` has a zone.
    """
    column, now = address.get("cursor"), now or datetime.now(UTC)
    with in_words(engine), engine.connect().execution_options(yield_per=ROWS) as connection:
        result = connection.execute(statement(address, cursor))
        names = list(result.keys())
        at = _position(names, column)
        spool, seen = Spool(names), None
        for rows in result.partitions():
            spool.add([tuple(map(values.text, row)) for row in rows])
            if at is not None:
                seen = values.newest([seen, *(row[at] for row in rows)], now)
    moved = values.cursor_text(seen) if seen is not None and not address.get("limit") else cursor
    name = " · ".join(str(address[key]) for key in ("connection", "table") if address.get(key))
    return Upload(name, spool.sha256, (spool.table(),)), moved


def _unknown(name: str, connections: Mapping[str, str]) -> SourceFailed:
    if not connections:
        return SourceFailed(
            say("The secrets file names no connection; add [connections.{name}] with its url.", name=name)
        )
    known = ", ".join(sorted(connections))
    return SourceFailed(
        say("The secrets file has no connection “{name}”; it has {known}.", name=name, known=known)
    )


def _read_only(url: sa.URL) -> sa.URL:
    """The URL; of a file, which has to be there, opened for reading only."""
    if url.get_backend_name() in addresses.FILES and not Path(url.database or "").is_file():
        raise SourceFailed(say("The database {name} does not exist.", name=Path(url.database or "").name))
    if url.get_backend_name() == "sqlite":
        path = quote(str(Path(url.database or "").resolve()))
        return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    return url


def _options(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() == "duckdb":
        return {"connect_args": {"read_only": True, "config": {"enable_external_access": "false"}}}
    if url.get_backend_name() != "postgresql":
        return {}
    return {
        "connect_args": {name: value for name, value in _LIBPQ.items() if name not in url.query},
        # Begun so by the driver: holds behind a pooler of connections too, where a setting would not.
        "execution_options": {"postgresql_readonly": True},
        "pool_size": 2,
        "max_overflow": 2,
        "pool_timeout": 10,
        "pool_pre_ping": True,
    }


def _guard(engine: sa.Engine, allowed: frozenset[str], timeout: float, resolve: addresses.Resolve) -> None:
    @sa.event.listens_for(engine, "do_connect")
    def pin(dialect: sa.Dialect, record: Any, args: Any, parameters: dict[str, Any]) -> None:
        pinned = addresses.pin(parameters, allowed, resolve)
        parameters.clear()
        parameters.update(pinned)

    @sa.event.listens_for(engine, "begin")
    def bound(connection: sa.Connection) -> None:
        # Past SQLAlchemy, which would ask for a cursor on the server where rows are to stream.
        cursor = connection.connection.cursor()
        cursor.execute(f"SET LOCAL statement_timeout = {int(timeout * 1000)}")
        cursor.close()


@contextmanager
def in_words(engine: sa.Engine) -> Iterator[None]:
    """Errors of the database as SourceFailed; the password is in none, wherever a driver repeats it."""
    try:
        yield
    except sa.exc.TimeoutError:
        raise SourceFailed(say("No connection to the database was free in time.")) from None
    except sa.exc.NoSuchTableError as error:
        raise SourceFailed(say("The database has no table {table}.", table=str(error))) from None
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        reason = _reason(error, engine.url)
        raise SourceFailed(say("The database could not be read: {reason}", reason=reason)) from None


def _reason(error: Exception, url: sa.URL) -> str:
    told = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__)
    reason = next(iter(told.strip().splitlines()), "")
    secret = str(url.password or "")
    for form in {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)} - {""}:
        reason = reason.replace(form, "***")
    return re.sub(r"://\S*@", "://***@", reason)[:300]


def _tables(inspector: sa.Inspector) -> Iterator[str]:
    for schema in inspector.get_schema_names():
        if schema not in _SYSTEM:
            names = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
            if inspector.dialect.name == "postgresql":
                names += inspector.get_materialized_view_names(schema)
            yield from (f"{schema}.{name}" for name in names)


def _columns(inspector: sa.Inspector, name: str) -> tuple[Column, ...]:
    schema, _, table = name.rpartition(".")
    found = inspector.get_columns(table, schema or None)
    return tuple(Column(each["name"], str(each["type"])) for each in found)


def _position(names: list[str], column: str | None) -> int | None:
    if column is None:
        return None
    if names.count(column) != 1:
        raise SourceFailed(
            say(
                "The cursor column “{column}” is missing; there are {known}.",
                column=column,
                known=", ".join(names),
            )
        )
    return names.index(column)
