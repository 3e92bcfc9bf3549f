"""All clean rows of a file, kept on disk until it is known that the file can be taken."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import blocks, clean, sections, series, twice
from lib.imports.plan import Part, Plan
from lib.imports.rows import Cleaned, Context
from lib.imports.spec import Reading
from lib.imports.words import LONGEST
from lib.model import FileRefused, Message, Reject, say


class Spool:
    """Tables of a few schemas, written once and read once or more, in bounded memory."""

    def __init__(self) -> None:
        self.rows = 0
        self._kept: dict[int, tuple[IO[bytes], pa.RecordBatchStreamWriter]] = {}

    def add(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        kind = table.num_columns
        if kind not in self._kept:
            file = tempfile.TemporaryFile(prefix="pulse-")  # noqa: SIM115 - lives as long as the spool
            self._kept[kind] = (file, pa.ipc.new_stream(file, table.schema))
        self._kept[kind][1].write_table(table)

    def tables(self) -> Iterator[pa.Table]:
        """What was added; nothing can be added afterwards."""
        for file, writer in self._kept.values():
            writer.close()
            file.seek(0)
            for batch in pa.ipc.open_stream(file):
                yield pa.Table.from_batches([batch])


@dataclass
class Gathered:
    """What a file holds: `newest` is the latest day of a row, `latest` the latest instant."""

    spool: Spool
    read: int = 0
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    newest: date | None = None
    latest: datetime | None = None
    sample: pa.Table | None = None

    def newest_instant(self, context: Context) -> datetime | None:
        """The moment (UTC without zone) that the export cannot lie before."""
        found = [self.latest] if self.latest else []
        if self.newest:
            start = datetime.combine(self.newest, time(), context.zone)
            found.append(start.replace(tzinfo=None) - (start.utcoffset() or start - start))
        return max(found, default=None)


def gather(plan: Plan, context: Context) -> Gathered:
    """Reads and cleans the whole file. FileRefused as `clean.posts`."""
    seen = {"posts": twice.Seen(), "days": twice.Seen(twice.DAY_KEY, twice.DAY_VALUES)}
    found = Gathered(Spool(), warnings=list(plan.warnings))
    for part in plan.parts:
        several = len(plan.parts) > 1
        _gather(part, seen[part.reading.format.kind], found, context, several)
    found.rejects.sort(key=lambda reject: reject.row)
    notes = dict.fromkeys(part.reading.format.note for part in plan.parts)
    found.warnings += [Message(note) for note in notes if note]
    return found


def _gather(part: Part, seen: twice.Seen, found: Gathered, context: Context, several: bool) -> None:
    found.warnings += part.reading.warnings
    notes: Counter[str] = Counter()
    totals: dict[str, int] = {}
    sums: Counter[str] = Counter()
    for cleaned in _cleaned(part, context, found.warnings):
        new, rejects, same = seen.once(cleaned.table)
        notes.update(cleaned.notes, same=same)
        totals.update(cleaned.totals)
        sums.update(cleaned.sums)
        found.read += cleaned.read
        refused = [*cleaned.rejects, *rejects]
        found.rejects += [_in_sheet(each, part.table.sheet) for each in refused] if several else refused
        _take(found, new)
    found.warnings += [*_noted(notes, part.reading, context), *_against_totals(totals, sums)]


def _in_sheet(reject: Reject, sheet: str | None) -> Reject:
    """A reject whose column names the sheet, as a spreadsheet does."""
    return replace(reject, column=f"{sheet}!{reject.column or ''}") if sheet else reject


def _take(found: Gathered, table: pa.Table) -> None:
    if not table.num_rows:
        return
    found.spool.add(table)
    found.sample = table.slice(0, 50) if found.sample is None else found.sample
    newest = pc.max(table["day"]).as_py()
    found.newest = max(newest, found.newest or newest)
    latest = pc.max(table["published_at"]).as_py() if "published_at" in table.column_names else None
    if latest is not None:
        found.latest = max(latest, found.latest or latest)


def _cleaned(part: Part, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    format_ = part.reading.format
    if format_.titles:
        yield from _cleaned_blocks(part, context, warnings)
    elif format_.stacked:
        for reading, chunk in sections.readings(format_, part.table, warnings):
            yield clean.days(chunk, reading, context)
    else:
        step = clean.posts if format_.kind == "posts" else clean.days
        chunks = part.table.chunks(part.reading.header, part.reading.below)
        cleaned = (step(chunk, part.reading, context) for chunk in chunks)
        if not (format_.added_up or format_.intervals):
            yield from cleaned
            return
        all_of_it, told = series.whole(cleaned, format_)
        warnings += told
        yield all_of_it


def _cleaned_blocks(part: Part, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    """One reading a block: its title says the metric, and mostly the platform."""
    format_ = part.reading.format
    found = list(blocks.split(format_, part.table.records()))
    unknown = ", ".join(f"“{block.title}”" for block in found if block.metric is None)
    known = [block for block in found if block.metric is not None]
    if not known:
        raise FileRefused(say("The figures of this file are not known to Pulse: {titles}.", titles=unknown))
    if unknown:
        warnings.append(say("Not known, so left out: {titles}.", titles=unknown))
    if any(not (block.platform or context.platform) for block in known):
        warnings.append(
            say("The file does not say whether it is of Facebook or Instagram; name the platform.")
        )
    for block in known:
        where = replace(context, platform=block.platform or context.platform or "meta")
        columns = {"day": (0,), block.metric or "": (1,)}
        reading = Reading(replace(format_, order=block.order), 0, ("Date", block.title), columns)
        yield clean.days(block.chunk, reading, where)


def _noted(notes: Counter[str], reading: Reading, context: Context) -> Iterator[Message]:
    for name in reading.format.left_out:
        if count := notes[f"left out: {name}"]:
            column = reading.name(name)
            yield say(
                "Rows left out because of what their column {column} says: {count}.",
                count=count,
                column=column,
            )
    if notes["yearless"]:
        yield say(
            "The dates have no year; they are taken as those up to {day}. Give another export day if not.",
            day=context.until,
        )
    if notes["same"]:
        yield say("{count} rows repeat an earlier row and count once.", count=notes["same"])
    if notes["cut"]:
        yield say("{count} texts were cut after {length} characters.", count=notes["cut"], length=LONGEST)
    if notes["platform"]:
        yield say("{count} rows name a platform that Pulse does not know.", count=notes["platform"])


def _against_totals(totals: dict[str, int], sums: Counter[str]) -> Iterator[Message]:
    for name, total in totals.items():
        if name in sums and sums[name] != total:
            yield say(
                "The file's total row says {total} {metric}, its rows add up to {sum}; the rows count.",
                total=total,
                metric=name,
                sum=sums[name],
            )


def refuse_empty(found: Gathered) -> None:
    """FileRefused when there is nothing to take."""
    if not found.spool.rows and not found.read:
        raise FileRefused(say("The file has a header and no rows."))
    if not found.spool.rows:
        raise FileRefused(say("None of the {count} rows can be taken.", count=found.read))
