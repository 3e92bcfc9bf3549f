"""Answers kept by data version: an import makes new keys, so nothing stale is ever shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
import streamlit as st

from lib.metrics import offered, reached, run
from lib.metrics.breaks import ledger
from lib.metrics.definition import Metric, Sum
from lib.metrics.live.sources import Live
from lib.metrics.live.sources import of as live_sources
from lib.metrics.posts import PostList
from lib.metrics.run import Extent, Result
from lib.model import Break, Query, Scope
from lib.settings import Settings
from lib.store.log import LogEntry, history

T = TypeVar("T")

_kept = partial(st.cache_data, ttl=3600, max_entries=2000, show_spinner=False)


@dataclass(frozen=True)
class Data:
    """The store as pages see it, at one data version, and the live sources beside it. `place` tells
    databases apart in the cache, and the epochs of live sources; `scope` is what its visitor may see."""

    engine: sa.Engine
    place: str
    version: int
    scope: Scope
    live: Live | None = None

    def fetch(self, query: Query) -> Result:
        """Answers a query."""
        return _fetch(self.engine, self.live, self.place, self.version, query)

    def posts(self, wanted: PostList) -> Result:
        """Lists posts."""
        return _posts(self.engine, self.live, self.place, self.version, wanted)

    def readings(self, metric: Metric, of: Query, limit: int) -> Result:
        """The daily readings that count in a metric's figure."""
        return _readings(self.engine, self.place, self.version, metric, of, limit)

    def first_young(self, of: Query, days: int) -> date | None:
        """The first day whose posts were read too young to compare."""
        return _first_young(self.engine, self.live, self.place, self.version, of, days)

    def pairs(self, of: Query, measures: tuple[str, ...]) -> Result:
        """What readings of the same posts at two ages said."""
        return _pairs(self.engine, self.place, self.version, of, measures)

    def read_ages(self, of: Query, parts: tuple[Sum, ...]) -> Result:
        """How old posts were when read, by day and platform."""
        return _read_ages(self.engine, self.place, self.version, of, parts)

    def at_age(self, of: Query, now: Query, parts: tuple[Sum, ...]) -> Result:
        """Posts as they were at the age of later ones, by day and platform."""
        return _at_age(self.engine, self.place, self.version, of, now, parts)

    def events(self, first: date, last: date, as_of: int | None = None) -> Result:
        """What happened between two days, known now or at a data version."""
        return _events(self.engine, self.place, self.version, first, last, as_of, self.scope)

    def breaks(self, as_of: int | None = None) -> tuple[Break, ...]:
        """The definition breaks known, now or at a data version."""
        return _breaks(self.engine, self.place, self.version, as_of)

    def captured_at(self, as_of: int | None) -> datetime | None:
        """When the newest numbers were true, now or at a data version."""
        return self.extent.captured_at if as_of is None else run.captured_at(self.engine, as_of)

    def last_days(self, as_of: int) -> Mapping[str, date]:
        """The last day of each platform that was known at a data version."""
        return _last_days(self.engine, self.place, as_of, self.scope)

    @property
    def extent(self) -> Extent:
        """What there is."""
        return _extent(self.engine, self.live, self.place, self.version, self.scope)

    @property
    def twice(self) -> list[tuple[str, str]]:
        """Accounts, and live sources, whose posts may count twice."""
        return [] if self.live is None else _twice(self.live, self.place, self.version, self.scope)

    @property
    def choices(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """What can be filtered: for each dimension (value, name)."""
        return _choices(self.engine, self.live, self.place, self.version, self.scope)

    @property
    def history(self) -> list[LogEntry]:
        """The log of imports, newest first."""
        with self.engine.connect() as connection:
            return history(connection)


def opened(engine: sa.Engine, settings: Settings, scope: Scope) -> Data:
    """The store and its live sources as they are now, for who may see so much of them."""
    there = live_sources(engine, settings)
    epochs = there.key()
    place = f"{settings.database_url} {epochs}" if epochs else settings.database_url
    return Data(engine, place, run.data_version(engine), scope, there if epochs else None)


@_kept()
def _fetch(_engine: sa.Engine, _live: Live | None, place: str, version: int, query: Query) -> Result:
    return run.fetch(_engine, query, _live)


@_kept()
def _posts(_engine: sa.Engine, _live: Live | None, place: str, version: int, wanted: PostList) -> Result:
    return run.fetch_posts(_engine, wanted, _live)


@_kept()
def _readings(_engine: sa.Engine, place: str, version: int, metric: Metric, of: Query, limit: int) -> Result:
    return run.readings(_engine, metric, of, limit)


@_kept()
def _first_young(
    _engine: sa.Engine, _live: Live | None, place: str, version: int, of: Query, days: int
) -> date | None:
    return run.first_young(_engine, of, days, _live)


@_kept()
def _pairs(_engine: sa.Engine, place: str, version: int, of: Query, measures: tuple[str, ...]) -> Result:
    return run.pairs(_engine, of, measures)


@_kept()
def _read_ages(_engine: sa.Engine, place: str, version: int, of: Query, parts: tuple[Sum, ...]) -> Result:
    return run.read_ages(_engine, of, parts)


@_kept()
def _at_age(
    _engine: sa.Engine, place: str, version: int, of: Query, now: Query, parts: tuple[Sum, ...]
) -> Result:
    return run.as_at_age(_engine, of, now, parts)


@_kept()
def _events(
    _engine: sa.Engine, place: str, version: int, first: date, last: date, as_of: int | None, scope: Scope
) -> Result:
    return run.events(_engine, first, last, scope=scope, as_of=as_of)


@_kept()
def _last_days(_engine: sa.Engine, place: str, as_of: int, scope: Scope) -> dict[str, date]:
    rows = run.rows_of(_engine, reached.last_days(as_of, scope))
    return {row["platform"]: row["day"] for row in rows if row["day"] is not None}


@_kept()
def _breaks(_engine: sa.Engine, place: str, version: int, as_of: int | None) -> tuple[Break, ...]:
    return ledger(_engine, as_of)


def keep(data: Data, of: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept under the words `of` for this data version. The words must name all
    that it depends on beside the data."""
    return _keep(data.place, data.version, data.scope, of, make)


@_kept()
def _keep(place: str, version: int, scope: Scope, of: str, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _extent(_engine: sa.Engine, _live: Live | None, place: str, version: int, scope: Scope) -> Extent:
    return run.extent(_engine, _live, scope=scope)


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _choices(
    _engine: sa.Engine, _live: Live | None, place: str, version: int, scope: Scope
) -> dict[str, tuple[tuple[str, str], ...]]:
    return offered.choices(_engine, live=_live, scope=scope)


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _twice(_live: Live, place: str, version: int, scope: Scope) -> list[tuple[str, str]]:
    return _live.twice(scope)
