"""How each kind of source is read: ADD A SOURCE here, and its file in lib/sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from lib.model import PulseError, say
from lib.settings import Secrets, Settings
from lib.sources.upload import Upload
from lib.store.sources import Source

Found = tuple[Upload, str | None]
"""What was read, and the newest value of its cursor column, for the next run."""

Reader = Callable[[Source, str | None, Settings, Secrets], AbstractContextManager[Found]]
"""(source, cursor of the last run, settings, secrets) → what there is; it can be read as long as the
context lasts. SourceFailed, in words, when it cannot."""


@contextmanager
def _sheet(source: Source, cursor: str | None, settings: Settings, secrets: Secrets) -> Iterator[Found]:
    # Loaded at first use: a start without sheets need not wait for Google's libraries.
    from lib.sources import sheets

    yield sheets.read(source.address, secrets.google, settings.sheets_url), None


@contextmanager
def _database(source: Source, cursor: str | None, settings: Settings, secrets: Secrets) -> Iterator[Found]:
    from lib.sources import database

    engine = database.connect(str(source.address["connection"]), secrets.connections, settings.allowed)
    try:
        yield database.read(engine, source.address, cursor)
    finally:
        engine.dispose()


READERS: dict[str, Reader] = {"sheet": _sheet, "database": _database}
"""The kinds that Pulse reads and imports; `push` sends by itself, `live` is read in place."""


def reader(source: Source) -> Reader:
    """How a source is read; PulseError for one that is not."""
    if source.kind not in READERS:
        raise PulseError(
            say("“{name}” is not read on a schedule: it is sent in, or read in place.", name=source.name)
        )
    return READERS[source.kind]
