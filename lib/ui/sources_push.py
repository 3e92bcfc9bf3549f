"""A source that sends its files in: its token is shown once, and how to use it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from lib import api
from lib.store.sources import Source
from lib.sync import declare, tokens
from lib.ui import markup, sources_confirm
from lib.ui.here import Here


def form(here: Here, key: str) -> tuple[Source, str] | None:
    """What to call it and what its files do not say; the source and its token once it is made."""
    t = here.locale.t
    said = sources_confirm.said(here, key)
    if st.checkbox(t("Its token sees comments of private channels"), key=f"{key}-private"):
        said[declare.PRIVATE] = True
    name, minutes = sources_confirm.name_and_interval(here, key, "", t("Expected"))
    if not st.button(t("Make a token"), type="primary", icon=":material/key:", key=f"{key}-make"):
        return None
    token, sha256 = tokens.make()
    address = {"token_sha256": sha256}
    return sources_confirm.source(here, "push", name or t("Import API"), address, said, minutes), token


def shown_once(here: Here, token: str) -> bool:
    """The token, and a command that sends a file with it; whether somebody has copied it."""
    t = here.locale.t
    st.html(markup.notice(t("Copy the token now: it is not shown again, only its hash is kept."), "warn"))
    st.code(token, language=None)
    found = urlsplit(st.context.url or "http://localhost:8501")
    st.html(markup.quiet(t("A file is sent like this:")))
    st.code(
        f'curl -H "Authorization: Bearer {token}" \\\n'
        f'  --data-binary @export.csv "{found.scheme}://{found.netloc}{api.IMPORTS}?name=export.csv"',
        language=None,
    )
    # Gone with the page drawn next.
    return st.button(t("I have copied it"), icon=":material/check:", key="token-copied")
