"""Messages waiting to be sent: one row a message and recipient, under a key that is never used twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib.model import Message
from lib.store import messages
from lib.store.changing import changing
from lib.store.watch_schema import outbox

TRIES = 8
"""After so many tries, spread over about four hours, a message is given up."""


@dataclass(frozen=True)
class Waiting:
    """A message to be sent; `message` is JSON."""

    key: str
    channel: str
    recipient: str
    message: str
    created_at: datetime
    attempts: int = 0
    delivered_at: datetime | None = None
    error: Message | None = None


def put(engine: sa.Engine, messages: Sequence[Waiting]) -> int:
    """Lays messages in, but those that lie there already, sent or not; gives how many were new."""
    with engine.connect() as connection:
        known = set(connection.scalars(sa.select(outbox.c.key)))
    new = [each for each in messages if each.key not in known]
    return sum(_put(engine, each) for each in new)


def _put(engine: sa.Engine, message: Waiting) -> bool:
    row = {**message.__dict__, "error": messages.written(message.error), "next_at": message.created_at}
    try:
        with changing(engine) as connection:
            connection.execute(outbox.insert().values(row))
    except sa.exc.IntegrityError:
        return False  # another process laid it in a moment before
    return True


def due(engine: sa.Engine, now: datetime) -> list[Waiting]:
    """The messages whose time has come, the oldest first."""
    names = [outbox.c[name] for name in Waiting.__dataclass_fields__]
    query = sa.select(*names).where(
        outbox.c.delivered_at.is_(None), outbox.c.next_at <= now, outbox.c.attempts < TRIES
    )
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(outbox.c.created_at, outbox.c.key)).mappings()
        return [_waiting(row) for row in rows]


def _waiting(row: sa.RowMapping) -> Waiting:
    return Waiting(**{**row, "error": messages.read(row["error"])})


def claim(engine: sa.Engine, message: Waiting, now: datetime) -> bool:
    """Takes a message to send it, and sets when it is tried again should that fail; only one of several
    processes is told yes."""
    mine = (outbox.c.key == message.key, outbox.c.attempts == message.attempts)
    later = now + timedelta(minutes=2**message.attempts)
    change = outbox.update().where(*mine, outbox.c.delivered_at.is_(None), outbox.c.next_at <= now)
    try:
        with changing(engine) as connection:
            taken = connection.execute(
                change.values(attempts=message.attempts + 1, next_at=later).returning(outbox.c.key)
            )
            return taken.first() is not None
    except sa.exc.DBAPIError:
        return False  # another process was faster


def settle(engine: sa.Engine, key: str, now: datetime, error: Message | None) -> None:
    """Notes that a message was delivered, or why it was not."""
    values = {"error": messages.written(error)} if error else {"delivered_at": now, "error": None}
    with changing(engine) as connection:
        connection.execute(outbox.update().where(outbox.c.key == key).values(values))


def recent(engine: sa.Engine, limit: int = 50, channels: Sequence[str] = ()) -> list[Waiting]:
    """The newest messages, sent or not; of some channels, or of all."""
    names = [outbox.c[name] for name in Waiting.__dataclass_fields__]
    query = sa.select(*names).order_by(outbox.c.created_at.desc()).limit(limit)
    if channels:
        query = query.where(outbox.c.channel.in_(channels))
    with engine.connect() as connection:
        return [_waiting(row) for row in connection.execute(query).mappings()]
