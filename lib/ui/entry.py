"""The door: who the visitor is, and what they see who may not come in."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
import streamlit as st

from lib.access import identity
from lib.access.identity import Claims, Denied
from lib.clock import now
from lib.i18n import Locale
from lib.model import Message, say
from lib.person import LOCAL, Person
from lib.settings import Settings, load_secrets
from lib.store import people
from lib.ui import markup
from lib.ui.words import ROLE_NAMES

_SEEN = "signed-in-as"

NAMES = {"google": "Google", "microsoft": "Microsoft", "entra": "Microsoft Entra", "keycloak": "Keycloak"}
"""Providers by the name of their section in the secrets file."""


def visitor(engine: sa.Engine, settings: Settings) -> Person:
    """Who is there, as `recognise`; a sign-in is kept once a visit."""
    said = stated(settings)
    person = recognise(engine, settings, said)
    if said is not None and st.session_state.get(_SEEN) != said.subject:
        st.session_state[_SEEN] = said.subject
        people.signed_in(engine, person.id, now())
        identity.keep_visit(engine, said, person)
    return person


def stated(settings: Settings) -> Claims | None:
    """What the provider states of the visitor; None without a provider, and before they signed in."""
    return identity.claims(st.user.to_dict()) if load_secrets(settings).providers else None


def recognise(engine: sa.Engine, settings: Settings, said: Claims | None) -> Person:
    """Who that is now. Without a provider this computer's user, who may do all.

    Errors: Denied, for who has not signed in or has no rights.
    """
    if not load_secrets(settings).providers:
        return LOCAL
    if said is None:
        raise Denied(say("Sign in to see this page."), again=True)
    return identity.recognise(engine, settings, said, now())


def shut(locale: Locale, why: Message) -> None:
    """The page for a link that does not open: why, and the way to what does."""
    with st.container(width=520):
        st.html(markup.headline(locale.t("Pulse"), []))
        st.html(markup.notice(locale.say(why), "warn"))
        st.html(markup.links([(locale.t("To the start page"), "./")]))


def closed(locale: Locale, why: Message, settings: Settings, again: bool) -> None:
    """The page for who is not let in: why, and the way in. The address keeps what was asked for."""
    signed_in = bool(st.user.to_dict().get("is_logged_in"))
    with st.container(width=520):
        st.html(markup.headline(locale.t("Pulse"), []))
        st.html(markup.notice(locale.say(why), "warn" if signed_in else "good"))
        if again:
            _buttons(locale, load_secrets(settings).providers)
        if signed_in:
            st.button(locale.t("Sign out"), key="sign-out", on_click=st.logout)


def _buttons(locale: Locale, providers: Sequence[str]) -> None:
    for provider in providers:
        name = NAMES.get(provider, provider)
        label = locale.t("Sign in with {provider}", provider=name) if name else locale.t("Sign in")
        clicked = st.button(label, key=f"sign-in-{provider}", type="primary", icon=":material/login:")
        if clicked:
            st.login(provider or None)


def who(locale: Locale, person: Person, settings: Settings) -> None:
    """At the end of the sidebar: as whom the visitor is here, and the way out."""
    t = locale.t
    if person.page:
        st.html(markup.quiet(t("You look at a view that was sent to you; nothing else is open.")))
        if not st.user.to_dict().get("is_logged_in"):
            _buttons(locale, load_secrets(settings).providers)
        return
    if person == LOCAL:
        st.html(markup.quiet(t("No sign-in is set up: whoever uses this computer is the administrator.")))
        return
    st.html(
        markup.quiet(t("Signed in as {name} ({role})", name=person.name, role=t(ROLE_NAMES[person.role])))
    )
    st.button(t("Sign out"), key="sign-out", on_click=st.logout, icon=":material/logout:")
