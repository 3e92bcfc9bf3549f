"""On every page: the alarms in force that the visitor may see, and the way to them."""

from __future__ import annotations

import streamlit as st

from lib import alarms, watches
from lib.i18n import DASH
from lib.store import watch as store
from lib.store.watch import Stand
from lib.store.watchlists import LIST, all_lists
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.menu import SHOWS_WATCH


def show(here: Here) -> None:
    """A notice for each alarm in force; nothing where all is normal."""
    lasting = [each for each in store.stands(here.data.engine) if each.state in alarms.LEVELS]
    seen = [each for each in lasting if _may_see(here, each.watch)]
    if not seen:
        return
    lists = {each.watch: each.name for each in all_lists(here.data.engine)}
    for each in seen:
        words = _words(here, each, lists.get(each.watch, ""))
        st.html(markup.notice(words, "bad" if each.state == "severe" else "warn"))
    page = st.session_state.get(SHOWS_WATCH)
    if page is not None:
        st.page_link(page, label=here.locale.t("Sentiment watch"), icon=":material/notification_important:")


def _words(here: Here, of: Stand, listed: str) -> str:
    t = here.locale.t
    level, day = t(alarms.LEVELS[of.state]).capitalize(), here.locale.date(of.since) if of.since else DASH
    if of.watch.startswith(LIST):
        return t(
            "{level} alarm since {day}: “{name}” is mentioned more than usual.",
            level=level,
            day=day,
            name=listed,
        )
    where = of.watch.removeprefix(watches.COMMUNITY)
    return t(
        "{level} alarm, {where}, since {day}: comments are more negative than usual.",
        level=level,
        where=here.name("community", where) if where else t("all comments"),
        day=day,
    )


def _may_see(here: Here, watch: str) -> bool:
    """Who may see only some communities or platforms is not told of figures over all."""
    scope = here.data.scope
    where = watch.removeprefix(watches.COMMUNITY)
    return all(id == "community" and where in seen for id, seen in scope.limits.items())
