"""The log of imports: who brought what, when, and what it changed; each can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import DASH, Locale
from lib.model import PulseError
from lib.store import write
from lib.store.log import LogEntry
from lib.ui import filters, markup, origins, whose
from lib.ui.here import Here
from lib.ui.words import format_name


def section(here: Here) -> None:
    """The history as a table, and the way to undo an import."""
    t = here.locale.t
    entries = here.data.history
    st.html(markup.block(t("History"), t("Every import is numbered and kept; an undo is an entry too.")))
    if not entries:
        st.html(markup.quiet(t("No imports yet.")))
        return
    table = pd.DataFrame([_row(here, entry) for entry in entries])
    chosen = st.dataframe(
        # A column in which nothing stands takes the room of those that say something.
        table.loc[:, (table != "").any()],
        hide_index=True,
        width="stretch",
        height=min(420, 38 + 35 * len(entries)),
        placeholder=DASH,
        on_select="rerun",
        selection_mode="single-row",
        key=f"history-{here.data.version}",
    )
    st.html(markup.quiet(t("Choose an import to see what it brought, row by row.")))
    for at in chosen.selection.rows[:1]:
        _brought(here, entries[at])
    _undo(here, [entry for entry in entries if entry.kind == "file" and not entry.undone])


def opened(here: Here) -> bool:
    """Whether the view opens an import."""
    return here.view.opened.startswith("import:")


def brought(here: Here) -> None:
    """What the opened import brought."""
    number = here.view.opened.partition(":")[2]
    found = [entry for entry in here.data.history if str(entry.id) == number]
    if not found:
        st.html(markup.notice(here.locale.t("There is no import {n}.", n=number), "warn"))
    for entry in found:
        _brought(here, entry)


def _brought(here: Here, entry: LogEntry) -> None:
    origins.brought(here, entry.id, _what(entry, here.locale))


def _row(here: Here, entry: LogEntry) -> dict[str, Any]:
    t, locale = here.locale.t, here.locale
    report = json.loads(entry.report) if entry.report else {}
    return {
        t("No."): entry.id,
        t("State"): t("undone") if entry.undone else t("in force"),
        t("When"): here.moment(entry.at),
        t("Who"): whose.name(here, entry.who),
        t("What"): _what(entry, locale),
        t("Format"): format_name(entry.format, locale),
        t("Numbers as of"): here.moment(entry.captured_at),
        t("Posts"): _tally(report.get("posts"), locale),
        t("Daily figures"): _tally(report.get("days"), locale),
        t("Comments"): _tally(report.get("comments"), locale),
        t("Parts of audiences"): _tally(report.get("breakdowns"), locale),
        t("Rejected"): str(len(report["rejected"])) if report else "",
    }


def _what(entry: LogEntry, locale: Locale) -> str:
    if entry.kind == "undo":
        return locale.t("Undo of no. {number}", number=str(entry.undoes))
    if entry.kind == "forget":
        return locale.t("Removal of no. {number}", number=str(entry.undoes))
    if entry.kind == "erase":
        return locale.t("Personal data erased")
    if entry.kind == "demo":
        return locale.t("Demonstration data")
    if entry.kind == "break" and entry.undoes is not None:
        return locale.t("Break removed: {what}", what=entry.file or "")
    if entry.kind == "break":
        return locale.t("Break added: {what}", what=entry.file or "")
    return entry.file or ""


def _tally(tally: dict[str, int] | None, locale: Locale) -> str:
    if not tally or not any(tally.values()):
        return ""
    return locale.t("{new} new, {updated} updated", new=tally["new"], updated=tally["updated"])


def _undo(here: Here, entries: list[LogEntry]) -> None:
    if not entries:
        return
    t = here.locale.t
    names = {entry.id: f"{entry.id} · {entry.file}" for entry in entries}
    with st.popover(t("Undo an import"), icon=":material/undo:"):
        number = st.selectbox(t("Import"), list(names), format_func=names.__getitem__)
        st.html(markup.quiet(t("What was before it is current again; nothing is deleted.")))
        if st.button(t("Undo"), type="primary", key="undo-import"):
            try:
                here.require("undo")
                write.undo(here.data.engine, number, here.now, here.person.id)
            except PulseError as error:
                st.html(markup.notice(here.locale.say(error.message), "bad"))
            else:
                filters.follow_data(here)
                st.rerun()
