"""What the commands about comments do; as `lib.commands`, which takes them in."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from lib import learning, scoring
from lib.answers import Answer
from lib.clock import now
from lib.model import Progress
from lib.settings import Settings


def rescore(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """Judges all comments anew by the current engine, which learns first from labels that are new."""
    learning.learn(engine, settings, now())
    done = scoring.rescore(engine, settings, now(), "command", progress)
    judge = done.judge
    said = f"{done.texts} different texts judged by {judge.engine} {judge.version}."
    return Answer({"texts": done.texts, "engine": judge.engine, "version": judge.version}, [said])


def judged_after_import(engine: sa.Engine, settings: Settings) -> list[str]:
    """Judges what an import brought where that is a matter of seconds; says so where it is not."""
    left = scoring.waiting(engine, settings)
    if 0 < left <= scoring.CHEAP:
        scoring.fill(engine, settings, now(), "command")
    elif left:
        return [f"{left} texts are not judged yet: the running app does it, or python -m lib rescore."]
    return []


COMMANDS: dict[str, Callable[..., Answer]] = {"rescore": rescore}
