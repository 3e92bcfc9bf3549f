"""Pure: the comments themselves, how long they waited, and how the engine did on labelled ones. Each is
one select that filters, groups and limits in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lib.metrics.comment_rows import comment_rows, taught
from lib.metrics.facts import conditions, of, post_rows, within
from lib.model import Query
from lib.store import comments
from lib.store.comment_schema import comment_current

ASKING = ("?", "？", "請問", "嗎", "怎麼", "如何", "哪裡", "什麼時候")
"""What in a text makes it a question."""

SHOWN = ("comment_id", "day", "created_at", "text", "label", "sentiment_of", "platform", "topic", "channel")
_WAITING = ("created_at", "text", "label", "platform", "account", "native_id")


def _rows(wanted: Query, *columns: str) -> sa.Subquery:
    # Only what is named: a topic costs a join with the posts, a label two with the judgements.
    return comment_rows(wanted.as_of, {*columns, *of(wanted)})


def listed(wanted: Query, label: str = "", limit: int = 200) -> sa.Select:
    """The comments of a query, the newest first, of one label or of all; `total` says how many there are."""
    rows = _rows(wanted, *SHOWN)
    select = sa.select(*[rows.c[name] for name in SHOWN], sa.func.count().over().label("total"))
    select = select.where(*conditions(rows, wanted))
    if label:
        select = select.where(rows.c.label == label)
    return select.order_by(*_newest_first(rows)).limit(limit)


def _newest_first(rows: sa.Subquery) -> tuple[Any, ...]:
    return rows.c.day.desc(), rows.c.created_at.desc().nulls_last(), rows.c.comment_id


def texts(wanted: Query, label: str, limit: int) -> sa.Select:
    """What the comments of one label say, the newest first; those without words say nothing."""
    rows = _rows(wanted, "comment_id", "created_at", "text", "label")
    select = sa.select(rows.c.text).where(*conditions(rows, wanted))
    select = select.where(rows.c.label == label, rows.c.text.is_not(None))
    return select.order_by(*_newest_first(rows)).limit(limit)


def wordless(wanted: Query) -> sa.Select:
    """How many comments wait for no engine, and yet have no label: `n`. Their words were erased, or no file
    states any."""
    rows = _rows(wanted, "text", "label")
    none = (rows.c.text.is_(None), rows.c.label.is_(None))
    return sa.select(sa.func.count().label("n")).where(*conditions(rows, wanted), *none)


def unlabelled(wanted: Query, unsure: bool, limit: int) -> sa.Select:
    """Comments nobody labelled, of the same words one: those the engine is least sure of, or some at
    random (the same ones until they are labelled). What was erased cannot be read, and is not asked for."""
    rows = _rows(wanted, "comment_id", "text", "sentiment_of", "confidence")
    one = sa.func.min(rows.c.comment_id)
    order = sa.func.min(rows.c.confidence) if unsure else one % 1_000_003
    select = sa.select(one.label("comment_id"), rows.c.text)
    select = select.where(
        *conditions(rows, wanted), rows.c.sentiment_of == "engine", rows.c.text.is_not(None)
    )
    return select.group_by(rows.c.text).order_by(order, one).limit(limit)


def labelled(since: int = 0, as_of: int | None = None) -> sa.Select:
    """How many comments with words people labelled: `n`, and after line `since` of the log, `since`. For
    the engine only, as `examples`."""
    given = taught(as_of)
    late = sa.func.count(sa.case((given.c.taught > since, 1))).label("since")
    return _taught(given, sa.func.count().label("n"), late)


def examples(limit: int) -> sa.Select:
    """What people labelled, the newest label first: `text`, `label`, `drawn` (at random or because the
    engine was unsure). For fitting the engine only: it shows comments of every scope."""
    given = taught()
    select = _taught(given, comment_current.c.text, given.c.label, given.c.drawn)
    return select.order_by(given.c.taught.desc(), given.c.comment_id).limit(limit)


def _taught(given: sa.Subquery, *columns: Any) -> sa.Select:
    select = sa.select(*columns).select_from(comment_current)
    select = select.join(given, given.c.comment_id == comment_current.c.comment_id)
    return select.where(comment_current.c.text.is_not(None))


def known(wanted: Query) -> sa.Select:
    """How many comments people and files labelled: `n`, and `negative` of them."""
    rows = _rows(wanted, "negative", "sentiment_of")
    counts = sa.select(
        sa.func.count().label("n"), sa.cast(sa.func.sum(rows.c.negative), sa.BigInteger).label("negative")
    )
    return counts.where(*conditions(rows, wanted), rows.c.sentiment_of.in_(("person", "file")))


def confusion(wanted: Query, people: bool, since: int = 0) -> sa.Select:
    """How the engine judged comments whose label is known: `truth`, `judged`, `n`; labels that people gave
    after line `since` of the log, of comments drawn at random (the others were chosen because they are
    hard), and unless `people` those of files."""
    rows = _rows(wanted, "label", "engine_label", "sentiment_of", "drawn", "taught")
    known = sa.and_(rows.c.sentiment_of == "person", rows.c.drawn == "random", rows.c.taught > since)
    if not people:
        known = sa.or_(known, rows.c.sentiment_of == "file")
    select = sa.select(
        rows.c.label.label("truth"), rows.c.engine_label.label("judged"), sa.func.count().label("n")
    )
    select = select.where(*conditions(rows, wanted), known, rows.c.engine_label.is_not(None))
    return select.group_by(rows.c.label, rows.c.engine_label)


def _said(wanted: Query) -> sa.FromClause:
    """All comments, replies of the brand too, as the query's version knew them."""
    if wanted.as_of is None:
        return comment_current.alias("said")
    return comments.current(as_of=wanted.as_of).subquery("said")


