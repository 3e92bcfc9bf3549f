"""The chance of reaching a goal as a page asks for it: from the forecast that is kept, never waited for."""

from __future__ import annotations

import streamlit as st

from lib import goals, kept_forecasts
from lib.forecast_view import Asked
from lib.goals import Chance, Stood
from lib.ui import forecasting, markup
from lib.ui.cached import keep
from lib.ui.here import Here


def of(here: Here, stood: Stood) -> Chance | None:
    """A goal's chance; None while its forecast is being worked out."""
    view = _view(here, stood)
    known = goals.settled(stood, view)
    if known is not None or view is None:
        return known
    if not forecasting.current(here, view):
        return None
    return keep(here.data, f"chance {view.id} {stood.standing}", lambda: _from_kept(here, stood, view))


def _view(here: Here, stood: Stood) -> Asked | None:
    return goals.view(stood, goals.asked(stood.standing.goal, here.data.scope, here.view.as_of))


def _from_kept(here: Here, stood: Stood, view: Asked) -> Chance:
    found = kept_forecasts.standing(here.data.engine, view, here.data.version)
    return goals.chance(stood, None if found is None else found.published)


def ask(here: Here, stood: Stood) -> None:
    """Has a goal's forecast worked out."""
    view = _view(here, stood)
    if view is not None:
        forecasting.forecaster(here.settings).ask(view)


def await_(here: Here, waiting: list[Stood]) -> None:
    """Has the forecasts worked out, says so, and draws the page anew when they are there."""
    for each in waiting:
        ask(here, each)
    _waiting(here, [view for each in waiting if (view := _view(here, each)) is not None])


@st.fragment(run_every=forecasting.POLL)
def _waiting(here: Here, views: list[Asked]) -> None:
    if all(forecasting.current(here, view) for view in views):
        st.rerun(scope="app")
    st.html(markup.quiet(here.locale.t("The chances are being worked out; they appear here by themselves.")))
