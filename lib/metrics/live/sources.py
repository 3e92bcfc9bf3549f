"""The live sources of a store: which there are, which a question concerns, and what they say.

The metric query runs in each of them; rows come back aggregated, and `live.added` adds them to the
store's own. Questions are begun in all sources at once, so a page waits for the slowest only.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lib.clock import now
from lib.metrics import query, rows
from lib.metrics.catalog import metric
from lib.metrics.facts import post_rows
from lib.metrics.live import questions
from lib.metrics.live.place import PATIENCE, Pending, Place
from lib.metrics.live.questions import Choice, Make
from lib.metrics.posts import PostList
from lib.metrics.rows import Row
from lib.model import EVERYTHING, Message, Query, QueryError, Scope, SourceFailed, say
from lib.settings import Settings, load_secrets
from lib.store import sources
from lib.store.schema import daily_current
from lib.store.sources import Source

LISTED_FOR = 5.0
"""Seconds after which the declared sources are looked up again."""

Connect = Callable[[str], sa.Engine]
"""The name of a connection in the secrets file → its engine."""


@dataclass(frozen=True)
class Standing:
    """How a live source stands: the age of the oldest answer shown (UTC without zone), and why it
    cannot be read now."""

    id: str
    name: str
    as_of: datetime | None
    error: Message | None


@dataclass(frozen=True)
class _Declared:
    source: Source
    serial: int
    place: Place


class Live:
    """The live sources declared in a store, each with its answers. `clock` gives seconds that only
    rise; `patience` is how many of them a question may take."""

    def __init__(
        self,
        store: sa.Engine,
        zone: ZoneInfo,
        community: str,
        connect: Connect,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._store: Any = weakref.proxy(store)
        self._zone, self._community, self._connect = zone, community, connect
        self._clock, self._patience = clock, patience
        self._lock = Lock()
        self._serial = count(1)
        self._listed_at: float | None = None
        self._found: list[_Declared] = []

    def key(self) -> str:
        """Changes when answers may have changed; empty without live sources."""
        return " ".join(f"{each.serial}.{each.place.epoch()}" for each in self._declared())

    def concerned(self, wanted: Query = questions.ALL) -> list[Place]:
        """The sources the filters leave something of; none for a view of the past, which they have not."""
        if wanted.as_of is not None:
            return []
        return [each.place for each in self._declared() if each.place.concerns(wanted)]

    def left_out(self, wanted: Query) -> list[str]:
        """The names of the sources that a view of the past goes without."""
        if wanted.as_of is None:
            return []
        return [place.name for place in self.concerned(replace(wanted, as_of=None))]

    def standing(self, wanted: Query = questions.ALL) -> list[Standing]:
        """How the sources stand that a question concerns."""
        return [
            Standing(place.id, place.name, place.as_of, place.error.message if place.error else None)
            for place in self.concerned(wanted)
        ]

    def ask(self, wanted: Query) -> list[Pending]:
        """A query, begun in each source it concerns. It must be asked with `parts`, so that answers
        can be added. QueryError for what would need a join across places."""
        places = self.concerned(wanted)
        if any(metric(id).fact == "page_day" for id in wanted.metrics):
            self._refuse_torn(places)
        there = questions.there(wanted)
        if not there.metrics:
            return []
        return [place.ask(there, partial(query.compile, there)) for place in places]

    def ask_list(self, wanted: PostList) -> list[Pending]:
        """A list of posts, begun in each source it concerns; the one post of a number is the store's."""
        if wanted.only is not None:
            return []
        make = partial(questions.listed, wanted=wanted)
        return [place.ask(wanted, make) for place in self.concerned(wanted.of)]

    def ask_young(self, of: Query, days: int) -> list[Pending]:
        """The first young day (row `day`), begun in each source it concerns."""
        make = partial(questions.young, of=of, days=days)
        return [place.ask(("young", of, days), make) for place in self.concerned(of)]

    def extents(self, scope: Scope = EVERYTHING) -> tuple[list[Row], tuple[str, ...]]:
        """`first` and `last` day and number of `posts` of each source, perhaps a little old; and the
        names of the sources that do not answer."""
        found = self._extents(scope)
        there = [row for _, answer in found if answer is not None for row in answer]
        return there, tuple(place.name for place, answer in found if answer is None)

    def choices(
        self, dimensions: Sequence[str], most: int, scope: Scope = EVERYTHING
    ) -> dict[str, list[Choice]]:
        """The values of each dimension, perhaps a little old, and under `account_platform` the platform
        of each account; of a source that does not answer, what it declares of itself."""

        def make(place: Place) -> Make:
            asked = tuple(id for id in dimensions if id not in place.fixed)
            return partial(questions.choices, dimensions=asked, most=most, scope=scope)

        posts = {place.id: there[0]["posts"] for place, there in self._extents(scope) if there}
        found: dict[str, list[Choice]] = {}
        for place, there in self._at_leisure(("choices", scope), make, scope):
            for id, more in questions.chosen(there or (), place.fixed, posts.get(place.id, 0)).items():
                found[id] = [*found.get(id, ()), *more]
        return found

    def twice(self, scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
        """Accounts, and sources, of which there may be the same posts in the store and there: of the same
        days. Each of them would count twice."""
        with self._store.connect() as connection:
            here = rows.read(connection, questions.accounts(post_rows, scope))
        kept = {(each["platform"], each["account"]): each for each in here if each["account"]}
        return [
            (there["account"], place.name)
            for place, found in self._at_leisure(
                ("accounts", scope), lambda _: partial(questions.accounts, scope=scope), scope
            )
            for there in found or ()
            if (both := kept.get((there["platform"], there["account"])))
            and both["first"] <= there["last"]
            and there["first"] <= both["last"]
        ]

    def _extents(self, scope: Scope) -> list[tuple[Place, tuple[Row, ...] | None]]:
        make = partial(questions.extent, scope=scope)
        return self._at_leisure(("extent", scope), lambda _: make, scope)

    def _at_leisure(
        self, key: Hashable, make: Callable[[Place], Make], scope: Scope
    ) -> list[tuple[Place, tuple[Row, ...] | None]]:
        """What every page needs before it knows what it shows: an old answer will do."""
        asked = [
            (place, place.ask(key, make(place), wait=False))
            for place in self.concerned(Query((), scope=scope))
        ]
        found: list[tuple[Place, tuple[Row, ...] | None]] = []
        for place, pending in asked:
            try:
                found.append((place, pending().rows))
            except SourceFailed:
                found.append((place, None))
        return found

    def _refuse_torn(self, places: Sequence[Place]) -> None:
        """Refuses a rate by followers that are in the store, of posts that are not."""
        keys = (daily_current.c.platform, daily_current.c.account)
        followed = sa.select(*keys).where(daily_current.c.metric == "followers").distinct()
        with self._store.connect() as connection:
            known = {tuple(row) for row in connection.execute(followed)}
        for place in places:
            posting = place.ask("accounts", questions.accounts)().rows
            if known & {(row["platform"], row["account"]) for row in posting}:
                raise QueryError(
                    say(
                        "This rate needs posts and followers in one place; those posts are read live "
                        "from “{source}”, and the followers were imported.",
                        source=place.name,
                    )
                )

    def _declared(self) -> list[_Declared]:
        with self._lock:
            tick = self._clock()
            if self._listed_at is None or tick - self._listed_at >= LISTED_FOR:
                self._found, self._listed_at = self._listed(), tick
            return self._found

    def _listed(self) -> list[_Declared]:
        known = {each.source.id: each for each in self._found}
        found = []
        for source, _ in sources.all_sources(self._store):
            if source.kind == "live" and source.enabled:
                same = known.get(source.id)
                found.append(same if same and same.source == source else self._begin(source))
        return found

    def _begin(self, source: Source) -> _Declared:
        # Loaded only where there is such a source: no start waits for it.
        from lib.metrics.live.reader import Reader
        from lib.metrics.live.table import declared

        name = str(source.address.get("connection") or "")
        table = declared(source, self._zone, self._community)
        reader = Reader(table, lambda: self._connect(name), now)
        place = Place(source.id, source.name, reader, now, self._clock, self._patience)
        return _Declared(source, next(self._serial), place)


_lives: weakref.WeakKeyDictionary[sa.Engine, Live] = weakref.WeakKeyDictionary()
_lock = Lock()


def of(store: sa.Engine, settings: Settings) -> Live:
    """The live sources of a store: the same for everybody who asks in this process."""

    def connect(name: str) -> sa.Engine:
        from lib.sources import database

        return database.connect(name, load_secrets(settings).connections, settings.allowed, PATIENCE)

    with _lock:
        if store not in _lives:
            _lives[store] = Live(store, settings.zone, settings.community, connect)
        return _lives[store]
