"""Text becomes breakdowns: what a table with one header says of the parts of figures. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import counts as numbers
from lib.imports import parts, shares, spans
from lib.imports.clean import account_of, community_of, platform_of
from lib.imports.rows import Cleaned, Context, Rows
from lib.imports.spec import Reading
from lib.imports.words import fold, trim
from lib.metrics.breakdown import BY, SHARE, STATES, adds_up, fields, figures
from lib.model import FileRefused, quoted, say
from lib.sources.table import Chunk
from lib.store.breakdown_schema import BREAKDOWNS

Span = tuple[date | None, date | None]
"""The first and last day that a report covers; None where nothing says."""

_STATES = pa.array(STATES)

DATED = BREAKDOWNS.append(pa.field("day", pa.date32()))
"""Rows that still have a day of their own."""


@dataclass(frozen=True)
class _Split:
    """By what a table splits its figures, and the name of each row's part."""

    dimension: str
    buckets: pa.Array


def whole(chunks: Iterable[Chunk]) -> Chunk:
    """All chunks of a table as one: a total row stands anywhere."""
    found = list(chunks)
    if not found:
        return Chunk((), pa.array([], pa.int64()))
    columns = tuple(
        pa.concat_arrays([chunk.columns[at] for chunk in found]) for at in range(len(found[0].columns))
    )
    rows = pa.concat_arrays([chunk.rows for chunk in found])
    return Chunk(columns, rows, tuple(each for chunk in found for each in chunk.long))


def breakdowns(chunk: Chunk, reading: Reading, context: Context, span: Span = (None, None)) -> Cleaned:
    """A whole table as breakdowns (schema BREAKDOWNS). FileRefused for one that splits by several things at
    once, or has no figure that Pulse knows."""
    _check(chunk, reading)
    chunk, totals = _without_totals(chunk, reading)
    rows = Rows(chunk, reading, context)
    split = _split(rows)
    day = rows.moments("day").day if rows.has("day") else pa.nulls(len(rows), pa.date32())
    tables = [_table(rows, name, split, day) for name in figures(reading.columns)]
    made = pa.concat_tables(tables)
    lost = set(split.buckets.filter(pc.invert(pa.array(rows.kept))).to_pylist())
    cleaned = Cleaned(made, rows.rejects, len(rows) + len(chunk.long), rows.notes)
    cleaned = spans.settled(cleaned, reading.format, rows.has("day"), span, lost)
    undated = pc.and_not(cleaned.table["first_day"].is_null(), pc.is_in(cleaned.table["metric"], _STATES))
    cleaned.notes["undated"] += pc.sum(undated).as_py() or 0
    # Of several intervals in a file the total row is of none.
    stated = totals if cleaned.table.num_rows and _one_photograph(cleaned.table) else {}
    return _of_wholes(cleaned, stated, split.dimension)


def _one_photograph(table: pa.Table) -> bool:
    return table.group_by(["first_day", "last_day"]).aggregate([]).num_rows == 1


def _check(chunk: Chunk, reading: Reading) -> None:
    by = fields(reading.columns)
    if not figures(reading.columns):
        raise FileRefused(
            say(
                "The file splits by {names}, but holds no figure that Pulse knows.",
                names=quoted(filter(None, map(reading.name, by))),
            )
        )
    others = [reading.headers[at] for at in _texts(chunk, reading)]
    if len(by) > 1 or others:
        names = [*filter(None, map(reading.name, by)), *others]
        raise FileRefused(
            say(
                "The file splits by several things at once ({names}), so its rows are no parts of one whole. "
                "Export it by one of them.",
                names=quoted(names),
            )
        )


def _texts(chunk: Chunk, reading: Reading) -> list[int]:
    """The columns of words that nothing is known of: each would split the rows once more."""
    known = {at for columns in reading.columns.values() for at in columns}
    found = []
    for at, texts in enumerate(chunk.columns):
        header = reading.headers[at]
        if at in known or not header.strip() or fold(header) in reading.format.ignored:
            continue
        filled = texts.filter(pc.not_equal(trim(texts), ""))
        worded = pc.sum(pc.match_substring_regex(filled, r"\p{L}{2,}")).as_py() or 0
        if 2 * worded > len(filled):
            found.append(at)
    return found


