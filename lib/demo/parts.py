"""Gives the demonstration data as tables, one after another, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo import accounts, audience, climate, comments, rivals, sheet, world
from lib.demo.posts import Writer
from lib.demo.world import World
from lib.store.schema import EVENTS

DEFAULT_POSTS = 3_000
CHUNK = 200_000

EVERY, EARLIER = 7, 28
"""Days between two photographs, and before the end on which the first was taken."""

AGAIN = 42
"""Days whose posts the later photographs hold, known ones among them again."""

Kind = Literal["posts", "days", "comments", "events", "breakdowns"]


@dataclass(frozen=True)
class Part:
    """A table of one kind, of that kind's schema in `lib/store/schema.py`."""

    kind: Kind
    table: pa.Table


@dataclass(frozen=True)
class Photograph:
    """What is exported on the day `captured`: posts and daily metrics of the days from `first` on,
    comments and events from `news` on; nothing later than the end of that day is known."""

    captured: date
    first: date
    news: date


def whole(end: date) -> Photograph:
    """Everything, as of the end."""
    start = end - timedelta(climate.DAYS - 1)
    return Photograph(end, start, start)


def photographs(end: date) -> tuple[Photograph, ...]:
    """The exports the demonstration is loaded as: all that was known four weeks before the end, then every
    week the last six weeks as they stood, the last of them at the end."""
    first = Photograph(end - timedelta(EARLIER), whole(end).first, whole(end).first)
    days = [end - timedelta(back) for back in range(EARLIER - EVERY, -1, -EVERY)]
    news = timedelta(EVERY - 1)
    return first, *(Photograph(day, day - timedelta(AGAIN - 1), day - news) for day in days)


def generate(
    posts: int, seed: int, end: date, chunk: int = CHUNK, photograph: Photograph | None = None
) -> Iterator[Part]:
    """Two years of a community's life up to and with the day `end`, as of its evening.

    The same arguments give the same tables; `chunk` is the most rows of one and changes nothing
    else. `photograph` takes a part of it, as it was known earlier: each post keeps its text and
    its end, only less of its numbers has arrived.
    """
    view = photograph or whole(end)
    for part in _parts(world.build(posts, seed, end), view):
        for start in range(0, part.table.num_rows, chunk):
            yield Part(part.kind, part.table.slice(start, chunk))


def count(posts: int, seed: int, end: date, photograph: Photograph) -> int:
    """The number of posts in a photograph."""
    first, last = _span(world.build(posts, seed, end), photograph)
    return last - first


def _parts(earth: World, view: Photograph) -> Iterator[Part]:
    yield Part("events", _since(_events(earth), view.news, view.captured))
    readings = accounts.table(earth.script, earth.climate, earth.growth, earth.seed)
    yield Part("days", _since(readings, view.first, view.captured))
    end = earth.climate.days[-1].astype(object)
    if view.captured in (end - timedelta(EARLIER), end):
        yield Part("breakdowns", audience.table(earth.script, view.captured, end))
    first, last = _span(earth, view)
    writer = Writer(earth)
    for block, number in earth.blocks(first, last):
        drawn = writer.draw(block, number)
        rng = np.random.default_rng([earth.seed, 4, block])
        start = max(first - int(number[0]), 0)
        table = sheet.table(earth, drawn, view.captured, rng)
        yield Part("posts", table.slice(start, last - int(number[0]) - start))
        said = comments.table(earth, drawn, block)
        told = pa.concat_tables([said, rivals.table(earth, said, block)])
        yield Part("comments", _since(told, view.news, view.captured))


def _span(earth: World, view: Photograph) -> tuple[int, int]:
    """The numbers of the first post of a photograph and of the first after it."""
    return earth.before(view.first), earth.before(view.captured + timedelta(1))


def _since(table: pa.Table, first: date, last: date) -> pa.Table:
    """The rows of these days."""
    day = table["day"]
    return table.filter(pc.and_(pc.greater_equal(day, pa.scalar(first)), pc.less_equal(day, pa.scalar(last))))


def _events(earth: World) -> pa.Table:
    happened = earth.script.events
    columns = {
        "day": [earth.climate.days[climate.first_day(event)].astype(object) for event in happened],
        "kind": [event.kind for event in happened],
        "title": [event.title for event in happened],
        "community": [event.community for event in happened],
    }
    return pa.table(columns, schema=EVENTS)
