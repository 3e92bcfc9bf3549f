"""The command about reports on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lib.terminal import Json, do


def report(
    out: Annotated[str, typer.Option(help="The PDF file to write.")],
    view: Annotated[
        str,
        typer.Option(help="A link, as “Copy link” or “Share” gives it: page, period, filters, language."),
    ] = "",
    page: Annotated[
        str, typer.Option(help="overview, trends, content, posting_times or watch; else the link's page.")
    ] = "",
    lang: Annotated[str, typer.Option(help="zh-TW or en; else the link's language.")] = "",
    as_json: Json = False,
) -> None:
    """Write a view as a PDF of one to three A4 pages, with what is not known."""
    do("report", as_json, out=str(Path(out).absolute()), view=view, page=page, lang=lang)


COMMANDS = (report,)
