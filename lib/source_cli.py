"""The commands about sources on the terminal; as `lib.cli`, which takes them in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def sync(
    source: Annotated[
        str | None, typer.Argument(help="The source's id; without it all that are switched on.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read it from the beginning, also what is known already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read sources now, whether or not they are due."""
    do("sync", as_json, source=source, again=again)


def sources(as_json: Json = False) -> None:
    """List the sources, how fresh each is and what is wrong with it."""
    do("sources", as_json)


def connect(
    id: Annotated[str, typer.Argument(help="The source's id; an earlier one of that id is replaced.")],
    kind: Annotated[str, typer.Option(help="sheet, database, live or push.")],
    address: Annotated[str, typer.Option(help="Where it is, as JSON; see docs/sources.md.")] = "{}",
    options: Annotated[str, typer.Option(help="What it does not say itself, as JSON.")] = "{}",
    every: Annotated[
        int | None, typer.Option(help="Minutes between two reads; without it only when asked.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What people call it; else its id.")] = None,
    as_json: Json = False,
) -> None:
    """Declare a source, after trying whether it can be read."""
    do("connect", as_json, id=id, kind=kind, address=address, options=options, every=every, name=name)


def disconnect(id: Annotated[str, typer.Argument(help="The source's id.")], as_json: Json = False) -> None:
    """Forget a source; the data it brought stays."""
    do("disconnect", as_json, id=id)


COMMANDS = (sync, sources, connect, disconnect)
