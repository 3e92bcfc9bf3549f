"""Reads what the demonstration is made of from `data/demo/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from lib.model import NUMBERS
from lib.settings import DATA

FOLDER = DATA / "demo"


@dataclass(frozen=True)
class Platform:
    """A platform; `rates` are counts per person reached, or per view where no reach is stated. A
    count that is not among them is not stated by the platform; `paid` below 0 is not stated either."""

    id: str
    half_life_hours: float
    audience: float
    trend: float
    weekend: float
    evening: float
    paid: float
    untimed: float
    prefix: str
    first_id: int
    rates: dict[str, float]
    types: dict[str, float]


@dataclass(frozen=True)
class Account:
    """An account: shares of posts by author kind, followers at the start, daily metrics exported."""

    platform: str
    id: str
    name: str
    community: str
    followers: int
    joins: float
    leaves: float
    posts: dict[str, float]
    days: list[str]


@dataclass(frozen=True)
class Event:
    """Something that happened, counted back from the end; the factors hold for its days."""

    days_before: int
    days: int
    kind: str
    title: str
    community: str | None = None
    reach: float = 1.0
    joins: float = 1.0
    member: float = 1.0


@dataclass(frozen=True)
class Holiday:
    """A span of days around a holiday and its factors; `brand` and `member` are on the posts."""

    name: str
    date: str
    first: int
    last: int
    reach: float
    brand: float
    member: float


@dataclass(frozen=True)
class Script:
    """All that the demonstration is made of, as the files say it."""

    communities: list[str]
    kinds: list[str]
    platforms: list[Platform]
    accounts: list[Account]
    types: dict[str, dict[str, float]]
    topics: dict[str, dict[str, float]]
    habits: dict[str, dict[str, list[float]]]
    gap: dict[str, Any]
    events: list[Event]
    holidays: list[Holiday]
    dates: dict[str, list[date]]
    crisis: dict[str, Any]

    def effects(self, factors: dict[str, dict[str, float]]) -> np.ndarray:
        """The factors of content types or topics as (one of them, one of NUMBERS); 1 where unnamed."""
        return np.array([[factor.get(name, 1.0) for name in NUMBERS] for factor in factors.values()])

    @property
    def rates(self) -> np.ndarray:
        """(platform, one of NUMBERS): counts per person reached; NaN where the platform states none."""
        return np.array([[p.rates.get(name, np.nan) for name in NUMBERS] for p in self.platforms])


def document(name: str) -> dict[str, Any]:
    """One of the files, as TOML has it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def read() -> Script:
    """The script of the demonstration; read once."""
    brand, happened = document("brand"), document("events")
    return Script(
        communities=brand["communities"],
        kinds=brand["kinds"],
        platforms=[Platform(**p) for p in brand["platforms"]],
        accounts=[Account(**a) for a in brand["accounts"]],
        types=brand["types"],
        topics=brand["topics"],
        habits=brand["habits"],
        gap=brand["gap"],
        events=[Event(**e) for e in happened["events"]],
        holidays=[Holiday(**h) for h in happened["holidays"]],
        dates=happened["dates"],
        crisis=happened["crisis"],
    )
