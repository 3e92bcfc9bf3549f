"""The commands about incidents on the terminal; as `lib.cli`, which takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lib.terminal import Json, do

AsOf = Annotated[
    str | None,
    typer.Option(help="A moment (ISO) or a data version: as it stood then.", show_default=False),
]


def incidents(as_of: AsOf = None, as_json: Json = False) -> None:
    """List the incidents, open and past, with their clocks."""
    do("incidents", as_json, as_of=as_of)


def incident(
    number: Annotated[int, typer.Argument(min=1, help="The incident's number.")],
    out: Annotated[
        str, typer.Option(help="Write the report to this file: .md or .pdf.", show_default=False)
    ] = "",
    language: Annotated[
        str, typer.Option(help="The report's language; else the one that is set.", show_default=False)
    ] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show an incident, or write its report as Markdown or PDF."""
    # The app may do this in a folder of its own.
    path = str(Path(out).resolve()) if out else ""
    do("incident", as_json, number=number, out=path, language=language, as_of=as_of)


COMMANDS = (incidents, incident)
