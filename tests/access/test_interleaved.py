"""Thousands of requests of several people at once, caches warm, imports and undos in between: nobody sees
a row out of their scope, and every figure is the one worked out here from the rows."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from lib.metrics.posts import PostList
from lib.model import EVERYTHING, NOTHING_SEEN, Period, Query, Scope
from lib.settings import Settings
from lib.store import write
from lib.ui.cached import Data, keep, opened
from tests.factories import bring, posts

FIRST = date(2026, 1, 5)
COMMUNITIES, PLATFORMS = ("tea", "coffee", "milk"), ("facebook", "x", "line")
ROWS = [
    {
        "community": community,
        "platform": platform,
        "account": f"{community}-{platform}",
        "native_id": f"{community}-{platform}-{n}",
        "text": f"{community} {platform}",
        "day": FIRST + timedelta(n),
        "reach": 1 << n,
        "topic": community,
    }
    for community, platform, n in product(COMMUNITIES, PLATFORMS, range(9))
]
SCOPES = (
    EVERYTHING,
    NOTHING_SEEN,
    Scope(("tea",)),
    Scope(("tea", "milk"), ("x",)),
    Scope(None, ("line", "facebook")),
    Scope(("coffee",), None, private=True),
)
REQUESTS = 1_000


@dataclass(frozen=True)
class Request:
    """Somebody asks for posts of some days, filtered or not, split or not."""

    scope: Scope
    where: tuple[tuple[str, tuple[str | None, ...]], ...]
    by: tuple[str, ...]
    period: Period

    @property
    def query(self) -> Query:
        return Query(("posts", "reach"), self.by, self.where, self.period, scope=self.scope)

    def seen(self, rows: list[dict]) -> list[dict]:
        """The rows this request may and does ask for."""
        return [row for row in rows if within(row, self.scope) and self._asked(row)]

    def _asked(self, row: dict) -> bool:
        inside = self.period.start <= row["day"] <= self.period.end
        return inside and all(row[name] in values for name, values in self.where)


def within(row: dict, scope: Scope) -> bool:
    limits = (("community", scope.communities), ("platform", scope.platforms))
    return all(allowed is None or row[name] in allowed for name, allowed in limits)


def drawn(random: Random) -> Request:
    """People ask for what is theirs and for what is not."""
    values = {"community": COMMUNITIES, "platform": PLATFORMS}
    where = [
        (name, tuple(random.sample(known, random.randint(1, 2))))
        for name, known in values.items()
        if random.random() < 0.4
    ]
    start = FIRST + timedelta(random.randint(0, 4))
    by = random.choice([(), ("community",), ("platform",), ("community", "platform"), ("topic",)])
    period = Period(start, start + timedelta(random.choice([3, 9])))
    return Request(random.choice(SCOPES), tuple(where), by, period)


def answered(data: Data, asked: Request, rows: list[dict]) -> None:
    """Each way a page asks gives what was worked out, and nothing of anybody else's."""
    seen = asked.seen(rows)
    split = Counter(tuple(row[name] for name in asked.by) for row in seen)
    got = {tuple(row[name] for name in asked.by): row for row in data.fetch(asked.query).rows}
    assert {key: row["posts"] for key, row in got.items() if row["posts"]} == dict(split)
    assert sum(row["reach"] or 0 for row in got.values()) == sum(row["reach"] for row in seen)
    listed = data.posts(PostList(replace(asked.query, by=()))).rows
    assert sorted(row["native_id"] for row in listed) == sorted(row["native_id"] for row in seen)
    mine = [row for row in rows if within(row, asked.scope)]
    for name in ("community", "platform", "topic", "account"):
        assert {value for value, _ in data.choices[name]} == {row[name] for row in mine}
    assert data.extent.posts == len(mine)
    assert keep(data, "mine", lambda: len(mine)) == len(mine)


def test_no_row_out_of_scope_however_requests_interleave(store):
    random, settings = Random(1), Settings(database_url=str(store.url))
    some, rest = ROWS[::2], ROWS[1::2]
    bring(store, posts(*some))
    rows, brought = some, 0
    for _ in range(10):
        work = [drawn(random) for _ in range(REQUESTS // 10)]
        with ThreadPoolExecutor(6) as pool:
            visits = [pool.submit(answered, opened(store, settings, each.scope), each, rows) for each in work]
        for visit in visits:
            visit.result()
        if brought:
            write.undo(store, brought, datetime(2026, 2, 3), "test")
            rows, brought = some, 0
        else:
            brought = bring(store, posts(*rest)).import_id
            rows = ROWS
