"""People and their rights on screen: for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.metrics import offered
from lib.model import EVERYTHING, PulseError, Scope
from lib.person import ROLES, Role
from lib.settings import load_secrets
from lib.store import people
from lib.store.people import Group, Member
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.words import ROLE_NAMES

_DONE = "people-done"
NEW = 0


def answer(here: Here) -> str:
    """Who can come in, in a sentence."""
    t, members = here.locale.t, people.members(here.data.engine)
    if not load_secrets(here.settings).providers:
        return t("No sign-in is set up: Pulse serves this computer alone.")
    active = [member for member in members if not member.disabled]
    count = here.locale.n("{n} person has access", "{n} people have access", len(active))
    groups = len(people.groups(here.data.engine))
    if not groups:
        return t("{people}.", people=count)
    return t(
        "{people}, and the members of {groups}.",
        people=count,
        groups=here.locale.n("{n} group", "{n} groups", groups),
    )


def members(here: Here) -> None:
    """Everybody with rights of their own; one is added or changed below."""
    t = here.locale.t
    st.html(
        markup.block(t("People"), t("By e-mail address; it must be one the sign-in provider vouches for."))
    )
    _said()
    found = people.members(here.data.engine)
    if found:
        rows = [_row(here, member) for member in found]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    names = {
        NEW: t("Somebody new"),
        **{member.id or 0: f"{member.name} · {member.email}" for member in found},
    }
    number = st.selectbox(t("Add or change"), list(names), format_func=names.__getitem__)
    chosen = next((member for member in found if member.id == number), None)
    _form(here, chosen or Member("", "", "viewer", Scope()))


def _row(here: Here, member: Member) -> dict[str, object]:
    t = here.locale.t
    standing = (
        t("access ended") if member.disabled else t("has signed in") if member.subject else t("invited")
    )
    return {
        t("Name"): member.name,
        t("E-mail"): member.email,
        t("Role"): t(ROLE_NAMES[member.role]),
        t("Sees"): sees(here, member.scope),
        t("Standing"): standing,
    }


def sees(here: Here, scope: Scope) -> str:
    """A scope in words."""
    t, parts = here.locale.t, []
    for dimension, values in (("community", scope.communities), ("platform", scope.platforms)):
        if values is not None:
            parts.append(here.locale.list([here.name(dimension, value) for value in values]) or t("nothing"))
    words = " · ".join(parts) or t("everything")
    return words if scope.private or parts else t("everything but private channels")


def _form(here: Here, member: Member) -> None:
    t, key = here.locale.t, f"person-{member.id or NEW}"
    with st.form(key, border=True):
        email = st.text_input(t("E-mail"), member.email, key=f"{key}-email")
        name = st.text_input(t("Name"), member.name, key=f"{key}-name")
        role, scope = _rights(here, key, member.role, member.scope)
        ended = st.checkbox(t("Access ended"), member.disabled, key=f"{key}-ended")
        if st.form_submit_button(t("Save"), type="primary", key=f"{key}-save"):
            new = replace(member, email=email, name=name, role=role, scope=scope, disabled=ended)
            _do(here, lambda: people.put(here.data.engine, new, here.now, here.person.id), t("Saved."))
    if member.id is not None:
        _endings(here, member.id)


def _endings(here: Here, number: int) -> None:
    t, engine = here.locale.t, here.data.engine
    with st.container(horizontal=True, gap="small"):
        if st.button(t("Sign out everywhere"), key="sign-out-everywhere", icon=":material/logout:"):
            done = t("Every sign-in until now has ended.")
            _do(here, lambda: people.sign_out(engine, number, here.now, here.person.id), done)
        if st.button(t("Remove"), key="remove-person", icon=":material/delete:"):
            done = t("Removed. Rights by group stay.")
            _do(here, lambda: people.remove(engine, number, here.now, here.person.id), done)


def _rights(here: Here, key: str, role: Role, scope: Scope) -> tuple[Role, Scope]:
    t = here.locale.t
    chosen: Role = st.selectbox(
        t("Role"), ROLES, ROLES.index(role), format_func=lambda id: t(ROLE_NAMES[id]), key=f"{key}-role"
    )
    there = offered.choices(here.data.engine, scope=EVERYTHING)
    limits = {}
    for dimension, values, label in (
        ("community", scope.communities, t("Communities (none chosen: all)")),
        ("platform", scope.platforms, t("Platforms (none chosen: all)")),
    ):
        known = list(dict.fromkeys([*(value for value, _ in there[dimension]), *(values or ())]))
        found = st.multiselect(
            label,
            known,
            list(values or ()),
            format_func=lambda value, of=dimension: here.name(of, value),  # type: ignore[misc]
            placeholder=t("all"),
            key=f"{key}-{dimension}",
        )
        limits[dimension] = tuple(found) or None
    private = st.checkbox(t("Comments of private channels too"), scope.private, key=f"{key}-private")
    return chosen, Scope(limits["community"], limits["platform"], private)


def by_group(here: Here) -> None:
    """Rights by what the provider states of somebody."""
    t, found = here.locale.t, people.groups(here.data.engine)
    note = t("Rights of their own come first; of several groups the highest role counts.")
    st.html(markup.block(t("Groups"), note))
    if found:
        rows = [
            {
                t("Claim"): group.claim,
                t("Value"): group.value,
                t("Role"): t(ROLE_NAMES[group.role]),
                t("Sees"): sees(here, group.scope),
            }
            for group in found
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    with st.expander(t("Add or change a group"), icon=":material/group_add:"):
        _group_form(here)
    if found:
        _group_removal(here, found)


def _group_form(here: Here) -> None:
    t = here.locale.t
    with st.form("group", border=False):
        claim = st.text_input(t("Claim (such as groups or realm_access.roles)"), "groups")
        value = st.text_input(t("Value"))
        role, scope = _rights(here, "group", "viewer", Scope())
        if st.form_submit_button(t("Save"), type="primary", key="group-save"):
            new = Group(claim, value, role, scope)
            _do(here, lambda: people.put_group(here.data.engine, new, here.now, here.person.id), t("Saved."))


def _group_removal(here: Here, found: Sequence[Group]) -> None:
    t, names = here.locale.t, {group.id: f"{group.claim} = {group.value}" for group in found}
    with st.popover(t("Remove a group"), icon=":material/group_remove:"):
        number = st.selectbox(t("Group"), list(names), format_func=names.__getitem__)
        if st.button(t("Remove"), type="primary", key="remove-group"):
            remove = people.remove_group
            _do(here, lambda: remove(here.data.engine, number or 0, here.now, here.person.id), t("Removed."))


def _do(here: Here, change: Callable[[], object], done: str) -> None:
    """Makes a change, and draws the page anew; what is wrong with it is said."""
    try:
        here.require("people")
        change()
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = done
    st.rerun()


def _said() -> None:
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
