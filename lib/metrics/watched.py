"""What the watch reads: judged comments on the brand by day, by group, and the words of negative ones."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from lib.metrics.comment_rows import comment_rows
from lib.metrics.facts import conditions, within
from lib.metrics.rows import read
from lib.model import Period, Query
from lib.store.schema import post_current as post

GROUPS = {"topic": "topic", "platform": "platform", "post": "post_native_id", "channel": "channel"}
"""What can drive a rise, and its column."""

TEXTS = 3_000
"""The most texts whose words are counted: the newest."""


PATIENCE = 20_000
"""Milliseconds that matching may take in PostgreSQL, whose patterns are quick but not linear in all cases."""


def daily(engine: sa.Engine, of: Query) -> list[tuple[date, int, int]]:
    """(day, comments judged, negative ones) on whose behalf, where and when the query says."""
    rows = _rows(of, {"negative"})
    columns = (rows.c.day, sa.func.count(rows.c.negative), sa.func.sum(rows.c.negative))
    query = _judged(rows, of, *columns).group_by(rows.c.day).order_by(rows.c.day)
    with engine.connect() as connection:
        return [(row[0], int(row[1]), int(row[2])) for row in connection.execute(query)]


def groups(engine: sa.Engine, of: Query, kind: str, period: Period) -> dict[str, tuple[int, int]]:
    """Of a period: group → (comments judged, negative ones); empty for those without the group."""
    column = GROUPS[kind]
    rows = _rows(of, {"negative", column})
    named = sa.func.coalesce(rows.c[column], "")
    columns = (named.label("name"), sa.func.count(rows.c.negative), sa.func.sum(rows.c.negative))
    query = _judged(rows, of, *columns).where(*_within(rows, period)).group_by(named)
    with engine.connect() as connection:
        return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query)}


def negative_texts(engine: sa.Engine, of: Query, period: Period) -> list[str]:
    """The texts of a period's negative comments, the newest first; none of private channels, whoever asks,
    because their words would be shown to all."""
    rows = _rows(of, {"negative", "text", "comment_id"})
    query = _judged(rows, of, rows.c.text).where(*_within(rows, period), rows.c.negative == 1)
    query = query.where(rows.c.text.is_not(None), rows.c.private.is_not(True))
    with engine.connect() as connection:
        return list(connection.scalars(query.order_by(rows.c.day.desc(), rows.c.comment_id).limit(TEXTS)))


def mentions(engine: sa.Engine, of: Query, pattern: str) -> list[tuple[date, int]]:
    """(day, comments in which a pattern is found) for each day with comments, those about competitors
    and those nobody judged included."""
    rows = comment_rows(of.as_of, {"day", "text"} | {id for id, _ in of.where}, everyone=True)
    found = sa.case((_matching(engine, rows.c.text, pattern), 1), else_=0)
    query = sa.select(rows.c.day, sa.func.sum(found)).where(*conditions(rows, of)).group_by(rows.c.day)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text(f"SET LOCAL statement_timeout = {PATIENCE}"))
        return [(row[0], int(row[1])) for row in connection.execute(query.order_by(rows.c.day))]


def _matching(engine: sa.Engine, text: sa.ColumnElement, pattern: str) -> sa.ColumnElement[bool]:
    if engine.dialect.name == "duckdb":
        return sa.func.regexp_matches(text, pattern, "i")
    return text.op("~*")(pattern)


def captions(engine: sa.Engine, of: Query, posts: list[str]) -> dict[str, str]:
    """The beginning of the texts of posts, by the platform's id."""
    query = sa.select(post.c.native_id, post.c.text)
    query = query.where(post.c.native_id.in_(posts), *within(post, of.scope))
    with engine.connect() as connection:
        found = read(connection, query.where(post.c.text.is_not(None)))
    return {row["native_id"]: row["text"][:80] for row in found}


def _rows(of: Query, columns: set[str]) -> sa.Subquery:
    return comment_rows(of.as_of, columns | {"day"} | {id for id, _ in of.where})


def _judged(rows: sa.Subquery, of: Query, *columns: sa.ColumnElement) -> sa.Select:
    return sa.select(*columns).where(rows.c.negative.is_not(None), *conditions(rows, of))


def _within(rows: sa.Subquery, period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    return rows.c.day >= period.start, rows.c.day <= period.end
