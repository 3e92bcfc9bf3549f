"""What the commands about comments do; as `lib.commands`, which takes them in."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from lib import learning, scoring, sentiments
from lib.answers import Answer
from lib.clock import now
from lib.model import Progress
from lib.settings import Settings


def rescore(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """Judges all comments anew by the current engine, which learns first from labels that are new."""
    learning.learn(engine, settings, now())
    done = scoring.rescore(engine, settings, now(), "command", progress)
    judge = done.judge
    said = [f"{done.texts} different texts judged by {judge.engine} {judge.version}."]
    missing = notes(settings)
    told = {"texts": done.texts, "engine": judge.engine, "version": judge.version, "notes": missing}
    return Answer(told, [*said, *(f"note: {note}" for note in missing)])


def notes(settings: Settings) -> list[str]:
    """What to know of the engine that the settings ask for: why it cannot be had."""
    lacking = sentiments.lacking(settings)
    return [] if lacking is None else [str(lacking)]


def judged_after_import(engine: sa.Engine, settings: Settings) -> list[str]:
    """Judges what an import brought where that is a matter of seconds; says so where it is not."""
    left = scoring.fill_quickly(engine, settings, now(), "command")
    if left:
        return [f"{left} texts are not judged yet: the running app does it, or python -m lib rescore."]
    return []


COMMANDS: dict[str, Callable[..., Answer]] = {"rescore": rescore}
