"""The tables of comments and mentions: what files said of them, what is current, how they were judged.

`comment` is to `comment_current` what `observation` is to `post_current`. A judgement is one of a
*text*: the same words are judged once, however often and wherever they were written, so that neither
an undo nor a copy changes it. `comment_score` keeps the judgements of every engine and version;
`score_run` says from which line of the log on an engine counts. A person's labels are lines of the log
as well, so that a frozen view shows what was known then. `sentiment_fit` keeps the corrections that those
labels made to an engine.
"""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import arrow, calendar, metadata

LABELS = ("positive", "neutral", "negative")
"""What a comment can be judged as."""

COMMENT_IDENTITY = ("platform", "account", "native_id")

COMMENT_DETAILS = (
    "account_name",
    "community",
    "post_native_id",
    "parent_id",
    "created_at",
    "day",
    "hour",
    "author",
    "author_kind",
    "channel",
    "private",
    "competitor",
    "text",
    "text_id",
    "permalink",
    "sentiment",
)
"""What a file says of a comment beside its identity."""


def _identity() -> list[sa.Column]:
    return [
        sa.Column("comment_id", sa.BigInteger, nullable=False),  # of the identity: `comments.number`
        *[sa.Column(name, sa.Text, nullable=False) for name in COMMENT_IDENTITY],
    ]


def _details() -> list[sa.Column]:
    return [
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("post_native_id", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("created_at", sa.DateTime),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.SmallInteger),
        sa.Column("author", sa.Text),  # a pseudonym: HMAC with a key kept outside the database
        sa.Column("author_kind", sa.Text),  # brand: the community's own people; member: the others
        sa.Column("channel", sa.Text),
        sa.Column("private", sa.Boolean),
        sa.Column("competitor", sa.Text),  # whom it is about, when not the brand itself
        sa.Column("text", sa.Text),
        sa.Column("text_id", sa.BigInteger),  # of the text: what judgements are kept by
        sa.Column("permalink", sa.Text),
        sa.Column("sentiment", sa.Text),  # an imported label: one of LABELS
    ]


comment = sa.Table(
    "comment",
    metadata,
    sa.Column("import_id", sa.BigInteger, nullable=False),
    sa.Column("row", sa.BigInteger),
    *_identity(),
    *_details(),
)

comment_current = sa.Table("comment_current", metadata, *_identity(), *_details(), *calendar())

comment_score = sa.Table(
    "comment_score",
    metadata,
    sa.Column("number", sa.BigInteger, nullable=False),  # the line of the log that brought it
    sa.Column("text_id", sa.BigInteger, nullable=False),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("score", sa.Double, nullable=False),  # -1 to 1
    sa.Column("confidence", sa.Double, nullable=False),
)

score_run = sa.Table(
    "score_run",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("texts", sa.BigInteger, nullable=False),
)

comment_label = sa.Table(
    "comment_label",
    metadata,
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("comment_id", sa.BigInteger, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("drawn", sa.Text, nullable=False),  # unsure or random: how the comment was chosen
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

erased_author = sa.Table(
    "erased_author",
    metadata,
    sa.Column("author", sa.Text, nullable=False),  # a pseudonym that later imports leave out
    sa.Column("at", sa.DateTime, nullable=False),
)

erased_comment = sa.Table(
    "erased_comment",
    metadata,
    sa.Column("comment_id", sa.BigInteger, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

sentiment_fit = sa.Table(
    "sentiment_fit",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),  # as in comment_score
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("base", sa.Text, nullable=False),  # the version of the engine it corrects
    sa.Column("number", sa.BigInteger, nullable=False),  # the data version whose labels it knows
    sa.Column("labels", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the corrections
    sa.Column("record", sa.Text, nullable=False),  # JSON: how it judged labels it was not fitted to
    sa.Column("at", sa.DateTime, nullable=False),
)

_MADE = ("import_id", "comment_id", "text_id")

COMMENTS = arrow(*[c for c in comment.c if c.name not in _MADE])
"""A batch of comments, as `write.Batch.comments` takes it: authors already pseudonyms."""

NUMBERED = arrow(*[c for c in comment.c if c.name != "import_id"])
"""The same with the numbers of the comment and of its text."""

SCORES = arrow(*[c for c in comment_score.c if c.name != "number"])
"""A batch of judgements."""
