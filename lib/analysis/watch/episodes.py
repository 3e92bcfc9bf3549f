"""Distinct alarms: raised, growing, over.

An alarm lasts from the day that triggers it until there is as much evidence that all is as usual again
as an early alarm needs; what happens meanwhile can raise its level but is no new alarm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lib.analysis.watch.limits import LEVELS, Limits


@dataclass(frozen=True)
class Alarm:
    """A distinct alarm. `date` and `level` are what was known on the day it was raised, `share` that
    day's (of a watch over volume its number). `began` is where the evidence starts to add up (Page's
    estimate of the change), `reached` the day each level was first reached, `until` its last day, None
    while it lasts."""

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
class Said:
    """What the charts say of a day: the CUSUM's step in nats, the spike in standard errors, the value shown
    and the usual one."""

    step: float
    spike: float
    value: float
    usual: float


class Episodes:
    """Follows the charts from day to day; days are places in a series, `day` gives their dates."""

    def __init__(self, day: Callable[[int], dt.date]) -> None:
        self._day = day
        self.alarms: list[Alarm] = []
        self.quiet_since: dt.date | None = None
        self.restart(0)

    def restart(self, at: int) -> None:
        """The CUSUM begins again at zero."""
        self.cusum, self._top, self._zero = 0.0, 0.0, at

    def quiet(self, at: int) -> None:
        """The watch begins, or begins again."""
        self.restart(at)
        self.quiet_since = self._day(at)

    def close(self, at: int) -> None:
        """Ends the alarm that lasts, if one does."""
        if self.lasting:
            self.alarms[-1] = replace(self.alarms[-1], until=self._day(at))

    @property
    def lasting(self) -> bool:
        """Whether an alarm lasts."""
        return bool(self.alarms) and self.alarms[-1].until is None

    @property
    def level(self) -> str:
        """The level in force, empty for none."""
        return self.alarms[-1].peak if self.lasting else ""

    def judge(self, at: int, said: Said, limits: Limits) -> None:
        """Takes in a day: raises an alarm, raises its level, or ends it."""
        self.cusum = float(np.clip(self.cusum + said.step, 0, limits.cusum[-1]))
        level = limits.level(self.cusum, said.spike)
        if not self.lasting:
            if not level:
                self._zero = at + 1 if self.cusum == 0 else self._zero
                return
            self._raise(at, level, said)
        elif level > LEVELS.index(self.alarms[-1].peak) + 1:
            reached = {**self.alarms[-1].reached, LEVELS[level - 1]: self._day(at)}
            self.alarms[-1] = replace(self.alarms[-1], reached=reached)
        self._top = max(self._top, self.cusum)
        back = self.cusum == 0 or self._top - self.cusum >= limits.cusum[0]
        if back and not level and said.step < 0:
            self.close(at)
            self.restart(at + 1)
            self.quiet_since = self._day(at)

    def _raise(self, at: int, level: int, said: Said) -> None:
        began, day, name = self._day(min(self._zero, at)), self._day(at), LEVELS[level - 1]
        self._top = 0.0
        self.alarms.append(Alarm(day, name, said.value, said.usual, began, {name: day}))
