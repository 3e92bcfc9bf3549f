"""What the commands do, apart from words on a terminal: each takes the store and gives an Answer.

The command line calls them directly; while the app holds the database file, it asks the app to call
them (`lib.remote`), so both do the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib import (
    asked,
    backup_commands,
    forecast_commands,
    goal_commands,
    incident_commands,
    posting_commands,
    privacy_commands,
    report_commands,
    sentiment_commands,
    source_commands,
    watch_commands,
    why_commands,
)
from lib import demo as demonstration
from lib.analysis.quality import examine
from lib.answers import Answer, finding_lines, of_finding, of_live, plain, report_lines, table
from lib.clock import now
from lib.i18n import check as translations
from lib.imports import formats as known_formats
from lib.imports import job, platforms
from lib.imports.report import report_json
from lib.incidents import playbooks
from lib.metrics import examples, run
from lib.metrics import quality as readings
from lib.metrics.live.sources import of as live_sources
from lib.model import EVERYTHING, ImportOptions, Progress, PulseError, Query, QueryError, say
from lib.settings import Settings
from lib.store import verify, write
from lib.store.engine import head, revision


def moment(text: str, settings: Settings) -> datetime:
    """An ISO moment as an instant in UTC; a date alone means the end of that day, a time without
    zone is the community's. PulseError when it is none."""
    try:
        if len(text) == 10:
            local = datetime.combine(date.fromisoformat(text), time(23, 59, 59))
        else:
            local = datetime.fromisoformat(text)
    except ValueError:
        raise PulseError(
            say("“{text}” is no ISO date or time, such as 2026-03-31T18:00.", text=text)
        ) from None
    return (
        (local if local.tzinfo else local.replace(tzinfo=settings.zone)).astimezone(UTC).replace(tzinfo=None)
    )


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
    captured = moment(captured_at, settings) if captured_at else None
    wanted = ImportOptions(captured_at=captured, dry_run=dry_run, **options)  # type: ignore[arg-type]
    reports = [
        report
        for name in files
        for report in job.run_all(engine, Path(folder, name), name, wanted, settings, now(), progress)
    ]
    lines = [line for report in reports for line in report_lines(report)]
    lines += [] if dry_run else sentiment_commands.judged_after_import(engine, settings)
    failed = any(report.refused for report in reports)
    return Answer([report_json(report) for report in reports], lines, 1 if failed else 0)


