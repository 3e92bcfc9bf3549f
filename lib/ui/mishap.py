"""What could not be done at a click, or failed beside the parts of a page: said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.model import N_, PulseError
from lib.settings import load
from lib.ui import link, markup
from lib.ui.here import Here

_REFUSED = "refused"
FAILED = N_("This page could not be drawn. Load it anew; the reason is in the server's log.")


def guarded(here: Here, do: Callable[..., object]) -> Callable[..., None]:
    """A callback that does it; why it was refused, if it was, stands above the page that is drawn next. A
    refusal that leaves a callback would leave the page undrawn."""

    def clicked(*given: object) -> None:
        try:
            do(*given)
        except PulseError as error:
            st.session_state[_REFUSED] = here.locale.say(error.message)

    return clicked


def tell() -> None:
    """What was refused at the last click."""
    words = st.session_state.pop(_REFUSED, None)
    if words:
        st.html(markup.notice(words, "bad"))


def shown(error: Exception) -> bool:
    """Says what no part of a page has caught, in place of Streamlit's English box; the log has the reason."""
    speech = link.speech(load())
    words = speech.say(error.message) if isinstance(error, PulseError) else speech.t(FAILED)
    st.html(markup.notice(words, "bad"))
    return True
