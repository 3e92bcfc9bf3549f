"""Tokens for sources that send their data in: shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def make() -> tuple[str, str]:
    """A new token, and what is kept of it."""
    token = f"pulse_{secrets.token_urlsafe(32)}"
    return token, sha256(token)


def sha256(token: str) -> str:
    """What is kept of a token. A fast hash is safe: 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
