"""Why a figure changed: its parts over the groups of a dimension, and which of them are beyond chance.

The parts (volume, mix, rate) are those of `lib.analysis.effects`. Each has a 95 % interval from leaving out
each day in turn (delete-one jackknife: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, §11):
the day-to-day swing, the rhythm of the week included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from lib.analysis.change import FEWEST_DAYS, Verdict
from lib.analysis.effects import Array, Effects, Kind, Name, total

ALPHA = 0.05

MOST_GROUPS = 12
"""Groups that stand by themselves; the smaller ones are taken together as `OTHERS`."""

OTHERS = "*"


@dataclass(frozen=True)
class Part:
    """A part of a change with its 95 % interval, None where the days are too few to tell."""

    value: float
    low: float | None
    high: float | None
    verdict: Verdict

    @property
    def sure(self) -> bool:
        """Whether it is beyond the usual swing."""
        return self.verdict in ("up", "down")


@dataclass(frozen=True)
class Group:
    """A group's parts, its share of the denominator (of all posts for counts) and its own figure, then
    (`before`) and now; a figure is None where the group has no denominator. `sum`: figures are sums."""

    name: str | None
    parts: Mapping[Name, Part]
    share_before: float
    share: float
    figure_before: float | None
    figure: float | None

    @property
    def value(self) -> float:
        """All that the group does to the figure."""
        return math.fsum(part.value for part in self.parts.values())


@dataclass(frozen=True)
class Split:
    """A change between two figures, its parts over all groups of a dimension, and the groups with the
    largest first. The parts add up to the change, and so do the groups but for the volume of a count."""

    by: str
    kind: Kind
    before: float
    value: float
    change: Part
    parts: Mapping[Name, Part]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Days:
    """One period's sums as (day, group); days without posts are zeros."""

    tops: Array
    bottoms: Array


Rows = Sequence[Mapping[str, Any]]
Units = tuple[str, Sequence[Any], Sequence[Any]]


def tables(now: Rows, before: Rows, by: str, id: str, units: Units) -> tuple[list[str | None], Days, Days]:
    """The groups' names, the largest first, and both periods' sums, `now` first. Rows hold a day (or week)
    and a value of `by` each, with `<id>__top` and `<id>__bottom`, or only `<id>` for what adds up. `units`
    names the column of time and says which days (or weeks) there are now, and then before."""
    size: dict[str | None, float] = {}
    for row in (*now, *before):
        top, bottom = _sums(row, id)
        size[row[by]] = size.get(row[by], 0.0) + (bottom or abs(top))
    order = sorted(size, key=lambda name: (-size[name], name is None, name or ""))
    names = order if len(order) <= MOST_GROUPS else [*order[: MOST_GROUPS - 1], OTHERS]
    place = {name: min(at, len(names) - 1) for at, name in enumerate(order)}
    column, here, then = units
    found = []
    for rows, days in ((now, here), (before, then)):
        at = {day: n for n, day in enumerate(days)}
        cells = [(at[row[column]], place[row[by]], *_sums(row, id)) for row in rows]
        found.append(_filled(cells, (len(days), len(names))))
    return names, found[0], found[1]


def _filled(cells: Sequence[tuple[int, int, float, float]], shape: tuple[int, int]) -> Days:
    found = Days(np.zeros(shape), np.zeros(shape))
    for day, group, top, bottom in cells:
        found.tops[day, group] += top
        found.bottoms[day, group] += bottom
    return found


def _sums(row: Mapping[str, Any], id: str) -> tuple[float, float]:
    if f"{id}__top" not in row:
        return float(row[id] or 0), 0.0
    top, bottom = row[f"{id}__top"], row[f"{id}__bottom"]
    return (float(top), float(bottom)) if top is not None and bottom else (0.0, 0.0)


