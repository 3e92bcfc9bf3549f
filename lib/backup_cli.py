"""The commands about backups on the terminal; as `lib.cli`, which takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lib.terminal import Json, do


def backup(
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; without it one named after the moment, in PULSE_BACKUPS."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the whole database into one file, also while the app runs."""
    do("backup", as_json, out=None if out is None else str(out.absolute()))


def restore(
    file: Annotated[Path, typer.Argument(help="A backup of the same kind of database.")],
    yes: Annotated[bool, typer.Option("--yes", help="Really replace what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Replace the whole database by a backup; stop the app first."""
    do("restore", as_json, file=str(file.absolute()), yes=yes)


COMMANDS = (backup, restore)
