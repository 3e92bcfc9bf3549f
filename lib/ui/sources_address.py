"""Where a source is: a sheet by its address, a table by the connections of the secrets file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from lib.model import Message, PulseError
from lib.settings import Secrets
from lib.sources.database import Found
from lib.sync import trial
from lib.ui import markup
from lib.ui.here import Here

Form = Callable[[Here, Secrets, str], dict[str, Any] | None]
"""(here, secrets, key) → the address, once it is whole. Connections are shown by name alone."""

_LOOKED = "source-looked"
_GOOGLE = '[google]\napi_key = "…"'
_CONNECTION = '[connections.warehouse]\nurl = "postgresql://reader:…@db.example.org/warehouse"'


def sheet(here: Here, secrets: Secrets, key: str) -> dict[str, Any] | None:
    """A Google Sheet by its address in the browser."""
    t = here.locale.t
    if not secrets.google:
        told = t(
            "Google asks for credentials: put a service account's JSON, or an API key for public "
            "sheets, into the secrets file on the server, then reload this page."
        )
        _lacking(here, told, _GOOGLE)
        return None
    if secrets.google.get("client_email"):
        email = str(secrets.google["client_email"])
        st.html(markup.quiet(t("Share the sheet, for viewing, with {email}.", email=email)))
    left, right = st.columns([2, 1])
    address = left.text_input(
        t("Address of the sheet"), placeholder="https://docs.google.com/spreadsheets/d/…", key=f"{key}-url"
    )
    worksheet = right.text_input(
        t("Worksheet"), placeholder=t("as in the address, else the first"), key=f"{key}-worksheet"
    )
    if not address.strip():
        return None
    return {"spreadsheet": address.strip(), **({"worksheet": worksheet.strip()} if worksheet.strip() else {})}


def table(here: Here, secrets: Secrets, key: str) -> dict[str, Any] | None:
    """A table or a select to import, perhaps with a column that says what is new."""
    found = relation(here, secrets, key)
    if found is None:
        return None
    address, columns = found
    t = here.locale.t
    cursor = st.selectbox(
        t("Column that says what is new"),
        columns,
        index=None,
        placeholder=t("none: everything is read each time"),
        help=t(
            "A column that grows with every change, such as updated_at. Only rows from there on are read."
        ),
        key=f"{key}-cursor",
    )
    return {**address, "cursor": cursor} if cursor else address


FORMS: Mapping[str, Form] = {"sheet": sheet, "database": table}


def relation(here: Here, secrets: Secrets, key: str) -> tuple[dict[str, Any], list[str]] | None:
    """A table or a select of a database that the secrets file names, and its columns."""
    t = here.locale.t
    if not secrets.connections:
        told = t(
            "Databases are named in the secrets file on the server, so that no password comes into a "
            "browser. Add one as below, then reload this page."
        )
        _lacking(here, told, _CONNECTION)
        return None
    connection = st.selectbox(t("Connection"), sorted(secrets.connections), key=f"{key}-connection")
    wanted = st.session_state.setdefault(_LOOKED, {})
    if st.button(t("Look at the database"), icon=":material/database:", key=f"{key}-look"):
        wanted.clear()
        wanted[connection] = True
    if connection not in wanted:
        return None
    around = _look(here, secrets, connection, {})
    address = _chosen(here, key, around.tables) if around else None
    if address is None:
        return None
    inside = _look(here, secrets, connection, address)
    if inside is None:
        return None
    return {"connection": connection, **address}, [column.name for column in inside.columns]


def _chosen(here: Here, key: str, tables: tuple[str, ...]) -> dict[str, Any] | None:
    t = here.locale.t
    own = t("(a SELECT of my own)")
    name = st.selectbox(
        t("Table or view"), [*tables, own], index=None, placeholder=t("Choose"), key=f"{key}-table"
    )
    if name != own:
        return {"table": name} if name else None
    select = st.text_area("SELECT", placeholder="SELECT … FROM …", key=f"{key}-select")
    return {"select": select.strip()} if select.strip() else None


def _look(here: Here, secrets: Secrets, connection: str, address: Mapping[str, Any]) -> Found | None:
    """What there is, asked once until somebody looks again; else why not, in words."""
    kept = st.session_state[_LOOKED]
    place = (connection, repr(address))
    if place not in kept:
        with st.spinner(here.locale.t("Looking …")):
            kept[place] = _asked(here, secrets, connection, address)
    if isinstance(kept[place], Message):
        st.html(markup.notice(here.locale.say(kept[place]), "bad"))
        return None
    return kept[place]


def _asked(here: Here, secrets: Secrets, connection: str, address: Mapping[str, Any]) -> Found | Message:
    try:
        return trial.look(connection, address, here.settings, secrets)
    except PulseError as error:
        return error.message


def _lacking(here: Here, told: str, example: str) -> None:
    """What the secrets file lacks, and what to write into it."""
    st.html(markup.empty(here.locale.t("The server knows no credentials for it yet."), told))
    file = Path(here.settings.secrets)
    st.html(markup.quiet(f"{file.parent.name}/{file.name}"))
    st.code(example, language=None)
