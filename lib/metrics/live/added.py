"""Pure: the answers of several places as one, added up by dimension. Never a join across places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from lib.metrics import behind
from lib.metrics.catalog import metric
from lib.metrics.definition import Metric
from lib.metrics.posts import PostList
from lib.metrics.rows import Row, plain
from lib.model import Query

Found = Sequence[Row]


def up(wanted: Query, answers: Iterable[Found]) -> tuple[Row, ...]:
    """Rows as `query.compile` would give them had all lain in one place: sums are added, a ratio is
    the ratio of the added sums, "not stated" stays so. The answers must have been asked with `parts`.

    What never adds up (last readings, unique people, means of days) is the answer of the one place
    that states it.
    """
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rows in answers:
        for row in rows:
            sums = groups.setdefault(tuple(row[id] for id in wanted.by), {})
            for name, value in row.items():
                if name not in wanted.by and value is not None:
                    sums[name] = sums.get(name, 0) + value
    metrics = [metric(id) for id in wanted.metrics]
    found = [
        {**dict(zip(wanted.by, key, strict=True)), **_figures(metrics, sums, wanted.parts)}
        for key, sums in groups.items()
    ]
    return tuple(sorted(found, key=lambda row: [(row[id] is None, row[id] or 0) for id in wanted.by]))


def _figures(metrics: Sequence[Metric], sums: dict[str, Any], parts: bool) -> Row:
    found: Row = {}
    for each in metrics:
        if not each.is_ratio:
            found[each.id] = plain(sums.get(each.id, 0 if each.top.how == "rows" else None))
            continue
        top, bottom = (sums.get(f"{each.id}__{part}") for part in ("top", "bottom"))
        found[each.id] = plain(top / bottom) if top is not None and bottom else None
        if parts:
            found |= {f"{each.id}__top": plain(top), f"{each.id}__bottom": plain(bottom)}
    return found


def listed(wanted: PostList, answers: Iterable[Found]) -> tuple[Row, ...]:
    """Lists of posts as one list in the same order, at most `limit` posts; `total` counts all."""
    found = list(answers)
    firsts = [rows[0] for rows in found if rows]
    known = [name for name in behind.SUMS if any(name in row for row in firsts)]
    sums = {name: _sum(row.get(name) for row in firsts) for name in known}
    merged = [row for rows in found for row in rows]
    names = ("day", "published_at") if wanted.order == "published" else (wanted.order,)
    for name in reversed(names):
        merged = _ordered(merged, name, wanted.ascending)
    return tuple({**row, **sums} for row in merged[: wanted.limit])


def _sum(parts: Iterable[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _ordered(rows: list[Row], name: str, ascending: bool) -> list[Row]:
    """By one column, unknown ones last; equal rows stay as they were."""
    known = [row for row in rows if row[name] is not None]
    known.sort(key=itemgetter(name), reverse=not ascending)
    return known + [row for row in rows if row[name] is None]
