"""The ledger of definition breaks: days from which a platform counts something else under a name."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

import sqlalchemy as sa

from lib.imports import platforms
from lib.metrics.catalog import METRICS
from lib.metrics.definition import Metric
from lib.model import Break
from lib.settings import DATA
from lib.store import breaks as store

FILE = DATA / "breaks.toml"

RATE_OF_DAYS = frozenset({"engagements", "followers"})
"""What the daily engagement rate is made of."""


@cache
def load() -> tuple[Break, ...]:
    """The breaks that ship with Pulse, the earliest first."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["break"]
    return tuple(sorted((Break(**row) for row in rows), key=lambda each: each.day))


def ledger(engine: sa.Engine, as_of: int | None = None) -> tuple[Break, ...]:
    """All breaks in force, those people added included, the earliest first."""
    return tuple(sorted((*load(), *store.added(engine, as_of)), key=lambda each: each.day))


def counts() -> dict[str, str]:
    """What a break can be of: the counts of posts and the daily series, id → name."""
    return {each.id: each.name for each in METRICS.values() if each.id in (each.top.column, each.top.series)}


def within(of: Iterable[Break], metric: Metric, on: Collection[str], after: date, until: date) -> list[Break]:
    """The breaks of what the metric is made of, on the platforms `on`, later than the day `after` and not
    later than `until`."""
    inside = [each for each in of if each.platform in on and after < each.day <= until]
    return [each for each in inside if each.metric in _made_of(metric, each.platform)]


def _made_of(metric: Metric, platform: str) -> set[str]:
    """The counts and series behind a metric; engagements are those the platform counts."""
    parts = [part for part in (metric.top, metric.bottom) if part is not None]
    found = {name for part in parts for name in (part.column, part.series, *part.given)}
    if "rate" in found:
        found |= RATE_OF_DAYS
    known = platforms.load().get(platform)
    return found | set(known.engagements if known and "engagements" in found else ())
