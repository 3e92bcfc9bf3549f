"""Posts as one export would state them: a table of the schema POSTS."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo.captions import captions
from lib.demo.draw import names
from lib.demo.posts import OFFSET, Posts
from lib.demo.world import World
from lib.model import NUMBERS
from lib.store.schema import POSTS

PARTS = ("reactions", "comments", "shares", "saves")
"""What engagements are made of, where the platform states it."""


def moment(captured: date) -> int:
    """The end of the export day in Taipei, in seconds of UTC since 1970."""
    return (int(np.datetime64(captured, "D").astype(int)) + 1) * 86_400 - OFFSET


def table(world: World, posts: Posts, captured: date, rng: np.random.Generator) -> pa.Table:
    """What was known of these posts at the end of the day `captured`."""
    counts = posts.known(moment(captured))
    platforms, accounts = world.script.platforms, world.script.accounts
    native = native_ids(world, posts)
    local = posts.second + OFFSET
    stated = np.array([platform.paid >= 0 for platform in platforms])[posts.platform]
    columns = {
        "platform": names([p.id for p in platforms], posts.platform),
        "account": names([a.id for a in accounts], posts.account),
        "native_id": native,
        "account_name": names([a.name for a in accounts], posts.account),
        "community": names(world.script.communities, posts.community),
        "published_at": pa.array(posts.second * 1_000_000, mask=~posts.timed).cast(pa.timestamp("us")),
        "day": pa.array(world.climate.days[posts.day]),
        "hour": pa.array(local % 86_400 // 3600, mask=~posts.timed),
        "content_type": names(list(world.script.types), posts.type),
        "topic": names(list(world.script.topics), posts.topic),
        "text": captions().write(posts, world.climate, rng),
        "permalink": _permalinks(world, posts, native),
        "author_kind": names(world.script.kinds, posts.kind),
        "paid": pa.array(posts.paid, mask=~stated),
        **_numbers(counts),
        "row": pa.array(posts.number + 2),
    }
    return pa.table(columns).select(POSTS.names).cast(POSTS)


def native_ids(world: World, posts: Posts) -> pa.Array:
    """The platforms' own ids: text, though most look like numbers."""
    first = np.array([platform.first_id for platform in world.script.platforms])
    number = pa.array(first[posts.platform] + 7 * posts.number).cast(pa.string())
    prefix = names([platform.prefix for platform in world.script.platforms], posts.platform)
    return pc.binary_join_element_wise(prefix, number, "")


def _permalinks(world: World, posts: Posts, native: pa.Array) -> pa.Array:
    start = [f"https://example.com/{a.platform}/{a.id}/" for a in world.script.accounts]
    return pc.binary_join_element_wise(names(start, posts.account), native, "")


def _numbers(counts: np.ndarray) -> dict[str, pa.Array]:
    """The counts, empty where the platform states none, and the engagements made of them."""
    stated = {name: _whole(counts[:, place]) for place, name in enumerate(NUMBERS)}
    parts = counts[:, [NUMBERS.index(name) for name in PARTS]]
    return {**stated, "engagements": _whole(np.nansum(parts, axis=1))}


def _whole(column: np.ndarray) -> pa.Array:
    return pa.array(np.nan_to_num(column).astype(np.int64), mask=np.isnan(column))
