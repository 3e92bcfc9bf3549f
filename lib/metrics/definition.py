"""What a metric and a dimension are, and the usual kinds of metric in one call each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lib.model import N_

Fact = Literal["post", "daily", "page_day", "comment", "mention"]
"""Where rows come from: posts; daily readings of an account; an account's day, with what the posts
published on it gathered and its followers; comments of others on the brand, or on it and its
competitors."""

Unit = Literal["count", "people", "ratio", "per_post", "points", "reading"]
"""What a figure counts; "points" are those of a scale from −100 to 100, "reading" is whatever the
file it comes from means by it."""


@dataclass(frozen=True)
class Sum:
    """An aggregate that may be combined by adding.

    `how`: "sum" of a column; "rows" counts rows; "stated" counts the rows that state the column;
    "last" is each account's last reading, added over accounts; "only" is a reading that must never
    be added (unique people); "mean" averages the days, or the readings of a series. `given`
    names columns that must be stated too; `series` the daily metric it reads.
    """

    column: str = ""
    how: Literal["sum", "rows", "stated", "last", "only", "mean"] = "sum"
    given: tuple[str, ...] = ()
    series: str = ""
    fact: Fact = "post"


@dataclass(frozen=True)
class Metric:
    """A figure people ask for.

    `good` says which direction is good news (None: neither); `additive` whether figures of parts
    add up to the figure of the whole; `source` where the formula comes from.
    """

    id: str
    name: str
    definition: str
    top: Sum
    bottom: Sum | None = None
    unit: Unit = "count"
    good: Literal["up", "down"] | None = "up"
    additive: bool = True
    source: str = ""

    @property
    def fact(self) -> Fact:
        return self.top.fact

    @property
    def is_ratio(self) -> bool:
        return self.bottom is not None


@dataclass(frozen=True)
class Dimension:
    """A way to split or to filter. `facts` says which rows know it."""

    id: str
    name: str
    kind: Literal["day", "number", "text", "flag"] = "text"
    facts: tuple[Fact, ...] = ("post",)


def total(column: str, name: str, definition: str, source: str = "") -> Metric:
    """The sum of a column over posts."""
    return Metric(column, name, definition, Sum(column), source=source)


def ratio(
    id: str, top: str, bottom: str, name: str, definition: str, unit: Unit = "ratio", source: str = ""
) -> Metric:
    """A ratio of sums over the posts that state both numbers."""
    return Metric(
        id, name, definition, Sum(top, given=(bottom,)), Sum(bottom, given=(top,)), unit, "up", False, source
    )


def per_post(id: str, column: str, name: str, definition: str, source: str = "") -> Metric:
    """A mean over the posts that state the number."""
    return Metric(id, name, definition, Sum(column), Sum(column, "stated"), "per_post", "up", False, source)


def daily(id: str, name: str, definition: str, good: Literal["up", "down"] | None = "up") -> Metric:
    """The sum of an account's daily readings."""
    return Metric(id, name, definition, Sum("value", series=id, fact="daily"), good=good)


def series(id: str) -> Metric:
    """A daily series that no catalog knows: named after its file, it may count or measure anything.

    Its figure is the mean of its readings, which is right for both: a sum of levels would be wrong.
    """
    definition = N_("The mean of the readings in the period: one an account and day, as the file has it.")
    top = Sum("value", "mean", series=id, fact="daily")
    return Metric(id, id, definition, top, unit="reading", good=None, additive=False)
