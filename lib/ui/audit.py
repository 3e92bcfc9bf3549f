"""The audit log on screen: said in the reader's language, filtered, taken along. For administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib import report_mail
from lib.model import N_
from lib.store import audit, scopes
from lib.store.audit import Line, Wanted
from lib.store.watch import ALL
from lib.store.watchlists import all_lists
from lib.ui import markup, parts, people, whose
from lib.ui.here import Here
from lib.ui.menu import TITLES
from lib.ui.sources_words import KINDS
from lib.ui.words import ROLE_NAMES

SHOWN = 1000
"""Lines on the page; all of them can be taken along."""

ACTIONS = {
    "sign-in": N_("Sign-in"),
    "sign-out everywhere": N_("Sign-out everywhere"),
    "rights": N_("Rights"),
    "link": N_("Link"),
    "export": N_("Export"),
    "settings": N_("Setting"),
    "import": N_("Import"),
    "undo": N_("Undo of an import"),
    "clear": N_("Deletion of an import"),
    "scores": N_("Comments judged"),
    "labels": N_("Comments labelled"),
    "note": N_("Note or event"),
    "erase": N_("Erasing"),
    "retention": N_("Retention"),
    "backup": N_("Backup"),
    "restore": N_("Restoring"),
}
"""What each action is called."""

SAID = {
    ("sign-in", "came"): N_("Signed in"),
    ("sign-out everywhere", "ended"): N_("Every sign-in of {person} until then ended"),
    ("rights", "person"): N_("{person}: {role}, sees {scope}"),
    ("rights", "person removed"): N_("{person} was removed"),
    ("rights", "group"): N_("{claim} = {value}: {role}, sees {scope}"),
    ("rights", "group removed"): N_("Group no. {group} was removed"),
    ("link", "made"): N_("Link {link} to {page} made"),
    ("link", "revoked"): N_("Link {link} revoked"),
    ("link", "opened"): N_("Link {link} opened without a sign-in"),
    ("export", "file"): N_("{page}: {file}"),
    ("export", "report"): N_("{page} as PDF"),
    ("export", "mailed"): N_("Report no. {plan} sent to {person}"),
    ("settings", "report planned"): N_("Report no. {plan} planned for {people}: {every}"),
    ("settings", "report ended"): N_("Report no. {plan} is sent no more"),
    ("settings", "break added"): N_("Break no. {number} added: {file}"),
    ("settings", "break removed"): N_("Break no. {number} removed: {file}"),
    ("settings", "source connected"): N_("Source “{source}” connected ({kind})"),
    ("settings", "source changed"): N_("Source “{source}” changed"),
    ("settings", "source removed"): N_("Source “{source}” removed"),
    ("settings", "watch decided"): N_("Watch over {watch}: at most one false alarm in {days} days"),
    ("settings", "watch ended"): N_("Watch over {watch} ended"),
    ("settings", "list added"): N_("Watchlist “{list}” added"),
    ("settings", "list removed"): N_("Watchlist “{list}” removed"),
    ("settings", "hours"): N_("Hours when people answer changed"),
    ("import", "file"): N_("No. {number}: {file}"),
    ("import", "demo"): N_("No. {number}: demonstration data"),
    ("undo", "undone"): N_("No. {number} taken back"),
    ("clear", "forgotten"): N_("No. {number} deleted for good"),
    ("scores", "judged"): N_("No. {number}: judged by “{file}”"),
    ("labels", "labelled"): N_("No. {number}: labelled by hand"),
    ("note", "pinned"): N_("Note no. {number} pinned"),
    ("note", "removed"): N_("Note no. {number} removed"),
    ("erase", "erased"): N_("Comments made nobody’s: {comments}; people removed: {members}"),
    ("retention", "forgotten"): N_("Comments made nobody’s: {comments}"),
    ("backup", "saved"): N_("{file} written"),
    ("restore", "restored"): N_("{file} put back"),
}
"""What each act is said to be."""

BESIDES = {
    "as_of": N_("frozen at version {as_of}"),
    "anyone": N_("for anyone with the link"),
    "ended": N_("access ended"),
    "anchor": N_("learnt anew from {anchor}"),
}
"""Facts that stand behind the sentence where there are any."""


def section(here: Here) -> None:
    """What was done and by whom: filtered by action, person and days, and to take along."""
    t, engine = here.locale.t, here.data.engine
    st.html(
        markup.block(
            t("Audit log"), t("The newest {n} entries, newest first; a file holds all of them.", n=SHOWN)
        )
    )
    name = whose.names(here)
    wanted, words = _wanted(here, name)
    found = _rows(here, audit.lines(engine, SHOWN, wanted), words, name)
    if not found:
        st.html(markup.quiet(t("Nothing of that kind.")))
        return
    height = min(420, 38 + 35 * len(found))
    st.dataframe(pd.DataFrame(found), hide_index=True, width="stretch", height=height)

    def taken() -> pd.DataFrame:
        here.require("audit")
        return pd.DataFrame(_rows(here, audit.lines(engine, None, wanted), words, name))

    with st.container(horizontal=True, gap="small"):
        parts.taking().tables(here, taken, "audit", str(_day(here)))


def _wanted(here: Here, name: Callable[[str], str]) -> tuple[Wanted, str]:
    """The filters, and the words that are looked for."""
    t = here.locale.t
    with st.container(horizontal=True, gap="small"):
        actions = st.multiselect(
            t("Action"),
            list(audit.ACTS),
            format_func=lambda id: t(ACTIONS[id]),
            placeholder=t("all"),
            key="audit-actions",
        )
        who = st.multiselect(
            t("Who"),
            audit.people(here.data.engine),
            format_func=name,
            placeholder=t("all"),
            key="audit-who",
        )
        first = st.date_input(t("From"), None, format="YYYY/MM/DD", key="audit-from")
        last = st.date_input(t("To"), None, format="YYYY/MM/DD", key="audit-to")
        words = st.text_input(t("Search"), key="audit-words")
    before = _midnight(here, last + timedelta(1)) if last else None
    return Wanted(actions, who, _midnight(here, first) if first else None, before), words


def _midnight(here: Here, day: date) -> datetime:
    """When a day begins in the community's time zone, in UTC without zone."""
    return datetime.combine(day, time(), here.settings.zone).astimezone(UTC).replace(tzinfo=None)


