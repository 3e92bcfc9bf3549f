"""The engine that judges comments, with its words loaded from data/sentiment/."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from zipfile import BadZipFile

from lib.analysis.sentiment.default import RULES, Default
from lib.analysis.sentiment.head import Head, load
from lib.analysis.sentiment.lexicon import parse
from lib.analysis.sentiment.refit import Teachable
from lib.model import PulseError, say
from lib.settings import DATA, Settings

FOLDER = DATA / "sentiment"
HEADS, RULES_FILE = "heads.npz", "rules.toml"
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
        if RULES_FILE not in dict(words):
            raise ValueError(f"{RULES_FILE} is missing")
        trained = (FOLDER / HEADS).read_bytes()
        return Default(parse(words), _heads(trained), version=_version(words, trained))
    except (OSError, ValueError, KeyError) as error:
        why = f"{HEADS} is missing" if isinstance(error, FileNotFoundError) else str(error)
        raise PulseError(say("The words in data/sentiment cannot be used: {why}", why=why)) from None


def _heads(trained: bytes) -> dict[str, Head]:
    try:
        return load(trained)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        raise ValueError(f"{HEADS} is damaged, or older than the rules") from None


def _version(words: list[tuple[str, str]], trained: bytes) -> str:
    """The rules' own number, and a hash of what they read: who edits a word has another version."""
    content = "".join(text for _, text in words).encode() + trained
    return f"{RULES}.{blake2b(content, digest_size=3).hexdigest()}"
