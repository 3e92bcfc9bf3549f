"""Follows the days one by one as the watch would have, and tells the alarms it would have raised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from lib.analysis.watch import stages
from lib.analysis.watch.counts import Counts
from lib.analysis.watch.episodes import Alarm, Episodes, Said
from lib.analysis.watch.limits import LEVELS, LONGEST, SHORTEST
from lib.analysis.watch.stages import Kept, Stage
from lib.analysis.watch.statistic import evidence, pooled

State = Literal["normal", "early", "mild", "severe", "too little data"]

SILENT = 28
"""Days without enough comments for a judgement, after which the watch says it knows too little."""


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
        self._severe = np.zeros(len(history), bool)
        self._days: list[Judged] = []
        self._episodes = Episodes(history.day)
        self._stage: Stage | None = None

    def segment(self, anchor: int, end: int) -> None:
        """The days from an anchor until before the next."""
        self._episodes.close(anchor - 1)
        self._stage = None
        planned = list(stages.plan(self._history, anchor, end))
        if not planned:
            return
        self._episodes.quiet(planned[0][0])
        for (start, learnt), after in zip(planned, [*(s for s, _ in planned[1:]), end], strict=True):
            self._stage = stages.stage(
                self._history, anchor, start, learnt, self._severe, self._budget, self._kept
            )
            for at in range(start, min(after, end)):
                if self._n[at]:
                    self._judge(at, self._stage)

    def _judge(self, at: int, stage: Stage) -> None:
        n, negative, usual = self._n[at], self._negative[at], stage.baseline.usual
        error, episodes = float(usual.error(n)), self._episodes
        spike = float(negative / n - usual.share) / error
        said = Said(float(evidence(n, negative, usual)), spike, float(negative / n), usual.share)
        episodes.judge(at, said, stage.limits)
        limit = usual.share + stage.limits.spike[0] * error
        day = self._history.day(at)
        shown = (episodes.cusum, stage.limits.cusum[0], episodes.level)
        self._days.append(Judged(day, int(n), int(negative), usual.share, limit, *shown))
        if episodes.level == LEVELS[-1]:
            self._severe[self._history.at(episodes.alarms[-1].began) : at + 1] = True

    def result(self) -> Watch:
        """The watch after the last day."""
        waiting = int(self._history.n[self._judged_until() :].sum())
        state, since = self._state()
        return Watch(state, since, self._budget, self._days, self._episodes.alarms, self._stage, waiting)

    def _judged_until(self) -> int:
        judged = np.flatnonzero(self._n)
        return int(judged[-1]) + 1 if len(judged) else 0

    def _state(self) -> tuple[State, dt.date | None]:
        if not len(self._history):
            return "too little data", None
        until = self._judged_until()
        if self._stage is None:
            return "too little data", self._history.start
        if len(self._history) - until >= SILENT:
            return "too little data", self._history.day(until)
        if self._episodes.lasting:
            alarm = self._episodes.alarms[-1]
            return alarm.peak, alarm.reached[alarm.peak]  # type: ignore[return-value]
        return "normal", self._episodes.quiet_since
