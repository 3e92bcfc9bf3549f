"""Making a link for others: the view with a title and a note, live or frozen, for as long as is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import streamlit as st

from lib.model import N_, PulseError
from lib.store import links
from lib.store.links import Link
from lib.ui import markup, saved, whose
from lib.ui.here import Here
from lib.ui.view import LINK, to_url

OPEN = "share"
_MADE = "link-made"
KINDS = {"frozen": N_("Frozen: the figures of now"), "live": N_("Live: later imports count")}
DAYS = {7: N_("7 days"), 30: N_("30 days"), 90: N_("90 days"), 365: N_("A year"), 0: N_("No end")}
"""How long a link opens, in days; 0: until it is revoked."""


def button(here: Here, title: str) -> None:
    """The way to share the page's view, for those who may."""
    if not here.page or not here.may("share"):
        return
    with st.popover(here.locale.t("Share"), icon=":material/share:", key=OPEN, on_change="rerun") as opened:
        if opened.open:
            names = {
                "link": here.locale.t("Send a link"),
                "view": here.locale.t("Keep for myself or the team"),
            }
            what = st.segmented_control(
                here.locale.t("Share"),
                list(names),
                default="link",
                required=True,
                format_func=names.__getitem__,
                key="share-what",
                label_visibility="collapsed",
            )
            saved.form(here, title) if what == "view" else _form(here, title)


def _form(here: Here, title: str) -> None:
    t, view = here.locale.t, here.view
    said = here.locale.period(view.period.start, view.period.end, year=True)
    with st.form("make-link", border=False, enter_to_submit=False):
        name = st.text_input(t("Title"), f"{title} · {said}", max_chars=links.TITLE, key="link-title")
        note = st.text_area(t("Note for who opens it"), max_chars=links.NOTE, height=80, key="link-note")
        kind = _kind(here)
        days = st.selectbox(
            t("Opens for"), list(DAYS), 1, format_func=lambda days: t(DAYS[days]), key="link-days"
        )
        anyone = here.settings.public_links and st.checkbox(
            t("Anyone with the link, without signing in"), key="link-anyone"
        )
        if st.form_submit_button(t("Make the link"), type="primary", key="link-make"):
            _make(here, name, note, kind == "frozen", days, anyone)
    st.html(markup.quiet(t("Who opens it sees of this view what both your rights and theirs allow.")))
    lasting = whose.lasting(here)
    if lasting:
        st.html(markup.quiet(lasting))
    made = st.session_state.get(_MADE)
    if made is not None and made.params == _params(here) and made.page == here.page:
        st.code(address(here, made), language=None, wrap_lines=True)


def _kind(here: Here) -> str:
    names = {id: here.locale.t(name) for id, name in KINDS.items()}
    if here.view.as_of is not None:
        # A view of the past is frozen already.
        del names["live"]
    return st.radio(here.locale.t("Figures"), list(names), format_func=names.__getitem__, key="link-kind")


def _params(here: Here) -> dict[str, list[str]]:
    """The view without what is the opener's own: the language, the link they come by."""
    return {key: values for key, values in to_url(here.view).items() if key not in ("lang", LINK)}


def _make(here: Here, title: str, note: str, frozen: bool, days: int, anyone: bool) -> None:
    version = here.data.version if here.view.as_of is None else here.view.as_of
    new = Link(
        here.page,
        _params(here),
        title,
        here.data.version,
        here.person.id,
        here.person.own,
        here.person.scope,
        here.now,
        note,
        version if frozen else None,
        anyone,
        here.view.link or None,
        ends(here.now, days),
    )
    try:
        here.require("share")
        st.session_state[_MADE] = links.make(here.data.engine, new)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))


def ends(now: datetime, days: int) -> datetime | None:
    """The moment a link of so many days closes; 0: never."""
    return now + timedelta(days) if days else None


def address(here: Here, made: Link) -> str:
    """The address of a link, as it is sent."""
    where = urlsplit(st.context.url or here.settings.url)
    base = where.path.rstrip("/").removesuffix(f"/{here.page}")
    return f"{where.scheme}://{where.netloc}{base}/?{LINK}={made.id}"
