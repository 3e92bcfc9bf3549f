"""Trying a source before it is kept: its first rows, once, so that a person can say how to read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from lib.model import PulseError, SourceFailed, say
from lib.settings import Secrets, Settings
from lib.sources import database
from lib.sources.table import Table, of_rows
from lib.sources.upload import Upload
from lib.store.sources import Source
from lib.sync import declare, readers, scrub

ROWS = 2_000
"""How many rows a trial keeps in memory."""
PATIENCE = 15.0
"""Seconds a look around may take: a person waits for it."""


def read(source: Source, settings: Settings, secrets: Secrets) -> Upload:
    """The first rows of a source, in memory; SourceFailed, in words and without a secret, when it
    cannot be read."""
    limited = "limit" in declare.ADDRESSES[source.kind].may
    asked = replace(source, address={**source.address, "limit": ROWS}) if limited else source
    with in_words(secrets), readers.reader(asked)(asked, None, settings, secrets) as (upload, _):
        return replace(upload, tables=tuple(map(_top, upload.tables)))


def look(connection: str, address: Mapping[str, Any], settings: Settings, secrets: Secrets) -> database.Found:
    """What there is at a connection of the secrets file: its tables, and the columns of the table or
    select in the address. Errors as `read`."""
    with in_words(secrets):
        engine = database.connect(connection, secrets.connections, settings.allowed, PATIENCE)
        try:
            return database.test(engine, address)
        finally:
            engine.dispose()


@contextmanager
def in_words(secrets: Secrets) -> Iterator[None]:
    """Whatever goes wrong as SourceFailed, without a secret in it."""
    try:
        yield
    except PulseError as failure:
        raise SourceFailed(scrub.message(failure.message, secrets)) from None
    except Exception as failure:
        # The library's own words may repeat a password.
        raise SourceFailed(say("It could not be read ({kind}).", kind=type(failure).__name__)) from None


def _top(table: Table) -> Table:
    return replace(of_rows(list(islice(_rows(table), ROWS)), table.sheet), warnings=table.warnings)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    for record in table.records():
        yield record.cells
