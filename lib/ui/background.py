"""Work that outlives the run of a page: done one after the other in a thread of the process, whoever
comes and goes. A task that the process does not live to end is rolled back by the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from lib.model import Progress

T = TypeVar("T")


@dataclass
class Task(Generic[T]):
    """A piece of work under way. `done` of `total` rows are read; 0 of 0 before it has begun."""

    place: str
    name: str
    future: Future[T] = field(default_factory=Future)
    done: int = 0
    total: int = 0
    begun: float | None = None

    def told(self, done: int, total: int) -> None:
        """Takes the progress."""
        self.done, self.total = done, total

    def seconds(self) -> float:
        """How long it has been at work."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun

    def ended(self, patience: float = 0.0) -> bool:
        """Whether it has ended, after waiting for it at most so many seconds."""
        wait([self.future], patience)
        return self.future.done()


_worker = ThreadPoolExecutor(1, thread_name_prefix="pulse-work")
_tasks: list[Task] = []
_lock = Lock()


def start(place: str, name: str, work: Callable[[Progress], T]) -> Task[T]:
    """Begins a piece of work on the store at `place`, or puts it behind what is under way."""
    task: Task[T] = Task(place, name)

    def perform() -> T:
        task.begun = time.monotonic()
        return work(task.told)

    with _lock:
        _tasks[:] = [each for each in _tasks if not each.ended()]
        task.future = _worker.submit(perform)
        _tasks.append(task)
    return task


def running(place: str) -> list[Task]:
    """What is under way on a store, whoever began it."""
    with _lock:
        return [task for task in _tasks if task.place == place and not task.ended()]
