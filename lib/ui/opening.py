"""Links that open what is behind a figure, a post or an import: whole views, so that a link can be
sent on, and the browser's way back leads to the same view."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.metrics.catalog import metric
from lib.metrics.posts import ORDERS
from lib.metrics.sentiment import MINE
from lib.model import Period
from lib.ui import periods
from lib.ui.here import Here
from lib.ui.menu import BRINGS_DATA, SHOWS_INCIDENTS, SHOWS_POSTS
from lib.ui.view import View, to_url


def figure(
    here: Here, id: str, period: Period | None = None, where: tuple[str, str | None] | None = None
) -> str:
    """The address of what is behind a metric's figure: in this view, or in one period or group of it.
    Like all of these, empty for who came by a link that shows one view alone, or may not open the page it
    leads to; and of comments, which have a page of their own."""
    if metric(id).fact in MINE:
        return ""
    top = metric(id).top.column
    view = replace(here.view, opened=f"metric:{id}", order=top if top in ORDERS else "published")
    if period is not None:
        view = replace(view, preset=periods.CUSTOM, period=period)
    if where is not None:
        view = view.filtered(where[0], [where[1] or ""])
    return _address(here, SHOWS_POSTS, view)


def post(here: Here, number: int) -> str:
    """The address of where a post's numbers come from."""
    return _address(here, SHOWS_POSTS, replace(here.view, opened=f"post:{number}"))


def slot(here: Here, weekday: int, hour: int) -> str:
    """The address of the posts of a weekday and hour."""
    return _address(here, SHOWS_POSTS, replace(here.view, opened=f"slot:{weekday}-{hour}", order="published"))


def brought(here: Here, number: int) -> str:
    """The address of what an import brought."""
    return _address(here, BRINGS_DATA, replace(here.view, opened=f"import:{number}"))


def incident(here: Here, number: int | None = None) -> str:
    """The address of an incident, or of all of them."""
    opened = "" if number is None else f"incident:{number}"
    return _address(here, SHOWS_INCIDENTS, replace(here.view, opened=opened))


def everything(here: Here) -> str:
    """The address of the posts of this view, nothing opened."""
    return _address(here, SHOWS_POSTS, replace(here.view, opened=""))


def _address(here: Here, kind: str, view: View) -> str:
    if here.person.page:
        return ""
    # A report is made where no page runs, and nothing on paper can be opened.
    if not get_script_run_ctx(suppress_warning=True):
        return f"?{urlencode(to_url(view), doseq=True)}"
    page = st.session_state.get(kind)
    return "" if page is None else f"{page.url_path}?{urlencode(to_url(view), doseq=True)}"
