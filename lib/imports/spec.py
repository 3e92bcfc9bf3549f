"""What an export format is, as data: how it is recognised and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.model import NUMBERS, Message

Kind = Literal["posts", "days", "comments", "breakdowns", "refuse"]
Order = Literal["ymd", "mdy", "dmy"]

CHANGES = (
    "new_followers",
    "page_interactions",
    "page_reactions",
    "page_comments",
    "page_shares",
    "page_saves",
)
"""Daily metrics that may be negative: platforms take off what people took back that day."""

SHARES = ("communicating_share", "new_communicating_share", "opening_share", "retained_share")
"""Daily metrics that files state in percent; kept as fractions."""

DAY_METRICS = (
    "followers",
    *CHANGES,
    "lost_followers",
    "page_reach",
    "page_views",
    "page_viewers",
    "page_visits",
    "page_visitors",
    "page_clicks",
    "profile_visits",
    "link_clicks",
    "channel_views",
    "video_views",
    "messages",
    "voice_minutes",
    "muted",
    "joins_by_discovery",
    "joins_by_invite",
    "joins_by_link",
    *SHARES,
    "target_reach",
    "blocked",
    "site_views",
    "sessions",
    "active_users",
    "active_users_7_days",
    "active_users_28_days",
    "new_users",
    "key_events",
)
"""The daily metrics of an account that exports hold: whole numbers of 0 or more where nothing else
is said above."""

POST_FIELDS = (
    "native_id",
    "permalink",
    "published",
    "platform",
    "account",
    "account_name",
    "community",
    "content_type",
    "topic",
    "title",
    "text",
    "author_kind",
    "paid",
    *NUMBERS,
    "combined",
)
"""What a column of a file of posts may be; `combined` is reactions, comments and shares in one."""

DAY_FIELDS = ("day", "platform", "account", "account_name", "community", *DAY_METRICS, "value")
"""What a column of a file of daily metrics may be; `value` is the metric the file is named after."""

COMMENT_FIELDS = (
    "native_id",
    "written",
    "text",
    "sentiment",
    "platform",
    "account",
    "account_name",
    "community",
    "post",
    "permalink",
    "author",
    "author_kind",
    "parent",
    "channel",
    "private",
    "competitor",
)
"""What a column of a file of comments may be; `post` and `parent` hold the ids of the post and of the
comment that is answered, `author` becomes a pseudonym."""

HINTS = (
    "lifetime",  # a column that must not hold dates
    "username",
    "page",
    "promoted",
    "breakdown",  # what splits the figures, so that none is of the whole
    "part",  # the category of a row, one of several a day
    "private",
    "service",
    "email",
    "nth_day",  # days counted from the start of the report
)
"""Columns that tell what a file is or which rows count, and are not kept."""


@dataclass(frozen=True)
class Signs:
    """How a format is told from others. Fields stand for "has a column for it"."""

    fields: tuple[str, ...] = ()  # all of them
    any: tuple[tuple[str, ...], ...] = ()  # one of each group
    without: tuple[str, ...] = ()  # none of them
    hosts: tuple[str, ...] = ()  # of the links in the rows, where there are links
    cells: tuple[str, ...] = ()  # a record of the top that holds but this one cell
    values: Mapping[str, str] = field(default_factory=dict)  # field → what its filled cells look like
    known_only: bool = False  # no column but known ones
    known_unless: tuple[str, ...] = ()  # or one of these, which tell it by themselves
    rank: int = 0  # of formats whose signs weigh the same

    @property
    def weight(self) -> int:
        return len(self.fields) + len(self.any) + len(self.without) + len(self.cells)


@dataclass(frozen=True)
class Format:
    """One export format; header words and values are folded (`words.fold`)."""

    id: str
    name: str
    kind: Kind
    signs: Signs = Signs()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field → words where it is empty
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of stacked blocks: metric → words
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # hint → words of rows left out
    platform: str | None = None
    order: Order = "ymd"  # of dates in digits that do not begin with the year
    types: Mapping[str, str] = field(default_factory=dict)  # word → content type
    default_type: str | None = None
    totals: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()  # headers of columns that name people
    sentiments: Mapping[str, str] = field(default_factory=dict)  # word → label
    private: frozenset[str] = frozenset()  # words for a channel that is not public
    own: frozenset[str] = frozenset()  # words for the brand itself among competitors
    id_from_link: str | None = None
    account_from_link: str | None = None
    link_is_id: bool = False
    account_from_id: str | None = None
    link: str | None = None
    descriptions: bool = False  # the row below the header explains the columns
    joined: bool = False  # the sheets of a workbook say different things of the same posts
    stacked: bool = False  # several tables under one another, each with a header of its own
    added_up: bool = False  # several rows a day, one a category
    intervals: bool = False  # the rows may stand for days, weeks or 30 days
    shape: Mapping[str, str] = field(default_factory=dict)  # field → what its values look like
    meaning: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Reading:
    """How one table is read: the record that is its header, and which columns fill which field
    (of several columns the first filled one counts)."""

    format: Format
    header: int
    headers: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    warnings: tuple[Message, ...] = ()
    below: int = 0  # rows below the header that are no data

    def name(self, field_name: str) -> str | None:
        """The header over a field's column, as the file writes it."""
        columns = self.columns.get(field_name)
        return self.headers[columns[0]] if columns else None
