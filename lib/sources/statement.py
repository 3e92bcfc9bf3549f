"""What a source's address reads, as SQL: names are quoted as the database spells them, a select that
somebody wrote stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from lib.model import SourceFailed, say
from lib.sources.values import since

OVERLAP = timedelta(minutes=10)
"""How far before the newest time an incremental read begins: rows that were written earlier and
committed later would be missed else."""


def rows_of(address: Mapping[str, Any]) -> sa.FromClause:
    """What an address reads, as something to select from: the table, or the select in brackets."""
    if address.get("select"):
        return _Given(_one(str(address["select"])))
    schema, _, table = str(address.get("table") or "").rpartition(".")
    if not table:
        raise SourceFailed(say("The source says neither a table nor a select."))
    return sa.table(_exactly(table), schema=_exactly(schema) if schema else None)


def statement(address: Mapping[str, Any], cursor: str | None = None) -> sa.Select:
    """All columns of an address; the rows since a cursor where there is one, and at most `limit`."""
    rows = rows_of(address)
    select: sa.Select = sa.select(sa.literal_column("*")).select_from(rows)
    if address.get("cursor") and cursor is not None:
        column: sa.ColumnElement = sa.column(_exactly(str(address["cursor"])))
        select = select.where(sa.or_(since(column, cursor, OVERLAP), column.is_(None)))
    return select.limit(int(address["limit"])) if address.get("limit") else select


def _exactly(name: str) -> sa.quoted_name:
    """A name as the database spells it, capitals and all."""
    return sa.quoted_name(name, quote=True)


def _one(select: str) -> str:
    """One SELECT; the database would run what follows a semicolon."""
    plain = select.strip().removesuffix(";").strip()
    if not re.match(r"(select|with)\b", plain, re.IGNORECASE) or ";" in plain:
        raise SourceFailed(say("Write one SELECT, without a semicolon in it."))
    return plain


class _Given(sa.TableClause):
    """A select that somebody wrote, as a table."""

    inherit_cache = False

    def __init__(self, sql: str) -> None:
        super().__init__("given")
        self.sql = sql


@compiles(_Given)
def _in_brackets(element: _Given, compiler: SQLCompiler, **kw: Any) -> str:
    # A comment at its end stays on its own line.
    return f"({compiler.process(sa.literal_column(element.sql))}\n) AS given"
