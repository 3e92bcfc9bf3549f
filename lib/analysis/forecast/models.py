"""The candidates: each takes what may be seen and gives the next steps on the scale. ADD A MODEL here.

A model also gives a hint (what its search found) that a later fit on a longer history may start from;
it never sees a hint from a later one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lib.analysis.forecast import prophet
from lib.analysis.forecast.history import Array
from lib.analysis.forecast.train import Train
from lib.model import N_

logger = logging.getLogger(__name__)

RECENT = 400
"""The most steps that AutoETS and Theta look back: they follow the latest level anyhow."""

ABSURD = 1000
"""A line that rises beyond so many times all that was seen (on the scale), or is none, is no fit."""

Model = Callable[[Train, int, Any], tuple[Array, Any]]
Lines = Mapping[str, Array]


def naive(train: Train, horizon: int, hint: Any = None) -> tuple[Array, None]:
    """Repeats the last season: the week before, or for weeks the last one."""
    season = train.whole[-train.history.season :]
    return np.resize(season, horizon), None


def ets(train: Train, horizon: int, hint: str | None = None) -> tuple[Array, str | None]:
    """AutoETS: exponential smoothing, its form by AICc (Hyndman et al., 2002); with a hint, that form."""
    from statsforecast.models import AutoETS

    season = train.history.season
    form, damped = ("AZZ", None) if hint is None else (hint.replace("d", ""), "d" in hint)
    model = AutoETS(season_length=season, model=form, damped=damped).fit(train.whole[-RECENT:])
    line = np.asarray(model.predict(horizon)["mean"], float)
    return line, _form(model.model_.get("method"))


def _form(method: str | None) -> str | None:
    """The letters of "ETS(A,Ad,N)"; None for a line that never moves, which has no form."""
    return method and method.removeprefix("ETS(").removesuffix(")").replace(",", "")


def theta(train: Train, horizon: int, hint: Any = None) -> tuple[Array, None]:
    """The Dynamic Optimised Theta Model (Fiorucci et al., International Journal of Forecasting 32, 2016)."""
    from statsforecast.models import DynamicOptimizedTheta

    model = DynamicOptimizedTheta(season_length=train.history.season)
    return np.asarray(model.forecast(train.whole[-RECENT:], horizon)["mean"], float), None


BASE: dict[str, Model] = {"naive": naive, "prophet": prophet.predict, "ets": ets, "theta": theta}

COMBINED = {"mean": ("prophet", "ets"), "median": ("naive", "prophet", "ets", "theta")}
"""Combinations of base models, by the median of their lines (of two, their mean; of four, the mean of
the middle two: Petropoulos & Svetunkov, International Journal of Forecasting 36, 2020)."""

NAMES = {
    "naive": N_("Repeating last week"),
    "prophet": N_("Prophet"),
    "ets": N_("AutoETS"),
    "theta": N_("Theta"),
    "mean": N_("Mean of Prophet and AutoETS"),
    "median": N_("Median of the models"),
}
"""What people call the models."""


def lines(train: Train, horizon: int, hints: dict[str, Any] | None = None) -> Lines:
    """Every candidate's next steps on the scale. A model that cannot be imported or finds no fit is left
    out; what was found is put into `hints`, where given, for the next time."""
    found: dict[str, Array] = {}
    for name, model in BASE.items():
        try:
            with np.errstate(all="ignore"):
                line, hint = model(train, horizon, (hints or {}).get(name))
        except ImportError:
            continue
        except Exception as error:  # what a library raises where it finds no fit is of no one kind
            logger.warning("%s finds no fit: %s", name, error)
            continue
        if np.abs(line).max() <= ABSURD * (1 + np.nanmax(np.abs(train.line))):
            found[name] = line
            if hints is not None:
                hints[name] = hint
    return combined(found)


def combined(found: dict[str, Array]) -> Lines:
    """The base models with their combinations; the median of four still stands on three."""
    mixed: dict[str, Array] = {}
    for name, parts in COMBINED.items():
        there = [found[each] for each in parts if each in found]
        if len(there) >= min(3, len(parts)):
            mixed[name] = np.median(there, axis=0)
    return found | mixed
