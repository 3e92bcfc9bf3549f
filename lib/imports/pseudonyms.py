"""Who wrote a comment becomes a pseudonym: a keyed hash, the key in a file outside the database.

HMAC-SHA256 (RFC 2104). Without the key nobody can try names until one fits; with it the same author has
the same pseudonym in every import.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from lib.imports.words import fold
from lib.model import FileRefused, say

SHORTEST = 16
"""Bytes a key needs at least."""


def key(path: Path) -> bytes:
    """The key in a file, which is made, for its owner's eyes alone, when there is none. FileRefused
    when it can be neither read nor made, or is too short to keep anything secret."""
    try:
        found = _read(path) or _make(path)
    except OSError as error:
        raise FileRefused(
            say(
                "The key for pseudonyms {path} cannot be read or made: {reason}",
                path=path.name,
                reason=error.strerror or "",
            )
        ) from None
    if len(found) < SHORTEST:
        raise FileRefused(say("The key for pseudonyms {path} is too short; delete it.", path=path.name))
    return found


def pseudonym(key: bytes, platform: str, author: str) -> str:
    """What an author on a platform is called, whatever the case and the spaces of the name."""
    told = f"{platform}\0{fold(author)}".encode()
    return "u_" + hmac.new(key, told, "sha256").hexdigest()[:20]


def _read(path: Path) -> bytes | None:
    return path.read_bytes().strip() if path.exists() else None


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    # It appears whole or not at all, so that nobody reads half a key; the first of two makers wins.
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes().strip()
