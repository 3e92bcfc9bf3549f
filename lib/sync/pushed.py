"""How a source stands after it sent its data in."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

import sqlalchemy as sa

from lib.model import ImportReport, Message, PulseError
from lib.store import sources
from lib.store.sources import State

logger = logging.getLogger(__name__)

# Two requests of one source may end at once, and each counts on from what the other kept.
_keeping = Lock()


def keep(
    engine: sa.Engine, id: str, now: datetime, reports: Sequence[ImportReport], error: Message | None
) -> None:
    """Writes down what a source sent at `now` (UTC without zone). The imports are in already, so
    failing to do so is no failure."""
    try:
        with _keeping:
            _, state = sources.one(engine, id)
            sources.save_state(engine, _after(state, now, reports, error))
    except (PulseError, sa.exc.SQLAlchemyError) as reason:
        logger.warning("The state of source %s was not kept: %s", id, type(reason).__name__)


def _after(state: State, now: datetime, reports: Sequence[ImportReport], error: Message | None) -> State:
    numbers = [report.import_id for report in reports if report.import_id is not None]
    good = any(report.refused is None for report in reports)
    return replace(
        state,
        run_at=now,
        ok_at=now if good else state.ok_at,
        failures=0 if error is None else state.failures + 1,
        error=error,
        import_id=numbers[-1] if numbers else state.import_id,
    )
