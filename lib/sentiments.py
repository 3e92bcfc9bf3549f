"""The engine that judges comments, with its words loaded from data/sentiment/."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from zipfile import BadZipFile

from lib.analysis.sentiment.default import RULES, Default
from lib.analysis.sentiment.head import load
from lib.analysis.sentiment.lexicon import parse
from lib.analysis.sentiment.refit import Teachable
from lib.model import PulseError, say
from lib.settings import DATA, Settings

FOLDER = DATA / "sentiment"
NAMES = ("pulse",)


def engine(settings: Settings, name: str | None = None) -> Teachable:
    """The engine of that name, else the default one; made once. PulseError when there is none."""
    wanted = name or NAMES[0]
    if wanted not in NAMES:
        known = ", ".join(NAMES)
        raise PulseError(
            say("There is no sentiment engine “{name}”. Known: {known}", name=wanted, known=known)
        )
    return _default()


@cache
def _default() -> Default:
    try:
        words = [(file.name, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))]
        trained = (FOLDER / "heads.npz").read_bytes()
        return Default(parse(words), load(trained), version=_version(words, trained))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        why = str(error)
        raise PulseError(say("The words in data/sentiment cannot be used: {why}", why=why)) from None


def _version(words: list[tuple[str, str]], trained: bytes) -> str:
    """The rules' own number, and a hash of what they read: who edits a word has another version."""
    content = "".join(text for _, text in words).encode() + trained
    return f"{RULES}.{blake2b(content, digest_size=3).hexdigest()}"
