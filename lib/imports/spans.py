"""Of which days the rows of a breakdown are: days added up, intervals in a row, or what the report says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import twice
from lib.imports.rows import Cleaned
from lib.imports.spec import Format
from lib.model import Reject, say

_LENGTHS = (1, 7, 28, 29, 30, 31)
"""How many days an interval may have: a day, a week, 28 or 30 days, a month."""

_KEY = ("metric", "unit", "bucket", "day")


def settled(
    cleaned: Cleaned, format_: Format, dated: bool, span: tuple[object, object], lost: set[str]
) -> Cleaned:
    """The rows with their first and last day filled in as far as they are known. `lost` names the parts of
    which a row was refused: where days are added up, they have no sum."""
    table = cleaned.table
    if not dated or not table.num_rows:
        return replace(cleaned, table=_filled(table, *span))
    if format_.added_up:
        return _added_up(cleaned, lost)
    if not format_.intervals:
        return replace(cleaned, table=_set(table, table["day"], table["day"]))
    days = sorted(pc.unique(table["day"]).to_pylist())
    steps = {(after - before).days for before, after in pairwise(days)}
    if not steps or min(steps) not in _LENGTHS:
        return replace(cleaned, table=_set(table, None, table["day"]))
    last = pc.add(table["day"], pa.scalar(timedelta(min(steps) - 1))).cast(pa.date32())
    return replace(cleaned, table=_set(table, table["day"], last))


def _added_up(cleaned: Cleaned, lost: set[str]) -> Cleaned:
    """One row a part, over the days from the first to the last of the file."""
    once, rejects, _ = twice.once(cleaned.table, _KEY, ("value",))
    first, last = pc.min(once["day"]), pc.max(once["day"])
    keys = [name for name in once.column_names if name not in ("value", "row", "day")]
    summed = once.group_by(keys, use_threads=False).aggregate([("value", "sum"), ("row", "min")])
    table = summed.rename_columns([*keys, "value", "row"])
    torn = pc.is_in(table["bucket"], pa.array(sorted(lost), pa.string()))
    gone = table.filter(torn)
    rejects += [
        Reject(row, None, say("Another row of “{name}” cannot be read, so it has no sum.", name=name), name)
        for name, row in zip(gone["bucket"].to_pylist(), gone["row"].to_pylist(), strict=True)
    ]
    return replace(
        cleaned,
        table=_filled(table.filter(pc.invert(torn)), first.as_py(), last.as_py()),
        rejects=[*cleaned.rejects, *rejects],
    )


def _filled(table: pa.Table, first: object, last: object) -> pa.Table:
    count = table.num_rows
    return _set(table, *(pa.array([day] * count, pa.date32()) for day in (first, last)))


def _set(table: pa.Table, first: pa.ChunkedArray | None, last: pa.ChunkedArray) -> pa.Table:
    days = {"first_day": pa.nulls(table.num_rows, pa.date32()) if first is None else first, "last_day": last}
    for name, column in days.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
