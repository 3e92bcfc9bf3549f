"""On every page: the alarms in force that the visitor may see, and the way to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from lib import alarms, watches
from lib.i18n import DASH
from lib.model import N_
from lib.store import watch as store
from lib.store.watch import Stand
from lib.store.watchlists import LIST, all_lists
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.menu import SHOWS_LISTS, SHOWS_WATCH

_TONES = {"severe": "bad"}


def show(here: Here) -> None:
    """A notice of the alarms in force; nothing where all is normal."""
    lasting = [each for each in store.stands(here.data.engine) if each.state in alarms.LEVELS]
    seen = [each for each in lasting if _may_see(here, each.watch)]
    if not seen:
        return
    lists = {each.watch: each.name for each in all_lists(here.data.engine)}
    seen.sort(key=lambda each: [*alarms.LEVELS].index(each.state), reverse=True)
    words = _words(here, seen[0], lists.get(seen[0].watch, ""))
    with st.container(horizontal=True, wrap=True, vertical_alignment="center", gap="small"):
        st.html(markup.notice(_more(here, words, len(seen) - 1), _TONES.get(seen[0].state, "warn")))
        for label, page in _leads(here, seen):
            st.page_link(page, label=label, icon=":material/notification_important:")


def _more(here: Here, first: str, more: int) -> str:
    """The gravest alarm in words, and how many others there are: they must not push the answer down."""
    if not more:
        return first
    others = here.locale.n("{n} more alarm is in force.", "{n} more alarms are in force.", more)
    return here.locale.sentences([first, others])


def _leads(here: Here, seen: Sequence[Stand]) -> Iterator[tuple[str, st.Page]]:
    """The pages that show these alarms, but for the one that is shown."""
    kinds = {each.watch.startswith(LIST) for each in seen}
    named = ((False, N_("Sentiment watch"), SHOWS_WATCH), (True, N_("Watchlists"), SHOWS_LISTS))
    for kind, title, key in named:
        page = st.session_state.get(key)
        if kind in kinds and page is not None and page.url_path != here.page:
            yield here.locale.t(title), page


def _words(here: Here, of: Stand, listed: str) -> str:
    t = here.locale.t
    level, day = t(alarms.LEVELS[of.state]).capitalize(), here.locale.date(of.since) if of.since else DASH
    if of.watch.startswith(LIST):
        return t(
            "{level} alarm since {day}: “{name}” is mentioned more than usual.",
            level=level,
            day=day,
            name=here.told(listed),
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
