"""Pure: the comments themselves, how long they waited, and how the engine did on labelled ones. Each is
one select that filters, groups and limits in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lib.metrics.comment_rows import comment_rows, taught
from lib.metrics.facts import conditions, of
from lib.model import Query
from lib.store.comment_schema import comment_current
from lib.store.schema import post_current

ASKING = ("?", "？", "請問", "嗎", "怎麼", "如何", "哪裡", "什麼時候")
"""What in a text makes it a question."""

SHOWN = ("comment_id", "day", "created_at", "text", "label", "sentiment_of", "platform", "topic", "channel")
_KEYS = ("account", "native_id", "post_native_id", "permalink")
_JUDGED = ("engine_label", "confidence", "drawn", "taught")


def _rows(wanted: Query, *more: str) -> sa.Subquery:
    return comment_rows(wanted.as_of, {*SHOWN, *_KEYS, *_JUDGED, *more, *of(wanted)})


def listed(wanted: Query, label: str = "", limit: int = 200) -> sa.Select:
    """The comments of a query, the newest first, of one label or of all; `total` says how many there are."""
    rows = _rows(wanted)
    select = sa.select(*[rows.c[name] for name in SHOWN], sa.func.count().over().label("total"))
    select = select.where(*conditions(rows, wanted))
    if label:
        select = select.where(rows.c.label == label)
    newest: Any = rows.c.created_at.desc().nulls_last()
    return select.order_by(rows.c.day.desc(), newest, rows.c.comment_id).limit(limit)


def unlabelled(wanted: Query, unsure: bool, limit: int) -> sa.Select:
    """Comments nobody labelled, of the same words one: those the engine is least sure of, or some at
    random (the same ones until they are labelled)."""
    rows = _rows(wanted)
    one = sa.func.min(rows.c.comment_id)
    order = sa.func.min(rows.c.confidence) if unsure else one % 1_000_003
    select = sa.select(one.label("comment_id"), rows.c.text)
    select = select.where(*conditions(rows, wanted), rows.c.sentiment_of == "engine")
    return select.group_by(rows.c.text).order_by(order, one).limit(limit)


def examples(limit: int) -> sa.Select:
    """What people labelled, the newest first: `text`, `label`, `drawn` (at random or because the engine was
    unsure). For fitting the engine only: it shows comments of every scope."""
    given = taught()
    select = sa.select(comment_current.c.text, given.c.label, given.c.drawn)
    select = select.join(given, given.c.comment_id == comment_current.c.comment_id)
    select = select.where(comment_current.c.text.is_not(None))
    return select.order_by(comment_current.c.day.desc(), comment_current.c.comment_id).limit(limit)


def known(wanted: Query) -> sa.Select:
    """How many comments people and files labelled: `n`, and `negative` of them."""
    rows = _rows(wanted, "negative")
    counts = sa.select(
        sa.func.count().label("n"), sa.cast(sa.func.sum(rows.c.negative), sa.BigInteger).label("negative")
    )
    return counts.where(*conditions(rows, wanted), rows.c.sentiment_of.in_(("person", "file")))


def confusion(wanted: Query, people: bool, since: int = 0) -> sa.Select:
    """How the engine judged comments whose label is known: `truth`, `judged`, `n`; labels that people gave
    after line `since` of the log, of comments drawn at random (the others were chosen because they are
    hard), and unless `people` those of files."""
    rows = _rows(wanted)
    known = sa.and_(rows.c.sentiment_of == "person", rows.c.drawn == "random", rows.c.taught > since)
    if not people:
        known = sa.or_(known, rows.c.sentiment_of == "file")
    select = sa.select(
        rows.c.label.label("truth"), rows.c.engine_label.label("judged"), sa.func.count().label("n")
    )
    select = select.where(*conditions(rows, wanted), known, rows.c.engine_label.is_not(None))
    return select.group_by(rows.c.label, rows.c.engine_label)


def _asked(
    wanted: Query,
) -> tuple[sa.Subquery, sa.Subquery, sa.ColumnElement[bool], list[sa.ColumnElement[bool]]]:
    """Comments that want an answer (questions and negative ones), and the first reply of the brand."""
    rows = _rows(wanted)
    said = comment_current.alias("reply")
    keys = [said.c[name] for name in ("platform", "account", "parent_id")]
    replies = sa.select(*keys, sa.func.min(said.c.created_at).label("replied_at"))
    replies = replies.where(said.c.author_kind == "brand", said.c.parent_id.is_not(None))
    first = replies.group_by(*keys).subquery("first_reply")
    same = sa.and_(
        first.c.platform == rows.c.platform,
        first.c.account == rows.c.account,
        first.c.parent_id == rows.c.native_id,
    )
    asks = sa.or_(
        rows.c.label == "negative", *[rows.c.text.contains(word, autoescape=True) for word in ASKING]
    )
    return rows, first, same, [*conditions(rows, wanted), asks, rows.c.created_at.is_not(None)]


def waits(wanted: Query) -> sa.Select:
    """How long comments that want an answer waited: `minutes` (of those unanswered until the newest
    comment known), `answered`, `n`."""
    rows, first, same, where = _asked(wanted)
    newest = sa.select(sa.func.max(comment_current.c.created_at)).scalar_subquery()
    until = sa.func.coalesce(first.c.replied_at, newest)
    minutes = sa.func.floor(sa.extract("epoch", until - rows.c.created_at) / 60)
    waited = sa.select(
        sa.cast(sa.func.greatest(minutes, 0), sa.BigInteger).label("minutes"),
        first.c.replied_at.is_not(None).label("answered"),
    )
    each = waited.select_from(rows.outerjoin(first, same)).where(*where).subquery("waited")
    return sa.select(each.c.minutes, each.c.answered, sa.func.count().label("n")).group_by(
        each.c.minutes, each.c.answered
    )


def backlog(wanted: Query, limit: int = 100) -> sa.Select:
    """Comments that want an answer and have none, the oldest first, with the link to the comment or its
    post; `total` says how many there are."""
    rows, first, same, where = _asked(wanted)
    under = sa.and_(*[post_current.c[name] == rows.c[name] for name in ("platform", "account")])
    under = sa.and_(under, post_current.c.native_id == rows.c.post_native_id)
    link = sa.func.coalesce(rows.c.permalink, post_current.c.permalink).label("permalink")
    names = ("created_at", "text", "label", "platform")
    select = sa.select(*[rows.c[name] for name in names], link, sa.func.count().over().label("total"))
    joined = rows.outerjoin(first, same).outerjoin(post_current, under)
    select = select.select_from(joined).where(*where, first.c.replied_at.is_(None))
    return select.order_by(rows.c.created_at, rows.c.comment_id).limit(limit)
