"""A live source at work: asked in a thread within a time limit, its answers kept a while, and left
in peace after a failure. No page waits for it longer than the limit."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import RLock, Thread
from typing import TYPE_CHECKING

import sqlalchemy as sa

from lib.metrics.live.questions import Make
from lib.metrics.rows import Row
from lib.model import Message, PulseError, Query, Scope, SourceFailed, say

if TYPE_CHECKING:
    from lib.metrics.live.reader import Reader

FRESH = 300.0
"""Seconds for which an answer is given again without asking."""

REST = 60.0
"""Seconds for which a source that failed is not asked."""

PATIENCE = 10.0
"""Seconds that a page waits for an answer, and that a question may take there."""

AT_LEISURE = 60.0
"""Seconds that a question may take for which an old answer will do."""

MOST_KEPT = 500
"""Answers kept of one source; those unused for longest go first."""

MOST_ROWS = 2_000
"""Rows of an answer worth keeping."""

MOST_AT_ONCE = 8
"""Questions under way at once; when a database hangs, no more threads pile up."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a live source said. `at` is when (UTC without zone)."""

    rows: tuple[Row, ...]
    at: datetime
    epoch: int


Pending = Callable[[], Answer]
"""A question under way: waits for its answer. SourceFailed when there is none, not even an old one."""


def gathered(asked: Iterable[Pending]) -> list[tuple[Row, ...]]:
    """The rows of several answers. All are waited for before the first failure is raised, so that each
    source that is silent is known to be."""
    found, failures = [], []
    for pending in asked:
        try:
            found.append(pending().rows)
        except SourceFailed as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return found


class Place:
    """One live source. `clock` gives seconds that only rise."""

    def __init__(
        self,
        id: str,
        name: str,
        reader: Reader,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self.id, self.name = id, name
        self._reader, self._now, self._clock, self._patience = reader, now, clock, patience
        self._lock = RLock()
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._running: dict[Hashable, Future[Answer]] = {}
        self._missed: set[Hashable] = set()
        self._epoch, self._began = 0, clock()
        self._failed_at: float | None = None
        self.error: SourceFailed | None = None
        self.as_of: datetime | None = None

    def concerns(self, query: Query) -> bool:
        """Whether the filters, and the scope, leave anything of this source."""
        if self.id in query.without or not self._within(query.scope):
            return False
        return all(id not in self.fixed or self.fixed[id] in values for id, values in query.where)

    def _within(self, scope: Scope | None) -> bool:
        limits = scope.limits if scope else {}
        return all(id not in self.fixed or self.fixed[id] in kept for id, kept in limits.items())

    @property
    def fixed(self) -> dict[str, str]:
        """What all its posts share: dimension → value."""
        declared = self._reader.declared
        return {id: value for id, value in declared.constants.items() if id not in declared.columns}

    def epoch(self) -> int:
        """Answers are given again within an epoch. It ends when they are old, or when a source that
        failed has rested. `as_of` is the age of the oldest answer given in it."""
        with self._lock:
            now = self._clock()
            rested = self._failed_at is not None and now - self._failed_at >= REST
            if rested or now - self._began >= FRESH:
                self._epoch, self._began = self._epoch + 1, now
                self._failed_at = self.as_of = None
            return self._epoch

    def ask(self, key: Hashable, make: Make, wait: bool = True) -> Pending:
        """Begins the question known by its key. The answer is the one kept from this epoch, else a
        new one, else (after a failure, or at once without `wait`) the last good one. A question of
        the second kind may take long; that alone is no failure of the source."""
        epoch = self.epoch()
        with self._lock:
            kept = self._kept.get(key)
            settled = (kept is not None and kept.epoch == epoch) or self._failed_at is not None
            if settled:
                return partial(self._old, key, wait)
            running = self._running.get(key) or self._begin(key, make, epoch, wait)
            if kept is not None and not wait:
                return partial(self._old, key, wait)
        return partial(self._finish, key, running, self._clock() + self._patience, wait)

    def _begin(self, key: Hashable, make: Make, epoch: int, wait: bool) -> Future[Answer]:
        future: Future[Answer] = Future()
        if len(self._running) >= MOST_AT_ONCE:
            future.set_exception(TimeoutError())
            return future
        self._running[key] = future
        # A daemon: a database that hangs must not keep the program from ending.
        Thread(target=self._work, args=(key, make, epoch, wait, future), daemon=True).start()
        return future

    def _work(self, key: Hashable, make: Make, epoch: int, wait: bool, future: Future[Answer]) -> None:
        began, seconds = self._clock(), self._patience if wait else AT_LEISURE
        try:
            answer = Answer(self._reader.read(make, seconds), self._now(), epoch)
        except Exception as error:
            late = not wait and self._clock() - began >= AT_LEISURE
            if not late and self._failed_at is None:
                self._fail(error)
            future.set_exception(error)
        else:
            self._keep(key, answer)
            future.set_result(answer)
        finally:
            with self._lock:
                self._running.pop(key, None)

    def _keep(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            if self._failed_at is None:  # an answer that comes too late mends nothing
                self.error = None
            if len(answer.rows) <= MOST_ROWS:
                self._kept[key] = answer
            if key in self._missed:  # pages that went without it shall look again
                self._missed.discard(key)
                self._epoch += 1
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def _fail(self, error: BaseException) -> None:
        why = self._why(error)
        logger.warning("The live source %s cannot be read: %s", self.name, why)
        said = say("The live source “{source}” cannot be read now. {reason}", source=self.name, reason=why)
        with self._lock:
            self._failed_at, self.error = self._clock(), SourceFailed(said)
        self._reader.forget()

    def _why(self, error: BaseException) -> Message:
        if isinstance(error.__context__, sa.exc.OperationalError | sa.exc.TimeoutError):
            logger.warning("%s", error)  # where it lies is for those who read the log
            return say("Its database does not answer.")
        if isinstance(error, PulseError):
            return error.message
        if isinstance(error, TimeoutError):
            return say("It did not answer within {n} seconds.", n=self._patience)
        logger.error("A live source's answer could not be made", exc_info=error)
        return say("The reason is in the server's log.")

    def _finish(self, key: Hashable, running: Future[Answer], until: float, shown: bool) -> Answer:
        try:
            answer = running.result(max(until - self._clock(), 0))
        except Exception as error:
            silent = not running.done() or isinstance(error, TimeoutError)
            if silent and shown:
                self._fail(TimeoutError())
            elif silent:
                self._missed.add(key)
            return self._old(key, shown)
        self._show(answer, shown)
        return answer

    def _old(self, key: Hashable, shown: bool) -> Answer:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                raise self.error or SourceFailed(self._why(TimeoutError()))
            self._kept.move_to_end(key)
            self._show(kept, shown)
            return kept

    def _show(self, answer: Answer, shown: bool) -> None:
        with self._lock:
            if shown:
                self.as_of = min(self.as_of or answer.at, answer.at)
