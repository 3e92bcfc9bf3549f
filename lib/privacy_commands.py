"""What the command about personal data does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import sqlalchemy as sa

from lib import privacy
from lib.answers import Answer
from lib.clock import now
from lib.model import Progress
from lib.settings import Settings


def erase(engine: sa.Engine, settings: Settings, person: str, progress: Progress | None = None) -> Answer:
    """Erases a person everywhere; says how many comments were theirs. Exit code 1 where nobody was found."""
    found = privacy.erase_person(engine, settings, person, now(), "command")
    lines = [f"{found.comments} comments are nobody's now; {found.people} people removed."]
    return Answer(asdict(found), lines, 0 if found.comments or found.people else 1)


COMMANDS: dict[str, Callable[..., Answer]] = {"erase": erase}
