"""The command about the watch on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do


def watch(
    replay: Annotated[
        bool, typer.Option("--replay", help="List the alarms it would have raised, from the first day on.")
    ] = False,
    budget_days: Annotated[
        float | None,
        typer.Option(help="At most one false alarm in so many days (7 to 730); else as decided on the page."),
    ] = None,
    community: Annotated[str | None, typer.Option(help="Only this community's comments.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether more comments are negative than usual, within a budget of false alarms."""
    do("watch", as_json, replay=replay, budget_days=budget_days, community=community)


COMMANDS = (watch,)
