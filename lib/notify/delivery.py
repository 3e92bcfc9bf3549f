"""From the outbox to people: bounded tries, each message by one process, troubles told without secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from lib.model import Message, PulseError
from lib.notify import wire
from lib.notify.notice import Notice, Post, Recipient
from lib.settings import Settings
from lib.store import outbox

logger = logging.getLogger(__name__)


def enqueue(engine: sa.Engine, notices: Iterable[Notice], post: Post, now: datetime) -> int:
    """Lays notices into the outbox, one for each recipient; gives how many were new."""
    messages = [
        outbox.Waiting(
            f"{notice.key} {to.channel} {to.name}", to.channel, to.name, json.dumps(asdict(notice)), now
        )
        for notice in notices
        for to in post.recipients
    ]
    return outbox.put(engine, messages)


def deliver(engine: sa.Engine, post: Post, settings: Settings, now: datetime) -> int:
    """Sends what is due; gives how many got through. A recipient no longer named is given up."""
    known = {(each.channel, each.name): each for each in post.recipients}
    sent = 0
    for message in outbox.due(engine, now):
        to = known.get((message.channel, message.recipient))  # type: ignore[arg-type]
        if to is None or not outbox.claim(engine, message, now):
            continue
        error = _tried(to, Notice(**json.loads(message.message)), post, settings)
        outbox.settle(engine, message.key, now, error)
        sent += error is None
    return sent


def _tried(to: Recipient, notice: Notice, post: Post, settings: Settings) -> Message | None:
    try:
        _send(to, notice, post, settings)
    except PulseError as error:
        logger.warning("A message by %s was not delivered: %s", to.channel, error)
        return error.message
    return None


def _send(to: Recipient, notice: Notice, post: Post, settings: Settings) -> None:
    allowed = settings.allowed
    if to.channel == "webhook":
        wire.webhook(to.target, notice, allowed)
    elif to.channel == "line":
        wire.line(settings.line_url, post.line_token, to.target, notice, allowed)
    elif post.mail is not None:
        wire.email(post.mail, to.target, notice, allowed)
