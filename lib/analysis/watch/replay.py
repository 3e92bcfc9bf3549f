"""Follows the days one by one as the watch would have, and tells the alarms it would have raised.

A distinct alarm lasts from the day whose comments trigger it until there is as much evidence that the
share is back as an early alarm needs; what happens meanwhile can raise its level but is no new alarm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np

from lib.analysis.watch import stages
from lib.analysis.watch.counts import Counts
from lib.analysis.watch.limits import LEVELS, LONGEST, SHORTEST
from lib.analysis.watch.stages import Kept, Stage
from lib.analysis.watch.statistic import evidence, pooled

State = Literal["normal", "early", "mild", "severe", "too little data"]

SILENT = 28
"""Days without enough comments for a judgement, after which the watch says it knows too little."""


@dataclass(frozen=True)
class Alarm:
    """A distinct alarm. `date` and `level` are what was known on the day it was raised, `share` that
    day's; `began` is where the evidence starts to add up (Page's estimate of the change), `reached` the day
    each level was first reached, `until` its last day, None while it lasts."""

    date: dt.date
    level: str
    share: float
    usual: float
    began: dt.date
    reached: dict[str, dt.date]
    until: dt.date | None = None

    @property
    def peak(self) -> str:
        """The highest level reached."""
        return max(self.reached, key=LEVELS.index)


@dataclass(frozen=True)
class Judged:
    """A day that was judged: its comments (with those of days before it that were too few), the share,
    the usual share, the limit of a single day, the CUSUM and its limit, the level in force."""

    day: date
    n: int
    negative: int
    usual: float
    limit: float
    cusum: float
    cusum_limit: float
    level: str = ""

    @property
    def share(self) -> float:
        """Negative comments among those judged."""
        return self.negative / self.n


@dataclass(frozen=True)
class Watch:
    """The watch at the end of a series. `stage` is what holds now, None before the first baseline;
    `waiting` counts the comments of the newest days that are too few to be judged yet."""

    state: State
    since: date | None
    budget: float
    days: list[Judged] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    stage: Stage | None = None
    waiting: int = 0

    @property
    def last(self) -> Judged | None:
        """The newest day judged."""
        return self.days[-1] if self.days else None


def watch(history: Counts, budget: float, anchors: Sequence[date] = (), kept: Kept | None = None) -> Watch:
    """Replays a series. `budget`: at most one false alarm in so many days on average; `anchors`: days
    from which a person, or a break in how sentiment is measured, has the usual learnt anew.

    Raises ValueError for a budget that cannot be kept.
    """
    if not SHORTEST <= budget <= LONGEST:
        raise ValueError(f"a budget is {SHORTEST} to {LONGEST} days")
    follow = _Follow(history, budget, {} if kept is None else kept)
    places = sorted({0, *(at for each in anchors if 0 < (at := history.at(each)) < len(history))})
    for anchor, end in zip(places, [*places[1:], len(history)], strict=True):
        follow.segment(anchor, end)
    return follow.result()


class _Follow:
    """The state of the watch as it goes from day to day."""

    def __init__(self, history: Counts, budget: float, kept: Kept) -> None:
        self._history, self._budget, self._kept = history, budget, kept
        self._n, self._negative = (each[0] for each in pooled(history.n[None], history.negative[None]))
        self._alarmed = np.zeros(len(history), bool)
        self._days: list[Judged] = []
        self._alarms: list[Alarm] = []
        self._stage: Stage | None = None
        self._quiet_since: date | None = None
        self._restart(0)

    def _restart(self, at: int) -> None:
        self._cusum, self._top, self._zero = 0.0, 0.0, at

    def segment(self, anchor: int, end: int) -> None:
        """The days from an anchor until before the next."""
        self._close(anchor - 1)
        self._restart(anchor)
        self._stage = None
        planned = list(stages.plan(self._history, anchor, end))
        if not planned:
            return
        for (start, learnt), after in zip(planned, [*(s for s, _ in planned[1:]), end], strict=True):
            self._stage = stages.stage(
                self._history, anchor, start, learnt, self._alarmed, self._budget, self._kept
            )
            if start == planned[0][0]:
                self._restart(start)
                self._quiet_since = self._history.day(start)
            for at in range(start, min(after, end)):
                if self._n[at]:
                    self._judge(at, self._stage)

    def _judge(self, at: int, stage: Stage) -> None:
        n, negative, usual = self._n[at], self._negative[at], stage.baseline.usual
        error, limits = float(usual.error(n)), stage.limits
        spike = (negative / n - usual.share) / error
        step = float(evidence(n, negative, usual))
        self._cusum = float(np.clip(self._cusum + step, 0, limits.cusum[-1]))
        level = limits.level(self._cusum, spike)
        self._alarm(at, level, step, stage)
        self._days.append(
            Judged(
                self._history.day(at),
                int(n),
                int(negative),
                usual.share,
                usual.share + limits.spike[0] * error,
                self._cusum,
                limits.cusum[0],
                self._alarms[-1].peak if self._lasting else "",
            )
        )

    @property
    def _lasting(self) -> bool:
        return bool(self._alarms) and self._alarms[-1].until is None

    def _alarm(self, at: int, level: int, step: float, stage: Stage) -> None:
        """Raises an alarm, raises its level, or ends it."""
        if not self._lasting:
            if not level:
                self._zero = at + 1 if self._cusum == 0 else self._zero
                return
            self._raise(at, level, stage)
        elif level and LEVELS[level - 1] not in self._alarms[-1].reached:
            self._reach(at, level)
        self._top = max(self._top, self._cusum)
        back = self._cusum == 0 or self._top - self._cusum >= stage.limits.cusum[0]
        if back and not level and step < 0:
            self._close(at)
            self._restart(at + 1)
            self._quiet_since = self._history.day(at)
        elif self._lasting and self._alarms[-1].peak == LEVELS[-1]:
            self._alarmed[self._history.at(self._alarms[-1].began) : at + 1] = True

    def _raise(self, at: int, level: int, stage: Stage) -> None:
        day, share = self._history.day(at), float(self._negative[at] / self._n[at])
        began = self._history.day(min(self._zero, at))
        self._top = 0.0
        self._alarms.append(
            Alarm(day, LEVELS[level - 1], share, stage.baseline.usual.share, began, {LEVELS[level - 1]: day})
        )

    def _reach(self, at: int, level: int) -> None:
        last = self._alarms[-1]
        if level - 1 > LEVELS.index(last.peak):
            reached = {**last.reached, LEVELS[level - 1]: self._history.day(at)}
            self._alarms[-1] = replace(last, reached=reached)

    def _close(self, at: int) -> None:
        if self._lasting:
            self._alarms[-1] = replace(self._alarms[-1], until=self._history.day(at))

    def result(self) -> Watch:
        """The watch after the last day."""
        waiting = int(self._history.n[self._judged_until() :].sum()) if len(self._history) else 0
        state, since = self._state()
        return Watch(state, since, self._budget, self._days, self._alarms, self._stage, waiting)

    def _judged_until(self) -> int:
        judged = np.flatnonzero(self._n)
        return int(judged[-1]) + 1 if len(judged) else 0

    def _state(self) -> tuple[State, date | None]:
        if not len(self._history):
            return "too little data", None
        if self._lasting:
            alarm = self._alarms[-1]
            return alarm.peak, alarm.reached[alarm.peak]  # type: ignore[return-value]
        until = self._judged_until()
        if self._stage is None or len(self._history) - until >= SILENT:
            return "too little data", self._history.day(
                min(until, len(self._history) - 1) if self._stage else 0
            )
        return "normal", self._quiet_since
