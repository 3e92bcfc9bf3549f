"""The command about posting times on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def posting_times(
    metric: Annotated[
        str, typer.Option(help="What to judge by: a rate or a count of single posts; see docs/metrics.md.")
    ] = "engagement_rate_by_reach",
    where: Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE; may be repeated.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    as_json: Json = False,
) -> None:
    """Say which weekdays and hours do better than the usual ones, if any do beyond chance."""
    do("posting-times", as_json, metric=metric, where=where or [], start=start, end=end)


COMMANDS = (posting_times,)
