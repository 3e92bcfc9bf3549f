"""Reads the playbooks of `data/playbooks/*.toml`, which people edit without Python."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lib.model import PulseError, say
from lib.settings import DATA, LANGUAGES

FOLDER = DATA / "playbooks"

TARGETS = ("acknowledge", "state", "resolve")
"""What a playbook may set a target for, as the clock calls it."""

Words = Mapping[str, str]
"""A text by language."""

_SPAN = re.compile(r"(\d{1,4})\s*([mhd])")
_MINUTES = {"m": 1, "h": 60, "d": 1440}


@dataclass(frozen=True)
class Step:
    """What is to be done, by which role, how long after the opening at most, and why."""

    after: timedelta
    owner: Words
    text: Words
    why: Words

    @property
    def phase(self) -> str:
        """hour, day, week or later: the first one its due time lies in."""
        for name, limit in (("hour", 1), ("day", 24), ("week", 24 * 7)):
            if self.after <= timedelta(hours=limit):
                return name
        return "later"


@dataclass(frozen=True)
class Template:
    """A statement with blanks in 【 】."""

    id: str
    name: Words
    text: Words


@dataclass(frozen=True)
class Playbook:
    """What to do in one kind of incident; `targets` are minutes from detection."""

    id: str
    name: Words
    about: Words
    targets: Mapping[str, int]
    steps: tuple[Step, ...]
    statements: tuple[Template, ...]


def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    """The kinds of incident there are playbooks for."""
    return tuple(path.stem for path in sorted(folder.glob("*.toml")))


def read(id: str, folder: Path = FOLDER) -> Playbook:
    """A playbook. PulseError, which says what is wrong in the file, when it cannot be used."""
    path = folder / f"{id}.toml"
    if id not in ids(folder):
        raise PulseError(say("There is no playbook “{id}”.", id=id))
    return _read(path, path.stat().st_mtime_ns)


def problems(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the playbooks, a sentence a file; empty: all can be used."""
    found = []
    for id in ids(folder):
        try:
            read(id, folder)
        except PulseError as error:
            found.append(str(error))
    return found


def usable(folder: Path = FOLDER) -> dict[str, Playbook]:
    """The playbooks that can be used, by id."""
    found = {}
    for id in ids(folder):
        try:
            found[id] = read(id, folder)
        except PulseError:
            continue
    return found


@cache
def _read(path: Path, changed: int) -> Playbook:
    # Kept until the file changes: its time is part of the key.
    try:
        return _playbook(path.stem, tomllib.loads(path.read_text("utf-8")))
    except (ValueError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        wrong = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise PulseError(
            say("The playbook {file} cannot be used: {wrong}", file=path.name, wrong=wrong)
        ) from None


def _playbook(id: str, data: Mapping[str, Any]) -> Playbook:
    roles = {name: _words(words, f"roles.{name}") for name, words in data["roles"].items()}
    return Playbook(
        id,
        _words(data["name"], "name"),
        _words(data["about"], "about"),
        {
            name: _minutes(text, f"targets.{name}")
            for name, text in data["targets"].items()
            if name in TARGETS
        },
        tuple(_step(each, n, roles) for n, each in enumerate(data["step"], 1)),
        tuple(
            Template(
                each["id"], _words(each["name"], "statement.name"), _words(each["text"], "statement.text")
            )
            for each in data["statement"]
        ),
    )


def _step(data: Mapping[str, Any], n: int, roles: Mapping[str, Words]) -> Step:
    place = f"step {n}"
    if data["owner"] not in roles:
        raise ValueError(f"{place}: “{data['owner']}” is none of its roles")
    after = timedelta(minutes=_minutes(data["after"], place))
    owner, text = roles[data["owner"]], _words(data["text"], f"{place}, text")
    return Step(after, owner, text, _words(data["why"], f"{place}, why"))


def _words(given: Mapping[str, str], place: str) -> Words:
    missing = [language for language in LANGUAGES if not str(given.get(language, "")).strip()]
    if missing:
        raise ValueError(f"{place}: no text in {', '.join(missing)}")
    return {language: text.strip() for language, text in given.items()}


def _minutes(text: str, place: str) -> int:
    found = _SPAN.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"{place}: “{text}” is no time such as 15m, 4h or 2d")
    return int(found[1]) * _MINUTES[found[2]]
