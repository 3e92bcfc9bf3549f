"""The ledger of definition breaks on screen: those that ship with Pulse, and people's own."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from lib.imports import platforms
from lib.metrics.breaks import counts
from lib.model import Break, PulseError
from lib.store import breaks as store
from lib.ui import markup, quality_markup
from lib.ui.here import Here
from lib.ui.quality_markup import Line

_FIRST = date(2004, 1, 1)
_DONE = "break-done"


def section(here: Here) -> None:
    """The breaks, newest first, and the ways to add one and to take one's own away."""
    t, known = here.locale.t, here.data.breaks(here.view.as_of)
    note = t("Charts mark these days, and no figure is compared across one.")
    st.html(markup.block(t("What is counted otherwise, and since when"), note))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    st.html(quality_markup.ledger(_lines(here, known)))
    if here.view.as_of is not None:
        st.html(markup.quiet(t("This view is of an earlier version: breaks are added to the newest.")))
        return
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("Add a break"), icon=":material/add:"):
            _add(here)
        own = [each for each in known if each.number is not None]
        if own:
            with st.popover(t("Remove a break"), icon=":material/remove:"):
                _remove(here, own)


def _lines(here: Here, known: tuple[Break, ...]) -> list[Line]:
    """One line a change, though it may touch several counts."""
    together: dict[tuple, list[Break]] = {}
    for each in reversed(known):
        key = (each.day, each.platform, each.what, each.source, each.number is None)
        together.setdefault(key, []).append(each)
    return [_line(here, found) for found in together.values()]


def _line(here: Here, found: list[Break]) -> Line:
    t, locale, first = here.locale.t, here.locale, found[0]
    names = counts()
    of = [t(names.get(each.metric, each.metric)) for each in found]
    return Line(
        locale.date(first.day, with_weekday=False, year=True),
        f"{here.name('platform', first.platform)} · {locale.list(of)}",
        t(first.what),
        first.source,
        t("ships with Pulse") if first.number is None else t("added here, no. {n}", n=str(first.number)),
    )


def _add(here: Here) -> None:
    t, names = here.locale.t, counts()
    there = [value for value, _ in here.data.choices["platform"]]
    known = list(dict.fromkeys([*there, *platforms.load()]))
    today = here.now.date()
    with st.form("add-break", border=False, clear_on_submit=False):
        platform = st.selectbox(t("Platform"), known, format_func=lambda id: here.name("platform", id))
        metric = st.selectbox(t("Count or daily figure"), list(names), format_func=lambda id: t(names[id]))
        last = today + timedelta(366)
        day = st.date_input(t("First day counted otherwise"), today, _FIRST, last, format="YYYY/MM/DD")
        what = st.text_input(t("What changed"), max_chars=store.LONGEST)
        source = st.text_input(t("Where it is known from (a link, if there is one)"), max_chars=store.LONGEST)
        if st.form_submit_button(t("Add"), type="primary"):
            _save(here, Break(platform, metric, day, what, source))


def _save(here: Here, new: Break) -> None:
    try:
        here.require("breaks")
        store.add(here.data.engine, new, here.now, here.person.id)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = here.locale.t("Added: no comparison is made across that day any more.")
    st.rerun()


def _remove(here: Here, own: list[Break]) -> None:
    t, names = here.locale.t, {each.number: each for each in own}

    def name(number: int) -> str:
        each = names[number]
        return f"{each.day.isoformat()} · {here.name('platform', each.platform)} · {each.what}"

    number = st.selectbox(t("Break"), list(names), format_func=name)
    st.html(
        markup.quiet(t("Figures are compared across that day again; what was added stays in the history."))
    )
    if st.button(t("Remove"), type="primary", key="remove-break"):
        try:
            here.require("breaks")
            store.remove(here.data.engine, number or 0, here.now, here.person.id)
        except PulseError as error:
            st.html(markup.notice(here.locale.say(error.message), "bad"))
            return
        st.session_state[_DONE] = t("Removed: figures are compared across that day again.")
        st.rerun()
