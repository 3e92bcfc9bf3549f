"""Personal data: erased for whoever asks, and kept no longer than is set."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib.imports import platforms, pseudonyms
from lib.model import PulseError, say
from lib.settings import Settings
from lib.store import audit, erase, group_visits
from lib.store.erase import Erased

_PSEUDONYM = "u_"


def erase_person(engine: sa.Engine, settings: Settings, person: str, at: datetime, who: str) -> Erased:
    """Erases a person: by the name or handle a platform's export gives them, by their pseudonym, or by
    the e-mail address they sign in with. `at` is UTC without zone.

    Errors: PulseError without a name, and where the key for pseudonyms is not there: under a new one
    nobody would be found.
    """
    name = person.strip()
    if not name:
        raise PulseError(say("Say whom to erase: a name as the platform gives it, or a pseudonym."))
    return erase.erase(engine, _pseudonyms(settings, name), name, at, who)


def _pseudonyms(settings: Settings, name: str) -> list[str]:
    if name.startswith(_PSEUDONYM):
        return [name]
    path = Path(settings.author_key)
    if not path.exists():
        raise PulseError(
            say(
                "There is no key for pseudonyms at {path}: name the person by their pseudonym instead.",
                path=path.name,
            )
        )
    key = pseudonyms.key(path)
    return [pseudonyms.pseudonym(key, platform, name) for platform in sorted(platforms.load())]


def retain(engine: sa.Engine, settings: Settings, at: datetime) -> int:
    """Takes away what has been kept for longer than is set; gives how many comments that were."""
    group_visits.forget(engine, at - timedelta(settings.group_days))
    if settings.keep_audit_days:
        audit.forget(engine, at - timedelta(settings.keep_audit_days))
    if not settings.keep_words_days:
        return 0
    return erase.forget_words(engine, at - timedelta(settings.keep_words_days), at, "schedule")
