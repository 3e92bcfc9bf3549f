"""Lets commands work while the app holds the database file: they ask the app to do them.

The app writes its address and a random token into a file that only its user can read; a command
that finds the database busy sends its name and arguments there.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import secrets
from dataclasses import asdict, dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from lib.answers import Answer
from lib.model import PulseError, say
from lib.settings import Settings

PATH = "/api/command"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Door:
    """Where the running app takes commands. `database_url` says of which database."""

    port: int
    token: str
    database_url: str


def _file(settings: Settings) -> Path:
    return Path(settings.run_dir) / "app.json"


def open_door(settings: Settings, port: int) -> Door:
    """Writes the file that lets commands in; the app calls this at start."""
    door = Door(port, secrets.token_urlsafe(32), settings.database_url)
    path = _file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(door), file)
    return door


def close_door(settings: Settings) -> None:
    """Takes the file away; the app calls this when it stops."""
    _file(settings).unlink(missing_ok=True)


def call(settings: Settings, command: str, arguments: dict[str, Any]) -> Answer | None:
    """Has the running app do a command; None when no app answers for this database."""
    try:
        door = Door(**json.loads(_file(settings).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    if door.database_url != settings.database_url:
        return None
    connection = http.client.HTTPConnection("127.0.0.1", door.port)
    body = json.dumps({"command": command, "arguments": arguments})
    try:
        connection.request("POST", PATH, body, {"Authorization": f"Bearer {door.token}"})
        reply = connection.getresponse()
        text = reply.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return _read(text) if reply.status == http.client.OK else None


def _read(text: bytes) -> Answer | None:
    """The app's answer; None where another program answered, on a port that an app has left."""
    try:
        found = dict(json.loads(text))
        told = found.get("error")
        answer = None if told else Answer(**found)
    except (ValueError, TypeError):
        return None
    if told:
        raise PulseError(say("{text}", text=told))
    return answer


def answer(door: Door, engine: Any, settings: Settings, authorization: str, body: bytes) -> tuple[int, Any]:
    """The app's side: an HTTP status and a JSON document."""
    # Loaded at the first command: the server's start need not wait for the importers.
    from lib import commands

    if not secrets.compare_digest(authorization.encode(), f"Bearer {door.token}".encode()):
        return http.client.UNAUTHORIZED, {"error": "unauthorized"}
    try:
        asked = json.loads(body)
        command, arguments = commands.act(asked["command"]), dict(asked["arguments"])
        signature(command).bind(engine, settings, **arguments)
    except (ValueError, KeyError, TypeError):
        return http.client.BAD_REQUEST, {"error": "bad request"}
    try:
        return http.client.OK, asdict(command(engine, settings, **arguments))
    except PulseError as error:
        return http.client.OK, {"error": str(error)}
    except Exception as error:
        logger.exception("A command failed")
        return http.client.OK, {"error": f"{type(error).__name__}: the reason is in the app's log"}
