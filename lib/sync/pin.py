"""What is decided when a source is first read, and then holds: its format or mapping, its columns."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa

from lib.imports import memory
from lib.imports.plan import Plan, plan
from lib.model import ImportOptions
from lib.sources.upload import Upload
from lib.store import sources
from lib.store.sources import Source
from lib.sync import columns

SAID = ("format", "platform", "account", "community", "mapping")
"""What a source's options may say of what it holds."""


def options(source: Source) -> ImportOptions:
    """A source's options as an import takes them."""
    said: dict[str, Any] = {name: source.options.get(name) for name in SAID}
    return ImportOptions(**said)


def pinned(engine: sa.Engine, source: Source, upload: Upload) -> Source:
    """The source with what is read from its columns written down, and kept so; as it is when that
    was done before. FileRefused when nobody can tell how to read it."""
    if "columns" in source.options:
        return source
    made = decided(engine, source, upload)
    sources.put(engine, made)
    return made


def decided(engine: sa.Engine, source: Source, upload: Upload) -> Source:
    """The same, without keeping it. SourceFailed when a column that counts stands twice."""
    way = plan(upload, options(source), partial(memory.load, engine))
    headers = columns.mattering(way)
    columns.check(upload, headers)
    return replace(source, options={**source.options, **_way(way), "columns": list(headers)})


def _way(way: Plan) -> dict[str, object]:
    """How it is read from now on, whatever other formats or mappings come to be known. A workbook of
    several formats, or of joined sheets, is recognised each time."""
    if way.mapping is not None:
        return {"mapping": json.loads(way.mapping.to_json())}
    return {"format": way.format} if len(way.parts) == 1 else {}
