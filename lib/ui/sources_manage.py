"""What can be done with a source: read it now, pause it, change it, look at what it brought, remove it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import DASH
from lib.model import PulseError
from lib.store.log import LogEntry
from lib.sync import declare
from lib.sync.freshness import Standing
from lib.sync.readers import READERS
from lib.ui import freshness, markup, sources_schedule
from lib.ui.here import Here
from lib.ui.menu import BRINGS_DATA
from lib.ui.sources_words import INTERVALS, every

_OPEN = "source-open"
SHOWN = 5
"""How many of a source's imports are shown."""


def buttons(here: Here, found: Standing) -> None:
    """The row below a source, and what the last of its buttons unfolds."""
    t, source = here.locale.t, found.source
    with st.container(horizontal=True, gap="small"):
        if source.kind in READERS:
            read = t("Read now")
            if st.button(read, key=f"sync-{source.id}", icon=":material/sync:", disabled=found.running):
                here.require("import")
                sources_schedule.read(here.settings, source.id, here.person.id)
                st.rerun()
        if not here.may("connect"):
            return
        word, icon = (t("Pause"), "pause") if source.enabled else (t("Resume"), "play_arrow")
        if st.button(word, key=f"pause-{source.id}", icon=f":material/{icon}:"):
            _change(here, source.id, enabled=not source.enabled)
        unfolded = st.session_state.get(_OPEN) == source.id
        icon = "expand_less" if unfolded else "tune"
        if st.button(t("Settings"), key=f"manage-{source.id}", icon=f":material/{icon}:", type="tertiary"):
            st.session_state[_OPEN] = None if unfolded else source.id
            st.rerun()
    if unfolded:
        _unfolded(here, found)


def _change(here: Here, id: str, **changes: Any) -> None:
    """Changes a source and draws the page anew; what is wrong with the change is said."""
    try:
        here.require("connect")
        declare.change(here.data.engine, id, here.now, here.who, **changes)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    freshness.forget()
    st.rerun()


def _unfolded(here: Here, found: Standing) -> None:
    source = found.source
    _settings(here, found)
    _imports(here, [entry for entry in here.data.history if entry.source == source.id])
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        _again(here, found)
        _remove(here, found)


def _settings(here: Here, found: Standing) -> None:
    t, source = here.locale.t, found.source
    with st.form(f"change-{source.id}", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("Name"), source.name, max_chars=80)
        choices = list(dict.fromkeys([source.every_minutes, *INTERVALS]))
        minutes = right.selectbox(
            t("Expected") if source.kind == "push" else t("Read"),
            choices,
            format_func=lambda minutes: every(minutes, here.locale),
            disabled=source.kind == "live",
        )
        if st.form_submit_button(t("Save"), icon=":material/check:"):
            _change(here, source.id, name=name.strip(), every_minutes=minutes)


def _imports(here: Here, entries: list[LogEntry]) -> None:
    t = here.locale.t
    if not entries:
        st.html(markup.quiet(t("It has brought nothing yet.")))
        return
    st.html(markup.quiet(t("What it brought last; each import can be taken back.")))
    rows = [_row(here, entry) for entry in entries[:SHOWN]]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder=DASH)
    page = st.session_state.get(BRINGS_DATA)
    if page is not None:
        st.page_link(page, label=t("All imports"), icon=":material/history:")


def _row(here: Here, entry: LogEntry) -> dict[str, Any]:
    t, report = here.locale.t, json.loads(entry.report or "{}")
    return {
        t("No."): entry.id,
        t("When"): here.moment(entry.at),
        t("Posts"): _changes(report.get("posts"), here),
        t("Daily figures"): _changes(report.get("days"), here),
        t("Rejected"): len(report.get("rejected", [])),
        t("State"): t("undone") if entry.undone else t("in force"),
    }


def _changes(tally: dict[str, int] | None, here: Here) -> str:
    if not tally or not any(tally.values()):
        return ""
    return here.locale.t("{new} new, {updated} updated", new=tally["new"], updated=tally["updated"])


def _again(here: Here, found: Standing) -> None:
    source = found.source
    if source.kind not in READERS:
        return
    if st.button(
        here.locale.t("Read everything again"),
        key=f"again-{source.id}",
        icon=":material/restart_alt:",
        help=here.locale.t("From the beginning, also what was undone: it becomes a new import."),
        disabled=found.running,
    ):
        here.require("connect")
        declare.restart(here.data.engine, source.id)
        sources_schedule.read(here.settings, source.id, here.person.id)
        st.rerun()


def _remove(here: Here, found: Standing) -> None:
    t, source = here.locale.t, found.source
    with st.popover(t("Remove"), icon=":material/delete:"):
        st.html(markup.quiet(t("What it brought stays until its imports are undone.")))
        if st.button(t("Remove this source"), key=f"remove-{source.id}", type="primary"):
            here.require("connect")
            declare.disconnect(here.data.engine, source.id, here.now, here.who)
            freshness.forget()
            st.rerun()
