"""Prophet as a candidate: public holidays, events and definition breaks as regressors; a rhythm only where
the history supports it. The app works without the library: `available` says whether it is there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.forecast.history import DAY, Array, History
from lib.analysis.forecast.train import Train
from lib.analysis.holidays import named

YEARLY_FROM = 730
"""Days of history from which on a yearly rhythm can be told from chance: each season seen twice."""

FEWEST_HOLIDAYS = 5
"""Holidays in the history under which their effect is not estimated."""

_LOUD = ("prophet", "prophet.plot", "prophet.models", "cmdstanpy")


def library() -> ModuleType | None:
    """The library, silenced; None where it cannot be imported."""
    for name in _LOUD:
        logging.getLogger(name).disabled = True
    try:
        import prophet
    except ImportError:
        return None
    return prophet


def available() -> bool:
    """Whether Prophet can be imported."""
    return library() is not None


def predict(train: Train, horizon: int, hint: dict[str, Any] | None = None) -> tuple[Array, dict[str, Any]]:
    """The next `horizon` steps on the scale, and where the fit ended: a later fit may start there."""
    prophet = library()
    if prophet is None:
        raise ImportError("prophet")
    from prophet.utilities import warm_start_params

    special = _special(train, horizon)
    model = prophet.Prophet(
        uncertainty_samples=0,
        daily_seasonality=False,
        weekly_seasonality=train.history.step == DAY and len(train.line) >= 14,
        yearly_seasonality=len(train.line) * train.history.step >= YEARLY_FROM,
        holidays=special if len(special) else None,
    )
    breaks = _breaks(train)
    for name in breaks:
        model.add_regressor(name)
    past = _frame(train.history, range(len(train.line)), breaks).assign(y=train.line).dropna()
    shape = _shape(model, past, special)
    warm = hint is not None and hint["shape"] == shape
    model.fit(past, **({"init": hint["start"]} if hint is not None and warm else {}))
    to_come = range(len(train.line), len(train.line) + horizon)
    line = model.predict(_frame(train.history, to_come, breaks))["yhat"].to_numpy()
    return line, {"start": warm_start_params(model), "shape": shape}


def _shape(model: Any, past: pd.DataFrame, special: pd.DataFrame) -> tuple:
    """What must be the same for a fit to start where another ended: the terms, and how many
    changepoints there are (fewer where the history is short)."""
    kinds = tuple(sorted(special["holiday"].unique()))
    changepoints = min(model.n_changepoints, int(model.changepoint_range * len(past)) - 1)
    rhythms = model.weekly_seasonality, model.yearly_seasonality
    return *rhythms, kinds, tuple(model.extra_regressors), changepoints


def _frame(history: History, steps: range, breaks: dict[str, date]) -> pd.DataFrame:
    days = [history.day(at) for at in steps]
    columns: dict[str, Any] = {"ds": pd.to_datetime(days)}
    return pd.DataFrame(
        columns | {name: [float(day >= since) for day in days] for name, since in breaks.items()}
    )


def _breaks(train: Train) -> dict[str, date]:
    """A step for each definition break that has known values on both sides."""
    known = np.flatnonzero(np.isfinite(train.line))
    first, last = train.history.day(int(known[0])), train.history.day(int(known[-1]))
    inside = sorted({day for day in train.marks.breaks if first < day <= last})
    return {f"break_{day:%Y%m%d}": day for day in inside}


def _special(train: Train, horizon: int) -> pd.DataFrame:
    """Holidays and events, on the step each falls into: `holiday`, `ds`."""
    history, end = train.history, train.history.day(len(train.line) + horizon)
    found = [*_holidays(train.marks.country, history.start, end), *train.marks.events]
    step = history.step
    rows = {(kind, (day - history.start).days // step) for day, kind in found if history.start <= day < end}
    seen = {kind for kind, at in rows if at < len(train.line) and np.isfinite(train.line[at])}
    kept = sorted((kind, at) for kind, at in rows if kind in seen and _enough(kind, rows, len(train.line)))
    days = pd.to_datetime([history.day(at) for _, at in kept])
    return pd.DataFrame({"holiday": [kind for kind, _ in kept], "ds": days})


def _enough(kind: str, rows: set[tuple[str, int]], length: int) -> bool:
    if kind not in (NEW_YEAR, HOLIDAY):
        return True
    return sum(each == kind and at < length for each, at in rows) >= FEWEST_HOLIDAYS


NEW_YEAR, HOLIDAY = "lunar new year", "public holiday"


def _holidays(country: str | None, first: date, end: date) -> list[tuple[date, str]]:
    """Public holidays in two groups, so that each effect has more than one day to be learnt from."""
    if country is None:
        return []
    years = (named(country, year) for year in range(first.year, end.year + 1))
    known = [each for year in years for each in year.items()]
    return [(day, NEW_YEAR if "Chinese New Year" in name else HOLIDAY) for day, name in known]


def plain(history: History, horizon: int) -> tuple[Array, Array, Array]:
    """Prophet with the library's own defaults on the values as they are: the yardstick. The next steps
    and their 80 % band."""
    prophet = library()
    if prophet is None:
        raise ImportError("prophet")
    days = [history.day(at) for at in range(len(history))]
    past = pd.DataFrame({"ds": pd.to_datetime(days), "y": history.values}).dropna()
    model = prophet.Prophet()
    with _repeatable():
        model.fit(past)
        to_come = [history.day(len(history)) + timedelta(n * history.step) for n in range(horizon)]
        found = model.predict(pd.DataFrame({"ds": pd.to_datetime(to_come)}))
    line, low, high = (found[name].to_numpy() for name in ("yhat", "yhat_lower", "yhat_upper"))
    return line, low, high


@contextmanager
def _repeatable() -> Iterator[None]:
    """The same band each time: Prophet draws from numpy's global generator."""
    state = np.random.get_state()
    np.random.seed(0)
    try:
        yield
    finally:
        np.random.set_state(state)
