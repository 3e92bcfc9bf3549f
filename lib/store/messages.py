"""Messages as they are kept: their English and what fills its braces, so that every language can say them."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from lib.model import Message


def written(message: Message | None) -> str | None:
    """A message as a column of text holds it."""
    return None if message is None else json.dumps(data(message), ensure_ascii=False)


def read(text: str | None) -> Message | None:
    """What `written` kept; words that were kept without that are their own message."""
    if text is None:
        return None
    try:
        return message(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return Message(text)


def data(value: Any) -> Any:
    """A message, or what fills its braces, as plain values that `message` reads."""
    if isinstance(value, Message):
        return {"text": value.text, "params": {name: data(each) for name, each in value.params.items()}}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [data(each) for each in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def message(found: Any) -> Message:
    """The message that `data` made plain; a text is one without braces."""
    if isinstance(found, str):
        return Message(found)
    return Message(found["text"], {name: _value(each) for name, each in found["params"].items()})


def _value(found: Any) -> Any:
    if isinstance(found, list):
        return [_value(each) for each in found]
    if not isinstance(found, dict):
        return found
    if "moment" in found:
        return datetime.fromisoformat(found["moment"])
    return date.fromisoformat(found["day"]) if "day" in found else message(found)