def query(
    engine: sa.Engine,
    settings: Settings,
    metrics: list[str],
    by: list[str],
    where: list[str],
    start: str | None = None,
    end: str | None = None,
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Answers a question in one SELECT."""
    version = _version(engine, settings, as_of)
    period = asked.period(start, end)
    wanted = Query(tuple(metrics), tuple(by), asked.where(where), period, version, scope=EVERYTHING)
    there = live_sources(engine, settings)
    result = run.fetch(engine, wanted, there)
    rows = [{name: plain(value) for name, value in row.items()} for row in result.rows]
    shown = result.data_version if version is None else version
    told, lines = of_live(there, wanted)
    return Answer({"rows": rows, "data_version": shown, **told}, [*table(rows), *lines])


def _version(engine: sa.Engine, settings: Settings, as_of: str | None) -> int | None:
    if as_of is None:
        return None
    if as_of.isdecimal() and len(as_of) < 9:
        return int(as_of)
    return run.version_at(engine, moment(as_of, settings))


def formats(engine: sa.Engine | None, settings: Settings, progress: Progress | None = None) -> Answer:
    """The formats Pulse recognises by itself."""
    every = known_formats.load().values()
    known = [{"id": f.id, "name": f.name, "kind": f.kind, "platform": f.platform} for f in every]
    return Answer(known, table(known))


def demo(
    engine: sa.Engine,
    settings: Settings,
    posts: int = demonstration.DEFAULT_POSTS,
    seed: int = 1,
    clear: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Loads the demonstration data in place of what there is of it, or removes all of it."""
    gone = demonstration.clear(engine, "command")
    if clear:
        return Answer({"cleared": gone}, [f"Demonstration data removed ({gone} imports)."])
    yesterday = datetime.now(settings.zone).date() - timedelta(1)
    outcome = demonstration.load(engine, posts, seed, yesterday, progress=progress)
    sentiment_commands.judged_after_import(engine, settings)
    made = run.extent(engine, scope=EVERYTHING).posts
    return Answer(
        {"posts": made, "import_id": outcome.import_id}, [f"Demonstration data loaded: {made} posts."]
    )


def undo(engine: sa.Engine, settings: Settings, import_id: int, progress: Progress | None = None) -> Answer:
    """Takes an import back; what was before it is current again."""
    number = write.undo(engine, import_id, now(), "command")
    return Answer({"undone": import_id, "data_version": number}, [f"Import {import_id} undone."])


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
    rows = _plain(run.observations(engine, post, scope=EVERYTHING))
    if not rows:
        raise QueryError(say("There is no post with the id or link “{post}”.", post=post))
    return Answer(rows, table(rows))


def _brought(engine: sa.Engine, import_id: int, limit: int) -> Answer:
    found = [_plain(each) for each in run.imported(engine, import_id, limit, scope=EVERYTHING)]
    totals = [rows[0]["total"] if rows else 0 for rows in found]
    posts, days = ([{k: v for k, v in row.items() if k != "total"} for row in rows] for rows in found)
    if not posts and not days:
        raise QueryError(say("Import {number} brought nothing, or there is none.", number=import_id))
    counts = {"import_id": import_id, "posts": totals[0], "days": totals[1]}
    lines = [line for rows in (posts, days) if rows for line in table(rows)]
    return Answer({**counts, "observations": posts, "readings": days}, lines)


def _plain(found: run.Result) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in found.rows]


def quality(
    engine: sa.Engine, settings: Settings, where: list[str], progress: Progress | None = None
) -> Answer:
    """How far the data can be relied on: each finding with an example and what to do."""
    filters = asked.where(where)
    if {id for id, _ in filters} - {"platform", "account", "community"}:
        raise QueryError(say("Data quality is asked by platform, account or community."))
    of = Query((), where=filters, scope=EVERYTHING)
    names = {id: each.name for id, each in platforms.load().items()}
    report = examine(readings.read(engine, of), now(), names, filtered=bool(filters))
    origins = examples.find(engine, [each.example for each in report.findings], of)
    rows = [of_finding(each, origins.get(each.example)) for each in report.findings]
    return Answer(rows, finding_lines(rows))


def check(
    engine: sa.Engine, settings: Settings, deep: bool = False, progress: Progress | None = None
) -> Answer:
    """Looks whether the database, the settings, the formats and the translations are in order."""
    found = {
        "database": [] if revision(engine) == head() else ["the schema is not the newest: run migrate"],
        "settings": sentiment_commands.notes(settings),
        "formats": [*known_formats.problems(), *playbooks.problems()],
        "translations": translations.problems(),
    }
    if deep:
        found["derived tables"] = verify.differences(engine)
    lines = [f"{name}: {'; '.join(faults) if faults else 'in order'}" for name, faults in found.items()]
    return Answer(found, lines, 1 if any(found.values()) else 0)


def migrate(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """Opening the store has migrated it already; says where it stands."""
    now_at = revision(engine)
    return Answer({"revision": now_at}, [f"The schema is at {now_at}, the newest."])


_OWN = (query, formats, demo, undo, observations, quality, check, migrate)
_MORE = (
    backup_commands,
    forecast_commands,
    goal_commands,
    incident_commands,
    posting_commands,
    privacy_commands,
    report_commands,
    sentiment_commands,
    source_commands,
    watch_commands,
    why_commands,
)
COMMANDS: dict[str, Callable[..., Answer]] = {
    "import": import_files,
    **{act.__name__: act for act in _OWN},
    **{name: act for each in _MORE for name, act in each.COMMANDS.items()},
}

WITHOUT_STORE = ("formats", *backup_commands.ALONE)
"""Commands to which no open database is handed."""

ALONE = backup_commands.ALONE
"""Those of them that must have the database for themselves."""
