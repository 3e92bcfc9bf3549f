"""The demonstration's ribbon, and the one click that removes its data."""

from __future__ import annotations

import streamlit as st

from lib.store import write
from lib.ui import html
from lib.ui.here import Here


def ribbon(here: Here) -> None:
    """Says plainly that the data is invented; one click removes it."""
    t = here.locale.t
    text, button = st.columns([5, 1], vertical_alignment="center")
    with text:
        st.html(html.ribbon(t("Demonstration data: invented figures of an invented brand.")))
    with button:
        st.button(
            t("Remove it"),
            key="clear-demo",
            icon=":material/delete:",
            width="stretch",
            on_click=lambda: clear(here),
        )


def clear(here: Here) -> None:
    """Removes the demonstration data for good."""
    write.forget(here.data.engine, "demo", here.now, "local")