def decompose(
    by: str, kind: Kind, names: Sequence[str | None], now: Days, before: Days, exact: bool = False
) -> Split | None:
    """The change from `before` to `now` in parts; None where a ratio has no denominator in one of them.
    `exact`: the sums are readings without a swing (followers), of one day each."""
    sums = [each.sum(axis=0)[None] for each in (before.tops, before.bottoms, now.tops, now.bottoms)]
    if kind == "ratio" and not (sums[1].any() and sums[3].any()):
        return None
    whole = Effects(kind, *sums)
    samples = [whole] if exact else _left_out(kind, sums, now, before)
    each = {name: _error([of.parts[name] for of in samples]) for name in whole.parts}
    together = {name: _error([total(of.parts[name]) for of in samples]) for name in whole.parts}
    return Split(
        by,
        kind,
        whole.before.item(),
        whole.now.item(),
        _part(whole.now - whole.before, _error([of.now - of.before for of in samples])),
        {name: _part(total(found), together[name]) for name, found in whole.parts.items()},
        _groups(names, whole, each),
    )


def _groups(
    names: Sequence[str | None], whole: Effects, errors: Mapping[Name, Array | None]
) -> tuple[Group, ...]:
    """The groups, each judged as one of as many looks as there are groups (Bonferroni)."""
    found = []
    told = [of for of in whole.parts if of != "volume" or whole.kind == "sum"]
    for at, name in enumerate(names):
        error = {of: None if each is None else each[at] for of, each in errors.items() if of in told}
        parts = {of: _part(whole.parts[of][0, at], error[of], len(names)) for of in told}
        shares, figures = ([of[0, at].item() for of in pair] for pair in (whole.shares, whole.figures))
        known = [None if math.isnan(figure) else figure for figure in figures]
        found.append(Group(name, parts, *shares, *known))
    return tuple(sorted(found, key=lambda group: -abs(group.value)))


def _left_out(kind: Kind, sums: Sequence[Array], now: Days, before: Days) -> list[Effects]:
    """The parts with each day left out, of the earlier period and of the later; none where days are few. The
    days that stay stand for all: a sum is scaled up to the number of days there were."""
    if min(len(now.tops), len(before.tops)) < FEWEST_DAYS:
        return []
    (tops0, bottoms0), (tops1, bottoms1) = (
        [(all_.sum(axis=0) - all_) * len(all_) / (len(all_) - 1) for all_ in (days.tops, days.bottoms)]
        for days in (before, now)
    )
    return [
        Effects(kind, tops0, bottoms0, sums[2], sums[3]),
        Effects(kind, sums[0], sums[1], tops1, bottoms1),
    ]


def _error(samples: Sequence[Array]) -> Array | None:
    """The standard errors over both periods' samples; None where there are none."""
    if not samples:
        return None
    variances = [(len(each) - 1) * each.var(axis=0) for each in samples]
    return np.sqrt(sum(variances))


def _part(of: Array, error: Array | None, looks: int = 1) -> Part:
    """A part of one value and one standard error."""
    value = of.item()
    if error is None or not np.isfinite(error).all():
        return Part(value, None, None, "unknown")
    half = NormalDist().inv_cdf(1 - ALPHA / 2 / looks) * error.item()
    verdict: Verdict = "noise" if abs(value) <= half else "up" if value > 0 else "down"
    return Part(value, value - half, value + half, verdict)


def first(splits: Sequence[Split]) -> Split:
    """The dimension that explains most: of those whose mix is beyond chance (after as many looks as there
    are dimensions) the one with the largest; else the one in which a single group stands out; else the
    first given."""
    moved = [split for split in splits if _told(split, "mix", len(splits))]
    if moved:
        return max(moved, key=lambda split: abs(split.parts["mix"].value))
    apart = [split for split in splits if any(p.sure for group in split.groups for p in group.parts.values())]
    return apart[0] if apart else splits[0]


def _told(split: Split, name: Name, looks: int) -> bool:
    part = split.parts.get(name)
    if part is None or part.low is None or part.high is None:
        return False
    error = (part.high - part.low) / 2 / NormalDist().inv_cdf(1 - ALPHA / 2)
    return abs(part.value) > NormalDist().inv_cdf(1 - ALPHA / 2 / looks) * error


def in_steps(values: Sequence[float], step: float) -> list[float]:
    """Values rounded to multiples of a step so that they add up to their rounded sum (largest remainders)."""
    exact = [value / step for value in values]
    whole = [math.floor(each) for each in exact]
    missing = round(math.fsum(exact)) - sum(whole)
    order = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in order[:missing]:
        whole[at] += 1
    return [each * step for each in whole]
