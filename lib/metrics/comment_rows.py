"""Pure: the comments a query is about, with the label that counts.

A person's label counts before the file's, the file's before the engine's. The engine's is that of the
last run of the log (up to the version asked for), so that a frozen view shows the judgements of then.
"""

from __future__ import annotations

import sqlalchemy as sa

from lib.store import comments, current
from lib.store.comment_schema import comment_current, comment_label, comment_score, score_run
from lib.store.schema import post_current

OF_POST = ("topic", "content_type", "paid")
"""What a comment has from the post it was written under."""

JUDGED = (
    "label",
    "sentiment",
    "sentiment_of",
    "valence",
    "negative",
    "neutral",
    "positive",
    "engine_label",
    "score",
    "confidence",
    "drawn",
    "taught",
)
"""Columns that need the judgements."""


def comment_rows(as_of: int | None, columns: set[str], everyone: bool = False) -> sa.Subquery:
    """The comments of others (no replies of the brand) with these columns and those a scope needs; those
    about competitors only for `everyone`.

    `label` is the label that counts, `sentiment_of` says whose it is (person, file, engine), `valence`
    is 100, 0 or −100, `negative`, `neutral` and `positive` are 1 or 0; all null while not judged. `own`
    is 1 for the brand, 0 for a competitor.
    """
    said = comment_current if as_of is None else comments.current(as_of=as_of).subquery("said")
    found: list[sa.ColumnElement] = [c for c in said.c if c.name != "sentiment"]
    found.append(sa.case((said.c.competitor.is_(None), 1), else_=0).label("own"))
    joined: sa.FromClause = said
    if columns & set(JUDGED):
        joined, more = _judged(joined, said, as_of)
        found += more
    if columns & set(OF_POST):
        joined, more = _under(joined, said, as_of)
        found += more
    wanted = {*columns, "platform", "community", "account", "private"}
    select = sa.select(*[each for each in found if each.name in wanted]).select_from(joined)
    select = select.where(sa.func.coalesce(said.c.author_kind, "") != "brand")
    return (select if everyone else select.where(said.c.competitor.is_(None))).subquery("comments")


def score(as_of: int | None = None) -> sa.Subquery:
    """The judgements of the engine in force: text_id, label, score, confidence."""
    last = sa.select(sa.func.max(score_run.c.number))
    if as_of is not None:
        last = last.where(score_run.c.number <= as_of)
    run = sa.select(score_run.c.engine, score_run.c.version).where(
        score_run.c.number == last.scalar_subquery()
    )
    force = run.subquery("in_force")
    same = sa.and_(comment_score.c.engine == force.c.engine, comment_score.c.version == force.c.version)
    columns = [comment_score.c[name] for name in ("text_id", "label", "score", "confidence")]
    select = sa.select(*columns).join(force, same)
    if as_of is not None:
        select = select.where(comment_score.c.number <= as_of)
    return select.subquery("score")


def taught(as_of: int | None = None) -> sa.Subquery:
    """The last label that a person gave each comment: comment_id, label, drawn, and the line of the log,
    `taught`."""
    values = [
        current.newest(comment_label.c[name], comment_label.c.number).label(name)
        for name in ("label", "drawn")
    ]
    line = sa.func.max(comment_label.c.number).label("taught")
    select = sa.select(comment_label.c.comment_id, *values, line).group_by(comment_label.c.comment_id)
    if as_of is not None:
        select = select.where(comment_label.c.number <= as_of)
    return select.subquery("taught")


def _judged(
    joined: sa.FromClause, said: sa.FromClause, as_of: int | None
) -> tuple[sa.FromClause, list[sa.ColumnElement]]:
    by_engine, by_person = score(as_of), taught(as_of)
    joined = joined.outerjoin(by_engine, by_engine.c.text_id == said.c.text_id)
    joined = joined.outerjoin(by_person, by_person.c.comment_id == said.c.comment_id)
    label = sa.func.coalesce(by_person.c.label, said.c.sentiment, by_engine.c.label)
    whose = sa.case(
        (by_person.c.label.is_not(None), "person"),
        (said.c.sentiment.is_not(None), "file"),
        (by_engine.c.label.is_not(None), "engine"),
    )
    valence = sa.case((label == "positive", 100), (label == "negative", -100), (label == "neutral", 0))
    flags = [
        sa.case((label == name, 1), (label.is_not(None), 0)).label(name)
        for name in ("negative", "neutral", "positive")
    ]
    return joined, [
        label.label("label"),
        label.label("sentiment"),
        whose.label("sentiment_of"),
        valence.label("valence"),
        *flags,
        by_engine.c.label.label("engine_label"),
        by_engine.c.score,
        by_engine.c.confidence,
        by_person.c.drawn,
        by_person.c.taught,
    ]


def _under(
    joined: sa.FromClause, said: sa.FromClause, as_of: int | None
) -> tuple[sa.FromClause, list[sa.ColumnElement]]:
    """What the posts that were commented on say; posts no file brought say nothing."""
    posts = (
        post_current if as_of is None else current.posts(as_of=as_of, columns=set(OF_POST)).subquery("posts")
    )
    same = [
        posts.c.platform == said.c.platform,
        posts.c.account == said.c.account,
        posts.c.native_id == said.c.post_native_id,
    ]
    return joined.outerjoin(posts, sa.and_(*same)), [posts.c[name] for name in OF_POST]
