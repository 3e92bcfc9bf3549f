"""What a manager decides of a watch: its budget, from when on the usual is learnt; and who was told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib import alarms
from lib.i18n import DASH
from lib.model import N_
from lib.store import outbox
from lib.store import watch as store
from lib.store.audit import Line
from lib.ui import markup, mishap
from lib.ui.here import Here
from lib.ui.watch import Shown, watched

BUDGETS = (30, 60, 90, 180, 365)
CHANNELS = {"email": N_("E-mail"), "webhook": N_("Webhook"), "line": N_("LINE")}
ANEW = N_(
    "Where what is usual has changed for good, choose the day it did. The watch then learns for "
    "eight weeks from that day on, and raises no alarm in them."
)
_DONE = "watch-done"


def section(here: Here, shown: Shown) -> None:
    """The choices, kept in the database for everybody, for those who may make them; none in a view of an
    earlier version."""
    t = here.locale.t
    if not here.may("watch"):
        return
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    if here.view.as_of is not None:
        st.html(markup.quiet(t("This view is of an earlier version: the budget is chosen in the newest.")))
        return
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("Choose the budget"), icon=":material/tune:"):
            _budget(here, shown)
        if shown.look.watch.stage is not None:
            with st.popover(t("Learn the usual anew"), icon=":material/anchor:"):
                _anchor(here, shown)
        if watched(here) and watched(here) in store.watched(here.data.engine):
            end = mishap.guarded(here, lambda: _end(here))
            st.button(t("End this community's watch"), on_click=end, icon=":material/close:")
    st.html(markup.quiet(_scope(here)))


def _scope(here: Here) -> str:
    """Which watch this is, and how many there are."""
    t, on = here.locale.t, store.watched(here.data.engine)
    if watched(here) not in on:
        return t("This community has no watch of its own yet; choosing a budget turns it on.")
    return here.locale.n(
        "The budget is kept in the database for everybody. {n} watch is on.",
        "The budget is kept in the database for everybody. {n} watches are on, each with its own budget.",
        len(on),
    )


def _budget(here: Here, shown: Shown) -> None:
    t, now = here.locale.t, int(shown.look.watch.budget)
    options = sorted({*BUDGETS, now})
    chosen = st.selectbox(
        t("At most one false alarm in"),
        options,
        index=options.index(now),
        format_func=lambda days: here.locale.n("{n} day", "{n} days", days),
        key="watch-budget",
    )
    text = t("A longer budget raises fewer false alarms and tells of rises later.")
    st.html(markup.quiet(text))
    decide = mishap.guarded(here, lambda: _decide(here, {"budget_days": float(chosen)}))
    st.button(t("Keep"), on_click=decide, key="watch-keep")


def _anchor(here: Here, shown: Shown) -> None:
    t, counts = here.locale.t, shown.look.counts
    st.html(markup.quiet(t(ANEW)))
    last = counts.day(len(counts) - 1)
    day = st.date_input(t("From"), counts.start, min_value=counts.start, max_value=last, key="watch-day")
    decide = mishap.guarded(here, lambda: _decide(here, {"anchor": day}))
    st.button(t("Learn from this day on"), on_click=decide, key="watch-anchor")


def _decide(here: Here, changed: dict[str, object]) -> None:
    engine = here.data.engine
    here.require("watch")
    wanted = replace(store.setting(engine, watched(here)), **changed)  # type: ignore[arg-type]
    alarms.decide(engine, wanted, here.now, here.who)
    st.session_state[_DONE] = here.locale.t("Kept: the watch was worked out anew.")


def _end(here: Here) -> None:
    here.require("watch")
    told = Line(here.now, here.who, "settings", "watch ended", {"watch": watched(here)})
    store.turn_off(here.data.engine, watched(here), told)
    st.session_state[_DONE] = here.locale.t("This community's watch has ended.")


def told(here: Here) -> None:
    """Whom the alarms were told, and what did not get through; folded. For those who may see to it."""
    if not here.may("watch"):
        return
    t, sent = here.locale.t, outbox.recent(here.data.engine, channels=tuple(CHANNELS))
    with st.expander(t("Messages about alarms"), icon=":material/send:"):
        if not sent:
            text = t("None yet. Whom to tell stands in the secrets file: e-mail, webhooks, LINE.")
            st.html(markup.quiet(text))
            return
        rows = [
            {
                t("When"): here.moment(each.created_at),
                t("Sent by"): t(CHANNELS[each.channel]),
                t("Delivered"): here.moment(each.delivered_at) or DASH,
                t("Tries"): each.attempts,
                t("Last error"): here.locale.say(each.error) if each.error else DASH,
            }
            for each in sent
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
