"""How posts are told apart before they are added up: classes with their weights, levels of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lib.metrics.slots import KINDS, SIZES, Class, Coding

MOST_CLASSES, MOST_ACCOUNTS, MOST_TOPICS = 60, 30, 12

FEWEST = 5
"""Posts under which a level has no effect of its own."""

PRIOR = 10.0
"""Posts' worth of the variance of all that each class begins with, so that none rests on a handful."""

CUT = 3.0
"""Standard deviations of its class beyond which a post's logarithm is cut: no single one decides."""

LEAST_SPREAD = 1e-4

WEEKS = 400
"""Days of data up to which time is told by the week; by the month where there are more."""

Rows = Sequence[Mapping[str, Any]]


def code(rows: Rows) -> Coding | None:
    """The coding of the posts that rows of `slots.levels` tell of; None where there are none, or none
    of them has any engagement."""
    kinds: dict[str, list[Mapping[str, Any]]] = {name: [] for name in KINDS.values()}
    for row in rows:
        kinds[KINDS[row["kind"]]].append(row)
    every = kinds["all"][0] if kinds["all"] else None
    if every is None or not every["n"] or every["mean"] is None:
        return None
    return Coding(
        float(every["usual"] or 0.0),
        _classes(kinds["class"]),
        _frequent(kinds["account"], "account", MOST_ACCOUNTS),
        _frequent(kinds["topic"], "topic", MOST_TOPICS),
        _grain(every["first"], every["last"]),
    )


def _grain(first: date, last: date) -> str:
    return "week" if (last - first).days <= WEEKS else "month"


def _frequent(rows: Rows, name: str, most: int) -> tuple[str, ...]:
    kept = [row for row in rows if row["n"] >= FEWEST and row[name]]
    return tuple(row[name] for row in sorted(kept, key=lambda row: (-row["n"], row[name]))[:most])


def _classes(rows: Rows) -> tuple[Class, ...]:
    pooled = _pooled(rows)
    return tuple(_class(row, pooled) for row in sorted(rows, key=lambda row: (-row["n"], _key(row))))


def _key(row: Mapping[str, Any]) -> tuple[str, str, int]:
    return row["platform"], row["content_type"], row["size"]


def _pooled(rows: Rows) -> float:
    """The variance within classes; where each has but one post, that of their means."""
    free = sum(row["n"] - 1 for row in rows)
    if free > 0:
        return max(math.fsum(row["spread"] * (row["n"] - 1) for row in rows) / free, LEAST_SPREAD)
    means = [row["mean"] for row in rows]
    middle = math.fsum(means) / len(means)
    return max(math.fsum((mean - middle) ** 2 for mean in means) / len(means), LEAST_SPREAD)


def _class(row: Mapping[str, Any], pooled: float) -> Class:
    variance = (PRIOR * pooled + row["spread"] * (row["n"] - 1)) / (PRIOR + row["n"] - 1)
    reach = CUT * math.sqrt(variance)
    size = min(max(int(row["size"]), 0), len(SIZES) - 1)
    mean = float(row["mean"])
    return Class(row["platform"], row["content_type"], size, mean - reach, mean + reach, 1 / variance)
