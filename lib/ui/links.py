"""The links that were made for others, on screen: each with its opens, and the way to revoke it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.access import share as access
from lib.i18n import DASH
from lib.model import N_, PulseError
from lib.store import links as store
from lib.store.links import Link
from lib.ui import markup, share, whose
from lib.ui.here import Here

_DONE = "links-done"
STANDINGS = {
    "open": N_("is open"),
    "expired": N_("expired"),
    "revoked": N_("revoked"),
    "closed": N_("closed: its maker's rights ended"),
}


def mine(here: Here) -> list[Link]:
    """The links that the visitor may see: their own, an administrator's all."""
    return store.listed(here.data.engine, None if here.may("links") else here.person.own)


def answer(here: Here, kept: int) -> str:
    """How many views are kept and how many links open."""
    locale, found = here.locale, mine(here)
    parts = [locale.n("{n} view is kept", "{n} views are kept", kept)] if kept else []
    if found:
        open_ = sum(standing(here, each) == "open" for each in found)
        parts.append(locale.n("{n} link is open", "{n} links are open", open_))
    if not parts:
        return locale.t("No view was shared yet: “Share” on any page makes a link to it.")
    return locale.t("{parts}.", parts=locale.list(parts))


def standing(here: Here, link: Link) -> str:
    """Whether a link opens, an id of `STANDINGS`."""
    if link.revoked is not None:
        return "revoked"
    if link.expires is not None and link.expires <= here.now:
        return "expired"
    try:
        access.find(here.data.engine, here.settings, link.id, here.now)
    except access.Closed:
        return "closed"
    return "open"


def section(here: Here) -> None:
    """The links, newest first."""
    t, found = here.locale.t, mine(here)
    st.html(markup.block(t("Shared links"), t("A link shows its opener at most what its maker may see.")))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    if not found:
        st.html(markup.quiet(t("None yet.")))
        return
    rows = [_row(here, each) for each in found]
    opens = st.column_config.LinkColumn(display_text=t("open"), width="small")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        placeholder=DASH,
        height=min(420, 38 + 35 * len(rows)),
        column_config={t("Link"): opens},
    )
    _revoking(here, [each for each in found if each.revoked is None])


def _row(here: Here, link: Link) -> dict[str, object]:
    t = here.locale.t
    frozen = t("frozen at version {n}", n=str(link.as_of)) if link.as_of is not None else t("live")
    return {
        t("Title"): link.title,
        t("Link"): share.address(here, link),
        t("Standing"): t(STANDINGS[standing(here, link)]),
        t("Opened"): link.opens,
        t("Last opened"): here.moment(link.opened_at) or None,
        t("Figures"): frozen,
        t("For whom"): t("anyone with the link") if link.anyone else t("who signs in"),
        t("Until"): here.moment(link.expires) or t("no end"),
        t("Shared"): here.moment(link.at),
        t("Made by"): whose.name(here, link.who),
    }


def _revoking(here: Here, found: Sequence[Link]) -> None:
    if not found:
        return
    t = here.locale.t
    names = {each.id: f"{each.title} · {here.moment(each.at)}" for each in found}
    with st.popover(t("Revoke a link"), icon=":material/link_off:"):
        id = st.selectbox(t("Link"), list(names), format_func=names.__getitem__, key="revoke-which")
        st.html(markup.quiet(t("It closes at once, also for those who look at it now.")))
        if st.button(t("Revoke"), type="primary", key="revoke-link"):
            _revoke(here, id)


def _revoke(here: Here, id: str) -> None:
    try:
        here.require("share")
        owner = None if here.may("links") else here.person.own
        store.revoke(here.data.engine, id, here.now, here.person.id, owner)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = here.locale.t("Revoked: it opens no more.")
    st.rerun()
