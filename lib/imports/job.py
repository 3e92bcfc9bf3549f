"""The one way in, for the page and the command alike: a file wholly, in one transaction, or not at all."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from lib.imports import captured, memory, platforms, series
from lib.imports.gather import Gathered, gather, refuse_empty
from lib.imports.mapping import Mapping, missing, signature
from lib.imports.plan import Plan, Unrecognised, plan
from lib.imports.report import count_in, report_json
from lib.imports.rows import Context
from lib.model import CaptureSource, FileRefused, ImportOptions, ImportReport, Message, Tally, say
from lib.settings import Settings
from lib.sources import archive
from lib.sources.scan import Raw
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


def run_all(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
) -> list[ImportReport]:
    """As `run`; of an archive each file by itself, in a transaction and a report of its own."""
    raw = Raw(file, name)
    try:
        if not archive.is_archive(raw):
            return [run(engine, file, name, options, settings, now)]
        return [
            ImportReport(each.name, None, refused=each.refused)
            if each.file is None
            else run(engine, each.file, each.name, options, settings, now)
            for each in archive.members(raw)
        ]
    except FileRefused as refusal:
        return [ImportReport(name, None, refused=refusal.message)]


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
    context = _context(name, options, settings, now)
    shown = Preview(
        ImportReport(name, way.format, warnings=upload.warnings),
        way.first.reading.headers,
        tuple(way.first.table.sample(way.first.reading.header)),
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


def _context(name: str, options: ImportOptions, settings: Settings, now: datetime) -> Context:
    today = _local(now, settings)
    stated = _local(options.captured_at, settings) if options.captured_at else captured.day_in(name)
    return Context(
        zone=settings.zone,
        today=today,
        until=min(stated or today, today),
        series=series.named_after(name),
        community=options.community or settings.community,
        platform=platforms.named(options.platform) if options.platform else None,
        account=options.account,
    )


def _local(moment: datetime, settings: Settings) -> date:
    return moment.replace(tzinfo=UTC).astimezone(settings.zone).date()


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
        newest = found.newest_instant(context)
        moment, source, told = captured.moment(upload.name, options.captured_at, newest, context.zone, now)
        report = replace(report, captured_at=moment, warnings=(*report.warnings, *told))
        earlier = _earlier(engine, upload, way, moment, source)
    except FileRefused as refusal:
        return replace(shown, report=replace(report, refused=refusal.message))
    if earlier is not None:
        return replace(shown, report=_already(report, earlier))
    report = _write(engine, upload, found, report, options, now)
    if way.mapping is not None and options.mapping is not None and not options.dry_run:
        memory.save(engine, signature(way.first.reading.headers), way.mapping, options.who, now)
    return replace(shown, report=report)


def _earlier(
    engine: sa.Engine, upload: Upload, way: Plan, moment: datetime, source: CaptureSource
) -> write.LogEntry | None:
    """The import that brought these very bytes. Without a stated export day it is the same
    photograph whenever it is uploaded again. A figure named after its file is another one under
    another name."""
    named = any("value" in part.reading.columns for part in way.parts)
    for entry in write.find_import(engine, upload.sha256):
        if named and series.named_after(entry.file or "") != series.named_after(upload.name):
            continue
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
