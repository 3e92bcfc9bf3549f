"""One reader a source, over all processes: a short lease, renewed while the work lasts.

A process that dies leaves its lease to run out, so its sources wait two minutes and not for ever.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

import sqlalchemy as sa

from lib.store import sources
from lib.store.schema import source_state

LENGTH = timedelta(minutes=2)
RENEWED_EVERY = 40.0
"""Seconds."""

logger = logging.getLogger(__name__)


@contextmanager
def held(engine: sa.Engine, id: str, now: datetime) -> Iterator[bool]:
    """Whether this process may read the source; while it may, nobody else does.

    The lease is given back by saving the source's state, which ends it with the same stroke.
    """
    if not _taken(engine, id, now):
        yield False
        return
    done = Event()
    renewing = Thread(target=_renew, args=(engine, id, now, done), name=f"lease {id}", daemon=True)
    renewing.start()
    try:
        yield True
    finally:
        done.set()
        renewing.join()


def _taken(engine: sa.Engine, id: str, now: datetime) -> bool:
    try:
        return sources.lease(engine, id, now, now + LENGTH)
    except sa.exc.DBAPIError:
        # Two took it for the first time at once and one lost; asked again, it sees the other's.
        return sources.lease(engine, id, now, now + LENGTH)


def _renew(engine: sa.Engine, id: str, now: datetime, done: Event) -> None:
    began = time.monotonic()
    while not done.wait(RENEWED_EVERY):
        until = now + timedelta(seconds=time.monotonic() - began) + LENGTH
        change = source_state.update().where(source_state.c.source == id).values(leased_until=until)
        try:
            with engine.begin() as connection:
                connection.execute(change)
        except sa.exc.SQLAlchemyError as error:
            logger.warning("The lease of source %s was not renewed: %s", id, type(error).__name__)
