"""The demonstration's ribbon, and the one click that removes its data."""

from __future__ import annotations

import streamlit as st

from lib import demo
from lib.ui import filters, markup, mishap
from lib.ui.here import Here


def ribbon(here: Here) -> None:
    """Says plainly that the data is invented; one click removes it."""
    t = here.locale.t
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.html(markup.ribbon(t("Demonstration data: invented figures of an invented brand.")))
        if here.may("clear"):
            st.button(
                t("Remove it"),
                key="clear-demo",
                icon=":material/delete:",
                on_click=mishap.guarded(here, lambda: clear(here)),
            )


def clear(here: Here) -> None:
    """Removes the demonstration data for good."""
    here.require("clear")
    demo.clear(here.data.engine, here.person.id)
    filters.follow_data(here)
