"""The log of imports: who brought what, when, and what it changed; each can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import DASH, Locale
from lib.model import N_, PulseError
from lib.store import write
from lib.store.log import LogEntry
from lib.ui import filters, markup
from lib.ui.here import Here
from lib.ui.words import format_name

WHO = {"local": N_("this computer"), "command": N_("a command"), "demo": N_("Pulse")}


def section(here: Here) -> None:
    """The history as a table, and the way to undo an import."""
    t = here.locale.t
    entries = here.data.history
    st.html(markup.block(t("History"), t("Every import is numbered and kept; an undo is an entry too.")))
    if not entries:
        st.html(markup.quiet(t("No imports yet.")))
        return
    st.dataframe(
        pd.DataFrame([_row(here, entry) for entry in entries]),
        hide_index=True,
        width="stretch",
        height=min(420, 38 + 35 * len(entries)),
        placeholder=DASH,
    )
    _undo(here, [entry for entry in entries if entry.kind == "file" and not entry.undone])


def _row(here: Here, entry: LogEntry) -> dict[str, Any]:
    t, locale = here.locale.t, here.locale
    report = json.loads(entry.report) if entry.report else {}
    return {
        t("No."): entry.id,
        t("When"): here.moment(entry.at),
        t("Who"): t(WHO[entry.who]) if entry.who in WHO else entry.who,
        t("What"): _what(entry, locale),
        t("Format"): format_name(entry.format, locale),
        t("Numbers as of"): here.moment(entry.captured_at),
        t("Posts"): _tally(report.get("posts"), locale),
        t("Daily figures"): _tally(report.get("days"), locale),
        t("Rejected"): str(len(report["rejected"])) if report else "",
        t("State"): t("undone") if entry.undone else t("in force"),
    }


def _what(entry: LogEntry, locale: Locale) -> str:
    if entry.kind == "undo":
        return locale.t("Undo of no. {number}", number=str(entry.undoes))
    if entry.kind == "forget":
        return locale.t("Removal of no. {number}", number=str(entry.undoes))
    if entry.kind == "demo":
        return locale.t("Demonstration data")
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
                write.undo(here.data.engine, number, here.now, "local")
            except PulseError as error:
                st.html(markup.notice(here.locale.say(error.message), "bad"))
            else:
                filters.follow_data(here)
                st.rerun()
