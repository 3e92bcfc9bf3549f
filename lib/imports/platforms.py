"""The platforms in data/platforms.toml: their names, colours, links and what they count."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lib.imports.words import fold

FILE = Path(__file__).resolve().parents[2] / "data" / "platforms.toml"


@dataclass(frozen=True)
class Platform:
    """A platform; `engagements` are the counts that make an engagement there, `light` and `dark`
    its colours in the two themes."""

    id: str
    name: str
    light: str
    dark: str
    engagements: tuple[str, ...]
    words: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    id_from_link: str | None = None
    account_from_link: str | None = None


@cache
def load() -> Mapping[str, Platform]:
    """All platforms by id."""
    data: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["platform"]
    for each in data:
        each.update({name: tuple(value) for name, value in each.items() if isinstance(value, list)})
    return {each["id"]: Platform(**each) for each in data}


@cache
def _by_word() -> Mapping[str, str]:
    return {fold(word): each.id for each in load().values() for word in (each.id, each.name, *each.words)}


def named(word: str) -> str | None:
    """The id of the platform that a file calls `word`."""
    return _by_word().get(fold(word))


def linked(link: str) -> str | None:
    """The id of the platform that a link leads to."""
    host = re.match(r"https?://([^/?#:]+)", link.strip().casefold())
    if host is None:
        return None
    for each in load().values():
        if any(host[1] == known or host[1].endswith("." + known) for known in each.hosts):
            return each.id
    return None
