"""Views that people keep under a name, on screen: keeping one, opening it, the start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib.model import PulseError
from lib.store import views
from lib.store.views import SavedView
from lib.ui import markup, periods, whose
from lib.ui.here import Here
from lib.ui.menu import PATHS
from lib.ui.view import LINK, Params, to_url

_DONE = "views-done"
MOST = 6
"""The most views that stand in the sidebar."""


def params(here: Here) -> dict[str, list[str]]:
    """The view as it is kept: without the language, the link it is seen through and what is opened; of a
    named period the name alone, so that it is counted anew from the newest day."""
    gone = {"lang", LINK, "open"}
    if here.view.preset != periods.CUSTOM:
        gone |= {"from", "to"}
    return {key: values for key, values in to_url(here.view).items() if key not in gone}


def form(here: Here, title: str) -> None:
    """Keeps the page's view under a name."""
    t = here.locale.t
    with st.form("keep-view", border=False, enter_to_submit=False):
        name = st.text_input(t("Name"), title, max_chars=views.LONGEST, key="view-name")
        start = st.checkbox(t("My start page"), key="view-start")
        team = st.checkbox(t("Share with the team"), key="view-team")
        if st.form_submit_button(t("Keep the view"), type="primary", key="view-keep"):
            _keep(here, name, team, start)
    st.html(markup.quiet(t("Whoever opens it sees it with their own rights.")))


def _keep(here: Here, name: str, team: bool, start: bool) -> None:
    new = SavedView(
        here.person.own, here.person.id, name, here.page, params(here), here.now, team=team, start=start
    )
    try:
        here.require("share")
        views.keep(here.data.engine, new)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.html(markup.notice(here.locale.t("Kept: it stands in the sidebar."), "good"))


def address(here: Here, view: SavedView) -> str:
    """The ordinary address of a kept view, in the visitor's language."""
    where = st.session_state.get(PATHS, {}).get(view.page, view.page)
    return f"./{where}?{urlencode({'lang': [here.view.language], **view.params}, doseq=True)}"


def count(here: Here) -> int:
    """How many views the visitor may open by name."""
    return len(views.listed(here.data.engine, here.person.own))


def sidebar(here: Here) -> None:
    """One's own views and the team's, a few; the page lists all."""
    if here.person.page:
        return
    found = views.listed(here.data.engine, here.person.own)
    if found:
        st.html(markup.block(here.locale.t("Kept views")))
        st.html(markup.links([(view.name, address(here, view)) for view in found[:MOST]]))


def begin(here: Here, asked: Params, pages: Mapping[str, st.Page]) -> None:
    """A bare visit to the first page leads to the view that is the visitor's start page."""
    if {*asked} - {"lang"} or here.person.page or here.page != next(iter(pages), ""):
        return
    view = views.start_of(here.data.engine, here.person.own)
    if view is not None and view.page in pages:
        st.switch_page(pages[view.page], query_params={"lang": here.view.language, **view.params})


def section(here: Here) -> None:
    """All of one's own views and the team's, and what can be done with one's own."""
    t, found = here.locale.t, views.listed(here.data.engine, here.person.own)
    note = t("Named periods are counted from the newest day; chosen days stay.")
    st.html(markup.block(t("Kept views"), note))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    if not found:
        st.html(markup.quiet(t("None yet: “Share” on any page keeps its view under a name.")))
        return
    st.dataframe(
        pd.DataFrame([_row(here, view) for view in found]),
        hide_index=True,
        width="stretch",
        height=min(420, 38 + 35 * len(found)),
        column_config={t("View"): st.column_config.LinkColumn(display_text=t("open"), width="small")},
    )
    _changing(here, [view for view in found if view.owner == here.person.own])


def _row(here: Here, view: SavedView) -> dict[str, object]:
    t, mine = here.locale.t, view.owner == here.person.own
    whom = t("the team") if view.team else t("me")
    return {
        t("Name"): view.name,
        t("View"): address(here, view),
        t("For whom"): whom,
        t("Start page"): t("my start page") if mine and view.start else t("no"),
        t("Made by"): t("me") if mine else whose.name(here, view.who),
    }


def _changing(here: Here, mine: Sequence[SavedView]) -> None:
    if not mine:
        return
    t, names = here.locale.t, {view.number: view for view in mine}
    with st.popover(t("Change or remove a view"), icon=":material/edit:"):
        number = st.selectbox(t("View"), list(names), format_func=lambda id: names[id].name, key="view-which")
        view = names[number]
        start = st.checkbox(t("My start page"), view.start, key=f"view-start-{number}")
        team = st.checkbox(t("Share with the team"), view.team, key=f"view-team-{number}")
        with st.container(horizontal=True, gap="small"):
            save = st.button(t("Save"), type="primary", key="view-save")
            gone = st.button(t("Remove"), key="view-remove", icon=":material/delete:")
    if save or gone:
        _change(here, number or 0, team, start, gone)


def _change(here: Here, number: int, team: bool, start: bool, gone: bool) -> None:
    try:
        here.require("share")
        if gone:
            views.remove(here.data.engine, number, here.person.own)
        else:
            views.change(here.data.engine, number, here.person.own, team=team, start=start)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = here.locale.t("Removed.") if gone else here.locale.t("Saved.")
    st.rerun()
