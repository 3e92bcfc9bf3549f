"""The one way in, for the page and the command alike: a file wholly, in one transaction, or not at all."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from lib.imports import captured, memory, series, surroundings
from lib.imports.gather import Gathered, gather, refuse_empty
from lib.imports.mapping import Mapping, missing, signature
from lib.imports.plan import Plan, Unrecognised, plan
from lib.imports.report import already, log_json
from lib.imports.twice import KEYS, kind_of
from lib.model import FileRefused, ImportOptions, ImportReport, Message, Progress, say
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
    progress: Progress | None = None,
) -> ImportReport:
    """Imports a file; whatever is wrong with it is in the report, which then says `refused`.

    `now` is UTC without zone. `progress` is told while the file is read; when all of it is, the
    database takes the rows over. StoreBusy, and other errors of the store, pass through.
    """
    return _Job(engine, options, settings, now, progress).file(file, name).report


def run_all(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
    progress: Progress | None = None,
) -> list[ImportReport]:
    """As `run`; of an archive each file by itself, in a transaction and a report of its own."""
    raw = Raw(file, name)
    try:
        if not archive.is_archive(raw):
            return [run(engine, file, name, options, settings, now, progress)]
        return [
            ImportReport(each.name, None, refused=each.refused)
            if each.file is None
            else run(engine, each.file, each.name, options, settings, now, progress)
            for each in archive.members(raw)
        ]
    except FileRefused as refusal:
        return [ImportReport(name, None, refused=refusal.message)]


def run_upload(
    engine: sa.Engine, upload: Upload, options: ImportOptions, settings: Settings, now: datetime
) -> ImportReport:
    """As `run`, of tables that come from elsewhere than a file."""
    return _Job(engine, options, settings, now).read(upload).report


def preview_upload(
    engine: sa.Engine, upload: Upload, options: ImportOptions, settings: Settings, now: datetime
) -> Preview:
    """As `preview`, of tables that come from elsewhere than a file."""
    return _Job(engine, replace(options, dry_run=True), settings, now).read(upload)


def preview(
    engine: sa.Engine,
    file: Path | bytes,
    name: str,
    options: ImportOptions,
    settings: Settings,
    now: datetime,
    progress: Progress | None = None,
) -> Preview:
    """The same as `run` on the same path, with nothing written."""
    return _Job(engine, replace(options, dry_run=True), settings, now, progress).file(file, name)


@dataclass(frozen=True)
class _Job:
    """One import: where to, and what is said about it."""

    engine: sa.Engine
    options: ImportOptions
    settings: Settings
    now: datetime
    progress: Progress | None = None

    def file(self, file: Path | bytes, name: str) -> Preview:
        try:
            upload = open_file(file, name)
        except FileRefused as refusal:
            return Preview(ImportReport(name, None, refused=refusal.message))
        return self.read(upload)

    def read(self, upload: Upload) -> Preview:
        try:
            way = plan(upload, self.options, partial(memory.load, self.engine))
        except Unrecognised as unknown:
            return _unknown(upload.name, unknown)
        except FileRefused as refusal:
            return Preview(ImportReport(upload.name, None, refused=refusal.message))
        shown = Preview(
            ImportReport(upload.name, way.format, warnings=upload.warnings, columns_ignored=way.ignored),
            way.first.reading.headers,
            tuple(way.first.table.sample(way.first.reading.header)),
            mapping=way.mapping,
        )
        try:
            return self._import(upload, way, shown)
        except FileRefused as refusal:
            return replace(shown, report=replace(shown.report, refused=refusal.message))

    def _import(self, upload: Upload, way: Plan, shown: Preview) -> Preview:
        context = surroundings.context(upload.name, self.options, self.settings, self.now)
        found = gather(way, context, self.progress)
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
            given = self.options.captured_at
            moment, source, told = captured.moment(upload.name, given, newest, context.zone, self.now)
            told = [*told, *series.renamed(upload.name, way.parts)]
            report = replace(report, captured_at=moment, warnings=(*report.warnings, *told))
            earlier = _earlier(self.engine, upload, way, moment, source)
        except FileRefused as refusal:
            return replace(shown, report=replace(report, refused=refusal.message))
        if earlier is not None:
            return replace(shown, report=already(report, earlier))
        report = self._write(upload, found, report)
        if way.mapping is not None and self.options.mapping is not None and not self.options.dry_run:
            words = signature(way.first.reading.headers)
            memory.save(self.engine, words, way.mapping, self.options.who, self.now)
        return replace(shown, report=report)

    def _write(self, upload: Upload, found: Gathered, report: ImportReport) -> ImportReport:
        moment = report.captured_at or self.now
        with write.importing(self.engine, self._entry(upload, report), self.options.dry_run) as batch:
            for table in found.spool.tables():
                kind = kind_of(table)
                ready = surroundings.dated(table, moment, self.settings) if kind == "breakdowns" else table
                getattr(batch, kind)(ready)
            outcome = batch.merge()
            told = (*report.warnings, *_older(outcome))
            changed = {kind: getattr(outcome, kind) for kind in KEYS}
            report = replace(report, **changed, warnings=told, import_id=outcome.import_id)
            batch.report(log_json(report))
        return replace(report, import_id=None) if self.options.dry_run else report

    def _entry(self, upload: Upload, report: ImportReport) -> write.Entry:
        return write.Entry(
            "file",
            self.now,
            self.options.who,
            upload.name,
            upload.sha256,
            report.format,
            report.captured_at,
            source=self.options.source,
        )


def _older(outcome: write.Outcome) -> tuple[Message, ...]:
    if not outcome.older:
        return ()
    told = say("Of {count} posts newer numbers are known; these are kept as history.", count=outcome.older)
    return (told,)


def _unknown(name: str, unknown: Unrecognised) -> Preview:
    return Preview(
        ImportReport(name, None, refused=unknown.message),
        unknown.table.top[unknown.header].cells,
        tuple(unknown.table.sample(unknown.header)),
        mapping=unknown.mapping,
        missing=tuple(missing(unknown.mapping)),
    )


def _earlier(
    engine: sa.Engine, upload: Upload, way: Plan, moment: datetime, source: captured.CaptureSource
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
