"""What the commands about imports do; as `lib.commands`, for which they are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib import asked
from lib.answers import Answer, plain, report_lines, table
from lib.clock import now
from lib.imports import formats as known_formats
from lib.imports import job
from lib.imports.report import report_json
from lib.metrics import photographs, run
from lib.metrics.rows import Row
from lib.model import EVERYTHING, NOTHING, ImportOptions, ImportReport, Progress, Query, QueryError, say
from lib.settings import Settings
from lib.store import write


def import_files(
    engine: sa.Engine,
    settings: Settings,
    files: list[str],
    folder: str,
    captured_at: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    **options: str | None,
) -> Answer:
    """Imports files (relative ones lie in `folder`) one after the other; each is taken wholly or not
    at all."""
    captured = asked.moment(captured_at, settings) if captured_at else None
    wanted = ImportOptions(captured_at=captured, dry_run=dry_run, **options)  # type: ignore[arg-type]
    reports = [
        report
        for name in files
        for report in job.run_all(engine, Path(folder, name), name, wanted, settings, now(), progress)
    ]
    lines = [line for report in reports for line in report_lines(report)]
    lines += [] if dry_run else _judged(engine, settings, reports)
    failed = any(report.refused for report in reports)
    return Answer([report_json(report) for report in reports], lines, 1 if failed else 0)


def _judged(engine: sa.Engine, settings: Settings, reports: list[ImportReport]) -> list[str]:
    if all(report.comments == NOTHING for report in reports):
        return []
    # Loaded for comments alone: an import of posts need not wait for the engine that judges them.
    from lib import sentiment_commands

    return sentiment_commands.judged_after_import(engine, settings)


def undo(engine: sa.Engine, settings: Settings, import_id: int, progress: Progress | None = None) -> Answer:
    """Takes an import back; what was before it is current again."""
    number = write.undo(engine, import_id, now(), "command")
    return Answer({"undone": import_id, "data_version": number}, [f"Import {import_id} undone."])


def formats(engine: sa.Engine | None, settings: Settings, progress: Progress | None = None) -> Answer:
    """The formats Pulse recognises by itself."""
    every = known_formats.load().values()
    known = [{"id": f.id, "name": f.name, "kind": f.kind, "platform": f.platform} for f in every]
    return Answer(known, table(known))


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


COMMANDS: dict[str, Callable[..., Answer]] = {
    "import": import_files,
    "undo": undo,
    "formats": formats,
    "observations": observations,
}
