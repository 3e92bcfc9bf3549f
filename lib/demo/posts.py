"""Draws posts, a block at a time: when, by whom, about what, and what becomes of them in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from lib.demo.draw import Choice, whole
from lib.demo.script import Script
from lib.demo.world import World
from lib.model import NUMBERS

OFFSET = 8 * 3600
"""Taipei is eight hours ahead of UTC, without summer time."""

SPREAD = 0.7
"""Standard deviation of the logarithm of a post's audience."""

WOBBLE = np.array([{"reach": 0.0, "views": 0.08}.get(name, 0.35) for name in NUMBERS])
"""The same of each count, given the audience."""

PAID = 2.2
"""What a budget does to the audience."""

EVENING = (19, 22)


@dataclass(frozen=True)
class Posts:
    """Posts as columns; places are those in the script's lists, `day` that among the two years.

    `second` is the UTC time of publishing in seconds since 1970, kept even where it is not `timed`.
    `totals` is (post, one of NUMBERS): the counts once all have arrived, NaN where not stated.
    """

    number: np.ndarray
    day: np.ndarray
    account: np.ndarray
    kind: np.ndarray
    platform: np.ndarray
    community: np.ndarray
    second: np.ndarray
    timed: np.ndarray
    type: np.ndarray
    topic: np.ndarray
    talk: np.ndarray
    paid: np.ndarray
    half_life: np.ndarray
    totals: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def take(self, keep: np.ndarray) -> Posts:
        """Only these posts: their places, or whether each is kept."""
        return Posts(**{field.name: getattr(self, field.name)[keep] for field in fields(self)})

    def known(self, second: float) -> np.ndarray:
        """The counts that have arrived by this moment."""
        age = np.maximum(second - self.second, 0)
        arrived = 1 - 0.5 ** (age / self.half_life)
        return np.floor(self.totals * arrived[:, None] + 0.5)


class Writer:
    """Draws the posts of one world."""

    def __init__(self, world: World) -> None:
        play = world.script
        self._world = world
        names = [platform.id for platform in play.platforms]
        self._platform = np.array([names.index(a.platform) for a in play.accounts])
        self._community = np.array([play.communities.index(a.community) for a in play.accounts])
        self._hours = Choice(np.array(list(_hours(play))))
        self._types = Choice(np.array([[p.types.get(t, 0.0) for t in play.types] for p in play.platforms]))
        self._topics = Choice(
            np.array([[t.get(kind, 0.0) for t in play.topics.values()] for kind in play.kinds])
        )
        self._spoken = np.array([list(play.topics).index(t) for t in ("公告", "提問")])

    def draw(self, block: int, number: np.ndarray) -> Posts:
        """The posts of a block; `number` counts them through the two years."""
        rng = np.random.default_rng([self._world.seed, 3, block])
        cell = np.searchsorted(self._world.ends, number, side="right")
        day, stream = np.divmod(cell, len(self._world.streams.share))
        account, kind = self._world.streams.account[stream], self._world.streams.kind[stream]
        platform, community = self._platform[account], self._community[account]
        chance = rng.random((7, len(number)))
        hour = self._hours.pick(kind * 7 + self._world.climate.weekday[day], chance[0])
        midnight = self._world.climate.days.astype(np.int64)[day] * 86_400 - OFFSET
        style = self._types.pick(platform, chance[2])
        topic, talk = self._topic(kind, community, day, chance[3:5])
        paid = chance[5] < _column(self._world.script, "paid")[platform]
        half = _column(self._world.script, "half_life_hours")[platform] * 3600
        audience = self._audience(rng, day, hour, account) * np.where(paid, PAID, 1.0)
        return Posts(
            number,
            day,
            account,
            kind,
            platform,
            community,
            second=midnight + hour * 3600 + (chance[1] * 3600).astype(np.int64),
            timed=chance[6] >= _column(self._world.script, "untimed")[platform],
            type=style,
            topic=topic,
            talk=talk,
            paid=paid,
            half_life=half * np.exp(0.25 * rng.standard_normal(len(number))),
            totals=self._totals(rng, audience, platform, style, topic, self._felt(community, day)),
        )

    def _topic(
        self, kind: np.ndarray, community: np.ndarray, day: np.ndarray, chance: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        strength = self._world.climate.crisis[community, day]
        talk = chance[1] < self._world.script.crisis["talk"] * strength
        return np.where(talk, self._spoken[kind], self._topics.pick(kind, chance[0])), talk

    def _audience(
        self, rng: np.random.Generator, day: np.ndarray, hour: np.ndarray, account: np.ndarray
    ) -> np.ndarray:
        """People reached (views where no reach is stated) before what type and topic do."""
        platform, climate = self._platform[account], self._world.climate
        play = self._world.script
        evening = (hour >= EVENING[0]) & (hour < EVENING[1])
        factor = np.where(evening, _column(play, "evening")[platform], 1.0)
        factor *= np.where(climate.weekday[day] >= 5, _column(play, "weekend")[platform], 1.0)
        factor *= climate.reach[self._community[account], day]
        trend = np.exp(_column(play, "trend")[platform] * day / 365.25)
        noise = np.exp(SPREAD * rng.standard_normal(len(day)))
        usual = self._world.growth.followers[account, day] * _column(play, "audience")[platform]
        return usual * factor * trend * noise

    def _felt(self, community: np.ndarray, day: np.ndarray) -> np.ndarray:
        """(post, one of NUMBERS): what the crisis does to the counts, given the audience."""
        felt = np.array([self._world.script.crisis.get(n, 0.0) * (n != "reach") for n in NUMBERS])
        return 1 + self._world.climate.crisis[community, day][:, None] * felt

    def _totals(
        self,
        rng: np.random.Generator,
        audience: np.ndarray,
        platform: np.ndarray,
        style: np.ndarray,
        topic: np.ndarray,
        felt: np.ndarray,
    ) -> np.ndarray:
        play = self._world.script
        types, topics = play.effects(play.types), play.effects(play.topics)
        reach = NUMBERS.index("reach")
        seen = audience * types[style, reach] * topics[topic, reach]
        types[:, reach] = topics[:, reach] = 1.0
        factors = play.rates[platform] * types[style] * topics[topic] * felt
        noise = np.exp(WOBBLE * rng.standard_normal(factors.shape))
        totals = whole(seen[:, None] * factors * noise, rng.random(factors.shape))
        clicks, conversions = NUMBERS.index("clicks"), NUMBERS.index("conversions")
        totals[:, conversions] = np.minimum(totals[:, conversions], totals[:, clicks])
        views = NUMBERS.index("views")  # nobody is reached without a view
        shown = totals[:, views] > 0
        totals[shown, views] = np.fmax(totals[shown, views], totals[shown, reach])
        return totals


def _hours(play: Script) -> Iterator[list[float]]:
    """The hours' weights by author kind and weekday."""
    for kind in play.kinds:
        habit = play.habits[kind]
        yield from [habit["working"]] * 5 + [habit["weekend"]] * 2


def _column(play: Script, name: str) -> np.ndarray:
    return np.array([getattr(platform, name) for platform in play.platforms])
