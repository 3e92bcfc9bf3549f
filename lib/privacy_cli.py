"""The command about personal data on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def erase(
    person: Annotated[
        str, typer.Argument(help="A name or handle as the platform gives it, a pseudonym, or an address.")
    ],
    as_json: Json = False,
) -> None:
    """Erase a person everywhere: pseudonym, words, links; what is counted stays."""
    do("erase", as_json, person=person)


COMMANDS = (erase,)
