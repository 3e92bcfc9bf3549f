"""The world the posts are drawn in: script, climate and growth, and how many posts fall where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.demo import accounts, climate, script
from lib.demo.accounts import Growth
from lib.demo.climate import DAYS, Climate
from lib.demo.script import Script

BLOCK = 200_000
"""Posts drawn at a time, each block from a seed of its own: memory stays bounded, and a later
photograph draws only the blocks it needs."""

DENSER = 0.35
"""By how much more is posted at the end of the two years than at their start."""


@dataclass(frozen=True)
class Streams:
    """Who posts: one entry for each account and author kind that writes there."""

    account: np.ndarray
    kind: np.ndarray
    share: np.ndarray


@dataclass(frozen=True)
class World:
    """What (posts, seed, end) determine. `ends` counts the posts up to and with each cell; the cells
    are the streams of the first day, then those of the second, and so on."""

    script: Script
    climate: Climate
    growth: Growth
    streams: Streams
    seed: int
    ends: np.ndarray

    @property
    def posts(self) -> int:
        return int(self.ends[-1])

    def before(self, day: date) -> int:
        """The number of posts of the days before this one."""
        cells = int(np.searchsorted(self.climate.days, np.datetime64(day, "D"))) * len(self.streams.share)
        return int(self.ends[cells - 1]) if cells else 0

    def blocks(self, first: int, last: int) -> Iterator[tuple[int, np.ndarray]]:
        """The blocks holding the posts from `first` up to `last`: number, and its posts' numbers."""
        for block in range(first // BLOCK, -(-last // BLOCK)):
            yield block, np.arange(block * BLOCK, min((block + 1) * BLOCK, self.posts))


def build(posts: int, seed: int, end: date) -> World:
    """The world of so many posts; the same arguments give the same world."""
    play = script.read()
    weather = climate.make(play, end)
    streams = _streams(play)
    weights = _weights(play, weather, streams).ravel()
    rng = np.random.default_rng([seed, 0])
    counts = rng.multinomial(posts, weights / weights.sum())
    return World(play, weather, accounts.grow(play, weather, seed), streams, seed, np.cumsum(counts))


def _streams(play: Script) -> Streams:
    found = [
        (number, play.kinds.index(kind), share)
        for number, account in enumerate(play.accounts)
        for kind, share in account.posts.items()
    ]
    account, kind, share = (np.array(column) for column in zip(*found, strict=True))
    return Streams(account, kind, share)


def _weights(play: Script, weather: Climate, streams: Streams) -> np.ndarray:
    """(day, stream): how likely a post is to fall there."""
    week = np.array([play.habits[kind]["weekday"] for kind in play.kinds])
    community = np.array([play.communities.index(a.community) for a in play.accounts])[streams.account]
    rhythm = week[streams.kind][:, weather.weekday] * weather.posts[streams.kind, community]
    trend = 1 + DENSER * np.arange(DAYS) / DAYS
    return (streams.share[:, None] * rhythm * trend).T
