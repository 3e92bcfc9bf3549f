"""A number for some values, equal for equal values: grouping and joining by one number is quick, where
by several texts it is slow, and where PostgreSQL takes a join by several columns for a rare match."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class digest(FunctionElement):
    """A 64-bit hash of the values given; only ever compared within one query."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(digest)
def _hash(element: digest, compiler: SQLCompiler, **kw: object) -> str:
    return f"hash({compiler.process(element.clauses, **kw)})"


@compiles(digest, "postgresql")
def _hash_text(element: digest, compiler: SQLCompiler, **kw: object) -> str:
    return f"hashtextextended(concat_ws('/', {compiler.process(element.clauses, **kw)}), 0)"
