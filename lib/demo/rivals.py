"""Writes what is said of invented competitors, at the times when people talk of the brand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo import script
from lib.demo.captions import fill
from lib.demo.comments import MOODS, PEOPLE, pseudonyms, strength
from lib.demo.draw import Choice, Pool, names
from lib.demo.posts import OFFSET
from lib.demo.world import World
from lib.store.comment_schema import COMMENTS

SHARE = 0.16
"""Mentions of competitors to each comment on the brand: what a listening tool would export beside."""

LABELLED = 1 / 3
"""Share of them that come with a sentiment."""


class Talk:
    """Who the competitors are, one for each community, and what is said of them by mood."""

    def __init__(self) -> None:
        said = script.document("rivals")
        of = said["communities"]
        self.communities = list(of)
        self.names: list[str] = [each["name"] for each in of.values()]
        groups = [fill([*said["moods"][mood], *each[mood]], {"name": [each["name"]]})
                  for each in of.values() for mood in MOODS]  # fmt: skip
        crisis = [fill(said["crisis"], {"name": [each["name"]]}) for each in of.values()]
        self.texts = Pool([*groups, *crisis])
        self.usual = Choice(np.array([each["usual"] for each in of.values()]))


@cache
def talk() -> Talk:
    """What the script says; made once."""
    return Talk()


def table(world: World, comments: pa.Table, block: int) -> pa.Table:
    """Mentions of competitors beside a block's comments (schema COMMENTS), of the same schema: under no
    post of the brand, and so in no figure of it."""
    rng = np.random.default_rng([world.seed, 6, block])
    asked = comments.filter(pc.is_null(comments["parent_id"]))
    beside = asked.filter(pa.array(rng.random(asked.num_rows) < SHARE))
    chance = rng.random((5, beside.num_rows))
    second = beside["created_at"].cast(pa.int64()).to_numpy() // 1_000_000
    second += (6 * 3600 * chance[0]).astype(np.int64)
    place = pc.index_in(beside["community"], pa.array(talk().communities)).to_numpy()
    mood = talk().usual.pick(place, chance[1])
    # Who is afraid of the brand's stove tells others what to buy instead.
    lured = chance[2] < strength(world, _numbers(world, beside), second)
    group = np.where(lured, len(MOODS) * len(talk().names) + place, len(MOODS) * place + mood)
    told = np.where(lured, MOODS.index("positive"), mood)
    labelled = pc.if_else(pa.array(chance[3] < LABELLED), names(list(MOODS), told), None)
    local = second + OFFSET
    columns = {
        **{name: beside[name] for name in ("platform", "account", "community")},
        "native_id": pc.binary_join_element_wise(beside["native_id"], "m", "-"),
        "created_at": pa.array(second * 1_000_000).cast(pa.timestamp("us")),
        "day": pa.array((local // 86_400).astype("datetime64[D]")),
        "hour": pa.array(local % 86_400 // 3600),
        "author": names(pseudonyms(world.seed), (PEOPLE * chance[4]).astype(int)),
        "author_kind": pa.repeat("member", beside.num_rows),
        "competitor": names(talk().names, place),
        "text": talk().texts.take(group, rng.random(beside.num_rows)),
        "sentiment": labelled,
    }
    rows = [columns.get(each.name, pa.nulls(beside.num_rows, each.type)) for each in COMMENTS]
    return pa.table(rows, COMMENTS.names).cast(COMMENTS)


def _numbers(world: World, beside: pa.Table) -> np.ndarray:
    return pc.index_in(beside["community"], pa.array(world.script.communities)).to_numpy()
