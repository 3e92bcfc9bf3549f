"""A database read in place: which of its columns holds which of our fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from lib.imports.proposal import propose
from lib.metrics.live.table import FIELDS, NEEDED
from lib.model import PulseError
from lib.settings import Secrets
from lib.store.sources import Source
from lib.sync import inplace
from lib.ui import mapping_form, markup, sources_address, sources_confirm
from lib.ui.here import Here


def form(here: Here, secrets: Secrets, key: str) -> Source | None:
    """The form; gives the source once its columns fit and somebody wants it."""
    t = here.locale.t
    found = sources_address.relation(here, secrets, key)
    if found is None:
        return None
    address, theirs = found
    fields = _fields(here, f"{key}-{address.get('table', '')}", theirs)
    zone = _zone(here, key)
    said = sources_confirm.said(here, key)
    lacking = [mapping_form.field_name(name, here.locale) for name in NEEDED if name not in fields]
    if lacking:
        told = t("Say which columns hold {fields}.", fields=here.locale.list(lacking))
        st.html(markup.notice(told, "warn"))
    name = st.text_input(t("Name"), str(address.get("table", "")), max_chars=80, key=f"{key}-name").strip()
    ready = bool(name) and not lacking
    wanted = {**address, "columns": fields, "timezone": zone}
    if not st.button(
        t("Test and connect"),
        type="primary",
        icon=":material/add_link:",
        disabled=not ready,
        key=f"{key}-keep",
    ):
        return None
    return _tried(here, secrets, sources_confirm.source(here, "live", name, wanted, said))


def _fields(here: Here, key: str, theirs: Sequence[str]) -> dict[str, str]:
    """Our field → their column, proposed from the names and corrected by a person."""
    t = here.locale.t
    proposed = {field: column for column, field in propose(theirs, ()).columns.items() if field in FIELDS}
    names = {mapping_form.field_name(field, here.locale): field for field in FIELDS}
    nothing = t("(none)")
    table = pd.DataFrame(
        {
            t("Field"): list(names),
            t("Column in the table"): [proposed.get(field, nothing) for field in names.values()],
        }
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        width="stretch",
        disabled=[t("Field")],
        height=38 + 35 * len(table),
        column_config={
            t("Column in the table"): st.column_config.SelectboxColumn(
                options=[nothing, *theirs], required=True
            )
        },
        key=f"{key}-fields",
    )
    chosen = zip(edited[t("Field")], edited[t("Column in the table")], strict=True)
    return {names[field]: str(column) for field, column in chosen if column != nothing}


def _zone(here: Here, key: str) -> str:
    home = here.settings.timezone
    zones = [home, "UTC", *sorted(available_timezones() - {home, "UTC"})]
    return st.selectbox(here.locale.t("Times without a zone are of"), zones, key=f"{key}-zone")


def _tried(here: Here, secrets: Secrets, source: Source) -> Source | None:
    try:
        with st.spinner(here.locale.t("Looking …")):
            found: Any = inplace.look(source, here.settings, secrets)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return None
    if not found.posts:
        st.html(markup.notice(here.locale.t("The columns fit, but the table holds no posts."), "warn"))
        return None
    return source
