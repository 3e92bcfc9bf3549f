"""Writes comments under some of the posts, and the brand's replies to them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo import script
from lib.demo.captions import fill
from lib.demo.climate import DAYS
from lib.demo.draw import Choice, Pool, names
from lib.demo.posts import OFFSET, Posts
from lib.demo.script import Script
from lib.demo.sheet import native_ids
from lib.demo.world import World
from lib.model import NUMBERS
from lib.store.comment_schema import COMMENTS

UNDER = 2_000
"""Posts whose comments were exported, spread evenly over the two years."""

MOST = 28
"""Comments exported of one post."""

LABELLED = 1 / 3
"""Share of the comments that come with a sentiment."""

PEOPLE = 4_000
MOODS = ("positive", "neutral", "negative")
OPEN, CLOSED = 9, 21
"""Hours in which the brand answers."""

ANSWER = np.log(50 * 60)
"""Logarithm of the usual seconds until an answer."""


@dataclass(frozen=True)
class Comments:
    """Comments as columns: `under` is the post's place in the block, `mood` one of MOODS, `heard`
    whether the crisis is meant, `answer` the second of the brand's reply, NaN without one."""

    under: np.ndarray
    rank: np.ndarray
    second: np.ndarray
    mood: np.ndarray
    heard: np.ndarray
    answer: np.ndarray


class Voices:
    """What is said in comments and replies, and by whom."""

    def __init__(self, play: Script) -> None:
        said = script.document("comments")
        spoken = script.document("captions")["communities"]
        words = [spoken[community] for community in play.communities]
        moods = [said["moods"][mood] for mood in MOODS]
        usual = [
            fill([*m["any"], *m[c]], w) for m in moods for c, w in zip(play.communities, words, strict=True)
        ]
        self._texts = Pool([*usual, *[mood["crisis"] for mood in moods]])
        self._tails = Pool([mood["tails"] for mood in moods])
        self._replies = Pool(
            [*[fill(said["replies"][m], w) for m in MOODS for w in words], said["replies"]["crisis"]]
        )
        self._communities = len(words)
        self.usual = np.array([said["usual"][mood] for mood in MOODS])
        self.answered = np.array([said["replies"]["share"][mood] for mood in MOODS])
        self.rooms: dict[str, dict[str, str]] = said["channels"]

    def texts(
        self, mood: np.ndarray, heard: np.ndarray, community: np.ndarray, chance: np.ndarray
    ) -> pa.Array:
        """What is said in comments; `chance` is (2, comment)."""
        usual = mood * self._communities + community
        crisis = len(MOODS) * self._communities + mood
        said = self._texts.take(np.where(heard, crisis, usual), chance[0])
        return pc.binary_join_element_wise(said, self._tails.take(mood, chance[1]), "")

    def replies(
        self, mood: np.ndarray, heard: np.ndarray, community: np.ndarray, chance: np.ndarray
    ) -> pa.Array:
        """What the brand answers."""
        usual = mood * self._communities + community
        return self._replies.take(np.where(heard, len(MOODS) * self._communities, usual), chance)


@cache
def voices() -> Voices:
    """The voices of the script; made once."""
    return Voices(script.read())


def pseudonyms(seed: int) -> list[str]:
    """The people who comment, as a hash would name them."""
    return [
        "u_" + hashlib.blake2b(f"{seed}/{person}".encode(), digest_size=6).hexdigest()
        for person in range(PEOPLE)
    ]


def table(world: World, posts: Posts, block: int) -> pa.Table:
    """The comments and replies under a block's posts, of the schema COMMENTS, whenever written."""
    rng = np.random.default_rng([world.seed, 5, block])
    chosen = posts.take(_chosen(world.posts, posts.number))
    comments = _draw(world, chosen, rng)
    own = _columns(world, chosen, comments, "c", comments.second)
    chance = rng.random((5, len(comments.under)))
    community = chosen.community[comments.under]
    heavy = (PEOPLE * chance[0] ** 3).astype(int)  # few people write most of it
    said = {
        "parent_id": pa.nulls(len(heavy), pa.string()),
        "author": names(pseudonyms(world.seed), heavy),
        "author_kind": pa.repeat("member", len(heavy)),
        "text": voices().texts(comments.mood, comments.heard, community, chance[1:3]),
        "sentiment": pc.if_else(pa.array(chance[3] < LABELLED), names(list(MOODS), comments.mood), None),
    }
    replies = _columns(world, chosen, comments, "r", np.nan_to_num(comments.answer))
    answers = {
        "parent_id": own["native_id"],
        "author": pa.repeat("u_brand", len(heavy)),
        "author_kind": pa.repeat("brand", len(heavy)),
        "text": voices().replies(comments.mood, comments.heard, community, chance[4]),
        "sentiment": pa.nulls(len(heavy), pa.string()),
    }
    written = _cast({**replies, **answers}).filter(pa.array(~np.isnan(comments.answer)))
    return pa.concat_tables([_cast({**own, **said}), written])


