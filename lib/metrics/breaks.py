"""The ledger of definition breaks: days from which a platform counts something else under a name."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from lib.metrics.definition import Metric
from lib.settings import DATA

FILE = DATA / "breaks.toml"


@dataclass(frozen=True)
class Break:
    """From `day` on, `platform` counts `metric` (a count of posts, or a daily series) otherwise."""

    platform: str
    metric: str
    day: date
    what: str
    source: str


@cache
def load() -> tuple[Break, ...]:
    """All breaks, the earliest first."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["break"]
    return tuple(sorted((Break(**row) for row in rows), key=lambda each: each.day))


def within(metric: Metric, platforms: Collection[str], after: date, until: date) -> list[Break]:
    """The breaks of what the metric is made of, on these platforms, later than the day `after` and not
    later than `until`."""
    counted = {
        name
        for part in (metric.top, metric.bottom)
        if part
        for name in (part.column, part.series, *part.given)
    }
    return [
        each
        for each in load()
        if each.metric in counted and each.platform in platforms and after < each.day <= until
    ]
