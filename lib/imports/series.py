"""Daily figures that need the whole file: categories added up, and what a row's interval is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import twice
from lib.imports.plan import Part
from lib.imports.rows import Cleaned
from lib.imports.spec import Format
from lib.metrics.catalog import METRICS
from lib.model import FileRefused, Message, Reject, say
from lib.store.schema import DAYS

_DATES = re.compile(r"[-_ ]\d{6,8}([-_ ]\d{4,6})?$|[-_ ]*\(\d+\)$")
_LONGEST = 60
BESIDE = "_daily"
"""What is put behind the name of a file that the catalog has for something else."""


def named_after(file: str) -> str:
    """The id of the metric that a file is named after: "Daily signups (2).csv" is daily_signups. A name
    that the catalog has for something else than daily readings gets another: posts.csv is posts_daily."""
    id = _stem(file)
    return f"{id}{BESIDE}" if _taken(id) else id


def renamed(file: str, parts: Iterable[Part]) -> list[Message]:
    """What is said of a figure that could not keep its file's name."""
    id = _stem(file)
    if not _taken(id) or not any("value" in part.reading.columns for part in parts):
        return []
    kept = named_after(file)
    return [
        say("“{name}” means something else in Pulse, so this figure is kept as “{kept}”.", name=id, kept=kept)
    ]


def _taken(id: str) -> bool:
    known = METRICS.get(id)
    return known is not None and known.top.series != id


def _stem(file: str) -> str:
    stem = re.split(r"[/\\]", file)[-1].rsplit(".", 1)[0]
    while (shorter := _DATES.sub("", stem)) != stem:
        stem = shorter
    return re.sub(r"\W+", "_", stem.casefold()).strip("_")[:_LONGEST] or "value"


def whole(parts: Iterable[Cleaned], format_: Format) -> tuple[Cleaned, list[Message]]:
    """All chunks of a table as one, with its categories added up and its intervals named."""
    cleaned = _one(parts)
    suffix = _interval(cleaned) if format_.intervals and cleaned.table.num_rows else ""
    if format_.added_up:
        cleaned = _added_up(cleaned)
    if not suffix:
        return cleaned, []
    at = DAYS.get_field_index("metric")
    metrics = pc.binary_join_element_wise(cleaned.table["metric"], suffix, "_")
    names = tuple(sorted(pc.unique(metrics).to_pylist()))
    told = say("The file's rows are not days but longer intervals; they are kept as {names}.", names=names)
    return replace(cleaned, table=cleaned.table.set_column(at, "metric", metrics)), [told]


def _one(parts: Iterable[Cleaned]) -> Cleaned:
    found = list(parts)
    made = Cleaned(pa.concat_tables([each.table for each in found]), [], 0) if found else None
    if made is None:
        return Cleaned(DAYS.empty_table(), [], 0)
    notes: Counter[str] = Counter()
    for each in found:
        made.rejects += each.rejects
        made.read += each.read
        notes.update(each.notes)
        made.broken |= each.broken
    made.notes = notes
    return made


def _added_up(cleaned: Cleaned) -> Cleaned:
    """One reading a day: the sum over categories. A day with a row that cannot be read has no sum."""
    once, rejects, same = twice.once(cleaned.table, (*twice.DAY_KEY, "part"), twice.DAY_VALUES)
    clashing = {reject.row for reject in rejects}
    of_rows = zip(cleaned.table["row"].to_pylist(), cleaned.table["day"].to_pylist(), strict=True)
    broken = cleaned.broken | {day for row, day in of_rows if row in clashing}
    keys = [name for name in DAYS.names if name not in ("value", "row")]
    summed = once.group_by(keys, use_threads=False).aggregate([("value", "sum"), ("row", "min")])
    table = summed.rename_columns([*keys, "value", "row"]).select(DAYS.names).cast(DAYS)
    good = pc.invert(pc.is_in(table["day"], pa.array(sorted(broken), pa.date32())))
    lost = [
        Reject(row, None, say("Another row of {day} cannot be read, so the day has no sum.", day=day))
        for row, day in zip(
            *(table.filter(pc.invert(good))[n].to_pylist() for n in ("row", "day")), strict=True
        )
    ]
    notes = cleaned.notes + Counter(same=same)
    return replace(
        cleaned, table=table.filter(good), rejects=[*cleaned.rejects, *rejects, *lost], notes=notes
    )


def _interval(cleaned: Cleaned) -> str:
    """What is appended to the metrics' names: nothing for days. FileRefused where it cannot be told."""
    days = sorted(cleaned.broken.union(pc.unique(cleaned.table["day"]).to_pylist()))
    if len(days) < 2:
        raise FileRefused(
            say(
                "The file has one interval only, so it cannot be told whether that is a day, a week or "
                "30 days; export a longer period by day."
            )
        )
    shortest = min((after - before).days for before, after in pairwise(days))
    names = {1: "", 7: "weekly", 30: "30_days"} | dict.fromkeys((28, 29, 31), "monthly")
    if shortest not in names:
        raise FileRefused(
            say("The file's rows are {count} days apart: neither days, weeks nor 30 days.", count=shortest)
        )
    return names[shortest]
