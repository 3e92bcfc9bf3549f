"""Reads on while what was read is worked on: both take their time outside Python's lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

_LOOK = 0.1
"""Seconds after which a reader whose consumer may be gone looks whether it is."""


def ahead(items: Iterable[T], most: int = 2) -> Iterator[T]:
    """The same items in the same order, up to `most` of them read before they are asked for; an exception
    comes where it would have come. The reading ends when the iterator is closed."""
    waiting: Queue[tuple[T | None, BaseException | None, bool]] = Queue(most)
    gone = Event()

    def put(item: T | None, error: BaseException | None, last: bool) -> bool:
        while not gone.is_set():
            try:
                waiting.put((item, error, last), timeout=_LOOK)
                return True
            except Full:
                continue
        return False

    def read() -> None:
        try:
            for item in items:
                if not put(item, None, False):
                    return
            put(None, None, True)
        except BaseException as error:
            put(None, error, True)

    reader = Thread(target=read, name="read ahead", daemon=True)
    reader.start()
    try:
        yield from _taken(waiting)
    finally:
        gone.set()
        reader.join()


def _taken(waiting: Queue[tuple[T | None, BaseException | None, bool]]) -> Iterator[T]:
    while True:
        item, error, last = waiting.get()
        if error is not None:
            raise error
        if last:
            return
        yield item  # type: ignore[misc]