def _day(here: Here) -> date:
    return here.now.replace(tzinfo=UTC).astimezone(here.settings.zone).date()


def _rows(here: Here, lines: list[Line], words: str, name: Callable[[str], str]) -> list[dict[str, str]]:
    t = here.locale.t
    rows = [
        {
            t("When"): here.moment(line.at),
            t("Who"): name(line.who),
            t("Action"): t(ACTIONS.get(line.action, line.action)),
            t("What"): said(here, line, name),
        }
        for line in lines
    ]
    return [row for row in rows if words.casefold() in " ".join(row.values()).casefold()]


def said(here: Here, line: Line, name: Callable[[str], str]) -> str:
    """What a line says was done, in the reader's language; one from before acts were kept as it was
    written."""
    if not line.act:
        return line.text
    t = here.locale.t
    facts = {key: _fact(here, key, value, name) for key, value in line.facts.items()}
    beside = [t(text, **facts) for key, text in BESIDES.items() if key in facts]
    return " · ".join([t(SAID[line.action, line.act], **facts), *beside])


def _fact(here: Here, key: str, value: Any, name: Callable[[str], str]) -> Any:
    """A fact as it is said; numbers of things are names, and have no thousands."""
    t = here.locale.t
    titles: Mapping[str, str] = st.session_state.get(TITLES, {})
    written: Mapping[str, Callable[[], Any]] = {
        "person": lambda: name(value),
        "people": lambda: [name(each) for each in value.split()],
        "role": lambda: t(ROLE_NAMES.get(value, value)),
        "scope": lambda: people.sees(here, scopes.read(value)),
        "page": lambda: titles.get(value, value),
        "every": lambda: t(report_mail.EVERY.get(value, value)),
        "kind": lambda: t(KINDS.get(value, value)),
        "watch": lambda: _watch(here, value),
        "anchor": lambda: date.fromisoformat(value),
        "comments": lambda: value,
        "members": lambda: value,
    }
    return written[key]() if key in written else str(value)


def _watch(here: Here, watch: str) -> str:
    kind, _, name = watch.partition(":")
    if kind == "community":
        return here.name("community", name)
    lists = {each.watch: here.told(each.name) for each in all_lists(here.data.engine)}
    return here.locale.t("all comments") if watch == ALL else lists.get(watch, watch)
