"""Forecasts in the background of the app: after every import, whoever brought it, and for the views that
somebody looks at. A page shows what is kept and never waits.

The data version is looked at every few seconds, so that no way in needs to know of forecasts. One
thread works one view after the other, those asked for first, and has another process do the fitting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Condition, Thread

import sqlalchemy as sa

from lib import kept_forecasts
from lib.clock import now
from lib.forecast_view import Asked
from lib.forecast_worker import Worker
from lib.kept_forecasts import Fit
from lib.metrics import run
from lib.metrics.live.sources import of as live_sources
from lib.model import PulseError
from lib.settings import Settings

LOOK = 5.0
"""Seconds between two looks at the data version; a new one must have lasted from one to the next, so
that the files of one upload are forecast once."""
FIRST = 15.0
"""Seconds after the start for the first look: the first visitors come before it."""
IDLE = 12
"""Looks without work after which the fitting process is ended."""

logger = logging.getLogger(__name__)


class Forecaster:
    """Keeps the forecasts of a store up to date. `fit` says who does the fitting: by default a process
    of its own."""

    def __init__(
        self,
        settings: Settings,
        store: Callable[[], sa.Engine],
        clock: Callable[[], datetime] = now,
        fit: Fit | None = None,
    ) -> None:
        self._settings, self._store, self._clock = settings, store, clock
        self._worker = Worker()
        self._fit = fit or self._worker.publish
        self._changed = Condition()
        self._queue: list[Asked] = []
        self._looked_at: set[Asked] = set()
        self._at_work: Asked | None = None
        self._seen = self._done = -1
        self._idle = 0
        self._stopped = False
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begins to look and to work."""
        self._thread = Thread(target=self._run, name="forecaster", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Begins nothing more and ends what is under way: the next start finds it undone."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._worker.stop()
        if self._thread is not None:
            self._thread.join(patience)

    def running(self) -> bool:
        """Whether it looks and works."""
        return self._thread is not None and self._thread.is_alive()

    def ask(self, asked: Asked) -> None:
        """Has a view worked out next, and kept up to date from now on."""
        with self._changed:
            self._looked_at.add(asked)
            if asked != self._at_work:
                self._queue = [asked, *(each for each in self._queue if each != asked)]
                self._changed.notify_all()

    def look(self) -> None:
        """Queues every view to be kept up to date when the data version has moved, and come to rest."""
        engine = self._store()
        version = run.data_version(engine)
        settled, self._seen = version == self._seen, version
        if version and settled and version != self._done:
            self._done = version
            every = kept_forecasts.kept_up(engine, self._clock())
            with self._changed:
                self._queue += [each for each in every if each not in self._queue]

    def work_off(self) -> None:
        """Works until nothing waits."""
        while not self._stopped and (asked := self._next()):
            try:
                self._safely(lambda of=asked: self._make(of))  # type: ignore[misc]
            finally:
                self._at_work = None

    def _next(self) -> Asked | None:
        with self._changed:
            self._at_work = self._queue.pop(0) if self._queue else None
            return self._at_work

    def _make(self, asked: Asked) -> None:
        engine = self._store()
        looking = asked in self._looked_at
        self._looked_at.discard(asked)
        if looking:
            kept_forecasts.ask(engine, asked, self._clock())
        for each in (kept_forecasts.earlier(engine, asked), asked):
            if each is not None:
                self._bring_up_to_date(engine, each)

    def _bring_up_to_date(self, engine: sa.Engine, asked: Asked) -> None:
        moment, live = self._clock(), live_sources(engine, self._settings)
        there = live if live.key() else None
        version = run.data_version(engine)
        if not kept_forecasts.is_current(engine, asked, version, moment, there is not None):
            self._idle = 0
            kept_forecasts.ask(engine, asked, moment, looking=False)
            kept_forecasts.make(engine, asked, moment, there, self._fit)

    def _run(self) -> None:
        self._wait(FIRST)
        while not self._stopped:
            self._safely(self.look)
            self.work_off()
            self._idle += 1
            if self._idle > IDLE:
                self._worker.stop()
            self._wait(LOOK)

    def _wait(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._queue, seconds)

    def _safely(self, work: Callable[[], None]) -> None:
        """What fails is logged and tried again when the data have moved or somebody asks."""
        try:
            work()
        except (PulseError, sa.exc.SQLAlchemyError, OSError, EOFError) as error:
            if not self._stopped:
                logger.warning("A forecast could not be made: %s", error)
        except Exception:
            logger.exception("A forecast could not be made")
