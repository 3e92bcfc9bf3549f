"""What each day of the demonstration was like: weekdays, holidays, events and the crisis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.demo.script import Event, Script

DAYS = 730
"""Two years."""


@dataclass(frozen=True)
class Climate:
    """Factors by (community, day); `posts` by (author kind, community, day). `crisis` is the
    strength of the crisis, 0 to 1. `weekday` counts from Monday = 0, `season` from spring = 0."""

    days: np.ndarray
    weekday: np.ndarray
    season: np.ndarray
    reach: np.ndarray
    joins: np.ndarray
    posts: np.ndarray
    crisis: np.ndarray


def make(script: Script, end: date) -> Climate:
    """The climate of the two years that end with `end`."""
    days = np.datetime64(end, "D") - np.arange(DAYS - 1, -1, -1)
    shape = (len(script.communities), DAYS)
    reach, joins = np.ones(shape), np.ones(shape)
    posts = np.ones((len(script.kinds), *shape))
    for rows, span, event in _events(script, days):
        reach[rows, span] *= event.reach
        joins[rows, span] *= event.joins
        posts[script.kinds.index("member"), rows, span] *= event.member
    _add_holidays(script, days, reach, posts)
    crisis = _crisis(script)
    weekday = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    season = (days.astype("datetime64[M]").astype(int) % 12 - 2) % 12 // 3
    return Climate(
        days,
        weekday,
        season,
        reach=reach * (1 + script.crisis["reach"] * crisis),
        joins=joins * (1 + script.crisis["joins"] * crisis),
        posts=posts,
        crisis=crisis,
    )


def first_day(event: Event) -> int:
    """The place of an event's first day among the two years' days."""
    return DAYS - 1 - event.days_before


def _events(script: Script, days: np.ndarray) -> Iterator[tuple[slice, slice, Event]]:
    for event in script.events:
        rows = slice(None)
        if event.community is not None:
            number = script.communities.index(event.community)
            rows = slice(number, number + 1)
        yield rows, slice(first_day(event), first_day(event) + event.days), event


def _add_holidays(script: Script, days: np.ndarray, reach: np.ndarray, posts: np.ndarray) -> None:
    for holiday in script.holidays:
        dates = np.array(script.dates[holiday.date], "datetime64[D]")
        away = (days[:, None] - dates).astype(int)
        on = ((away >= holiday.first) & (away <= holiday.last)).any(axis=1)
        reach[:, on] *= holiday.reach
        for kind, factors in zip(script.kinds, posts, strict=True):
            factors[:, on] *= getattr(holiday, kind)


def _crisis(script: Script) -> np.ndarray:
    """Full at first, softer from the open answer on, fading after its days."""
    course = script.crisis
    event = next(event for event in script.events if event.kind == "crisis")
    since = np.arange(DAYS) - first_day(event)
    strength = np.where(since < course["answer_after_days"], 1.0, course["answered"])
    fading = np.maximum(since - event.days + 1, 0) / course["fade_days"]
    strength = np.where(since < 0, 0.0, strength * 0.5**fading)
    weight = np.array([course["weight"][community] for community in script.communities])
    return weight[:, None] * strength
