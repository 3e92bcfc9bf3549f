"""What every command of the terminal shares: it opens the store, or asks the running app, and prints."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lib.model import PulseError, StoreBusy, say
from lib.settings import Settings, load

if TYPE_CHECKING:
    from lib.answers import Answer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def settings() -> Settings:
    """The settings; from here on warnings of libraries go to stderr."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    return load()


def do(command: str, as_json: bool, **arguments: Any) -> None:
    """Does a command of `lib.commands` and ends the program with its exit code."""
    try:
        answer = _perform(settings(), command, arguments)
    except PulseError as error:
        if as_json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"Error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(answer.document, ensure_ascii=False))
    else:
        print("\n".join(answer.lines))
    raise typer.Exit(answer.exit)


def _perform(settings: Settings, command: str, arguments: dict[str, Any]) -> Answer:
    # Loaded here, so that help, and the server's start, need not wait for pandas.
    from lib import commands, remote
    from lib.store.engine import open_store

    if command in commands.ALONE and remote.call(settings, "formats", {}) is not None:
        raise PulseError(say("Pulse is running on this database; stop it first."))
    if command in commands.WITHOUT_STORE:
        return commands.act(command)(None, settings, **arguments)
    try:
        engine = open_store(settings.database_url, Path(settings.backups))
    except StoreBusy:
        answer = remote.call(settings, command, arguments)
        if answer is None:
            raise
        return answer
    try:
        return commands.act(command)(engine, settings, **arguments, progress=_progress)
    finally:
        engine.dispose()


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,}", end="" if done < total else "\n", file=sys.stderr)
