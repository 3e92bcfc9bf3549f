"""What a page says of live sources: how old their answers are, which does not answer, and which the
view goes without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st

from lib.metrics.live.sources import Live, Standing
from lib.model import PulseError, SourceFailed
from lib.ui import filters, markup
from lib.ui.here import Here


def ages(here: Here) -> list[str]:
    """For the page's small line: each live source and the age of what is shown of it."""
    t, live = here.locale.t, here.data.live
    if live is None:
        return []
    return [
        t("{source} live, as of {moment}", source=each.name, moment=here.moment(each.as_of))
        for each in live.standing(here.query("posts"))
        if each.as_of is not None
    ]


def left_out(here: Here) -> list[str]:
    """The names of the live sources that somebody chose to leave out of this view."""
    live = here.data.live
    return [] if live is None else [each.name for each in live.standing() if each.id in here.view.without]


@contextmanager
def around(here: Here) -> Iterator[None]:
    """A page, and above it what is to be said once it has asked its live sources. A page that cannot
    be drawn without one says so, and offers to go without."""
    live = here.data.live
    above = None if live is None else st.container()
    failed = False
    try:
        yield
    except PulseError as error:
        failed = live is not None and isinstance(error, SourceFailed)
        if not failed:
            st.html(markup.notice(here.locale.say(error.message), "warn"))
    if live is not None and above is not None:
        with above:
            _say(here, live, failed)


def _say(here: Here, live: Live, failed: bool) -> None:
    t = here.locale.t
    past = live.left_out(here.query("posts"))
    if past:
        text = t("A view of the past shows what was imported; it goes without {sources}.", sources=past)
        st.html(markup.notice(text, "warn"))
    for account, source in here.data.twice if here.view.as_of is None else ():
        text = t(
            "The posts of {account} were imported for days on which “{source}” has them too; those in both "
            "count twice.",
            account=here.name("account", account),
            source=source,
        )
        st.html(markup.notice(text, "warn"))
    failing = [each for each in live.standing(here.query("posts")) if each.error is not None]
    names = [each.name for each in failing]
    if failed:
        st.html(markup.headline(t("This page needs {sources}, which cannot be read now.", sources=names), []))
    for each in failing:
        st.html(markup.notice(_failure(here, each, failed), "warn"))
    if failing:
        label = t("Show the page without {sources}", sources=names)
        _switch(here, label, (*here.view.without, *(each.id for each in failing)))
    elif here.view.without:
        _switch(here, t("Show {sources} again", sources=left_out(here)), ())


def _failure(here: Here, standing: Standing, failed: bool) -> str:
    assert standing.error is not None
    failure = here.locale.say(standing.error)
    if failed:
        return failure
    failure = failure.rstrip(".。")
    if standing.as_of is None:
        return here.locale.t("{failure}. Figures that need it are not shown.", failure=failure)
    moment = here.moment(standing.as_of)
    return here.locale.t("{failure}. What is shown of it is as of {moment}.", failure=failure, moment=moment)


def _switch(here: Here, label: str, without: tuple[str, ...]) -> None:
    found = replace(here.view, without=without)
    st.button(label, on_click=filters.go, args=(found,), key="live-without", icon=":material/filter_alt:")
