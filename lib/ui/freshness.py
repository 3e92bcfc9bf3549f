"""How fresh the sources are, for every page: silent as long as nobody has to do anything."""

from __future__ import annotations

import sqlalchemy as sa
import streamlit as st

from lib.clock import now
from lib.sync import freshness
from lib.sync.freshness import Standing
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.menu import SHOWS_SOURCES

NAMED = 3
"""How many sources a sentence names."""


def note(here: Here) -> None:
    """A line, with the way to the sources, when one fails or is long overdue."""
    found, count = troubled(here)
    if not found:
        return
    with st.container(horizontal=True, wrap=True, vertical_alignment="center", gap="small"):
        st.html(markup.notice(trouble(here, found, count), "warn"))
        page = st.session_state.get(SHOWS_SOURCES)
        if page is not None:
            st.page_link(page, label=here.locale.t("Sources"), icon=":material/sync_problem:")


def troubled(here: Here) -> tuple[list[Standing], int]:
    """The sources in trouble, and how many there are in all."""
    return _troubled(here.data.engine, here.data.place)


def trouble(here: Here, found: list[Standing], count: int, dated: bool = True) -> str:
    """What is wrong with the sources in trouble, of `count` in all, in a few words; `dated` adds the
    age of their numbers."""
    t, said = here.locale.t, []
    failing = [each for each in found if each.status == "failing"]
    late = [each for each in found if each.status == "late"]
    if failing:
        words = _names(here, failing, dated)
        said = [t("{n} of {count} sources cannot be read: {names}", n=len(failing), count=count, names=words)]
    if late and failing:
        said.append(t("{n} overdue: {names}", n=len(late), names=_names(here, late, dated)))
    elif late:
        words = _names(here, late, dated)
        said = [t("{n} of {count} sources overdue: {names}", n=len(late), count=count, names=words)]
    return " · ".join(said)


def _names(here: Here, found: list[Standing], dated: bool) -> str:
    """The sources; of many the first few."""
    shown = [_name(here, each, dated) for each in found[:NAMED]]
    more = [here.locale.t("{n} more", n=len(found) - NAMED)] if len(found) > NAMED else []
    return here.locale.list([*shown, *more]) if len(found) > 1 else shown[0]


def _name(here: Here, found: Standing, dated: bool) -> str:
    if found.as_of is None or not dated:
        return found.source.name
    return here.locale.t("{name} (as of {moment})", name=found.source.name, moment=here.moment(found.as_of))


def forget() -> None:
    """After a change of the sources, so that it is seen at once."""
    _troubled.clear()


@st.cache_data(ttl=10, max_entries=20, show_spinner=False)
def _troubled(_engine: sa.Engine, place: str) -> tuple[list[Standing], int]:
    """Those in trouble, and how many there are; asked a few times a minute for all visitors together."""
    found = freshness.standings(_engine, now())
    return freshness.troubled(found), len(found)
