"""What the commands do, apart from words on a terminal: each takes the store and gives an Answer.

The command line calls them directly; while the app holds the database file, it asks the app to call
them (`lib.remote`), so both do the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_IN = {
    "audience_commands": ("audience",),
    "backup_commands": ("backup", "restore"),
    "forecast_commands": ("forecast", "backtest"),
    "goal_commands": ("goals",),
    "import_commands": ("import", "undo", "formats", "observations"),
    "incident_commands": ("incidents", "incident"),
    "posting_commands": ("posting-times",),
    "privacy_commands": ("erase",),
    "query_commands": ("query",),
    "report_commands": ("report",),
    "sentiment_commands": ("rescore",),
    "source_commands": ("sync", "sources", "connect", "disconnect"),
    "store_commands": ("demo", "quality", "check", "migrate"),
    "watch_commands": ("watch",),
    "why_commands": ("explain",),
}
"""Which module does which commands."""

NAMES = tuple(name for names in _IN.values() for name in names)

WITHOUT_STORE = ("formats", "restore")
"""Commands to which no open database is handed."""

ALONE = ("restore",)
"""Those of them that must have the database for themselves."""


def act(name: str) -> Callable[..., Any]:
    """What does a command and gives its Answer. KeyError where there is no such command. Its module is loaded
    now: an import need not wait for what only forecasts use."""
    found = {each: module for module, names in _IN.items() for each in names}
    acts: dict[str, Callable[..., Any]] = import_module(f"lib.{found[name]}").COMMANDS
    return acts[name]
