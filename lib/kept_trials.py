"""Trials that are kept: replays of the past come out the same until that past is told otherwise, and are
most of a forecast's work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa

from lib.analysis.forecast import Trial, models, trials
from lib.analysis.forecast.history import History, Marks
from lib.analysis.forecast.trials import Replays, origins, replayed
from lib.store import forecasts as store

METHOD = 3
"""Counts up when the methods change, so that nothing made by older ones passes for new."""


def fingerprint(history: History, marks: Marks, *more: Any) -> str:
    """What tells histories apart, and what is known of their days."""
    facts = (METHOD, history.start, history.step, history.low, history.high, marks, more)
    made = hashlib.sha256(repr(facts).encode())
    for values in (history.values, history.bottoms):
        made.update(b"-" if values is None else values.tobytes())
    return made.hexdigest()[:32]


def key(history: History, marks: Marks, horizon: int) -> str | None:
    """All that the trials of a horizon can see: the history up to the last one's first day, and the
    libraries that fit. None where there is no trial."""
    at = origins(history, horizon)
    if not at:
        return None
    libraries = [_version(name) for name in ("prophet", "statsforecast", "holidays")]
    return fingerprint(history.until(at[-1]), marks.before(history.day(at[-1])), at, horizon, libraries)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def found(engine: sa.Engine, seen: str | None) -> Replays | None:
    """What was kept under a key."""
    text = None if seen is None else store.trials(engine, seen)
    return None if text is None else json.loads(text)


def keep(engine: sa.Engine, seen: str | None, replays: Replays, now: datetime) -> None:
    """Keeps what trials gave; not where a model is missing: another day it may be there."""
    if seen is not None and all(set(each) == set(models.BASE) for each in replays):
        store.save_trials(engine, seen, json.dumps(replays, separators=(",", ":")), now)


def of(engine: sa.Engine, history: History, marks: Marks, horizon: int, now: datetime) -> Sequence[Trial]:
    """The trials of a horizon: those kept, or else made and kept."""
    seen = key(history, marks, horizon)
    known = found(engine, seen)
    made = trials(history, marks, horizon, replays=known)
    if known is None:
        keep(engine, seen, replayed(made), now)
    return made
