"""What the commands do, apart from words on a terminal: each takes the store and gives an Answer.

The command line calls them directly; while the app holds the database file, it asks the app to call
them (`lib.remote`), so both do the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib import demo as demonstration
from lib.answers import Answer, plain, report_lines, table
from lib.i18n import check as translations
from lib.imports import formats as known_formats
from lib.imports import job
from lib.imports.report import report_json
from lib.metrics import facts, run
from lib.model import ImportOptions, Period, PulseError, Query, QueryError, say
from lib.settings import Settings
from lib.store import verify, write
from lib.store.engine import head, revision

Progress = Callable[[int, int], None]


def now() -> datetime:
    """This moment in UTC, without zone, as the store keeps instants."""
    return datetime.now(UTC).replace(tzinfo=None)


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
        for report in job.run_all(engine, Path(folder, name), name, wanted, settings, now())
    ]
    lines = [line for report in reports for line in report_lines(report)]
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
    wanted = Query(tuple(metrics), tuple(by), _where(where), _period(engine, start, end), version)
    result = run.fetch(engine, wanted)
    rows = [{name: plain(value) for name, value in row.items()} for row in result.rows]
    shown = result.data_version if version is None else version
    return Answer({"rows": rows, "data_version": shown}, table(rows))


def _version(engine: sa.Engine, settings: Settings, as_of: str | None) -> int | None:
    if as_of is None:
        return None
    if as_of.isdecimal() and len(as_of) < 9:
        return int(as_of)
    return run.version_at(engine, moment(as_of, settings))


def _where(pairs: list[str]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    found: dict[str, tuple[str | None, ...]] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise QueryError(say("Write a filter as DIMENSION=VALUE, not “{text}”.", text=pair))
        found[name] = (*found.get(name, ()), value or None)
        facts.value(name, value)
    return tuple(found.items())


def _period(engine: sa.Engine, start: str | None, end: str | None) -> Period | None:
    if start is None and end is None:
        return None
    try:
        first = date.fromisoformat(start) if start else date(1970, 1, 1)
        last = date.fromisoformat(end) if end else date(9999, 12, 31)
    except ValueError:
        raise QueryError(say("A date is written like 2026-03-31.")) from None
    if last < first:
        raise QueryError(say("The period ends before it begins."))
    return Period(first, last)


def formats(engine: sa.Engine | None, settings: Settings, progress: Progress | None = None) -> Answer:
    """The formats Pulse recognises by itself."""
    known = [
        {"id": f.id, "name": f.name, "kind": f.kind, "platform": f.platform}
        for f in known_formats.load().values()
    ]
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
    gone = write.forget(engine, "demo", now(), "command")
    if clear:
        return Answer({"cleared": gone}, [f"Demonstration data removed ({gone} imports)."])
    yesterday = datetime.now(settings.zone).date() - timedelta(1)
    outcome = demonstration.load(engine, posts, seed, yesterday, progress=progress)
    made = run.extent(engine).posts
    return Answer(
        {"posts": made, "import_id": outcome.import_id}, [f"Demonstration data loaded: {made} posts."]
    )


def undo(engine: sa.Engine, settings: Settings, import_id: int, progress: Progress | None = None) -> Answer:
    """Takes an import back; what was before it is current again."""
    number = write.undo(engine, import_id, now(), "command")
    return Answer({"undone": import_id, "data_version": number}, [f"Import {import_id} undone."])


def observations(
    engine: sa.Engine, settings: Settings, post: str, progress: Progress | None = None
) -> Answer:
    """Where a post's numbers come from: each observation with its file and row."""
    rows = [
        {name: plain(value) for name, value in row.items()} for row in run.observations(engine, post).rows
    ]
    if not rows:
        raise QueryError(say("There is no post with the id or link “{post}”.", post=post))
    return Answer(rows, table(rows))


def check(
    engine: sa.Engine, settings: Settings, deep: bool = False, progress: Progress | None = None
) -> Answer:
    """Looks whether the database, the settings, the formats and the translations are in order."""
    found = {
        "database": [] if revision(engine) == head() else ["the schema is not the newest: run migrate"],
        "settings": [],
        "formats": _format_problems(),
        "translations": translations.problems(),
    }
    if deep:
        found["derived tables"] = verify.differences(engine)
    lines = [f"{name}: {'; '.join(faults) if faults else 'in order'}" for name, faults in found.items()]
    return Answer(found, lines, 1 if any(found.values()) else 0)


def _format_problems() -> list[str]:
    try:
        known_formats.load()
    except (OSError, ValueError, TypeError, KeyError) as error:
        return [str(error)]
    return []


def migrate(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """Opening the store has migrated it already; says where it stands."""
    now_at = revision(engine)
    return Answer({"revision": now_at}, [f"The schema is at {now_at}, the newest."])


COMMANDS: dict[str, Callable[..., Answer]] = {
    "import": import_files,
    "query": query,
    "formats": formats,
    "demo": demo,
    "undo": undo,
    "observations": observations,
    "check": check,
    "migrate": migrate,
}

WITHOUT_STORE = ("formats",)
"""Commands that need no database."""
