"""The forecaster of this process, one a database, and what a page says while it is at work."""

from __future__ import annotations

from functools import partial
from threading import Lock

import streamlit as st

from lib import kept_forecasts
from lib.clock import now
from lib.forecast_view import Asked
from lib.forecaster import Forecaster
from lib.metrics import run
from lib.settings import Settings
from lib.ui import markup, services
from lib.ui.here import Here

POLL = 2.0
"""Seconds between two looks whether a forecast that somebody waits for is there."""

_forecasters: dict[str, Forecaster] = {}
_lock = Lock()


def forecaster(settings: Settings) -> Forecaster:
    """The forecaster; it works once the server has started it."""
    with _lock:
        if settings.database_url not in _forecasters:
            _forecasters[settings.database_url] = Forecaster(settings, partial(services.store, settings))
        return _forecasters[settings.database_url]


def stop(settings: Settings) -> None:
    """Ends it; the next use makes another."""
    with _lock:
        found = _forecasters.pop(settings.database_url, None)
    if found is not None:
        found.stop()


def current(here: Here, asked: Asked) -> bool:
    """Whether a view's forecast is worked out for the newest data."""
    live = here.data.live is not None
    return kept_forecasts.is_current(here.data.engine, asked, here.data.version, here.now, live)


def await_(here: Here, asked: Asked, there: bool) -> None:
    """Has a view's forecast worked out, says so, and draws the page anew when it is there. `there`: an
    older one is shown meanwhile."""
    forecaster(here.settings).ask(asked)
    _waiting(here, asked, there)


@st.fragment(run_every=POLL)
def _waiting(here: Here, asked: Asked, there: bool) -> None:
    engine, live = here.data.engine, here.data.live is not None
    if kept_forecasts.is_current(engine, asked, run.data_version(engine), now(), live):
        st.rerun(scope="app")
    t = here.locale.t
    said = (
        t("A forecast from the newest data is being worked out; it replaces this one by itself.")
        if there
        else t("The forecast is being worked out; it appears here by itself, in a few seconds as a rule.")
    )
    st.html(markup.quiet(said))
