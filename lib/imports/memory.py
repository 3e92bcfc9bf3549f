"""Mappings remembered in the store, by the header words of the files they were made for."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lib.imports.mapping import Mapping
from lib.store.schema import mapping as table


def save(engine: sa.Engine, signature: str, mapping: Mapping, who: str, at: datetime) -> None:
    """Remembers a mapping in place of an earlier one. `at` is UTC without zone."""
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.signature == signature))
        values = {"signature": signature, "at": at, "who": who, "mapping": mapping.to_json()}
        connection.execute(table.insert().values(values))


def load(engine: sa.Engine, signature: str) -> Mapping | None:
    """The mapping for a signature; None when there is none that still can be read."""
    with engine.connect() as connection:
        text = connection.scalar(sa.select(table.c.mapping).where(table.c.signature == signature))
    try:
        return Mapping.from_json(text) if text else None
    except ValueError:
        return None