def _cast(columns: dict[str, Any]) -> pa.Table:
    rows = len(columns["native_id"])
    return pa.table(
        [columns.get(each.name, pa.nulls(rows, each.type)) for each in COMMENTS], COMMENTS.names
    ).cast(COMMENTS)


def _chosen(posts: int, number: np.ndarray) -> np.ndarray:
    """Which posts' comments were exported."""
    some = min(posts, UNDER)
    return number * some // posts != (number + 1) * some // posts


def _draw(world: World, posts: Posts, rng: np.random.Generator) -> Comments:
    """Comments come as the post's count of them does: the count at any moment is never below the
    number of comments written by then."""
    total = np.nan_to_num(posts.totals[:, NUMBERS.index("comments")]).astype(np.int64)
    kept = np.minimum(total, MOST)
    under = np.repeat(np.arange(len(posts)), kept)
    rank = np.arange(len(under)) - np.repeat(np.cumsum(kept) - kept, kept)
    place = np.floor((rank + 0.5) * total[under] / kept[under])
    share = (place + 0.5) / total[under]
    second = posts.second[under] - posts.half_life[under] * np.log2(1 - share)
    second += _night(second) * 6 * 3600
    strong = strength(world, posts.community[under], second)
    chance = rng.random((4, len(under)))
    mood = _mood(world, strong, chance[0])
    heard = (posts.talk[under] | (mood == 2)) & (chance[1] < strong)
    ours = posts.kind[under] == world.script.kinds.index("brand")
    asked = ours & (chance[2] < voices().answered[mood])
    delay = np.exp(ANSWER + 0.9 * rng.standard_normal(len(under)))
    delay *= 1 + world.script.crisis["delay"] * strong
    answer = _office(second + delay, chance[3])
    return Comments(under, rank, second, mood, heard, np.where(asked, answer, np.nan))


def _night(second: np.ndarray) -> np.ndarray:
    """Whether most are asleep: their comments come in the morning."""
    hour = (second + OFFSET) % 86_400 // 3600
    return (hour >= 1) & (hour < 7)


def strength(world: World, community: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The strength of the crisis when each comment was written."""
    day = ((second + OFFSET) // 86_400).astype(int) - int(world.climate.days[0].astype(int))
    return world.climate.crisis[community, np.clip(day, 0, DAYS - 1)]


def _mood(world: World, strength: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Moods, with more negative ones in the crisis at the cost of the others. The strength is cut
    into hundredths, one row of shares for each."""
    steps = np.linspace(0, 1, 101)[:, None]
    negative = voices().usual[2] + world.script.crisis["negative"] * steps
    others = voices().usual[:2] * (1 - negative) / voices().usual[:2].sum()
    return Choice(np.hstack([others, negative])).pick(np.rint(strength * 100).astype(int), chance)


def _office(second: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Moves what falls outside the hours to the first two hours of the next."""
    local = second + OFFSET
    hour = local % 86_400 / 3600
    midnight = local - local % 86_400 + np.where(hour >= CLOSED, 86_400, 0)
    opened = midnight + (OPEN + 2 * chance) * 3600
    return np.where((hour >= OPEN) & (hour < CLOSED), local, opened) - OFFSET


def _columns(world: World, posts: Posts, comments: Comments, mark: str, second: np.ndarray) -> dict[str, Any]:
    """What comments and replies have in common; `mark` keeps their ids apart."""
    play, under = world.script, comments.under
    native = native_ids(world, posts).take(pa.array(under))
    local = (second + OFFSET).astype(np.int64)
    return {
        "platform": names([p.id for p in play.platforms], posts.platform[under]),
        "account": names([a.id for a in play.accounts], posts.account[under]),
        "community": names(play.communities, posts.community[under]),
        "native_id": pc.binary_join_element_wise(
            native, pa.array(comments.rank).cast(pa.string()), f"-{mark}"
        ),
        "post_native_id": native,
        "created_at": pa.array(second.astype(np.int64) * 1_000_000).cast(pa.timestamp("us")),
        "day": pa.array((local // 86_400).astype("datetime64[D]")),
        "hour": pa.array(local % 86_400 // 3600),
        "channel": _rooms(play, posts).take(pa.array(under)),
    }


def _rooms(play: Script, posts: Posts) -> pa.Array:
    """The room of each post, where its platform has rooms."""
    rooms = [
        room.get(topic, room.get("usual"))
        for room in [voices().rooms.get(platform.id, {}) for platform in play.platforms]
        for topic in play.topics
    ]
    return pa.array(rooms, pa.string()).take(pa.array(posts.platform * len(play.topics) + posts.topic))
