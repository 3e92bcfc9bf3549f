"""What a view can be filtered by, and the daily series beside the catalog's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from lib.metrics import posts
from lib.metrics.catalog import METRICS
from lib.metrics.facts import within
from lib.metrics.live.sources import Live
from lib.model import Scope
from lib.store import breakdowns
from lib.store.comment_schema import comment_current
from lib.store.schema import daily_current, post_current


def series(engine: sa.Engine, scope: Scope) -> tuple[str, ...]:
    """The daily series there are beside those of the catalog, by name."""
    beside = daily_current.c.metric.not_in(list(METRICS))
    names = sa.select(daily_current.c.metric).where(beside, *within(daily_current, scope)).distinct()
    with engine.connect() as connection:
        return tuple(connection.scalars(names.order_by(daily_current.c.metric)))


CHOICES = ("platform", "account", "community", "content_type", "topic")


def choices(
    engine: sa.Engine, most: int = 500, live: Live | None = None, *, scope: Scope
) -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be filtered: for each dimension (value, name), the most frequent first; and under
    `account_platform` the platform of each account, under `metric` the series beside the catalog's."""
    with engine.connect() as connection:
        found = {
            "account_platform": _choices(connection, "account", most, scope, "platform"),
            **{id: _choices(connection, id, most, scope) for id in CHOICES},
        }
    found["metric"] = [(id, id, 0) for id in series(engine, scope)]
    for id, more in (live.choices(CHOICES, most, scope) if live else {}).items():
        found[id] = _together([*found[id], *more])[:most]
    return {id: tuple((value, name or value) for value, name, _ in each) for id, each in found.items()}


def _choices(
    connection: sa.Connection, id: str, most: int, scope: Scope, named: str = "account_name"
) -> Sequence[tuple[str, str | None, int]]:
    counts = [
        posts.counted(table, id, named).where(*within(table, scope))
        for table in (post_current, daily_current, comment_current, breakdowns.current().subquery("parts"))
        if id in table.c
    ]
    every = sa.union_all(*counts).subquery()
    n = sa.func.sum(every.c.n)
    select = sa.select(every.c.value, sa.func.max(every.c.name), n).group_by(every.c.value)
    found = connection.execute(select.order_by(n.desc(), every.c.value).limit(most))
    return [(value, name, int(count)) for value, name, count in found]


def _together(found: Iterable[tuple[str, str | None, int]]) -> list[tuple[str, str | None, int]]:
    """Values of several places as one list, the most frequent first."""
    counts: Counter[str] = Counter()
    names: dict[str, str | None] = {}
    for value, name, count in found:
        counts[value] += count
        names[value] = max(names.get(value) or "", name or "") or None
    order = sorted(counts, key=lambda value: (-counts[value], value))
    return [(value, names[value], counts[value]) for value in order]
