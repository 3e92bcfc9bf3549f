"""The commands about incidents on the terminal; as `lib.cli`, which takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lib.terminal import Json, do


def incidents(as_json: Json = False) -> None:
    """List the incidents, open and past, with their clocks."""
    do("incidents", as_json)


def incident(
    number: Annotated[int, typer.Argument(min=1, help="The incident's number.")],
    out: Annotated[
        str, typer.Option(help="Write the report to this file: .md or .pdf.", show_default=False)
    ] = "",
    language: Annotated[
        str, typer.Option(help="The report's language; else the one that is set.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """Show an incident, or write its report as Markdown or PDF."""
    # The app may do this in a folder of its own.
    do("incident", as_json, number=number, out=str(Path(out).resolve()) if out else "", language=language)


COMMANDS = (incidents, incident)
