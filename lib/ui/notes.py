"""Notes and events on the timeline: the marks that charts show, their list, and the way to pin one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib import demo
from lib.charts.backdrop import Mark
from lib.i18n import DASH
from lib.metrics.catalog import metric
from lib.metrics.rows import Row
from lib.model import N_, PulseError
from lib.store import notes
from lib.store.notes import Note
from lib.ui import markup, pick, whose
from lib.ui.here import Here

_DONE = "notes-done"
KINDS = {
    "note": N_("Plain note"),
    "online": N_("Online event"),
    "offline": N_("Offline event"),
    "contest": N_("Contest"),
    "reward": N_("Reward"),
    "rule change": N_("Rule change"),
    "crisis": N_("Crisis"),
}
"""What can be pinned, and what files bring."""


def happened(here: Here, of: str = "", start: date | None = None, until: date | None = None) -> list[Row]:
    """What is known of the days from `start` to `until`, else of the view's: all that concerns its platforms
    and communities, and the chart of the metric `of`."""
    first, last = start or here.view.period.start, until or here.view.period.end
    rows = here.data.events(first, last, here.view.as_of).rows
    return [row for row in rows if row["metric"] in (None, of) and _concerns(here, row)]


def _concerns(here: Here, row: Row) -> bool:
    chosen = {id: here.view.chosen(id) for id in ("platform", "community")}
    return all(row[id] is None or not values or row[id] in values for id, values in chosen.items())


def marks(here: Here, of: str = "", start: date | None = None, until: date | None = None) -> list[Mark]:
    """The same as marks on a time axis."""
    return [Mark(row["day"], _title(here, row)) for row in happened(here, of, start, until)]


def _title(here: Here, row: Row) -> str:
    """What a mark says: what people pinned by its kind, unless it is a plain note."""
    invented = row["number"] is None and here.data.extent.demo
    title = demo.said(row["title"], here.view.language) if invented else row["title"]
    if row["number"] is not None and row["kind"] != notes.KIND:
        title = here.locale.t("{kind}: {title}", kind=here.locale.t(KINDS[row["kind"]]), title=title)
    if row["until"] is not None:
        title = f"{title} ({here.locale.period(row['day'], row['until'])})"
    return title


def section(here: Here, of: str = "") -> None:
    """Below a chart of a metric (or of none): what people pinned, and the way to pin and remove."""
    found = [row for row in happened(here, of) if row["number"] is not None]
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    if found:
        label = here.locale.n("{n} note on these days", "{n} notes on these days", len(found))
        with st.expander(label, icon=":material/sticky_note_2:"):
            rows = [_row(here, row) for row in found]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder=DASH)
    if not pick.allowed(here):
        return
    with st.container(horizontal=True, gap="small"):
        _adding(here, of)
        pick.button(here)
        mine = [row for row in found if notes.covers(here.data.scope, row["platform"], row["community"])]
        if mine:
            _removing(here, mine)


def _row(here: Here, row: Row) -> dict[str, object]:
    t, locale = here.locale.t, here.locale
    last = row["until"] or row["day"]
    where = [here.name(id, row[id]) for id in _PLACES if row[id] is not None]
    return {
        t("Day"): locale.period(row["day"], last, year=True),
        t("Kind"): t(KINDS[str(row["kind"])]),
        t("What"): row["title"],
        t("Where"): " · ".join(where) or t("everywhere"),
        t("Of"): t(metric(row["metric"]).name) if row["metric"] else t("all figures"),
        t("Made by"): whose.name(here, str(row["who"])),
    }


def _adding(here: Here, of: str) -> None:
    t = here.locale.t
    with st.popover(
        t("Pin a note or event"), icon=":material/add_comment:", key=pick.FORM, on_change="rerun"
    ) as box:
        if box.open:
            _form(here, of)


def _form(here: Here, of: str) -> None:
    t, end = here.locale.t, here.view.period.end
    with st.form("note", border=False, enter_to_submit=False):
        title = st.text_input(t("What is to be known"), max_chars=notes.LONGEST, key="note-title")
        kind = st.selectbox(t("Kind"), notes.KINDS, format_func=lambda id: t(KINDS[id]), key="note-kind")
        first, last = end - timedelta(3660), end + timedelta(732)
        st.session_state.setdefault(pick.DAY, end)
        day = st.date_input(t("Day"), min_value=first, max_value=last, key=pick.DAY, format="YYYY/MM/DD")
        until = st.date_input(
            t("Last day, if it lasts"), None, first, last, key="note-until", format="YYYY/MM/DD"
        )
        platform, community = (_place(here, id, label) for id, label in _PLACES.items())
        name = here.locale.t(metric(of).name) if of else ""
        only = bool(of) and st.checkbox(t("Only on charts of {metric}", metric=name), key="note-only")
        if st.form_submit_button(t("Pin"), type="primary", key="note-save"):
            _save(here, Note(day, kind, title, until, of if only else None, platform, community))


_PLACES = {"platform": N_("Platform"), "community": N_("Community")}


def _place(here: Here, id: str, label: str) -> str | None:
    """A platform or community; all of them only for who sees all."""
    scope = here.data.scope
    seen = scope.platforms if id == "platform" else scope.communities
    known = [value for value, _ in here.data.choices[id]] if seen is None else list(seen)
    everywhere = [None] if seen is None else []
    return st.selectbox(
        here.locale.t(label),
        [*everywhere, *known],
        format_func=lambda value: here.locale.t("all") if value is None else here.name(id, value),
        key=f"note-{id}",
    )


def _save(here: Here, new: Note) -> None:
    try:
        here.require("note")
        notes.add(here.data.engine, new, here.now, here.person.id, here.data.scope)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    _again(here.locale.t("Pinned: charts show it on its day."))


def _removing(here: Here, found: Sequence[Row]) -> None:
    t, names = here.locale.t, {row["number"]: f"{row['day'].isoformat()} · {row['title']}" for row in found}
    with st.popover(t("Remove a note"), icon=":material/comments_disabled:"):
        number = st.selectbox(t("Which note"), list(names), format_func=names.__getitem__, key="note-which")
        st.html(markup.quiet(t("Views frozen before keep showing it.")))
        if st.button(t("Remove"), type="primary", key="note-remove"):
            try:
                here.require("note")
                notes.remove(here.data.engine, number, here.now, here.person.id, here.data.scope)
            except PulseError as error:
                st.html(markup.notice(here.locale.say(error.message), "bad"))
                return
            _again(t("Removed."))


def _again(done: str) -> None:
    st.session_state[_DONE] = done
    st.rerun()
