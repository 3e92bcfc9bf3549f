"""A source whose rows a test writes, in place of a sheet: what the runs do with it is the real thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from lib.settings import Secrets, Settings
from lib.sources.table import of_rows
from lib.sources.upload import Upload
from lib.store.sources import Source

START = datetime(2026, 3, 10, 8)
HEADER = ("post_id", "platform", "account", "published_at", "reach", "reactions")
ROW = ("1", "facebook", "page", "2026-03-02", "100", "5")
OTHER = ("2", "facebook", "page", "2026-03-03", "200", "7")


def later(minutes: float) -> datetime:
    """Minutes after the start."""
    return START + timedelta(minutes=minutes)


def sheet(id: str = "s", **said) -> Source:
    """A source of kind sheet, read each hour."""
    base = {"name": id.upper(), "address": {"spreadsheet": id}, "at": START, "every_minutes": 60}
    return Source(id, "sheet", **{**base, **said})


@dataclass
class Readings:
    """What each sheet holds now: rows, or an error. `asked` counts the reads and keeps their cursors."""

    rows: dict[str, Sequence[Sequence[str]] | Exception] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    reading: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)
    hold: bool = False

    @contextmanager
    def reader(
        self, source: Source, cursor: str | None, settings: Settings, secrets: Secrets
    ) -> Iterator[tuple[Upload, str | None]]:
        self.asked.append((source.id, cursor))
        if self.hold:
            self.reading.set()
            assert self.go_on.wait(60)
        rows = self.rows[source.id]
        if isinstance(rows, Exception):
            raise rows
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        yield Upload(f"{source.id} · Sheet1", digest, (of_rows(rows, "Sheet1"),)), self.cursors.get(source.id)
