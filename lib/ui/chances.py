"""The chance of reaching a goal as a page asks for it: from the forecast that is kept, never waited for."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib import goals, kept_forecasts
from lib.forecast_view import HORIZONS, Asked
from lib.goals import Chance, Stood
from lib.kept_forecasts import Stored
from lib.ui import forecasting, markup
from lib.ui.cached import keep
from lib.ui.here import Here


def of(here: Here, stood: Stood) -> Chance | None:
    """A goal's chance by the forecast that is kept, the older one until a newer is there; None while the
    first is being worked out."""
    view = _view(here, stood)
    known = goals.settled(stood, view)
    if known is not None or view is None:
        return known
    current = forecasting.current(here, view)
    kept = _kept(here, view, current)
    if kept is None:
        return goals.chance(stood, None) if current else None
    key = f"chance {kept.data_version} {kept.made_at} {stood.standing}"
    found = keep(here.data, key, lambda: goals.chance(stood, kept.published))
    if found.probability is None and not current:
        return None
    return replace(found, made_at=kept.made_at, current=current)


def _view(here: Here, stood: Stood) -> Asked | None:
    return goals.view(stood, goals.asked(stood.standing.goal, here.data.scope, here.view.as_of))


def _kept(here: Here, view: Asked, current: bool) -> Stored | None:
    """The forecast of a view; where it is not of the newest data, else one that goes further ahead: the
    shorter was perhaps never asked for."""
    horizons = (view.horizon,) if current else (each for each in HORIZONS if each >= view.horizon)
    every = (replace(view, horizon=each) for each in horizons)
    stored = (kept_forecasts.standing(here.data.engine, each, here.data.version) for each in every)
    return next((each for each in stored if each is not None), None)


def ask(here: Here, stood: Stood) -> None:
    """Has a goal's forecast worked out."""
    view = _view(here, stood)
    if view is not None:
        forecasting.forecaster(here.settings).ask(view)


def await_(here: Here, waiting: list[Stood], there: bool) -> None:
    """Has the forecasts worked out, says so, and draws the page anew when they are there. `there`: older
    ones are shown meanwhile."""
    for each in waiting:
        ask(here, each)
    _waiting(here, [view for each in waiting if (view := _view(here, each)) is not None], there)


@st.fragment(run_every=forecasting.POLL)
def _waiting(here: Here, views: list[Asked], there: bool) -> None:
    t = here.locale.t
    if all(forecasting.current(here, view) for view in views):
        st.rerun(scope="app")
    said = (
        t("The chances are being worked out from the newest data; they replace these by themselves.")
        if there
        else t("The chances are being worked out; they appear here by themselves.")
    )
    st.html(markup.quiet(said))
