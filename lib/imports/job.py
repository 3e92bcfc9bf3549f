"""The one way in, for the page and the command alike: a file wholly, in one transaction, or not at all."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import cast

import pyarrow as pa
import sqlalchemy as sa

from lib.imports import captured, memory, platforms
from lib.imports.gather import Gathered, gather, refuse_empty
from lib.imports.mapping import Mapping, missing, signature
from lib.imports.plan import Plan, Unrecognised, plan
from lib.imports.report import count_in, report_json
from lib.imports.rows import Context
from lib.model import CaptureSource, FileRefused, ImportOptions, ImportReport, Message, Tally, say
from lib.settings import Settings
from lib.sources.upload import Upload, open_file
from lib.store import write

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """What an import would do, and what a person needs to correct it: the file's headers and first
    rows as written, the first clean rows, the mapping in use or proposed and what it lacks."""

    report: ImportReport
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sample: pa.Table | None = None
    mapping: Mapping | None = None
    missing: tuple[Message, ...] = ()


def run(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
) -> ImportReport:
    """Imports a file; whatever is wrong with it is in the report, which then says `refused`.

    `now` is UTC without zone. StoreBusy, and other errors of the store, pass through.
    """
    return _job(engine, file, name, options, settings, now).report


def preview(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
) -> Preview:
    """The same as `run` on the same path, with nothing written."""
    return _job(engine, file, name, replace(options, dry_run=True), settings, now)


def _job(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
) -> Preview:
    try:
        upload = open_file(file, name)
        way = plan(upload, options, partial(memory.load, engine))
    except Unrecognised as unknown:
        return _unknown(name, unknown)
    except FileRefused as refusal:
        return Preview(ImportReport(name, None, refused=refusal.message))
    context = _context(options, settings, now)
    shown = Preview(
        ImportReport(name, way.reading.format.id, warnings=upload.warnings),
        way.reading.headers,
        tuple(way.table.sample(way.reading.header)),
        mapping=way.mapping,
    )
    try:
        return _import(engine, upload, way, options, context, shown, now)
    except FileRefused as refusal:
        return replace(shown, report=replace(shown.report, refused=refusal.message))


def _unknown(name: str, unknown: Unrecognised) -> Preview:
    return Preview(
        ImportReport(name, None, refused=unknown.message),
        unknown.table.top[unknown.header].cells,
        tuple(unknown.table.sample(unknown.header)),
        mapping=unknown.mapping,
        missing=tuple(missing(unknown.mapping)),
    )


def _context(options: ImportOptions, settings: Settings, now: datetime) -> Context:
    return Context(
        zone=settings.zone,
        today=now.replace(tzinfo=UTC).astimezone(settings.zone).date(),
        community=options.community or settings.community,
        platform=platforms.named(options.platform) if options.platform else None,
        account=options.account,
    )


def _import(
    engine: sa.Engine,
    upload: Upload,
    way: Plan,
    options: ImportOptions,
    context: Context,
    shown: Preview,
    now: datetime,
) -> Preview:
    found = gather(way, context)
    report = replace(
        shown.report,
        rows_read=found.read,
        rejected=tuple(found.rejects),
        warnings=(*shown.report.warnings, *found.warnings),
    )
    shown = replace(shown, report=report, sample=found.sample)
    try:
        refuse_empty(found)
        moment, source, told = _captured(upload.name, found, options, context, now)
        report = replace(report, captured_at=moment, warnings=(*report.warnings, *told))
        earlier = _earlier(engine, upload, moment, source)
    except FileRefused as refusal:
        return replace(shown, report=replace(report, refused=refusal.message))
    if earlier is not None:
        return replace(shown, report=_already(report, earlier))
    report = _write(engine, upload, found, report, options, now)
    if way.mapping is not None and options.mapping is not None and not options.dry_run:
        memory.save(engine, signature(way.reading.headers), way.mapping, options.who, now)
    return replace(shown, report=report)


def _captured(
    name: str, found: Gathered, options: ImportOptions, context: Context, now: datetime
) -> tuple[datetime, CaptureSource, list[Message]]:
    """The export day: given, else from the file's name, else now; never before the newest row."""
    day = captured.day_in(PurePath(name).name)
    moment, source = now, cast(CaptureSource, "now")
    told: list[Message] = []
    if options.captured_at is not None:
        moment, source = options.captured_at, "given"
        if moment > now:
            raise FileRefused(say("The export day {day} lies in the future.", day=moment.date()))
    elif day is not None:
        moment, source = min(captured.end_of(day, context.zone), now), "file name"
        told = [
            say(
                "The numbers are taken as of {day}, as the file's name says; give another export day if not.",
                day=day,
            )
        ]
    newest = found.newest_instant(context)
    if newest is not None and newest > moment:
        moment = newest
        told = [say("The newest row is of {day}, so the numbers are taken as of then.", day=newest)]
    return moment, source, told


def _earlier(
    engine: sa.Engine, upload: Upload, moment: datetime, source: CaptureSource
) -> write.LogEntry | None:
    """The import that brought these very bytes. Without a stated export day it is the same
    photograph whenever it is uploaded again."""
    for entry in write.find_import(engine, upload.sha256):
        if source == "now" or entry.captured_at == moment:
            return entry
    return None


def _already(report: ImportReport, earlier: write.LogEntry) -> ImportReport:
    told = say(
        "The same file was imported as no. {number} on {day}; nothing was changed. "
        "Undo that import first to read the file differently.",
        number=earlier.id,
        day=earlier.at.date(),
    )
    return replace(
        report,
        posts=Tally(unchanged=count_in(earlier.report, "posts")),
        days=Tally(unchanged=count_in(earlier.report, "days")),
        warnings=(*report.warnings, told),
        captured_at=earlier.captured_at,
    )


def _write(
    engine: sa.Engine,
    upload: Upload,
    found: Gathered,
    report: ImportReport,
    options: ImportOptions,
    now: datetime,
) -> ImportReport:
    entry = write.Entry(
        "file", now, options.who, upload.name, upload.sha256, report.format, report.captured_at
    )
    with write.importing(engine, entry, dry_run=options.dry_run) as batch:
        for table in found.spool.tables():
            (batch.posts if "native_id" in table.column_names else batch.days)(table)
        outcome = batch.merge()
        told = report.warnings
        if outcome.older:
            told = (
                *told,
                say(
                    "Of {count} posts newer numbers are known; these are kept as history.",
                    count=outcome.older,
                ),
            )
        report = replace(
            report, posts=outcome.posts, days=outcome.days, warnings=told, import_id=outcome.import_id
        )
        batch.report(json.dumps(report_json(report), ensure_ascii=False))
    return replace(report, import_id=None) if options.dry_run else report
