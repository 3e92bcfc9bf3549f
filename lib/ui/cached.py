"""Answers kept by data version: an import makes new keys, so nothing stale is ever shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
import streamlit as st

from lib.metrics import run
from lib.metrics.posts import PostList
from lib.metrics.run import Extent, Result
from lib.model import Query
from lib.store.log import LogEntry, history

T = TypeVar("T")

_kept = partial(st.cache_data, ttl=3600, max_entries=2000, show_spinner=False)


@dataclass(frozen=True)
class Data:
    """The store as pages see it, at one data version. `place` tells databases apart in the cache."""

    engine: sa.Engine
    place: str
    version: int

    def fetch(self, query: Query) -> Result:
        """Answers a query."""
        return _fetch(self.engine, self.place, self.version, query)

    def posts(self, wanted: PostList) -> Result:
        """Lists posts."""
        return _posts(self.engine, self.place, self.version, wanted)

    def first_young(self, of: Query, days: int) -> date | None:
        """The first day whose posts were read too young to compare."""
        return _first_young(self.engine, self.place, self.version, of, days)

    def events(self, first: date, last: date) -> Result:
        """The events between two days."""
        return _events(self.engine, self.place, self.version, first, last)

    def captured_at(self, as_of: int | None) -> datetime | None:
        """When the newest numbers were true, now or at a data version."""
        return self.extent.captured_at if as_of is None else run.captured_at(self.engine, as_of)

    @property
    def extent(self) -> Extent:
        """What there is."""
        return _extent(self.engine, self.place, self.version)

    @property
    def choices(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """What can be filtered: for each dimension (value, name)."""
        return _choices(self.engine, self.place, self.version)

    @property
    def history(self) -> list[LogEntry]:
        """The log of imports, newest first."""
        with self.engine.connect() as connection:
            return history(connection)


@_kept()
def _fetch(_engine: sa.Engine, place: str, version: int, query: Query) -> Result:
    return run.fetch(_engine, query)


@_kept()
def _posts(_engine: sa.Engine, place: str, version: int, wanted: PostList) -> Result:
    return run.fetch_posts(_engine, wanted)


@_kept()
def _first_young(_engine: sa.Engine, place: str, version: int, of: Query, days: int) -> date | None:
    return run.first_young(_engine, of, days)


@_kept()
def _events(_engine: sa.Engine, place: str, version: int, first: date, last: date) -> Result:
    return run.events(_engine, first, last)


def keep(data: Data, of: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept under the words `of` for this data version. The words must name all
    that it depends on beside the data."""
    return _keep(data.place, data.version, of, make)


@_kept()
def _keep(place: str, version: int, of: str, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _extent(_engine: sa.Engine, place: str, version: int) -> Extent:
    return run.extent(_engine)


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _choices(_engine: sa.Engine, place: str, version: int) -> dict[str, tuple[tuple[str, str], ...]]:
    return run.choices(_engine)
