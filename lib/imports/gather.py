"""A whole file read and cleaned, chunk by chunk: its rows, what is refused and what is worth saying."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import audience, blocks, clean, orders, remarks, sections, series
from lib.imports.clean_breakdowns import breakdowns, whole
from lib.imports.clean_comments import comments
from lib.imports.plan import Part, Plan
from lib.imports.rows import Cleaned, Context
from lib.imports.spec import Reading
from lib.imports.spool import Spool
from lib.imports.twice import Kind
from lib.model import FileRefused, Message, Progress, Reject, say
from lib.sources.ahead import ahead
from lib.sources.table import Chunk


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


def gather(plan: Plan, context: Context, progress: Progress | None = None) -> Gathered:
    """Reads and cleans the whole file; once more where its dates turn out to begin with the day and not
    with the month, or the other way round. FileRefused as `clean.posts`."""
    found, notes = _read(plan.parts, context, progress)
    parts = tuple(_in_its_order(part, each) for part, each in zip(plan.parts, notes, strict=True))
    if any(new is not old for new, old in zip(parts, plan.parts, strict=True)):
        found, notes = _read(parts, context, progress)
    for each, old, new in zip(notes, plan.parts, parts, strict=True):
        found.warnings += orders.told(each, old.reading.format.order, new.reading.format.order)
    remarks = dict.fromkeys(part.reading.format.note for part in parts)
    found.warnings = [*plan.warnings, *found.warnings, *(Message(note) for note in remarks if note)]
    return found


def _in_its_order(part: Part, notes: Counter[str]) -> Part:
    """The part, read in the order that its dates speak for. Stacked blocks have orders of their own."""
    format_ = part.reading.format
    order = orders.decided(notes, format_.order, format_.kind == "days")
    if order == format_.order or format_.titles:
        return part
    return replace(part, reading=replace(part.reading, format=replace(format_, order=order)))


def _read(
    parts: Sequence[Part], context: Context, progress: Progress | None
) -> tuple[Gathered, list[Counter[str]]]:
    """All parts read, and what was noted of each."""
    total = sum(part.table.rows or 0 for part in parts)
    found = Gathered(Spool())
    noted: list[Counter[str]] = []
    begins: list[dict[Kind, int]] = []
    several = len(parts) > 1
    for part in parts:
        begins.append(found.spool.lengths())
        noted.append(Counter())
        for _ in _gather(part, found, context, several, noted[-1]):
            if progress is not None:
                progress(found.read, max(found.read, total))
    _settle(found, [part.table.sheet for part in parts] if several else [], begins)
    found.rejects.sort(key=lambda reject: reject.row)
    return found, noted


def _settle(found: Gathered, sheets: Sequence[str | None], begins: Sequence[Mapping[Kind, int]]) -> None:
    """Leaves out what earlier rows said already, and says so; a row of several sheets names its own."""
    refused, same = found.spool.settle()
    for each in refused:
        starts = [begin.get(each.kind, 0) for begin in begins]
        sheet = sheets[bisect_right(starts, each.at) - 1] if sheets else None
        found.rejects.append(_in_sheet(each.reject, sheet))
    if same:
        found.warnings.append(say("{count} rows repeat an earlier row and count once.", count=same))


def _gather(
    part: Part, found: Gathered, context: Context, several: bool, notes: Counter[str]
) -> Iterator[None]:
    """Takes a part chunk by chunk; yields after each. `notes` gathers what is noted of the rows."""
    found.warnings += part.reading.warnings
    totals: dict[str, int] = {}
    sums: Counter[str] = Counter()
    # What was cleaned is put away while the next chunk is cleaned.
    for cleaned in ahead(_cleaned(part, context, found.warnings), most=1):
        notes.update(cleaned.notes)
        totals.update(cleaned.totals)
        sums.update(cleaned.sums)
        found.read += cleaned.read
        rejects = cleaned.rejects
        found.rejects += [_in_sheet(each, part.table.sheet) for each in rejects] if several else rejects
        _take(found, cleaned.table)
        yield
    found.warnings += [*remarks.noted(notes, part.reading, context), *remarks.against_totals(totals, sums)]


def _in_sheet(reject: Reject, sheet: str | None) -> Reject:
    """A reject whose column names the sheet, as a spreadsheet does."""
    return replace(reject, column=f"{sheet}!{reject.column or ''}") if sheet else reject


def _take(found: Gathered, table: pa.Table) -> None:
    if not table.num_rows:
        return
    found.spool.add(table)
    found.sample = table.slice(0, 50) if found.sample is None else found.sample
    newest = pc.max(table["day" if "day" in table.column_names else "last_day"]).as_py()
    if newest is not None:
        found.newest = max(newest, found.newest or newest)
    for name in ("published_at", "created_at"):
        latest = pc.max(table[name]).as_py() if name in table.column_names else None
        if latest is not None:
            found.latest = max(latest, found.latest or latest)


def _cleaned(part: Part, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    format_ = part.reading.format
    if format_.kind == "breakdowns" and format_.titles:
        yield from audience.breakdowns(format_, part.table.records(), context, warnings)
    elif format_.titles:
        yield from _cleaned_blocks(part, context, warnings)
    elif format_.stacked:
        for each in sections.tables(format_, part.table, context.today, warnings):
            if each.reading.format.kind == "days":
                yield clean.days(each.chunk, each.reading, context)
            else:
                yield breakdowns(each.chunk, each.reading, context, each.span)
    elif format_.kind == "breakdowns":
        chunks = part.table.chunks(part.reading.header, part.reading.below)
        yield breakdowns(whole(chunks), part.reading, context, context.span)
    else:
        step = _step(format_.kind)
        chunks = part.table.chunks(part.reading.header, part.reading.below)
        cleaned = (step(chunk, part.reading, context) for chunk in chunks)
        if not (format_.added_up or format_.intervals):
            yield from cleaned
            return
        all_of_it, told = series.whole(cleaned, format_)
        warnings += told
        yield all_of_it


def _step(kind: str) -> Callable[[Chunk, Reading, Context], Cleaned]:
    """What cleans the chunks of one table."""
    if kind == "comments":
        return partial(comments, seen=Counter())
    return clean.posts if kind == "posts" else clean.days


def _cleaned_blocks(part: Part, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    """One reading a block: its title says the metric, and mostly the platform."""
    format_ = part.reading.format
    found = list(blocks.split(format_, part.table.records()))
    for block in blocks.known(found, lambda block: block.metric, context, warnings):
        warnings += block.told
        where = replace(context, platform=block.platform or context.platform or "meta")
        columns = {"day": (0,), block.metric or "": (1,)}
        reading = Reading(replace(format_, order=block.order), 0, ("Date", block.title), columns)
        yield clean.days(block.chunk, reading, where)


def refuse_empty(found: Gathered) -> None:
    """FileRefused when there is nothing to take."""
    if not found.spool.rows and not found.read:
        raise FileRefused(say("The file has a header and no rows."))
    if not found.spool.rows and found.rejects:
        first = found.rejects[0]
        raise FileRefused(
            say(
                "None of the {count} rows can be taken. Row {row}, {column}: {reason}",
                count=found.read,
                row=first.row,
                column=first.column or "–",
                reason=first.reason,
            )
        )
    if not found.spool.rows:
        raise FileRefused(say("None of the {count} rows can be taken.", count=found.read))
