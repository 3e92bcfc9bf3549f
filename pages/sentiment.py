"""Sentiment: how people speak of the brand, what drives negative comments, who waits for an answer."""

import streamlit as st

from lib.model import N_
from lib.ui import comment_drivers, comments, parts, sentiment, sentiment_share, teaching
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(
    N_("Sentiment"), ":material/sentiment_neutral:", order=10, section="reputation", shows_comments=True
)


def render(here: Here) -> None:
    """The answer, the course with its volume, where it comes from, the words, the comments, the answers."""
    title = here.locale.t(PAGE.title)
    found = sentiment_share.load(here)
    if found is None:
        parts.headline(here, title, sentiment.without(here))
        sentiment.empty(here)
        return
    parts.headline(here, title, sentiment_share.answer(here, found))
    sentiment_share.basis(here, found)
    with parts.part(here, 420):
        sentiment.course(here)
    with parts.part(here, 300):
        sentiment.groups(here)
    left, right = st.columns(2, gap="large")
    with left, parts.part(here, 300):
        comment_drivers.words(here)
    with right, parts.part(here, 300):
        comment_drivers.topics(here)
    with parts.part(here, 300):
        comments.response(here)
    with parts.part(here, 420):
        comments.listed(here)
    with parts.part(here, 300):
        teaching.section(here)


if __name__ == "__main__":
    render(here())
