"""The engine that judges comments, with its words loaded from data/sentiment/."""

from __future__ import annotations

from functools import cache

from lib.analysis.sentiment import Engine
from lib.analysis.sentiment.default import Default
from lib.analysis.sentiment.lexicon import parse
from lib.model import PulseError, say
from lib.settings import DATA, Settings

FOLDER = DATA / "sentiment"
NAMES = ("pulse",)


def engine(settings: Settings, name: str | None = None) -> Engine:
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
        return Default(parse((file.name, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))))
    except (OSError, ValueError) as error:
        why = str(error)
        raise PulseError(say("The words in data/sentiment cannot be used: {why}", why=why)) from None
