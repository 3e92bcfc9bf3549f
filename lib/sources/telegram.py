"""Telegram Desktop's result.json: the messages of one channel or group as a table, without names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lib.model import FileRefused, Message, say
from lib.sources.table import Table, of_rows, storable

HEADER = (
    "telegram_message_id",
    "date",
    "text",
    "media",
    "reactions",
    "author_kind",
    "chat_id",
    "chat_name",
    "message_type",
)
"""The columns of the table; data/formats/telegram.toml reads them."""
_CHANNELS = ("public_channel", "private_channel")
_GROUPS = ("private_group", "private_supergroup", "public_supergroup")
_NAMES = ("from", "author", "forwarded_from", "actor", "members")


def is_export(document: Any) -> bool:
    """Whether a JSON document is an export of Telegram Desktop, of one chat or of all."""
    if not isinstance(document, dict):
        return False
    one = isinstance(document.get("messages"), list) and "type" in document and "id" in document
    every = isinstance(document.get("chats"), dict) and isinstance(document["chats"].get("list"), list)
    return one or every


def table(document: dict[str, Any]) -> tuple[Table, list[Message]]:
    """One row a message; FileRefused for private conversations."""
    kind = document.get("type")
    if kind not in (*_CHANNELS, *_GROUPS):
        raise FileRefused(
            say("The file holds private conversations of Telegram; export one channel or group by itself.")
        )
    messages = [each for each in document.get("messages") or () if isinstance(each, dict)]
    author = "brand" if kind in _CHANNELS else "member"
    chat = (author, _word(document.get("id")), _word(document.get("name")))
    rows = [HEADER, *(_row(message, chat) for message in messages)]
    named = any(message.get(name) for message in messages for name in _NAMES)
    told = [say("The names of those who wrote are left out.")] if named else []
    return of_rows(rows), told


def _row(message: dict[str, Any], chat: tuple[str, str, str]) -> tuple[str, ...]:
    return (
        _word(message.get("id")),
        _moment(message),
        "".join(_pieces(message.get("text"))),
        _media(message),
        _reactions(message.get("reactions")),
        *chat,
        _word(message.get("type")),
    )


def _word(value: Any) -> str:
    return "" if value is None else storable(str(value))


def _moment(message: dict[str, Any]) -> str:
    """The instant in UTC, where it is stated; else the wall clock of whoever exported."""
    stated = _word(message.get("date_unixtime"))
    if stated.isdecimal() and len(stated) < 12:
        return datetime.fromtimestamp(int(stated), UTC).isoformat()
    return _word(message.get("date"))


def _pieces(text: Any) -> Iterator[str]:
    """A text is a string, or a list of strings and of marked-up pieces."""
    for piece in text if isinstance(text, list) else [text]:
        yield _word(piece.get("text") if isinstance(piece, dict) else piece)


def _media(message: dict[str, Any]) -> str:
    if message.get("media_type"):
        return _word(message["media_type"])
    kinds = ("photo", "poll", "file")
    return next((kind for kind in kinds if message.get(kind)), "text")


def _reactions(given: Any) -> str:
    """How many reactions of all kinds together; "0" where a message shows none."""
    listed = given if isinstance(given, list) else []
    counts = [_word(each.get("count")) for each in listed if isinstance(each, dict)]
    if not all(count.isdecimal() and len(count) < 16 for count in counts):
        return "?"
    return str(sum(map(int, counts)))
