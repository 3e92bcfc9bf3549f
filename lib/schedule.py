"""The schedule inside the app: due sources one after the other, then comments nobody judged yet, then the
watch, off every page's thread.

What is due stands in the store, so nothing is lost by a restart; a lease keeps several processes from
reading one source at once. Work runs in daemon threads: a slow source never keeps the app from
stopping, and a run cut short is rolled back whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Lock, Thread

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler

from lib.clock import now
from lib.model import PulseError
from lib.settings import Settings, load_secrets
from lib.store import sources

TICK = 60
"""Seconds between two looks at what is due."""
FIRST = 5
"""Seconds after the start for the first look: the first visitors come before it."""
SAID_AGAIN_AFTER = timedelta(hours=1)
"""A lasting trouble is logged now and then, not each minute."""

logger = logging.getLogger(__name__)


class Schedule:
    """Reads sources in the background: those that are due, and those that somebody asks for."""

    def __init__(
        self, settings: Settings, store: Callable[[], sa.Engine], clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._running: dict[str, Thread] = {}
        self._working: Thread | None = None
        self._said: dict[str, datetime] = {}
        self._stopped = False
        self._retained: date | None = None
        self._judged = 0  # the data version up to which all comments are judged
        self._timer: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begins to look, each minute, for what is due."""
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._timer = BackgroundScheduler(timezone=UTC, daemon=True)
        first = datetime.now(UTC) + timedelta(seconds=FIRST)
        self._timer.add_job(
            self.tick, "interval", seconds=TICK, next_run_time=first, max_instances=1, coalesce=True
        )
        self._timer.start()

    def stop(self, patience: float = 5.0) -> None:
        """Begins nothing more; waits a moment for what is running."""
        self._stopped = True
        if self._timer is not None:
            self._timer.shutdown(wait=False)
            self._timer = None
        self.wait(patience)

    def wait(self, seconds: float | None = None) -> None:
        """Until what is running is done, or that long a thread."""
        with self._lock:
            threads = [*self._running.values(), *([self._working] if self._working else [])]
        for thread in threads:
            thread.join(seconds)

    def tick(self) -> None:
        """Sets to work on what is due, unless the last work still goes on. Never raises."""
        with self._lock:
            if self._stopped or (self._working is not None and self._working.is_alive()):
                return
            self._working = Thread(target=self._work, name="schedule", daemon=True)
            self._working.start()

    def ask(self, id: str, who: str = "local") -> None:
        """Reads a source at once, in a thread of its own; nothing when it is being read already."""
        with self._lock:
            if self._stopped or id in self._running:
                return
            self._running[id] = Thread(target=self._asked, args=(id, who), name=f"sync {id}", daemon=True)
            self._running[id].start()

    def running(self) -> frozenset[str]:
        """The sources somebody asked for that are being read."""
        with self._lock:
            return frozenset(self._running)

    def _asked(self, id: str, who: str) -> None:
        try:
            self._safely(lambda: self._run(self._store(), id, who))
        finally:
            with self._lock:
                self._running.pop(id, None)

    def _work(self) -> None:
        self._safely(self._run_due)

    def _run_due(self) -> None:
        engine = self._store()
        for source, state in sources.all_sources(engine):
            due = sources.next_run(source, state)
            if due is not None and due <= self._clock() and not self._stopped:
                self._safely(lambda id=source.id: self._run(engine, id, "schedule"))  # type: ignore[misc]
        self._safely(lambda: self._judge(engine))
        self._safely(lambda: self._watch(engine))
        self._safely(lambda: self._report(engine))
        self._safely(lambda: self._retain(engine))

    def _judge(self, engine: sa.Engine) -> None:
        """Judges comments that came since the last look, however they came; learns from new labels first."""
        from lib import learning, scoring
        from lib.metrics.run import data_version

        # Read before: what is brought in meanwhile waits for the next look.
        version = data_version(engine)
        if self._stopped or version == self._judged:
            return
        learning.learn(engine, self._settings, self._clock())
        scoring.fill(engine, self._settings, self._clock(), "schedule")
        self._judged = version

    def _watch(self, engine: sa.Engine) -> None:
        """Looks at what changed since the last look, whoever brought it, and sends what is due."""
        from lib import alarms

        if not self._stopped:
            alarms.work(engine, self._settings, self._clock())

    def _retain(self, engine: sa.Engine) -> None:
        """Takes away, once a day, what has been kept for long enough."""
        from lib import privacy

        today = self._clock().date()
        if not self._stopped and self._retained != today:
            privacy.retain(engine, self._settings, self._clock())
            self._retained = today

    def _report(self, engine: sa.Engine) -> None:
        """Sends the reports that are due."""
        from lib import report_mail

        if not self._stopped:
            report_mail.work(engine, self._settings, self._clock())

    def _run(self, engine: sa.Engine, id: str, who: str) -> None:
        # Loaded at the first run: the app's start need not wait for the importers.
        from lib import sync

        sync.run(engine, self._settings, load_secrets(self._settings), id, self._clock(), who)

    def _safely(self, work: Callable[[], None]) -> None:
        """What goes wrong here is the store's or the secrets file's: the sources' own troubles are
        in their states."""
        try:
            work()
        except PulseError as error:
            self._tell(str(error))
        except sa.exc.SQLAlchemyError as error:
            self._tell(f"the store failed ({type(error).__name__})")
        except Exception:
            logger.exception("The schedule failed")

    def _tell(self, words: str) -> None:
        moment = now()
        if words not in self._said or moment - self._said[words] > SAID_AGAIN_AFTER:
            logger.warning("The schedule could not do its work: %s", words)
            self._said[words] = moment
