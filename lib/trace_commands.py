"""What the command about the origin of numbers does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from lib.answers import Answer, plain, table
from lib.metrics import photographs, run
from lib.metrics.rows import Row
from lib.model import EVERYTHING, Progress, Query, QueryError, say
from lib.settings import Settings


def observations(
    engine: sa.Engine,
    settings: Settings,
    post: str = "",
    import_id: int | None = None,
    limit: int = 1000,
    progress: Progress | None = None,
) -> Answer:
    """Where a post's numbers come from: each observation with its file and row. Or, of an import,
    what it brought, in the file's order."""
    if import_id is not None:
        return _brought(engine, import_id, limit)
    rows = _plain(run.observations(engine, post, scope=EVERYTHING).rows)
    if not rows:
        raise QueryError(say("There is no post with the id or link “{post}”.", post=post))
    return Answer(rows, table(rows))


def _brought(engine: sa.Engine, import_id: int, limit: int) -> Answer:
    parts = run.rows_of(engine, photographs.brought(import_id, limit, Query((), scope=EVERYTHING)))
    read = (*(each.rows for each in run.imported(engine, import_id, limit, scope=EVERYTHING)), parts)
    totals = [rows[0]["total"] if rows else 0 for rows in read]
    found = [[{k: v for k, v in row.items() if k != "total"} for row in _plain(rows)] for rows in read]
    if not any(found):
        raise QueryError(say("Import {number} brought nothing, or there is none.", number=import_id))
    counts = {"import_id": import_id} | dict(zip(("posts", "days", "breakdowns"), totals, strict=True))
    lines = [line for rows in found if rows for line in table(rows)]
    said = dict(zip(("observations", "readings", "parts"), found, strict=True))
    return Answer(counts | said, lines)


def _plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in rows]


COMMANDS: dict[str, Callable[..., Answer]] = {"observations": observations}
