"""The normal equations of all posts, put together from cross-tables of pairs of factors.

A linear model in categorical factors needs no more of the data than Σw, Σwy of each level, Σw of each
pair of levels and Σwy² of all. From them what the slots had beyond the covariates follows (Frisch,
Waugh & Lovell): with slots Z, covariates X and weights W, r = Z'W(y − Xb) and
S = Z'WZ − Z'WX(X'WX)⁻X'WZ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lib.analysis.posting_time.coding import FEWEST
from lib.metrics.slots import AGES, FACTORS, PAIRS, Coding, pair_number

CELLS = 168
"""Slots of a week: (weekday − 1) × 24 + hour."""

POSTS_A_KNOT, MOST_KNOTS = 60, 12
"""How many posts a bend of the line through time needs, and the most bends."""

TINY = 1e-9
"""Eigenvalues below this share of the largest are none."""

Rows = Sequence[Mapping[str, Any]]
Array = np.ndarray


@dataclass(frozen=True)
class Equations:
    """What the slots had beyond the covariates. `cells` are those with posts, `n` their posts; `score`
    is r and `information` S of the module's text; `rest` the squared deviations around the covariates
    and `free` how many degrees of freedom they have."""

    cells: Array
    n: Array
    score: Array
    information: Array
    rest: float
    free: int


@dataclass(frozen=True)
class _Sums:
    """Over all levels of all factors: `w` (level, level), `wy` and `n` (level); Σwy² of all."""

    w: Array
    wy: Array
    n: Array
    wyy: float
    starts: Mapping[str, int]
    levels: Mapping[str, Sequence[Any]]

    def of(self, factor: str) -> slice:
        """The places of a factor's levels."""
        return slice(self.starts[factor], self.starts[factor] + len(self.levels[factor]))


def equations(rows: Rows, coding: Coding) -> Equations:
    """The equations of rows of `slots.tables` that were asked for with this coding."""
    sums = _sums(rows)
    design = _design(sums, coding)
    w_x = sums.w @ design
    inner, scored = design.T @ w_x, design.T @ sums.wy
    inverse, rank = _inverse(inner)
    cells = np.array([_cell(value) for value in sums.levels["cell"]])
    z = sums.of("cell")
    crossed = w_x[z] @ inverse
    score = sums.wy[z] - crossed @ scored
    information = sums.w[z, z] - crossed @ w_x[z].T
    rest = sums.wyy - scored @ inverse @ scored
    n = sums.n[z]
    return Equations(cells, n, score, (information + information.T) / 2, float(rest), int(n.sum()) - rank)


def _cell(value: int) -> int:
    """Weekday × 24 + hour, as the database has it, counted from Monday 0 o'clock."""
    return int(value) - 24


def _sums(rows: Rows) -> _Sums:
    levels = {name: sorted({row[name] for row in rows if row[name] is not None}) for name in FACTORS}
    starts, size = {}, 0
    for name in FACTORS:
        starts[name], size = size, size + len(levels[name])
    places = {name: {value: starts[name] + at for at, value in enumerate(levels[name])} for name in FACTORS}
    w, wy, n, wyy = np.zeros((size, size)), np.zeros(size), np.zeros(size), 0.0
    by_pair = {pair_number(pair): pair for pair in PAIRS}
    # Each factor's own sums are read from one of its pairs; the last is the first of none but one.
    leading = {pair: {name for name in pair if _first(name) == pair} for pair in PAIRS}
    for row in rows:
        pair = by_pair[row["pair"]]
        one, other = (places[name][row[name]] for name in pair)
        w[one, other] += row["w"]
        w[other, one] += row["w"]
        for name in leading[pair]:
            at = places[name][row[name]]
            w[at, at] += row["w"]
            wy[at] += row["wy"]
            n[at] += row["n"]
        wyy += row["wyy"] if pair == PAIRS[0] else 0.0
    return _Sums(w, wy, n, wyy, starts, levels)


def _first(name: str) -> tuple[str, str]:
    return next(pair for pair in PAIRS if name in pair)


def _design(sums: _Sums, coding: Coding) -> Array:
    """(level, column): the covariates' columns as sums of levels; their rank tells what is redundant."""
    columns = [*_classes(sums, coding), *_own(sums, "account"), *_own(sums, "topic")]
    columns += [*_flags(sums), *_time(sums)]
    made = np.zeros((len(sums.n), 1 + len(columns)))
    made[sums.of("cell"), 0] = 1.0
    for at, (factor, values) in enumerate(columns, 1):
        made[sums.of(factor), at] = values
    return made


Columns = list[tuple[str, Array]]


def _classes(sums: _Sums, coding: Coding) -> Columns:
    """Each content type of each platform, and each size of post."""
    known = [coding.classes[number] for number in sums.levels["class"]]
    return [
        *_grouped(sums, "class", [(each.platform, each.content_type) for each in known]),
        *_grouped(sums, "class", [each.size for each in known]),
    ]


def _own(sums: _Sums, factor: str) -> Columns:
    return _grouped(sums, factor, list(sums.levels[factor]))


def _flags(sums: _Sums) -> Columns:
    """Paid or not, on an event's day or not, and the classes of age, a rare one with the next older."""
    numbers = [int(value) for value in sums.levels["flags"]]
    ages = [number // 4 for number in numbers]
    posts = sums.n[sums.of("flags")]
    for age in range(len(AGES) - 1):
        if posts[[at == age for at in ages]].sum() < FEWEST:
            ages = [age + 1 if at == age else at for at in ages]
    return [
        *_grouped(sums, "flags", [number & 1 for number in numbers]),
        *_grouped(sums, "flags", [number & 2 for number in numbers]),
        *_grouped(sums, "flags", ages),
    ]


def _grouped(sums: _Sums, factor: str, groups: Sequence[Any]) -> Columns:
    """A column for each group of levels but the most frequent, where it has posts enough."""
    posts = sums.n[sums.of(factor)]
    members = {group: np.array([each == group for each in groups]) for group in dict.fromkeys(groups)}
    order = sorted(members, key=lambda group: -posts[members[group]].sum())
    kept = [group for group in order[1:] if posts[members[group]].sum() >= FEWEST]
    return [(factor, members[group].astype(float)) for group in kept]


def _time(sums: _Sums) -> Columns:
    """A bent line through time: it rises from one knot to the next, knots with as many posts between."""
    posts = sums.n[sums.of("bucket")]
    days = np.array([day.toordinal() for day in sums.levels["bucket"]], float)
    count = int(np.clip(posts.sum() // POSTS_A_KNOT, 1, MOST_KNOTS))
    if len(days) < 2:
        return []
    share = np.cumsum(posts) / posts.sum()
    knots = np.unique([days[0], *np.interp(np.arange(1, count + 1) / count, share, days)])
    heights = np.eye(len(knots))[1:]
    return [("bucket", np.interp(days, knots, height)) for height in heights]


def _inverse(inner: Array) -> tuple[Array, int]:
    """A generalised inverse and the rank, found on columns of one length."""
    scale = np.sqrt(np.maximum(np.diag(inner), TINY))
    values, vectors = np.linalg.eigh(inner / np.outer(scale, scale))
    kept = values > TINY * max(values[-1], TINY)
    basis = vectors[:, kept] / scale[:, None]
    return (basis / values[kept]) @ basis.T, int(kept.sum())
