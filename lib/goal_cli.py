"""The command about goals, on the terminal; as `lib.cli`, which takes it in."""

from __future__ import annotations

from lib.terminal import Json, do


def goals(as_json: Json = False) -> None:
    """List the goals: progress, where it should be by now, and the chance of reaching each."""
    do("goals", as_json)


COMMANDS = (goals,)
