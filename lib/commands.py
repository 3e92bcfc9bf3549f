"""What the commands do, apart from words on a terminal: each takes the store and gives an Answer.

The command line calls them directly; while the app holds the database file, it asks the app to call
them (`lib.remote`), so both do the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib import (
    asked,
    audience_commands,
    backup_commands,
    forecast_commands,
    goal_commands,
    incident_commands,
    posting_commands,
    privacy_commands,
    report_commands,
    sentiment_commands,
    source_commands,
    trace_commands,
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
from lib.model import EVERYTHING, ImportOptions, Progress, Query, QueryError, say
from lib.settings import Settings
from lib.store import verify, write
from lib.store.engine import head, revision


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
    version = None if as_of is None else asked.version(engine, settings, as_of)
    period = asked.period(start, end)
    wanted = Query(tuple(metrics), tuple(by), asked.where(where), period, version, scope=EVERYTHING)
    there = live_sources(engine, settings)
    result = run.fetch(engine, wanted, there)
    rows = [{name: plain(value) for name, value in row.items()} for row in result.rows]
    shown = result.data_version if version is None else version
    told, lines = of_live(there, wanted)
    return Answer({"rows": rows, "data_version": shown, **told}, [*table(rows), *lines])


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
        "settings": [],
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


_OWN = (query, formats, demo, undo, quality, check, migrate)
_MORE = (
    audience_commands,
    backup_commands,
    forecast_commands,
    goal_commands,
    incident_commands,
    posting_commands,
    privacy_commands,
    report_commands,
    sentiment_commands,
    source_commands,
    trace_commands,
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
