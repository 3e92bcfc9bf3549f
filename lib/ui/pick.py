"""Choosing a day on a time chart, to pin a note there: the chart listens while somebody wants that, and the
form of the note opens with the day in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from lib.charts import picking
from lib.charts.figure import Figure
from lib.ui import markup
from lib.ui.here import Here

FORM = "note-add"
DAY = "note-day"
_LISTENS = "note-pick"
_ROUND = "note-pick-round"
_BUTTON = "note-pick-turn"


def under_way(here: Here) -> bool:
    """Whether charts listen for a day: their points open nothing meanwhile."""
    return bool(st.session_state.get(_LISTENS)) and allowed(here)


def allowed(here: Here) -> bool:
    """Whether the visitor may pin notes here; none in a view of an earlier version."""
    return here.may("note") and here.view.as_of is None


def button(here: Here) -> None:
    """The way to it and back."""
    t = here.locale.t
    if not under_way(here):
        st.button(t("Choose the day on the chart"), icon=":material/ads_click:", key=_BUTTON, on_click=_turn)
        return
    st.button(t("Cancel"), icon=":material/close:", key=_BUTTON, on_click=_turn)


def _turn() -> None:
    st.session_state[_LISTENS] = not st.session_state.get(_LISTENS, False)
    # A chart keeps what was chosen on it: the next time it is another chart.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def chart(here: Here, key: str, drawn: Figure, spec: dict[str, Any]) -> None:
    """The chart while it listens."""
    shown = picking.listening(spec, drawn.days, here.palette.accent, here.locale)
    asked = f"{key}-pick-{st.session_state.get(_ROUND, 0)}"
    st.html(markup.quiet(here.locale.t("Click a day on the chart: a note for it opens.")))
    st.vega_lite_chart(
        shown,
        theme=None,
        width="stretch",
        key=asked,
        alt=drawn.finding,
        on_select=lambda: _chosen(asked),
        selection_mode=picking.CHOSEN,
    )


def _chosen(asked: str) -> None:
    found = st.session_state[asked].selection.get(picking.CHOSEN) or []
    for each in found[:1]:
        st.session_state[DAY] = date.fromisoformat(each[picking.DAY])
        st.session_state[FORM] = True
        _turn()