def _without_totals(chunk: Chunk, reading: Reading) -> tuple[Chunk, dict[str, float]]:
    """The rows that are parts; and what the total row says of each figure, where there is one."""
    words = pa.array(sorted(reading.format.totals), pa.string())
    is_total = pa.array(np.zeros(len(chunk.rows), bool))
    # Google Analytics writes "Grand total" behind the figures, in a column of others or in none.
    for texts in chunk.columns:
        is_total = pc.or_(is_total, pc.is_in(pc.utf8_lower(trim(texts)), words))
    if not pc.any(is_total).as_py():
        return chunk, {}
    stated = {}
    for name in figures(reading.columns):
        texts = chunk.columns[reading.columns[name][0]].filter(is_total)
        found = numbers.decimals(texts)[0].drop_null()
        if len(found) and not name.endswith(SHARE):
            stated[name] = found[0].as_py()
    kept = pc.invert(is_total)
    columns = tuple(texts.filter(kept) for texts in chunk.columns)
    return replace(chunk, columns=columns, rows=chunk.rows.filter(kept)), stated


def _split(rows: Rows) -> _Split:
    (name,) = fields(rows.reading.columns)
    dimension = name.removeprefix(BY)
    texts = rows.text(name)
    found = parts.named(texts, dimension)
    if dimension == "age":
        found = pa.array([parts.age(text or "") for text in found.to_pylist()], pa.string())
    rows.refuse(
        pc.match_substring_regex(found, parts.ADDRESS),
        name,
        pa.repeat(pa.scalar("…"), len(rows)),
        lambda _: say("The name holds an e-mail address; Pulse keeps no personal data."),
    )
    if rows.has("channel"):
        found = _told_apart(found, rows.text("channel"))
    return _Split(dimension, found)


def _told_apart(names: pa.Array, ids: pa.Array) -> pa.Array:
    """The names, with their ids where several things have the same."""
    pairs = set(zip(names.to_pylist(), ids.to_pylist(), strict=True))
    often = Counter(name for name, _ in pairs)
    twice = pa.array([name for name, count in often.items() if count > 1], pa.string())
    return pc.if_else(pc.is_in(names, twice), pc.binary_join_element_wise(names, ids, " "), names)


def _table(rows: Rows, name: str, split: _Split, day: pa.Array) -> pa.Table:
    """The rows that state one figure."""
    values, unit = _values(rows, name)
    link = pa.nulls(len(rows), pa.string())
    platform = platform_of(rows, link)
    count = len(rows)
    columns = {
        "platform": platform,
        "account": account_of(rows, link, platform, link),
        "account_name": rows.words("account_name"),
        "community": community_of(rows),
        "metric": pa.repeat(pa.scalar(name.removesuffix(SHARE)), count),
        "dimension": pa.repeat(pa.scalar(split.dimension), count),
        "bucket": split.buckets,
        "first_day": pa.nulls(count, pa.date32()),
        "last_day": pa.nulls(count, pa.date32()),
        "unit": pa.repeat(pa.scalar(unit), count),
        "value": values,
        "whole": pa.nulls(count, pa.float64()),
        "row": rows.row_numbers,
        "day": day,
    }
    table = pa.table([columns[each] for each in DATED.names], schema=DATED)
    return table.filter(pc.and_(pa.array(rows.kept), values.is_valid()))


def _values(rows: Rows, name: str) -> tuple[pa.Array, str]:
    texts = rows.text(name)
    if name.endswith(SHARE):
        values, wrong = shares.shares(texts)
        rows.refuse(wrong, name, texts, shares.why)
        return values, "share"
    read = numbers.decimals if name == "watch_hours" else numbers.counts
    values, wrong = read(texts)
    rows.refuse(wrong, name, texts, numbers.why)
    return values.cast(pa.float64()), "count"


def _of_wholes(cleaned: Cleaned, stated: dict[str, float], dimension: str) -> Cleaned:
    """With the whole of each figure that a total row states. Where parts add up to more than that, the rows
    count and it is said."""
    sums: Counter[str] = Counter()
    wholes: dict[str, float] = {}
    for name, total in stated.items():
        mine = cleaned.table.filter(pc.equal(cleaned.table["metric"], name))
        gather = pc.sum if adds_up(name, dimension) else pc.max
        most = gather(mine["value"]).as_py() or 0
        if most > total * (1 + 1e-6):
            sums[name] = round(most)
        else:
            wholes[name] = total
    metrics = cleaned.table["metric"].to_pylist()
    column = pa.array([wholes.get(name) for name in metrics], pa.float64())
    at = cleaned.table.schema.get_field_index("whole")
    table = cleaned.table.set_column(at, "whole", column).select(BREAKDOWNS.names).cast(BREAKDOWNS)
    said = {name: round(stated[name]) for name in sums}
    return replace(cleaned, table=table, totals=said, sums=dict(sums))
