"""Judges the texts of comments by the current engine and keeps what it says: after imports what is new,
on request all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import sqlalchemy as sa

from lib import learning
from lib.analysis.sentiment import Engine
from lib.model import Progress
from lib.settings import Settings
from lib.store import scores
from lib.store.comment_schema import SCORES
from lib.store.scores import Judge


@dataclass(frozen=True)
class Done:
    """What was judged: how many texts, by whom."""

    texts: int
    judge: Judge


def waiting(engine: sa.Engine, settings: Settings) -> int:
    """How many different texts wait for the current engine."""
    return scores.waiting(engine, _judge(learning.mind(engine, settings)))


def fill_quickly(engine: sa.Engine, settings: Settings, at: datetime, who: str) -> int:
    """Judges what waits where that is a matter of seconds; gives how many texts wait still."""
    left = waiting(engine, settings)
    if 0 < left <= learning.mind(engine, settings).swift:
        fill(engine, settings, at, who)
        return 0
    return left


def fill(
    engine: sa.Engine, settings: Settings, at: datetime, who: str, progress: Progress | None = None
) -> Done:
    """Judges the texts that the current engine has not judged. Those of a new engine or version count
    all at once when it has judged everything; until then the one before stays in force."""
    mind = learning.mind(engine, settings)
    judge = _judge(mind)
    total = scores.waiting(engine, judge)
    if scores.in_force(engine) not in (None, judge):
        return Done(scores.keep(engine, judge, _judged(engine, mind, total, progress), at, who), judge)
    done = 0
    for part in _judged(engine, mind, total, progress):
        done += scores.keep(engine, judge, [part], at, who)
    return Done(done, judge)


def rescore(
    engine: sa.Engine, settings: Settings, at: datetime, who: str, progress: Progress | None = None
) -> Done:
    """Judges all texts anew by the current engine, and puts it in force."""
    mind = learning.mind(engine, settings)
    total = scores.waiting(engine, None)
    parts = _judged(engine, mind, total, progress, anew=True)
    return Done(scores.keep(engine, _judge(mind), parts, at, who, anew=True), _judge(mind))


def _judge(mind: Engine) -> Judge:
    return Judge(mind.id, mind.version)


def _judged(
    engine: sa.Engine, mind: Engine, total: int, progress: Progress | None, anew: bool = False
) -> Iterator[pa.Table]:
    done = 0
    for ids, texts in scores.unjudged(engine, None if anew else _judge(mind), mind.swift):
        found = mind.judge(texts)
        columns = {
            "text_id": ids,
            "engine": [mind.id] * len(ids),
            "version": [mind.version] * len(ids),
            "label": [each.label for each in found],
            "score": [each.score for each in found],
            "confidence": [each.confidence for each in found],
        }
        done += len(ids)
        if progress is not None:
            progress(done, max(done, total))
        yield pa.table(columns, schema=SCORES)
