"""The domain's nouns as frozen dataclasses; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

NUMBERS = ("reach", "views", "reactions", "comments", "shares", "saves", "clicks", "conversions")
"""The counts an export states for one post; each is a lifetime total on the export day."""

MEASURED = (*NUMBERS, "engagements")
"""The counts we keep for a post: what the export states, and the engagements made of them."""

DETAILS = (
    "account_name",
    "community",
    "published_at",
    "day",
    "hour",
    "content_type",
    "topic",
    "text",
    "permalink",
    "author_kind",
    "paid",
)
"""What a file says of a post beside its identity and its counts."""

IDENTITY = ("platform", "account", "native_id")
"""What makes two rows speak of the same post."""

CONTENT_TYPES = ("video", "reel", "photo", "carousel", "link", "text", "story", "live", "other")
"""The content types Pulse compares; an unknown one is kept as the platform wrote it."""

Progress = Callable[[int, int], None]
"""Takes how much is done, and about how much there is."""


@dataclass(frozen=True)
class Message:
    """A sentence for people: the English text, which is also the key of its translation, and what
    fills its braces: values, messages, or lists of them. `str()` gives the English."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.params:
            return self.text
        return self.text.format(**{name: _listed(value) for name, value in self.params.items()})


def _listed(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def N_(text: str) -> str:
    """Marks a text for translation and gives it back: for names kept as data."""
    return text


def say(text: str, /, **params: Any) -> Message:
    """A message; the name is what the translation tools look for."""
    return Message(text, params)


def quoted(names: Iterable[str]) -> tuple[Message, ...]:
    """Names between quotation marks, for a list in a message: each language has marks of its own."""
    return tuple(say("“{name}”", name=name) for name in names)


class PulseError(Exception):
    """What went wrong, in words for the person who can mend it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class SettingError(PulseError):
    """A setting has a wrong value."""


class QueryError(PulseError):
    """A question the catalog or the data cannot answer honestly."""


class FileRefused(PulseError):
    """A file is refused as a whole; nothing of it was written."""


class SourceFailed(PulseError):
    """A source could not be read; what was read of it before stands."""


class StoreBusy(PulseError):
    """Another process holds the database file."""


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included, in the community's time zone."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def previous(self) -> Period:
        """The days of the same number just before."""
        return Period(self.start - timedelta(self.days), self.start - timedelta(1))

    def year_before(self) -> Period:
        """The same weekdays a year earlier: 364 days back."""
        return Period(self.start - timedelta(364), self.end - timedelta(364))


@dataclass(frozen=True)
class Scope:
    """What somebody may see: rows of these communities, platforms and accounts (None: of all), and
    whether comments of private channels too. Only tokens of the API are limited by account."""

    communities: tuple[str, ...] | None = None
    platforms: tuple[str, ...] | None = None
    private: bool = False
    accounts: tuple[str, ...] | None = None

    @property
    def limits(self) -> dict[str, tuple[str, ...]]:
        """The dimensions in which not all may be seen → the values that may."""
        every = {"platform": self.platforms, "community": self.communities, "account": self.accounts}
        return {id: values for id, values in every.items() if values is not None}


EVERYTHING = Scope(private=True)
"""The scope of who may see all."""

NOTHING_SEEN = Scope((), ())
"""The scope of who may see nothing."""


@dataclass(frozen=True)
class Query:
    """What to count, split by what, where and when, on whose behalf. The whole of a page's questions.
    `where` holds (dimension, values): any of the values, all of the dimensions; `None` stands for
    "not stated". `as_of` is a data version. `parts` adds each ratio's numerator and denominator.
    `without` names live sources (by id) that somebody chose to leave out. Without a `scope` no query
    can be compiled: a question is always somebody's."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    period: Period | None = None
    as_of: int | None = None
    parts: bool = False
    without: tuple[str, ...] = ()
    scope: Scope | None = None


@dataclass(frozen=True)
class Break:
    """From `day` on, `platform` counts `metric` (a count of posts, or a daily series) otherwise. `source`:
    where it is known from; `number`: the log's line that added it, None if it ships with Pulse."""

    platform: str
    metric: str
    day: date
    what: str
    source: str
    number: int | None = None


Every = Literal["week", "month", "quarter", "year", "once"]


@dataclass(frozen=True)
class Goal:
    """A target of a metric in every week, month, quarter or year from `first` on, or once, up to `last`.
    `where` as in a Query; `number` is its own, `demo` the import of the demonstration that brought it."""

    metric: str
    target: float
    every: Every
    first: date
    last: date | None = None
    where: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    number: int | None = None
    demo: int | None = None


@dataclass(frozen=True)
class Reject:
    """A row of a file that was not taken, and why. `row` counts as a spreadsheet does."""

    row: int
    column: str | None
    reason: Message
    value: str = ""


@dataclass(frozen=True)
class Tally:
    """What an import did to a kind of thing: current values that are new, changed, the same."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0


NOTHING = Tally()


@dataclass(frozen=True)
class ImportReport:
    """What became of one file. `import_id` is None where nothing was written; `columns_ignored` are
    the headers over columns that are not read."""

    file: str
    format: str | None
    rows_read: int = 0
    posts: Tally = NOTHING
    days: Tally = NOTHING
    comments: Tally = NOTHING
    breakdowns: Tally = NOTHING
    rejected: tuple[Reject, ...] = ()
    warnings: tuple[Message, ...] = ()
    import_id: int | None = None
    refused: Message | None = None
    captured_at: datetime | None = None
    columns_ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportOptions:
    """What a person may say about a file. `captured_at` is an instant in UTC without zone; `source`
    is the id of the source that brings it, where it is no upload."""

    format: str | None = None
    captured_at: datetime | None = None
    platform: str | None = None
    account: str | None = None
    community: str | None = None
    mapping: Mapping[str, Any] | None = None
    dry_run: bool = False
    who: str = "local"
    source: str | None = None
