"""Sends one message over the wire: SMTP, or JSON over HTTP. Checked addresses only, within a time limit.

The address a host leads to is looked up and checked once, and then connected to: a name that leads
elsewhere a moment later is not followed. Redirects are not followed either.
"""

from __future__ import annotations

import http.client
import json
import smtplib
import socket
import ssl
import uuid
from collections.abc import Mapping
from email.message import EmailMessage
from urllib.parse import urlsplit

from lib.model import Message, PulseError, say
from lib.notify.notice import Mail, Notice
from lib.sources.addresses import reach

PATIENCE = 10.0
"""Seconds for each step of a delivery."""

EMAIL, WEBHOOK, LINE = say("The mail server"), say("The webhook"), say("LINE")
"""Who did not take a message, as a sentence begins."""


class Undelivered(PulseError):
    """A message that did not get through; the words name neither address nor secret."""


def email(
    mail: Mail, to: str, notice: Notice, allowed: frozenset[str], pdf: tuple[str, bytes] | None = None
) -> None:
    """Sends an e-mail, with a PDF (name, file) where given; Undelivered with the server's number when it
    does not take it."""
    found = reach(mail.host, allowed)
    message = _message(mail, to, notice)
    if pdf is not None:
        name, file = pdf
        message.add_attachment(file, maintype="application", subtype="pdf", filename=name)
    try:
        with _session(mail, found) as server:
            if mail.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise _undelivered(EMAIL, error) from None


def _session(mail: Mail, found: tuple[str, ...]) -> smtplib.SMTP:
    """A connection to the address that was checked, under the name that the certificate must bear."""

    def _connect(self: smtplib.SMTP, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((found[0] if found else host, port), timeout)
        if mail.tls != "tls":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    session = type("Session", (smtplib.SMTP,), {"_get_socket": _connect})
    return session(mail.host, mail.port, timeout=PATIENCE)


def _message(mail: Mail, to: str, notice: Notice) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"] = notice.title, to
    message["From"] = mail.sender or mail.user or f"pulse@{mail.host}"
    # The same message tried again bears the same number, by which mailboxes drop the copy.
    message["Message-ID"] = f"<{_number(notice, to)}@pulse>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{notice.text}\n\n{notice.link}\n")
    return message


def webhook(url: str, notice: Notice, allowed: frozenset[str]) -> None:
    """Posts `{"text": …}`, which Slack's incoming webhooks and those made after them take."""
    body = {"text": f"*{notice.title}*\n{notice.text}\n{notice.link}"}
    _post(url, body, {}, allowed, WEBHOOK)


def line(url: str, token: str, to: str, notice: Notice, allowed: frozenset[str]) -> None:
    """Pushes a text over the LINE Messaging API; the retry key keeps a repeated try from telling twice."""
    text = f"{notice.title}\n{notice.text}\n{notice.link}"[:5000]
    headers = {"Authorization": f"Bearer {token}", "X-Line-Retry-Key": str(_number(notice, to))}
    _post(url, {"to": to, "messages": [{"type": "text", "text": text}]}, headers, allowed, LINE)


def _number(notice: Notice, to: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{notice.key} {to}")


def _post(url: str, body: object, headers: Mapping[str, str], allowed: frozenset[str], what: Message) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Undelivered(say("{what} has no http address.", what=what)) from None
    if parts.scheme not in ("http", "https") or not host:
        raise Undelivered(say("{what} has no http address.", what=what))
    connection = _connection(parts.scheme, host, port, reach(host, allowed))
    sent = {"Content-Type": "application/json; charset=utf-8", **headers}
    path = parts.path or "/"
    try:
        data = json.dumps(body, ensure_ascii=False).encode()
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, data, sent)
        status = connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _undelivered(what, error) from None
    finally:
        connection.close()
    # LINE answers 409 where it took the message at an earlier try.
    if not (200 <= status < 300 or (status == 409 and "X-Line-Retry-Key" in headers)):
        raise Undelivered(say("{what} answered {status}.", what=what, status=str(status)))


def _connection(
    scheme: str, host: str, port: int | None, found: tuple[str, ...]
) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=PATIENCE)
    if found:
        connection._create_connection = lambda _, *rest: socket.create_connection(  # type: ignore[attr-defined]
            (found[0], connection.port), *rest
        )
    return connection


def _undelivered(what: Message, error: Exception) -> Undelivered:
    # Exceptions of the wire can repeat what was sent: only their kind, and a server's number, are told.
    number = getattr(error, "smtp_code", "")
    kind = f"{type(error).__name__} {number}".strip()
    return Undelivered(say("{what} did not take the message: {kind}.", what=what, kind=kind))