def _first_replies(wanted: Query) -> sa.Subquery:
    """When the brand answered each comment for the first time, as far as the asker may see."""
    said = _said(wanted)
    keys = [said.c[name] for name in ("platform", "account", "parent_id")]
    replies = sa.select(*keys, sa.func.min(said.c.created_at).label("replied_at"))
    replies = replies.where(said.c.author_kind == "brand", said.c.parent_id.is_not(None))
    return replies.where(*within(said, wanted.scope)).group_by(*keys).subquery("first_reply")


def _asked(rows: sa.Subquery, wanted: Query) -> list[sa.ColumnElement[bool]]:
    """What makes a comment want an answer: it is a question or negative, and its moment is known."""
    question = [rows.c.text.contains(word, autoescape=True) for word in ASKING]
    asks = sa.or_(rows.c.label == "negative", *question)
    return [*conditions(rows, wanted), asks, rows.c.created_at.is_not(None)]


def _answered(rows: sa.Subquery, first: sa.Subquery) -> sa.ColumnElement[bool]:
    keys = {"platform": "platform", "account": "account", "parent_id": "native_id"}
    return sa.and_(*[first.c[theirs] == rows.c[ours] for theirs, ours in keys.items()])


def waits(wanted: Query) -> sa.Select:
    """How long comments that want an answer waited: `minutes` (of those unanswered until the newest
    comment known), `answered`, `n`."""
    rows, first, said = _rows(wanted, *_WAITING), _first_replies(wanted), _said(wanted)
    newest = sa.select(sa.func.max(said.c.created_at)).where(*within(said, wanted.scope)).scalar_subquery()
    until = sa.func.coalesce(first.c.replied_at, newest)
    minutes = sa.func.floor(sa.extract("epoch", until - rows.c.created_at) / 60)
    waited = sa.select(
        sa.cast(sa.func.greatest(minutes, 0), sa.BigInteger).label("minutes"),
        first.c.replied_at.is_not(None).label("answered"),
    )
    joined = rows.outerjoin(first, _answered(rows, first))
    each = waited.select_from(joined).where(*_asked(rows, wanted)).subquery("waited")
    return sa.select(each.c.minutes, each.c.answered, sa.func.count().label("n")).group_by(
        each.c.minutes, each.c.answered
    )


def backlog(wanted: Query, limit: int = 100) -> sa.Select:
    """Comments that want an answer and have none, the oldest first, with the link to the comment or its
    post; `total` says how many there are."""
    rows = _rows(wanted, *_WAITING, "comment_id", "permalink", "post_native_id")
    first, posts = _first_replies(wanted), post_rows(wanted, {"permalink"})
    under = sa.and_(*[posts.c[name] == rows.c[name] for name in ("platform", "account")])
    under = sa.and_(under, posts.c.native_id == rows.c.post_native_id, *within(posts, wanted.scope))
    link = sa.func.coalesce(rows.c.permalink, posts.c.permalink).label("permalink")
    names = ("created_at", "text", "label", "platform")
    select = sa.select(*[rows.c[name] for name in names], link, sa.func.count().over().label("total"))
    joined = rows.outerjoin(first, _answered(rows, first)).outerjoin(posts, under)
    select = select.select_from(joined).where(*_asked(rows, wanted), first.c.replied_at.is_(None))
    return select.order_by(rows.c.created_at, rows.c.comment_id).limit(limit)
