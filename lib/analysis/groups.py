"""Groups of posts side by side, each with how sure its rate is.

A group's rate is the ratio of its sums; its interval comes from the group's days by the linearised
variance of a ratio (`lib.analysis.change`). A group is called better than the others together only
where the difference is beyond chance after as many looks as there are groups (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from lib.analysis.change import Day, spread

ALPHA = 0.05


@dataclass(frozen=True)
class Group:
    """A group's rate with its 95 % interval (None where its days are too few) and its posts."""

    name: str | None
    value: float | None
    low: float | None
    high: float | None
    posts: int


@dataclass(frozen=True)
class Ranking:
    """Groups, the highest rate first; `best` is the one reliably above the rest, if one is."""

    groups: Sequence[Group]
    best: Group | None


def rank(rows: Sequence[Mapping[str, Any]], key: str, rate: str) -> Ranking:
    """Ranks the values of `key` by a ratio metric. `rows` hold one row a day and value, with
    `posts`, `<rate>__top` and `<rate>__bottom`."""
    by_name: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(row[key], []).append(row)
    groups = [_group(name, found, rate) for name, found in by_name.items()]
    groups.sort(key=lambda group: (group.value is None, -(group.value or 0)))
    return Ranking(groups, _best(groups, by_name, rate))


def _days(rows: Sequence[Mapping[str, Any]], rate: str) -> list[Day]:
    sums: dict[Any, list[float]] = {}
    for row in rows:
        if row[f"{rate}__top"] is not None and row[f"{rate}__bottom"]:
            day = sums.setdefault(row["day"], [0.0, 0.0])
            day[0] += row[f"{rate}__top"]
            day[1] += row[f"{rate}__bottom"]
    return [(top, bottom) for top, bottom in sums.values()]


def _group(name: str | None, rows: Sequence[Mapping[str, Any]], rate: str) -> Group:
    value, error = spread(_days(rows, rate), ratio=True)
    posts = sum(row["posts"] for row in rows)
    if value is None or error is None:
        return Group(name, value, None, None, posts)
    half = NormalDist().inv_cdf(1 - ALPHA / 2) * error
    return Group(name, value, max(0.0, value - half), value + half, posts)


def _best(groups: Sequence[Group], rows: Mapping[str | None, Sequence], rate: str) -> Group | None:
    sure = [group for group in groups if group.low is not None]
    if len(sure) < 2:
        return None
    first = sure[0]
    others = [row for name, found in rows.items() if name != first.name for row in found]
    value, error = spread(_days(rows[first.name], rate), ratio=True)
    rest, rest_error = spread(_days(others, rate), ratio=True)
    if value is None or rest is None or error is None or rest_error is None:
        return None
    needed = NormalDist().inv_cdf(1 - ALPHA / (2 * len(sure)))
    return first if value - rest > needed * math.hypot(error, rest_error) else None
