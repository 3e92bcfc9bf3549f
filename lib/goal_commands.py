"""What the command about goals does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from lib import goals
from lib.answers import Answer
from lib.goals import Chance, Past
from lib.analysis.goals import Standing
from lib.clock import now
from lib.i18n import locale
from lib.metrics import figures, run
from lib.metrics.live.sources import of as live_sources
from lib.model import Progress
from lib.settings import Settings
from lib.store import goals as store


def list_goals(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """The goals in force: where each stands, where it should be, and the chance of reaching it."""
    live, known = live_sources(engine, settings), store.known(engine)
    last = run.extent(engine, live).last
    if last is None or not known:
        return Answer([], ["No goal has been set." if not known else "There is no data yet."])
    rows = []
    for at, goal in enumerate(known):
        standing, of = goals.stand(engine, goal, last, live)
        chance = goals.chance(standing, of, goals.fitted(engine, goal, now(), live))
        rows.append(_row(standing, chance, goals.past(standing, of.history)))
        if progress is not None:
            progress(at + 1, len(known))
    return Answer(rows, [line for row in rows for line in _lines(row)])
