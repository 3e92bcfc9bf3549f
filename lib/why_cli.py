"""The command that explains a change, on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def explain(
    metric: Annotated[str, typer.Argument(help="The metric's id; see docs/metrics.md.")],
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    compare: Annotated[
        str,
        typer.Option(help="previous (as many days just before) or year (the same weekdays a year before)."),
    ] = "previous",
    by: Annotated[
        str | None,
        typer.Option(
            help="content_type, platform, topic, account or community; else the one that explains most."
        ),
    ] = None,
    where: Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE; may be repeated.")] = None,
    as_json: Json = False,
) -> None:
    """Explain why a metric changed: volume, mix and rate, with what is beyond chance."""
    do("explain", as_json, metric=metric, where=where or [], start=start, end=end, compare=compare, by=by)


COMMANDS = (explain,)
