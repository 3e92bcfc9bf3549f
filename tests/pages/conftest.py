"""Stores in the states a page may meet, and the settings that lead to them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lib import demo
from lib.settings import Settings
from lib.store.engine import open_store
from lib.ui import services
from tests.factories import bring, days, posts

ONE_DAY = date(2026, 3, 2)


def empty(store) -> None:
    """A store nothing was brought into."""


def one(store) -> None:
    """One post of one day."""
    numbers = {"reach": 200, "views": 300, "reactions": 9, "engagements": 10}
    bring(store, posts({"day": ONE_DAY, "account_name": "山野咖啡", **numbers}))


def two(store) -> None:
    """Two imports of the same posts, on two platforms: newer numbers came later."""
    rows = [
        {"day": ONE_DAY, "reach": 100, "engagements": 10, "text": "春季新品 *launch*"},
        {"day": ONE_DAY, "reach": 300, "engagements": 30, "platform": "x", "account": "at", "text": "=1+1"},
    ]
    bring(store, posts(*rows), days("followers", {ONE_DAY: 500.0}), captured_at=datetime(2026, 4, 1))
    later = [{**row, "reach": row["reach"] * 2} for row in rows]
    bring(store, posts(*later), captured_at=datetime(2026, 5, 1))


def demonstration(store) -> None:
    """The demonstration, small."""
    demo.load(store, 400, 1, date(2026, 11, 21))


STATES = {"empty": empty, "one": one, "two": two, "demo": demonstration}


@pytest.fixture(scope="session")
def state_url(make_url):
    """The URL of a store in a state, filled once."""
    made: dict[str, str] = {}

    def url(state: str) -> str:
        if state not in made:
            made[state] = make_url("duckdb")
            store = open_store(made[state])
            STATES[state](store)
            store.dispose()
        return made[state]

    yield url
    for each in made.values():
        services.close(Settings(database_url=each))


@pytest.fixture
def use(state_url, monkeypatch, tmp_path):
    """Lets the app run on a store in the state named; gives its engine. Tests only read it."""
    monkeypatch.setenv("PULSE_RUN_DIR", str(tmp_path))
    monkeypatch.setenv("PULSE_BACKUPS", str(tmp_path))

    def point(state: str):
        monkeypatch.setenv("PULSE_DATABASE_URL", state_url(state))
        return services.store(Settings(database_url=state_url(state)))

    return point


@pytest.fixture
def own(make_url, monkeypatch, tmp_path):
    """Lets the app run on an empty store of this test's own; gives its engine."""
    url = make_url("duckdb")
    monkeypatch.setenv("PULSE_DATABASE_URL", url)
    monkeypatch.setenv("PULSE_BACKUPS", str(tmp_path))
    yield services.store(Settings(database_url=url))
    services.close(Settings(database_url=url))
