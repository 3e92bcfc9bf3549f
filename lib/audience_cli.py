"""The command about audiences on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def audience(
    where: Annotated[
        list[str] | None, typer.Option(help="platform, account or community=VALUE; may be repeated.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="A moment (ISO) or a data version: the figures as they stood.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say who and where the audience is: each account's newest figures by age, place, source, page …"""
    do("audience", as_json, where=where or [], as_of=as_of)


COMMANDS = (audience,)
