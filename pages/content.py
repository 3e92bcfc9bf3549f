"""Content: which types and topics do well, and the posts behind it."""

import streamlit as st

from lib.model import N_
from lib.ui import behind, content, parts
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Content"), ":material/grid_view:", order=4, section="watch", shows_posts=True)


def render(here: Here) -> None:
    """The answer, types and topics side by side, the posts; or what a figure was opened for."""
    title = here.locale.t(PAGE.title)
    if behind.opened(here):
        behind.page(here, title)
        return
    if parts.nothing(here):
        parts.headline(here, title, parts.standing(here))
        parts.empty(here)
        return
    rate = content.leading_rate(here)
    types = content.ranking(here, rate, "content_type")
    parts.headline(here, title, content.answer(here, rate, types))
    left, right = st.columns(2, gap="large")
    with left, parts.part(here, 300):
        content.groups(here, rate, "content_type", types)
    with right, parts.part(here, 300):
        content.groups(here, rate, "topic", content.ranking(here, rate, "topic"))
    with parts.part(here, 520):
        content.explorer(here)


if __name__ == "__main__":
    render(here())
