"""The columns a source's figures come from: a changed header is refused by name, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lib.imports import formats
from lib.imports.plan import Plan
from lib.imports.words import fold
from lib.model import SourceFailed, say
from lib.sources.table import Table
from lib.sources.upload import Upload

MOST = 30
"""How many headers a message names."""


def mattering(plan: Plan) -> tuple[str, ...]:
    """The headers that fill a field, as the source writes them."""
    found: dict[str, None] = {}
    for part in plan.parts:
        places = {at for columns in part.reading.columns.values() for at in columns}
        found |= dict.fromkeys(part.reading.headers[at] for at in sorted(places))
    return tuple(found)


def check(upload: Upload, wanted: Sequence[str]) -> None:
    """SourceFailed, naming the columns, when one of those wanted is missing or stands twice."""
    if not wanted:
        return
    headers = max((_header(table, wanted) for table in upload.tables), key=lambda h: _known(h, wanted))
    counts = Counter(map(fold, headers))
    missing = [name for name in wanted if not counts[fold(name)]]
    doubled = [name for name in wanted if counts[fold(name)] > 1]
    if missing:
        _refuse_missing(missing, headers)
    if doubled:
        raise SourceFailed(
            say(
                "The column “{column}” stands there {count} times, so nobody can tell which one counts; "
                "rename or remove the others.",
                column=doubled[0],
                count=counts[fold(doubled[0])],
            )
        )


def _header(table: Table, wanted: Sequence[str]) -> tuple[str, ...]:
    """The record of the top that has most of the wanted headers; of equals the first."""
    records = [record.cells for record in table.top[: formats.DEEPEST]]
    return max(records, key=lambda cells: _known(cells, wanted), default=())


def _known(cells: Sequence[str], wanted: Sequence[str]) -> int:
    return len({fold(cell) for cell in cells} & {fold(name) for name in wanted})


def _refuse_missing(missing: Sequence[str], headers: Sequence[str]) -> None:
    there = [header.strip() for header in headers if header.strip()]
    now = ", ".join(there[:MOST]) or "—"
    if len(missing) == 1:
        raise SourceFailed(
            say(
                "The column “{column}” is missing; there are now: {headers}. Give it its name back, "
                "or connect the source anew.",
                column=missing[0],
                headers=now,
            )
        )
    raise SourceFailed(
        say(
            "{count} columns are missing: {columns}; there are now: {headers}. Give them their names back, "
            "or connect the source anew.",
            count=len(missing),
            columns=", ".join(missing[:MOST]),
            headers=now,
        )
    )
