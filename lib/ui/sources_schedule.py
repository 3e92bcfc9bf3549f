"""The schedule of this process: one a database, shared by the server and every page."""

from __future__ import annotations

from functools import partial
from threading import Lock

import streamlit as st

from lib.schedule import Schedule
from lib.settings import Settings
from lib.ui import services

_schedules: dict[str, Schedule] = {}
_lock = Lock()
_AWAITED = "source-awaited"


def schedule(settings: Settings) -> Schedule:
    """The schedule; it looks for what is due once the server has started it."""
    with _lock:
        if settings.database_url not in _schedules:
            _schedules[settings.database_url] = Schedule(settings, partial(services.store, settings))
        return _schedules[settings.database_url]


def read(settings: Settings, id: str, who: str) -> None:
    """Reads a source at once, off this page's thread; the page is drawn anew when that is done."""
    schedule(settings).ask(id, who)
    st.session_state[_AWAITED] = True


def awaited() -> bool:
    """Whether this visitor asked for a source whose end was not seen yet."""
    return bool(st.session_state.get(_AWAITED))


def seen() -> None:
    """The end was seen."""
    st.session_state.pop(_AWAITED, None)


def stop(settings: Settings) -> None:
    """Ends it; the next use makes another."""
    with _lock:
        found = _schedules.pop(settings.database_url, None)
    if found is not None:
        found.stop()
