"""Watchlists on screen: each with its mentions by day and its alarms, and the way to make one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st

from lib import watchlists
from lib.alarms import LEVELS
from lib.analysis.watch.terms import matches, pattern
from lib.charts import control, figure
from lib.i18n import DASH
from lib.model import N_, PulseError
from lib.store import watch as settings
from lib.store import watchlists as store
from lib.store.watchlists import Watchlist
from lib.ui import incident_desk, markup, notes, parts
from lib.ui.here import Here
from lib.ui.watch import spanned
from lib.ui.watch_decide import ANEW
from lib.watchlists import Heard

KINDS = {"brand": N_("Brand name"), "keyword": N_("Keyword"), "competitor": N_("Competitor")}
MODES = {"words": N_("Words, one a line"), "pattern": N_("Patterns, one a line")}
PATTERNS = N_("Letters, . ? * + | ( ) and [a-z]; capitals or not is the same. Example: coffee|咖啡(廳|館)?")
FEW = 3
_NAME, _BODY, _TEXT = "list-name", "list-body", "list-text"


def load(here: Here) -> list[Heard]:
    """Each list with its watch, those in alarm first."""
    found = [_heard(here, each) for each in store.all_lists(here.data.engine)]
    return sorted(found, key=lambda each: -_rank(each))


def _heard(here: Here, of: Watchlist) -> Heard:
    engine, view = here.data.engine, here.view
    decided = settings.setting(engine, of.watch)
    return here.keep(f"list {of} {decided}", lambda: watchlists.hear(engine, of, here.data.scope, view.as_of))


def _rank(of: Heard) -> int:
    return [*LEVELS].index(of.watch.state) + 1 if of.watch.state in LEVELS else 0


def answer(here: Here, found: Sequence[Heard]) -> str:
    """How many lists are mentioned more than usual, in a sentence."""
    t, locale = here.locale.t, here.locale
    loud = [here.told(each.of.name) for each in found if _rank(each)]
    if not found and not here.may("watch"):
        return t("No watchlist yet; a manager can make one.")
    if not found:
        return t("No watchlist yet: a name or word here tells when it is mentioned more than usual.")
    if not loud:
        return locale.n(
            "{n} watchlist, not mentioned more than usual.",
            "{n} watchlists, none mentioned more than usual.",
            len(found),
        )
    return t("Mentioned more than usual: {names}", names=locale.list(loud))


def lists(here: Here, found: Sequence[Heard]) -> None:
    """The lists; those in alarm are unfolded, all where they are few."""
    for each in found:
        label = markup.plain(f"{here.told(each.of.name)} · {_standing(here, each)}")
        with st.expander(label, expanded=bool(_rank(each)) or len(found) <= FEW, icon=_icon(each)):
            st.html(markup.quiet(_meant(here, each.of)))
            drawn = partial(_drawn, here, each)
            parts.figure(here, f"list-{each.of.id}", drawn, str(each.watch.days[:1]))
            if here.may("watch") and here.view.as_of is None:
                _changes(here, each)


def _changes(here: Here, each: Heard) -> None:
    """What can be changed of a list."""
    t, id = here.locale.t, each.of.id
    with st.container(horizontal=True, gap="small"):
        extent = here.data.extent
        if extent.first and extent.last:
            with st.popover(t("Learn the usual anew"), icon=":material/anchor:", key=f"anchor-{id}"):
                st.html(markup.quiet(t(ANEW)))
                first, last = extent.first, extent.last
                day = st.date_input(t("From"), last, first, last, f"from-{id}", format="YYYY/MM/DD")
                learn = partial(_learn, here, each.of, day)
                st.button(t("Learn from this day on"), on_click=learn, key=f"learn-{id}")
        remove = partial(_remove, here, id)
        st.button(t("Remove this list"), key=f"remove-{id}", on_click=remove, icon=":material/delete:")


def _icon(of: Heard) -> str:
    return ":material/notification_important:" if _rank(of) else ":material/visibility:"


def _meant(here: Here, of: Watchlist) -> str:
    """What kind of list it is, and its words."""
    words = here.locale.list([each.strip() for each in of.body.splitlines() if each.strip()])
    return here.locale.t("{kind}: {words}", kind=here.locale.t(KINDS[of.kind]), words=words)


def _standing(here: Here, of: Heard) -> str:
    t, made = here.locale.t, of.watch
    if made.state == "too little data":
        return t("eight weeks of comments are needed first")
    week = made.days[-7:]
    said = t(
        "{n} mentions in the last 7 days, {usual} is usual",
        n=here.locale.number(sum(each.hits for each in week)),
        usual=here.locale.number(sum(each.usual for each in week), 0),
    )
    if made.state not in LEVELS:
        return said
    day = here.locale.date(made.since, year=True) if made.since else DASH
    return f"{t('{level} alarm since {day}', level=t(LEVELS[made.state]).capitalize(), day=day)} · {said}"


def _drawn(here: Here, of: Heard) -> figure.Figure:
    t, period, made = here.locale.t, here.view.period, of.watch
    inside = [each for each in made.days if period.start <= each.day <= period.end]
    days = [control.Day(each.day, each.hits, each.usual, each.limit) for each in inside]
    end = made.days[-1].day if made.days else date.min + timedelta(1)
    spans = spanned(here, made.alarms, end)
    total = sum(each.hits for each in inside)
    title = here.locale.n("{n} mention in this period", "{n} mentions in this period", total)
    subtitle = t(
        "comments in which it stands, by day; at most one false alarm in {n} days",
        n=here.locale.number(made.budget),
    )
    named = control.Named(t("Mentions"), share=False)
    return control.draw(named, days, spans, title, subtitle, here.palette, here.locale, notes.marks(here))


def add(here: Here) -> None:
    """The form of a new list, with a field to try it; for those who may make one."""
    t = here.locale.t
    if not here.may("watch") or here.view.as_of is not None:
        return
    with st.expander(t("New watchlist"), icon=":material/add:"):
        st.text_input(t("Name"), key=_NAME, max_chars=watchlists.LONGEST_NAME)
        kind = st.selectbox(t("Kind"), list(KINDS), format_func=lambda id: t(KINDS[id]), key="list-kind")
        mode = st.radio(
            t("What to look for"), list(MODES), format_func=lambda id: t(MODES[id]), key="list-mode"
        )
        body = st.text_area(t("Words or patterns"), key=_BODY, height=100)
        if mode == "pattern":
            st.html(markup.quiet(t(PATTERNS)))
        text = st.text_input(t("Try it on a text"), key=_TEXT)
        _try(here, mode, body, text)
        st.button(t("Add the list"), type="primary", on_click=_add, args=(here, kind, mode), key="list-add")


def _try(here: Here, mode: str, body: str, text: str) -> None:
    """Says at once whether the words would be found in a text."""
    if not body.strip():
        return
    t = here.locale.t
    try:
        made = pattern(mode, body)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "warn"))
        return
    if text:
        hit = matches(made, [text])[0]
        words = t("Found in this text.") if hit else t("Not found in this text.")
        st.html(markup.notice(words, "good" if hit else "warn"))


def _add(here: Here, kind: str, mode: str) -> None:
    state = st.session_state
    new = Watchlist(state[_NAME].strip(), kind, mode, state[_BODY])  # type: ignore[arg-type]

    def do() -> None:
        here.require("watch")
        watchlists.add(here.data.engine, new, here.now, here.who)

    if incident_desk.attempt(here, do, here.locale.t("Added: {name}", name=new.name)):
        state[_NAME], state[_BODY], state[_TEXT] = "", "", ""


def _learn(here: Here, of: Watchlist, day: date) -> None:
    def do() -> None:
        here.require("watch")
        watchlists.learn(here.data.engine, of, day, here.now, here.who)

    incident_desk.attempt(here, do, here.locale.t("Kept: the watch was worked out anew."))


def _remove(here: Here, id: str) -> None:
    def do() -> None:
        here.require("watch")
        store.remove(here.data.engine, id, here.now, here.who)

    incident_desk.attempt(here, do, here.locale.t("Removed."))
