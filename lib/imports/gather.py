"""All clean rows of a file, kept on disk until it is known that the file can be taken."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import blocks, clean, twice
from lib.imports.plan import Plan
from lib.imports.rows import Cleaned, Context
from lib.imports.spec import Reading
from lib.imports.words import LONGEST
from lib.model import FileRefused, Message, Reject, say
from lib.store.schema import DAYS, POSTS


class Spool:
    """Tables of one schema, written once and read once or more, in bounded memory."""

    def __init__(self, schema: pa.Schema) -> None:
        self.rows = 0
        self._file = tempfile.TemporaryFile(prefix="pulse-")  # noqa: SIM115 - lives as long as the spool
        self._writer = pa.ipc.new_stream(self._file, schema)

    def add(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._writer.write_table(table)

    def tables(self) -> Iterator[pa.Table]:
        """What was added; nothing can be added afterwards."""
        self._writer.close()
        self._file.seek(0)
        for batch in pa.ipc.open_stream(self._file):
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
    posts = plan.reading.format.kind == "posts"
    seen = twice.Seen() if posts else twice.Seen(twice.DAY_KEY, twice.DAY_VALUES)
    found = Gathered(Spool(POSTS if posts else DAYS), warnings=[*plan.warnings, *plan.reading.warnings])
    notes: Counter[str] = Counter()
    totals: dict[str, int] = {}
    sums: Counter[str] = Counter()
    for cleaned in _cleaned(plan, context, found.warnings):
        new, rejects, same = seen.once(cleaned.table)
        notes.update(cleaned.notes, same=same)
        totals.update(cleaned.totals)
        sums.update(cleaned.sums)
        found.read += cleaned.read
        found.rejects += cleaned.rejects + rejects
        _take(found, new)
    found.rejects.sort(key=lambda reject: reject.row)
    found.warnings += [*_noted(notes), *_against_totals(totals, sums)]
    if plan.reading.format.note:
        found.warnings.append(Message(plan.reading.format.note))
    return found


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


def _cleaned(plan: Plan, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    if plan.reading.format.titles:
        yield from _cleaned_blocks(plan, context, warnings)
        return
    step = clean.posts if plan.reading.format.kind == "posts" else clean.days
    for chunk in plan.table.chunks(plan.reading.header):
        yield step(chunk, plan.reading, context)


def _cleaned_blocks(plan: Plan, context: Context, warnings: list[Message]) -> Iterator[Cleaned]:
    """One reading a block: its title says the metric, and mostly the platform."""
    format_ = plan.reading.format
    found = list(blocks.split(format_, plan.table.records()))
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


def _noted(notes: Counter[str]) -> Iterator[Message]:
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
