"""Keeps what people's labels changed in the sentiment engine, and how well it judges since."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.store.changing import changing
from lib.store.comment_schema import sentiment_fit


@dataclass(frozen=True)
class Fit:
    """An engine's `version` made of its `base` by `labels` labels, those up to data version `number`.
    `record` is how it judged labels it was not fitted to."""

    version: str
    engine: str
    base: str
    number: int
    labels: int
    content: bytes
    record: dict[str, Any]
    at: datetime


def newest(engine: sa.Engine, name: str, base: str) -> Fit | None:
    """The last fit to a version of an engine."""
    where = (sentiment_fit.c.engine == name, sentiment_fit.c.base == base)
    return _one(engine, sa.select(sentiment_fit).where(*where))


def of_version(engine: sa.Engine, name: str, version: str) -> Fit | None:
    """The fit that made this version of an engine; None of an engine as it is shipped."""
    where = (sentiment_fit.c.engine == name, sentiment_fit.c.version == version)
    return _one(engine, sa.select(sentiment_fit).where(*where))


def _one(engine: sa.Engine, select: sa.Select) -> Fit | None:
    newest = select.order_by(sentiment_fit.c.number.desc(), sentiment_fit.c.labels.desc()).limit(1)
    with engine.connect() as connection:
        row = connection.execute(newest).mappings().one_or_none()
    if row is None:
        return None
    return Fit(**{**row, "content": bytes(row["content"]), "record": json.loads(row["record"])})


def keep(engine: sa.Engine, fit: Fit) -> None:
    """Keeps a fit; the same one made twice is there once."""
    with changing(engine) as connection:
        connection.execute(sentiment_fit.delete().where(sentiment_fit.c.version == fit.version))
        row = {**asdict(fit), "record": json.dumps(fit.record)}
        connection.execute(sentiment_fit.insert().values(row))
