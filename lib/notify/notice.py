"""What is told, in words, and whom it is to reach."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lib.model import SettingError, say

Channel = Literal["email", "webhook", "line"]


@dataclass(frozen=True)
class Notice:
    """A message: `key` names what it says, so that nobody is told the same twice."""

    key: str
    title: str
    text: str
    link: str


@dataclass(frozen=True)
class Recipient:
    """Whom to tell. `name` is safe to keep and to show: an address, or a fingerprint of what is secret."""

    channel: Channel
    name: str
    target: str = field(repr=False)


@dataclass(frozen=True)
class Mail:
    """The server that sends e-mail. `tls`: starttls, tls (from the first byte), none."""

    host: str
    port: int = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    sender: str = ""


@dataclass(frozen=True)
class Post:
    """All that sending needs, out of the secrets file."""

    recipients: tuple[Recipient, ...] = ()
    mail: Mail | None = None
    line_token: str = field(default="", repr=False)


def read(told: Mapping[str, Any]) -> Post:
    """The tables `[smtp]`, `[line]` and `[alerts]` of the secrets file; SettingError names the table
    that is wrong, never what is in it."""
    try:
        smtp, line, alerts = (dict(told.get(name, {})) for name in ("smtp", "line", "alerts"))
        mail = Mail(**smtp) if smtp else None
        recipients = [
            *(Recipient("email", str(each), str(each)) for each in alerts.get("email", [])),
            *(Recipient("webhook", _print(each), str(each)) for each in alerts.get("webhooks", [])),
            *(Recipient("line", _print(each), str(each)) for each in line.get("to", [])),
        ]
        wrong = mail is not None and mail.tls not in ("starttls", "tls", "none")
        if wrong or (mail is None and any(each.channel == "email" for each in recipients)):
            raise ValueError
        return Post(tuple(recipients), mail, str(line.get("token", "")))
    except (TypeError, ValueError, AttributeError):
        raise SettingError(
            say("The secrets file's tables [smtp], [line] and [alerts] cannot be read; see docs/watch.md.")
        ) from None


def _print(secret: object) -> str:
    return hashlib.sha256(str(secret).encode()).hexdigest()[:12]
