"""The engines that judge comments, with their words loaded from data/sentiment/; which one is a setting."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import TypeVar
from zipfile import BadZipFile

from lib.analysis.sentiment import better, embedding, head
from lib.analysis.sentiment.better import Better
from lib.analysis.sentiment.default import RULES, Default
from lib.analysis.sentiment.lexicon import parse
from lib.analysis.sentiment.refit import Teachable
from lib.model import Message, PulseError, say
from lib.settings import DATA, Settings

FOLDER = DATA / "sentiment"
HEADS, BETTER, RULES_FILE = "heads.npz", "better.npz", "rules.toml"
T = TypeVar("T")


def engine(settings: Settings, name: str | None = None) -> Teachable:
    """The engine of that name, made once; PulseError when it cannot be had. Without a name that of the
    settings, in whose place the default one judges where it cannot be had: `lacking` says why."""
    if name is not None:
        return _made(name)
    return _made("default") if lacking(settings) else _made(settings.sentiment_engine)


def lacking(settings: Settings) -> Message | None:
    """Why the engine of the settings cannot be had, the way out, and who judges; None when it can."""
    if settings.sentiment_engine == "default":
        return None
    try:
        _made(settings.sentiment_engine)
    except PulseError as error:
        return say("{why} Until then the default engine judges.", why=error.message)
    return None


def _made(name: str) -> Teachable:
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise PulseError(say("There is no sentiment engine “{name}”. Known: {known}", name=name, known=known))
    return ENGINES[name]()


@cache
def _default() -> Default:
    words, trained = _words(), _trained(HEADS)
    heads = _read(HEADS, trained, head.load)
    try:
        return Default(parse(words), heads, version=_version(words, trained))
    except (ValueError, KeyError) as error:
        raise _unusable(str(error)) from None


@cache
def _better() -> Better:
    embed, model = _model()
    trained = _trained(BETTER)
    made = _read(BETTER, trained, better.load)
    base = _default()
    hashed = blake2b(f"{base.version} {model}".encode() + trained, digest_size=3)
    return Better(base, made, embed, version=f"{RULES}.{hashed.hexdigest()}")


ENGINES: dict[str, Callable[[], Teachable]] = {"default": _default, "better": _better}
"""The engines by the name that the setting and the command know them by."""


@cache
def _model() -> tuple[embedding.Embed, str]:
    # One core is left to those who look at pages meanwhile.
    threads = max(1, (os.cpu_count() or 1) - 1)
    try:
        return embedding.load(threads)
    except ImportError:
        raise PulseError(
            say(
                "The better sentiment engine is not installed. Run: make nlp (or: pip install -r {file}), "
                "then start Pulse again.",
                file="requirements-nlp.txt",
            )
        ) from None
    except (OSError, RuntimeError) as error:
        raise PulseError(
            say("The better sentiment engine does not run on this computer: {why}.", why=str(error))
        ) from None


def _words() -> list[tuple[str, str]]:
    try:
        words = [(file.name, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))]
    except (OSError, ValueError) as error:
        raise _unusable(str(error)) from None
    if RULES_FILE not in dict(words):
        raise _unusable(f"{RULES_FILE} is missing")
    return words


def _trained(name: str) -> bytes:
    try:
        return (FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise _unusable(f"{name} is missing") from None
    except OSError as error:
        raise _unusable(str(error)) from None


def _read(name: str, trained: bytes, load: Callable[[bytes], T]) -> T:
    try:
        return load(trained)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        raise _unusable(f"{name} is damaged, or older than the rules") from None


def _unusable(why: str) -> PulseError:
    return PulseError(say("The words in data/sentiment cannot be used: {why}", why=why))


def _version(words: list[tuple[str, str]], trained: bytes) -> str:
    """The rules' own number, and a hash of what they read: who edits a word has another version."""
    content = "".join(text for _, text in words).encode() + trained
    return f"{RULES}.{blake2b(content, digest_size=3).hexdigest()}"
