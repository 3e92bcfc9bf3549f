"""Runs selects on a foreign table: connects, looks whether its columns are as declared, reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock

import sqlalchemy as sa

from lib.metrics.facts import Rows, of
from lib.metrics.live.posts import posts
from lib.metrics.live.questions import Make
from lib.metrics.live.table import Foreign, Kind, faults
from lib.metrics.rows import Row, read
from lib.model import Query, SourceFailed, say
from lib.sources.database import in_words

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("timestamptz", "timestamp with time zone"), "zoned"),
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), "naive"),
    "date": "date",
    **dict.fromkeys(("int2", "int4", "int8", "numeric", "float4", "float8"), "number"),
    **dict.fromkeys(("tinyint", "smallint", "integer", "bigint", "hugeint"), "number"),
    **dict.fromkeys(("utinyint", "usmallint", "uinteger", "ubigint"), "number"),
    **dict.fromkeys(("decimal", "float", "double"), "number"),
    **dict.fromkeys(("text", "varchar", "bpchar", "char", "name"), "text"),
    **dict.fromkeys(("bool", "boolean"), "flag"),
}
"""What the two databases call their types."""


class Reader:
    """A live source's table. `connect` gives an engine with a time-out of its own; `now` this moment
    in UTC without zone."""

    def __init__(
        self, declared: Foreign, connect: Callable[[], sa.Engine], now: Callable[[], datetime]
    ) -> None:
        self.declared = declared
        self._connect, self._now = connect, now
        self._lock = Lock()
        self._engine: sa.Engine | None = None
        self._known: Foreign | None = None

    def read(self, make: Make, seconds: float | None = None) -> tuple[Row, ...]:
        """The rows of one select; it is stopped after `seconds` where the database can do that.
        SourceFailed says why they cannot be read."""
        with self._lock:
            engine = self._engine = self._engine or self._connect()
        with in_words(engine), engine.connect() as connection:
            if seconds is not None and connection.dialect.name == "postgresql":
                limit = sa.func.set_config("statement_timeout", str(int(seconds * 1000)), True)
                connection.execute(sa.select(limit))
            try:
                return read(connection, make(self._posts(self._look(connection))))
            except sa.exc.ProgrammingError:
                connection.rollback()
                self._known = None
                self._look(connection)  # names the column that has gone since the last look
                raise

    def forget(self) -> None:
        """Lets the connections go and looks at the table anew next time."""
        engine, self._engine, self._known = self._engine, None, None
        if engine is not None:
            engine.dispose()

    def _look(self, connection: sa.Connection) -> Foreign:
        if self._known is None:
            found = replace(self.declared, kinds=kinds(connection, self.declared.relation))
            wrong = faults(found)
            if wrong:
                raise SourceFailed(wrong[0])
            self._known = found
        return self._known

    def _posts(self, known: Foreign) -> Rows:
        at = self._now()

        def rows(query: Query, columns: set[str]) -> sa.FromClause:
            return posts(known, columns | of(query), at, query.period)

        return rows


def kinds(connection: sa.Connection, relation: sa.FromClause) -> dict[str, Kind]:
    """Each column of a table and what it holds; no row is read. SourceFailed for a database whose
    dates Pulse does not know how to read."""
    dialect = connection.dialect.name
    if dialect not in ("postgresql", "duckdb"):
        raise SourceFailed(
            say("Only PostgreSQL and DuckDB are read in place, not {dialect}.", dialect=dialect)
        )
    every: sa.Select = sa.select(sa.literal_column("*")).select_from(relation).limit(0)
    described = connection.execute(every).cursor.description
    return {column[0]: _KINDS.get(_type(dialect, column[1]), "other") for column in described}


def _type(dialect: str, code: object) -> str:
    """The type's name in a cursor's description."""
    if dialect == "postgresql":
        import psycopg  # only where somebody has such a source

        known = psycopg.postgres.types.get(int(str(code)))
        return known.name if known else ""
    return str(code).lower().split("(")[0]
