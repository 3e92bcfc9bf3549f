"""Pure: what a live source declares of its table: which column holds which of our fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lib.imports import formats, platforms
from lib.imports.spec import POST_FIELDS
from lib.imports.words import fold
from lib.model import NUMBERS, Message, say
from lib.sources.statement import rows_of
from lib.store.sources import Source

Kind = Literal["zoned", "naive", "date", "number", "text", "flag", "other"]
"""What a column holds: instants, wall clocks, days, numbers, text, truth values."""

MOMENTS = ("published", "captured_at")
COUNTS = (*NUMBERS, "combined")
FIELDS = (*(name for name in POST_FIELDS if name != "title"), "captured_at")
"""What a live source may declare a column for; `combined` is reactions, comments and shares in one."""

WORDS = tuple(name for name in FIELDS if name not in (*MOMENTS, *COUNTS, "paid"))
NEEDED = ("native_id", "published")

_SAME = {"published_at": "published", "day": "published"}


@dataclass(frozen=True)
class Foreign:
    """A table declared as posts.

    `columns` says our field → their column, `kinds` their column → what it holds (known once the
    table was looked at), `constants` what no column says. `zone` is that of wall clocks, `home` the
    community's; `at` the moment of asking (UTC without zone).
    """

    address: Mapping[str, Any]
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    types: Mapping[str, str]
    zone: str
    home: str
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def relation(self) -> sa.FromClause:
        """The table, or the one SELECT. SourceFailed where the address names neither."""
        return rows_of(self.address)


def declared(source: Source, home: ZoneInfo, community: str) -> Foreign:
    """The table a live source reads. Its columns are checked by `faults` when they are known."""
    address, options = source.address, source.options
    platform = platforms.named(str(options.get("platform") or "")) or "other"
    constants = {
        "platform": platform,
        "account": str(options.get("account") or ""),
        "community": str(options.get("community") or community),
    }
    said = {fold(word): type for word, type in _said(address, "types").items()}
    return Foreign(
        address,
        {_SAME.get(name, name): column for name, column in _said(address, "columns").items()},
        constants,
        {**formats.load()["generic"].types, **said},
        str(address.get("timezone") or home.key),
        home.key,
    )


def _said(address: Mapping[str, Any], name: str) -> dict[str, str]:
    found = address.get(name)
    return {str(k): str(v) for k, v in found.items() if v} if isinstance(found, Mapping) else {}


def faults(foreign: Foreign) -> list[Message]:
    """What of a declaration does not fit the table's columns, by name."""
    unknown = [name for name in foreign.columns if name not in FIELDS]
    lacking = [name for name in NEEDED if name not in foreign.columns]
    gone = [column for column in foreign.columns.values() if column not in foreign.kinds]
    found = []
    if unknown:
        found.append(say("There are no fields {fields}; known are {known}.", fields=unknown, known=FIELDS))
    if lacking:
        found.append(say("Say which columns hold {fields}.", fields=lacking))
    if gone:
        there = list(foreign.kinds)
        found.append(
            say("The columns {columns} are not there; there are {there}.", columns=gone, there=there)
        )
    wrong = [(n, c) for n, c in foreign.columns.items() if not _fits(n, foreign.kinds.get(c))]
    for name, column in wrong:
        found.append(
            say(
                "The column {column} cannot be read as {field}: it must hold {wanted}.",
                column=column,
                field=name,
                wanted=_wanted(name),
            )
        )
    return found


def _fits(name: str, kind: Kind | None) -> bool:
    if kind is None or name in WORDS or name not in FIELDS:
        return True
    if name in MOMENTS:
        return kind in ("zoned", "naive", "date")
    return kind == "flag" if name == "paid" else kind in ("number", "text")


def _wanted(name: str) -> Message:
    if name in MOMENTS:
        return say("dates or times")
    return say("yes or no (a boolean)") if name == "paid" else say("whole numbers")
