"""What a model may see: a history up to a moment, on its scale; and whole, for models that bear no gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.analysis.forecast import ratios, scale
from lib.analysis.forecast.history import Array, History, Marks

AROUND = {1: 28, 7: 8}
"""Steps on each side of a definition break whose means are laid against each other."""

LONGEST_GAP = {1: 28, 7: 4}
"""Steps without a figure after which the time before is another story for models that bear no gap."""


@dataclass(frozen=True)
class Train:
    """`line` is on the scale, NaN where not known; `whole` has no gaps, one definition, and its most
    recent part only where a long gap lies before it."""

    history: History
    marks: Marks
    line: Array
    whole: Array


def train(history: History, marks: Marks) -> Train:
    """What is learnt from a history at its end, and what is planned for the time after it."""
    line = scale.of(history).there(ratios.steadied(history))
    return Train(history, marks, line, _recent(history, _spliced(history, marks, line)))


def _spliced(history: History, marks: Marks, line: Array) -> Array:
    """The line with what lies before each break moved to the level after it."""
    line = line.copy()
    for day in marks.breaks:
        at = -((history.start - day).days // history.step)
        around = AROUND[history.step]
        after, before = line[max(at, 0) : max(at, 0) + around], line[max(0, at - around) : max(at, 0)]
        if np.isfinite(after).any() and np.isfinite(before).any():
            line[:at] += np.nanmean(after) - np.nanmean(before)
    return line


def _recent(history: History, line: Array) -> Array:
    """The line after its last long gap, with short gaps filled by the season before, else after."""
    known = np.flatnonzero(np.isfinite(line))
    long = np.flatnonzero(np.diff(known) > LONGEST_GAP[history.step])
    first = known[long[-1] + 1] if long.size else known[0]
    enough = len(known) - np.searchsorted(known, first) >= 2 * history.season
    line = line[first if enough else known[0] : known[-1] + 1].copy()
    for order in (range(history.season, len(line)), range(len(line) - history.season - 1, -1, -1)):
        step = history.season * (1 if order.step > 0 else -1)
        for at in order:
            if np.isnan(line[at]):
                line[at] = line[at - step]
    return _level(line)


def _level(line: Array) -> Array:
    """The line with what no season could fill drawn straight between its neighbours."""
    at = np.arange(len(line))
    known = np.isfinite(line)
    return np.interp(at, at[known], line[known])
