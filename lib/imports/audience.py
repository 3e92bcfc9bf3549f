"""Meta's audience: small tables of different shape under one another, each with its title. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from lib.imports import parts, shares
from lib.imports.blocks import known, title_of
from lib.imports.formats import load
from lib.imports.rows import Cleaned, Context
from lib.imports.spec import Format
from lib.imports.words import fold
from lib.metrics.breakdown import BY
from lib.model import Message, Reject, quoted, say
from lib.sources.table import Record
from lib.store.breakdown_schema import BREAKDOWNS


@dataclass
class _Block:
    """A title and the lines below it; `dimension` is None where the title is not known."""

    title: str
    dimension: str | None
    platform: str | None
    lines: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class _Cell:
    """A figure as it is written: where it stands, and of which part it is."""

    row: int
    column: str
    bucket: str
    text: str


def breakdowns(
    format_: Format, records: Iterable[Record], context: Context, warnings: list[Message]
) -> Iterator[Cleaned]:
    """The shares of each block that is known; the titles of the others are named in a warning. FileRefused
    where none is."""
    found = list(_blocks(format_, records))
    daily = [block for block in found if block.dimension is None and _by_day(block)]
    if daily:
        warnings.append(
            say(
                "The figures by day in this file are left out, as Meta writes them into files of their own: "
                "{titles}.",
                titles=quoted(block.title for block in daily),
            )
        )
    parted = [block for block in found if block not in daily]
    for block in known(parted, lambda block: block.dimension, context, warnings):
        yield _cleaned(block, context)


def _by_day(block: _Block) -> bool:
    """Whether a block is one of Meta's overviews, which have a line a day."""
    overview = load()["meta_overview"]
    days = bool(block.lines) and fold(block.lines[0].cells[0]) in overview.columns["day"]
    return days and title_of(overview, block.title)[0] is not None


def _blocks(format_: Format, records: Iterable[Record]) -> Iterator[_Block]:
    """A line of one cell is a title where it is a known one, or where nothing stands above it."""
    block: _Block | None = None
    fresh = True
    for record in records:
        filled = () if record.cells[0].startswith("sep=") else record.filled
        field_name, platform = title_of(format_, filled[0]) if len(filled) == 1 else (None, None)
        if len(filled) == 1 and (field_name or fresh):
            if block is not None:
                yield block
            dimension = field_name.removeprefix(BY) if field_name else None
            block = _Block(filled[0].strip(), dimension, platform)
        elif filled and block is not None:
            block.lines.append(record)
        fresh = not filled
    if block is not None:
        yield block


def _cleaned(block: _Block, context: Context) -> Cleaned:
    dimension = block.dimension or ""
    cells = list(_matrix(block.lines) if dimension == "age_gender" else _list(block))
    texts = pa.array([cell.text for cell in cells], pa.string())
    values, wrong = shares.shares(texts)
    same = {
        "platform": block.platform or context.platform or "meta",
        "account": context.account or "",
        "community": context.community,
        "metric": "followers",
        "dimension": dimension,
        "unit": "share",
    }
    buckets = parts.named(pa.array([cell.bucket for cell in cells], pa.string()), dimension).to_pylist()
    rows, rejects = [], []
    for cell, bucket, value, bad in zip(cells, buckets, values.to_pylist(), wrong.to_pylist(), strict=True):
        if bad:
            rejects.append(Reject(cell.row, cell.column, shares.why(cell.text), cell.text[:200]))
        elif value is not None:
            rows.append({**same, "bucket": bucket, "value": value, "row": cell.row})
    return Cleaned(pa.Table.from_pylist(rows, schema=BREAKDOWNS), rejects, len({cell.row for cell in cells}))


def _matrix(lines: Sequence[Record]) -> Iterator[_Cell]:
    """Ages by row and genders by column, or the other way round."""
    if not lines:
        return
    head, *body = lines
    turned = bool(body) and all(parts.gender(line.cells[0]) for line in body)
    for line in body:
        for at, text in enumerate(line.cells[1 : len(head.cells)], 1):
            column, side = head.cells[at].strip(), line.cells[0]
            group, sex = (column, side) if turned else (side, column)
            if column:
                yield _Cell(line.row, column, f"{parts.gender(sex) or sex.strip()} {parts.age(group)}", text)


def _list(block: _Block) -> Iterator[_Cell]:
    """A line of names above a line of figures; or a line each of a name and its figure, perhaps below a line
    of headers."""
    lines = block.lines
    headed = bool(lines) and not shares.is_figure(lines[0].filled[-1])
    if headed and len(lines) > 1 and shares.is_figure(lines[1].filled[0]):
        for name, text in zip(lines[0].cells, lines[1].cells, strict=False):
            if name.strip():
                yield _Cell(lines[1].row, name.strip(), name, text)
        return
    for line in lines[1 if headed else 0 :]:
        name, text = (*line.filled, "")[:2]
        yield _Cell(line.row, block.title, name, text)
