"""Writes the captions: a lead, a body, a close and tags, chosen by voice, community and season."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo import script
from lib.demo.climate import Climate
from lib.demo.draw import Pool
from lib.demo.posts import Posts
from lib.demo.script import Script

SEASONS = ("spring", "summer", "autumn", "winter")
TAGGED = ("facebook", "instagram", "youtube")
SLOT = re.compile(r"\{(\w+)\}")


class Captions:
    """The pools captions are taken from. A group is a voice (author kind, topic, whether of the
    crisis), then a community, then, for leads, a season."""

    def __init__(self, play: Script) -> None:
        words = script.document("captions")
        voices = [_voice(words, key) for key in _keys(play)]
        spoken = [words["communities"][community] for community in play.communities]
        self._topics, self._communities = len(play.topics), len(play.communities)
        self._lead = Pool(
            [
                fill(voice.get("leads", []), {**said, "season": words["seasons"][s], "n": words["numbers"]})
                for voice in voices
                for said in spoken
                for s in SEASONS
            ]
        )
        bodies = [fill(v.get(c, []), {"n": words["numbers"]}) for v in voices for c in play.communities]
        self._body = Pool(bodies)
        self._close = Pool([fill(voice.get("closes", []), {}) for voice in voices])
        self._tags = Pool([_tags(said["tags"]) for said in spoken])
        # A story and a video's title are short; the tags go where tags are usual.
        self._short = np.array([p.id == "youtube" for p in play.platforms])
        self._story = list(play.types).index("story")
        self._tagged = np.array([p.id in TAGGED for p in play.platforms])

    def write(self, posts: Posts, climate: Climate, rng: np.random.Generator) -> pa.Array:
        """One caption a post."""
        voice = (posts.kind * self._topics + posts.topic) * 2 + posts.talk
        place = voice * self._communities + posts.community
        chance = rng.random((4, len(posts)))
        long = ~self._short[posts.platform] & (posts.type != self._story)
        return pc.binary_join_element_wise(
            self._lead.take(place * len(SEASONS) + climate.season[posts.day], chance[0]),
            _only(self._body.take(place, chance[1]), long),
            _only(self._close.take(voice, chance[2]), long),
            _only(self._tags.take(posts.community, chance[3]), self._tagged[posts.platform]),
            "",
        )


@cache
def captions() -> Captions:
    """The captions of the script; made once."""
    return Captions(script.read())


def fill(texts: list[str], words: dict[str, Any]) -> list[str]:
    """Every text with every word in its braces; one empty text where there is none."""
    filled = [
        text.format(**dict(zip(slots, chosen, strict=True)))
        for text in texts
        for slots in [sorted(set(SLOT.findall(text)))]
        for chosen in product(*[words[slot] for slot in slots])
    ]
    return filled or [""]


def _keys(play: Script) -> list[tuple[str, str, bool]]:
    return [(kind, topic, crisis) for kind in play.kinds for topic in play.topics for crisis in (False, True)]


def _voice(words: dict[str, Any], key: tuple[str, str, bool]) -> dict[str, Any]:
    """The voice of (author kind, topic, of the crisis); empty where nobody speaks so."""
    return next((v for v in words["voices"] if (v["kind"], v["topic"], v.get("crisis", False)) == key), {})


def _tags(tags: list[str]) -> list[str]:
    return [f" {one} {other}" for one in tags for other in tags if one != other]


def _only(texts: pa.Array, keep: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(keep), texts, "")
