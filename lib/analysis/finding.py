"""What a check of the data found: where, how grave, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lib.metrics.catalog import METRICS
from lib.model import Message

Severity = Literal["mend", "know", "note"]
"""`mend`: it affects the figures; `know`: worth knowing; `note`: how this source is, for the record."""

SEVERITIES: tuple[Severity, ...] = ("mend", "know", "note")

Act = Literal["imports", "posts", "sources", "breaks"]
"""Where something is done about it: the page of that name, or the posts behind it."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing about one account (or one import, then platform and account are None).

    `count` is how many rows, posts or days it is about; `days` the first and last of them. An example
    is a `post` (its number in the store), a `reading` (platform, account, metric, day) or an import.
    """

    check: str
    severity: Severity
    what: Message
    advice: Message
    act: Act | None = None
    platform: str | None = None
    account: str | None = None
    count: int = 0
    days: tuple[date, date] | None = None
    post: int | None = None
    reading: tuple[str, str, str, date] | None = None
    import_id: int | None = None

    @property
    def example(self) -> int | tuple[str, str, str, date] | None:
        """The post or the reading."""
        return self.post if self.post is not None else self.reading


def metric_name(id: str) -> Message | str:
    """A count or daily series as people call it; an unknown one by its id."""
    return Message(METRICS[id].name) if id in METRICS else id
