"""What an export format is, as data: how it is recognised and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.model import NUMBERS, Message

Kind = Literal["posts", "days", "refuse"]
Order = Literal["ymd", "mdy", "dmy"]

DAY_METRICS = (
    "followers",
    "page_reach",
    "page_views",
    "page_viewers",
    "page_visits",
    "page_interactions",
    "new_followers",
    "lost_followers",
    "profile_visits",
    "link_clicks",
    "channel_views",
    "messages",
)
"""The daily metrics of an account that exports hold."""

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

DAY_FIELDS = ("day", "platform", "account", "account_name", "community", *DAY_METRICS)
"""What a column of a file of daily metrics may be."""


@dataclass(frozen=True)
class Signs:
    """How a format is told from others. Fields stand for "has a column for it"."""

    fields: tuple[str, ...] = ()  # all of them
    any: tuple[tuple[str, ...], ...] = ()  # one of each group
    without: tuple[str, ...] = ()  # none of them
    hosts: tuple[str, ...] = ()  # of the links in the rows, where there are links
    cells: tuple[str, ...] = ()  # a record of the top that holds but this one cell
    known_only: bool = False  # no column but known ones

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
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of stacked blocks: metric → words
    platform: str | None = None
    order: Order = "ymd"  # of dates in digits that do not begin with the year
    types: Mapping[str, str] = field(default_factory=dict)  # word → content type
    default_type: str | None = None
    totals: frozenset[str] = frozenset()
    id_from_link: str | None = None
    account_from_link: str | None = None
    link_is_id: bool = False
    link: str | None = None
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

    def name(self, field_name: str) -> str | None:
        """The header over a field's column, as the file writes it."""
        columns = self.columns.get(field_name)
        return self.headers[columns[0]] if columns else None
