"""Takes secrets out of what is logged or shown: libraries repeat URLs and keys in their errors."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import sqlalchemy as sa

from lib.model import Message
from lib.settings import Secrets

GOOGLE = ("api_key", "private_key", "private_key_id")
SHORTEST = 4
"""A shorter password would be found in every other word; its URL is taken out as a whole."""


def text(said: str, secrets: Secrets) -> str:
    """The text with every secret in it made unreadable."""
    for secret in sorted(_secrets(secrets), key=len, reverse=True):
        said = said.replace(secret, "•••")
    return said


def message(said: Message, secrets: Secrets) -> Message:
    """The message with every secret among its parameters made unreadable."""
    clean = {
        name: text(value, secrets) if isinstance(value, str) else value for name, value in said.params.items()
    }
    return Message(said.text, clean)


def _secrets(secrets: Secrets) -> set[str]:
    found = {form for url in secrets.connections.values() for form in _of_url(url)}
    for name in GOOGLE:
        value = str(secrets.google.get(name, ""))
        found |= {value, *value.splitlines()}
    return {each for each in found if len(each) >= SHORTEST and not each.startswith("-----")}


def _of_url(url: str) -> Iterator[str]:
    yield url
    try:
        password = sa.make_url(url).password
    except (sa.exc.ArgumentError, ValueError):
        return
    if password:
        yield from {str(password), quote(str(password), safe=""), quote_plus(str(password))}
