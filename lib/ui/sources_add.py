"""Connecting a source: what kind, where, does it answer, how is it read, how often."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.model import Message, PulseError
from lib.settings import Secrets, load_secrets
from lib.sources.upload import Upload
from lib.store.sources import KINDS as ALL_KINDS
from lib.store.sources import Kind, Source, all_sources
from lib.sync import declare, trial
from lib.sync.readers import READERS
from lib.ui import (
    freshness,
    markup,
    sources_address,
    sources_confirm,
    sources_live,
    sources_push,
    sources_schedule,
)
from lib.ui.here import Here
from lib.ui.sources_words import ABOUT, KINDS

_ROUND, _TRIAL, _DONE = "source-round", "source-trial", "source-done"


def section(here: Here) -> None:
    """The form; unfolded where there is no source yet."""
    t = here.locale.t
    if not here.may("connect"):
        return
    _connected(here)
    none = not all_sources(here.data.engine)
    with st.expander(t("Connect a source"), expanded=none, icon=":material/add_link:"):
        try:
            secrets = load_secrets(here.settings)
        except PulseError as error:
            st.html(markup.notice(here.locale.say(error.message), "bad"))
            return
        kind: Kind = st.radio(
            t("What kind of source?"),
            list(ALL_KINDS),
            format_func=lambda kind: t(KINDS[kind]),
            captions=[t(ABOUT[kind]) for kind in ALL_KINDS],
            key=key("kind"),
        )
        _form(here, kind, secrets)


def key(name: str) -> str:
    """A widget's key; another one after each source connected, so that the form begins empty."""
    return f"{name}-{st.session_state.get(_ROUND, 0)}"


def _form(here: Here, kind: Kind, secrets: Secrets) -> None:
    if kind == "push":
        made = sources_push.form(here, key("push"))
        if made is not None:
            keep(here, *made)
        return
    if kind == "live":
        live = sources_live.form(here, secrets, key("live"))
        if live is not None:
            keep(here, live)
        return
    address = sources_address.FORMS[kind](here, secrets, key(kind))
    upload = _tried(here, kind, address, secrets) if address else None
    if address is not None and upload is not None:
        sources_confirm.read(here, kind, address, upload, key("confirm"), keep)


def _tried(here: Here, kind: Kind, address: Mapping[str, Any], secrets: Secrets) -> Upload | None:
    """The first rows, once somebody asked for them at this address."""
    t, place = here.locale.t, f"{kind} {json.dumps(address, sort_keys=True)}"
    if st.button(t("Test the connection"), icon=":material/cable:", key=key("test"), type="primary"):
        with st.spinner(t("Asking for the first rows …")):
            st.session_state[_TRIAL] = (place, _try(here, kind, address, secrets))
    known, found = st.session_state.get(_TRIAL, ("", None))
    if known != place or found is None:
        return None
    if isinstance(found, Message):
        st.html(markup.notice(here.locale.say(found), "bad"))
        return None
    st.html(markup.notice(t("It answers: {name}", name=found.name), "good"))
    return found


def _try(here: Here, kind: Kind, address: Mapping[str, Any], secrets: Secrets) -> Upload | Message:
    asked = Source("trial", kind, "trial", address, here.now)
    try:
        return trial.read(asked, here.settings, secrets)
    except PulseError as error:
        return error.message


def keep(here: Here, source: Source, token: str | None = None) -> None:
    """Keeps a source, reads it for the first time in the background, and begins the form anew."""
    try:
        here.require("connect")
        declare.connect(here.data.engine, replace(source, who=here.person.id))
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    if source.kind in READERS:
        sources_schedule.read(here.settings, source.id, here.person.id)
    st.session_state[_DONE] = (source.name, token)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_TRIAL, None)
    freshness.forget()
    st.rerun()


def _connected(here: Here) -> None:
    """What was connected last; its token, until somebody has copied it."""
    name, token = st.session_state.get(_DONE, ("", None))
    if not name:
        return
    st.html(markup.notice(here.locale.t("“{name}” is connected.", name=name), "good"))
    if token is None or sources_push.shown_once(here, token):
        st.session_state.pop(_DONE)
