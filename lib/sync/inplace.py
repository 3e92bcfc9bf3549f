"""Trying a live source before it is kept: whether its columns fit, and what lies there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.clock import now
from lib.metrics.live.questions import extent
from lib.metrics.live.reader import Reader
from lib.metrics.live.table import declared
from lib.settings import Secrets, Settings
from lib.sources import database
from lib.store.sources import Source
from lib.sync.trial import PATIENCE, in_words


@dataclass(frozen=True)
class Extent:
    """What a live table holds: its first and last day of publication, and how many posts."""

    first: date | None
    last: date | None
    posts: int


def look(source: Source, settings: Settings, secrets: Secrets) -> Extent:
    """What there is, asked as a page will ask; SourceFailed, in words and without a secret, names
    the columns that do not fit."""
    table = declared(source, settings.zone, settings.community)
    name = str(source.address["connection"])
    with in_words(secrets):
        reader = Reader(
            table,
            lambda: database.connect(name, secrets.connections, settings.allowed, PATIENCE),
            now,
        )
        try:
            (row,) = reader.read(extent)
        finally:
            reader.forget()
    return Extent(row["first"], row["last"], row["posts"])
