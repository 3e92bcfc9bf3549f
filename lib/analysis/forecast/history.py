"""What a forecast is made from: a figure at even steps in time, and what is known of its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np

from lib.model import QueryError, say

Array = np.ndarray
How = Literal["sum", "mean", "last"]

DAY, WEEK = 1, 7

LEAST = {DAY: 28, WEEK: 8}
"""Steps a model must have seen before its first trial: four weeks by day, eight by week."""


@dataclass(frozen=True)
class History:
    """A figure from `start` on, one value a step (`step` days: 1, or 7 from Monday to Sunday).

    `values` is NaN where the figure is not known; a ratio brings its denominators as `bottoms`. `low`
    and `high` are the bounds that no value can pass, None where there is none.
    """

    start: date
    values: Array
    bottoms: Array | None = None
    low: float | None = 0.0
    high: float | None = None
    step: int = DAY

    def __len__(self) -> int:
        return len(self.values)

    @property
    def season(self) -> int:
        """Steps after which the rhythm repeats: a week of days; weeks repeat the one before."""
        return 7 if self.step == DAY else 1

    @property
    def known(self) -> int:
        """How many of the values are known."""
        return int(np.isfinite(self.values).sum())

    def day(self, at: int) -> date:
        """The first day of a step; steps past the end are those to come."""
        return self.start + timedelta(at * self.step)

    def until(self, length: int) -> History:
        """The first steps, as if the rest had not happened yet."""
        bottoms = None if self.bottoms is None else self.bottoms[:length]
        return replace(self, values=self.values[:length], bottoms=bottoms)


@dataclass(frozen=True)
class Marks:
    """What else is known of the days: events (day → kind), and days from which the figure is counted
    otherwise. `country` is the one whose public holidays count, None for none."""

    events: tuple[tuple[date, str], ...] = ()
    breaks: tuple[date, ...] = ()
    country: str | None = "TW"

    def before(self, day: date) -> Marks:
        """What was known on the eve of a day. Events to come are left out: whether they were planned
        by then is not on record."""
        events = tuple(each for each in self.events if each[0] < day)
        return replace(self, events=events, breaks=tuple(each for each in self.breaks if each < day))


class TooShort(QueryError):
    """There is too little history. `have` and `need` count known days or weeks."""

    def __init__(self, have: int, need: int, step: int) -> None:
        self.have, self.need, self.missing, self._step = have, need, need - have, step
        counts = {"need": need, "have": have, "missing": self.missing}
        super().__init__(
            say("No forecast yet. Days with a figure: {have}; needed: {need}; missing: {missing}.", **counts)
            if step == DAY
            else say(
                "No forecast yet. Weeks with a figure: {have}; needed: {need}; missing: {missing}.", **counts
            )
        )

    def __reduce__(self) -> tuple[type, tuple[int, int, int]]:
        return type(self), (self.have, self.need, self._step)


def daily(
    values: Mapping[date, float | None],
    bottoms: Mapping[date, float | None] | None = None,
    *,
    missing: float = np.nan,
    low: float | None = 0.0,
    high: float | None = None,
) -> History:
    """A history of days from the first to the last known one. `missing` is the value of a day between
    that is not there: NaN (nobody knows), or 0 (nothing happened)."""
    known = [day for day, value in values.items() if value is not None and np.isfinite(value)]
    if not known:
        return History(date(1970, 1, 1), np.empty(0), low=low, high=high)
    first, last = min(known), max(known)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    weights = None if bottoms is None else _line(bottoms, days, 0.0)
    return History(first, _line(values, days, missing), weights, low, high)


def _line(values: Mapping[date, float | None], days: list[date], missing: float) -> Array:
    found = (values.get(day) for day in days)
    line = np.array([missing if value is None else float(value) for value in found])
    return np.where(np.isfinite(line), line, missing)


def weekly(history: History, how: How = "sum") -> History:
    """Whole weeks of a history of days. A ratio is that of its sums; else `how` says what a week is: the
    sum (not known when a day is not), the mean of its days, or the last of them."""
    ahead = -history.start.weekday() % 7
    weeks = max(0, (len(history) - ahead) // 7)
    days = history.values[ahead : ahead + 7 * weeks].reshape(weeks, 7)
    bottoms = None
    if history.bottoms is not None:
        weights = history.bottoms[ahead : ahead + 7 * weeks].reshape(weeks, 7)
        weights = np.where(np.isfinite(days), weights, 0.0)
        bottoms = weights.sum(axis=1)
        tops = np.where(weights > 0, days * weights, 0.0).sum(axis=1)
        values = np.divide(tops, bottoms, out=np.full(weeks, np.nan), where=bottoms > 0)
    else:
        values = _WEEKS[how](days)
    return replace(history, start=history.day(ahead), values=values, bottoms=bottoms, step=WEEK)


def _means(days: Array) -> Array:
    known = np.isfinite(days)
    count = known.sum(axis=1)
    sums = np.where(known, days, 0.0).sum(axis=1)
    return np.divide(sums, count, out=np.full(len(days), np.nan), where=count > 0)


def _lasts(days: Array) -> Array:
    known = np.isfinite(days)
    at = days.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(known.any(axis=1), days[np.arange(len(days)), at], np.nan)


_WEEKS = {"sum": lambda days: days.sum(axis=1), "mean": _means, "last": _lasts}


def needed(horizon: int, step: int) -> int:
    """Known steps without which a forecast of `horizon` steps has no trial: as many again as the
    horizon, and never fewer than `LEAST`, before the first."""
    return max(horizon, LEAST[step]) + horizon


def require(history: History, horizon: int) -> None:
    """Raises TooShort where a forecast of `horizon` steps could show no record."""
    need = needed(horizon, history.step)
    if history.known < need:
        raise TooShort(history.known, need, history.step)
