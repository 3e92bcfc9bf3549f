"""One run of one source: read, check the columns, import, keep how it went. The last good copy
stays in force whatever happens."""

from __future__ import annotations

import hashlib
import json
import logging
import traceback
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from lib.imports import job
from lib.model import ImportOptions, ImportReport, Message, PulseError, say
from lib.settings import Secrets, Settings
from lib.sources.upload import Upload
from lib.store import sources
from lib.store.sources import Source, State
from lib.sync import columns, lease, pin, readers, scrub

logger = logging.getLogger(__name__)

Status = Literal["imported", "unchanged", "failed", "busy"]


@dataclass(frozen=True)
class Outcome:
    """What became of a run. `busy`: another process is reading the source. `report` is there where
    something was imported or refused."""

    source: str
    status: Status
    error: Message | None = None
    report: ImportReport | None = None


def readable(engine: sa.Engine) -> list[Source]:
    """The sources that are switched on and that Pulse reads itself."""
    return [each for each, _ in sources.all_sources(engine) if each.enabled and each.kind in readers.READERS]


def run(
    engine: sa.Engine, settings: Settings, secrets: Secrets, id: str, now: datetime, who: str = "schedule"
) -> Outcome:
    """Reads a source and imports what is new. Whatever goes wrong with the source is in the outcome
    and in its state; PulseError for a source that does not exist or is never read.

    `now` is UTC without zone: the numbers are taken as of then.
    """
    readers.reader(sources.one(engine, id)[0])
    with lease.held(engine, id, now) as mine:
        if not mine:
            return Outcome(id, "busy")
        source, state = sources.one(engine, id)
        outcome, after = _attempt(engine, settings, secrets, source, replace(state, run_at=now), who)
    sources.save_state(engine, replace(after, leased_until=None))
    return outcome


def _attempt(
    engine: sa.Engine, settings: Settings, secrets: Secrets, source: Source, state: State, who: str
) -> tuple[Outcome, State]:
    try:
        with readers.reader(source)(source, state.cursor, settings, secrets) as (upload, cursor):
            report, after = _take(engine, settings, source, state, upload, cursor, who)
    except PulseError as failure:
        error = scrub.message(failure.message, secrets)
        return Outcome(source.id, "failed", error), _failed(state, error)
    except Exception as failure:
        logger.error("Source %s failed\n%s", source.id, scrub.text(traceback.format_exc(), secrets))
        error = say(
            "It could not be read ({kind}); the reason is in the server's log.", kind=type(failure).__name__
        )
        return Outcome(source.id, "failed", error), _failed(state, error)
    if report is not None and report.refused is not None:
        return Outcome(source.id, "failed", report.refused, report), _failed(state, report.refused)
    return Outcome(source.id, "unchanged" if report is None else "imported", report=report), after


def _failed(state: State, error: Message) -> State:
    return replace(state, failures=state.failures + 1, error=error)


def _take(
    engine: sa.Engine,
    settings: Settings,
    source: Source,
    state: State,
    upload: Upload,
    cursor: str | None,
    who: str,
) -> tuple[ImportReport | None, State]:
    """Imports what was read, if it is new; the report (None when there was nothing to import) and
    the state afterwards."""
    columns.check(upload, source.options.get("columns", ()))
    source = pin.pinned(engine, source, upload)
    good = replace(state, ok_at=state.run_at, failures=0, error=None, cursor=cursor or state.cursor)
    sha256 = _fingerprint(source, upload)
    if sha256 == state.sha256:
        return None, good
    options = _options(source, state, who)
    if _only_known(engine, settings, state, upload, cursor, options):
        return None, replace(good, sha256=sha256)
    report = job.run_upload(engine, upload, options, settings, _moment(state))
    return report, replace(good, sha256=sha256, import_id=report.import_id or state.import_id)


def _moment(state: State) -> datetime:
    assert state.run_at is not None
    return state.run_at


def _options(source: Source, state: State, who: str) -> ImportOptions:
    return replace(pin.options(source), captured_at=state.run_at, who=who, source=source.id)


def _only_known(
    engine: sa.Engine,
    settings: Settings,
    state: State,
    upload: Upload,
    cursor: str | None,
    options: ImportOptions,
) -> bool:
    """Whether a read that got no further than the last one holds only rows that are known, or none:
    reading from a cursor repeats the rows at it, and they would make an import of nothing."""
    if cursor is None or cursor != state.cursor:
        return False
    report = job.run_upload(engine, upload, replace(options, dry_run=True), settings, _moment(state))
    if report.format is not None and not report.rows_read:
        return True
    tallies = (report.posts, report.days, report.comments, report.breakdowns)
    changes = [count for tally in tallies for count in (tally.new, tally.updated)]
    return report.refused is None and not any(changes)


def _fingerprint(source: Source, upload: Upload) -> str:
    """Of the content and of how it is read: a corrected mapping makes the same sheet news again."""
    said = json.dumps([upload.sha256, dict(source.address), dict(source.options)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
