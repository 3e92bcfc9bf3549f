"""The incidents at a glance: one sentence, the open ones, a way to open one, the library of past ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import sqlalchemy as sa
import streamlit as st

from lib import demo
from lib.analysis.incident.clock import clock
from lib.analysis.incident.library import Wanted, search, within
from lib.analysis.incident.model import LEVELS, Incident
from lib.clock import now
from lib.incidents import acts, opening, playbooks
from lib.incidents.opening import Opening
from lib.incidents.playbooks import Playbook
from lib.metrics import run
from lib.model import N_
from lib.store import incidents as store
from lib.ui import filters, incident_desk, incident_markup, markup
from lib.ui import opening as links
from lib.ui.here import Here
from lib.ui.incident_markup import Card

TONES = {"early": "quiet", "mild": "warn", "severe": "bad"}
MEANINGS = {
    "early": N_("Early: more than usual, nothing decided yet. Look, and be ready."),
    "mild": N_("Mild: it has lasted or spread. Answer where people ask."),
    "severe": N_("Severe: it harms people or the name now. All hands, and a public word."),
}
PAST = {"all": N_("All times"), "period": N_("In the chosen period")}


def then(here: Here) -> Here:
    """The visitor at the end of the view's version, where it has ended: clocks run up to there."""
    ended = _ended(here)
    return here if ended is None else replace(here, now=ended)


def load(here: Here) -> list[Incident]:
    """Every incident that the visitor may see as it stands, or stood at the view's version; kept until a
    timeline grows."""
    engine = here.data.engine
    found = _load(engine, here.settings.database_url, store.mark(engine), _ended(here))
    return [demo.told(each, here.view.language) for each in found if within(each, here.data.scope)]


def _ended(here: Here) -> datetime | None:
    return None if here.view.as_of is None else run.ended(here.data.engine, here.view.as_of)


@st.cache_data(ttl=3600, max_entries=20, show_spinner=False)
def _load(_engine: sa.Engine, place: str, mark: tuple[int, int], before: datetime | None) -> list[Incident]:
    return acts.all_incidents(_engine, before)


def standing(here: Here, found: Sequence[Incident]) -> list[Incident]:
    """The open ones, the most pressing first: by grade, then by what runs out next."""
    ranks = list(reversed(LEVELS))

    def pressing(each: Incident) -> tuple[int, timedelta, int]:
        read = clock(each.moments, each.targets, here.now).values()
        left = min((one.left for one in read if one.left is not None), default=timedelta.max)
        return ranks.index(each.level), left, -each.number

    return sorted((each for each in found if each.closed_at is None), key=pressing)


def answer(here: Here, found: Sequence[Incident]) -> str:
    """How many are open, and how the most pressing one stands."""
    still = standing(here, found)
    if not still:
        return here.locale.t("No incident is open.") if found else here.locale.t("No incident so far.")
    first = still[0]
    clock = incident_desk.teller(here).urgent(first, here.now)
    told = here.locale.t("{title}: {clock}", title=first.title, clock=clock) if clock else first.title
    return here.locale.n(
        "{n} open incident. {told}", "{n} open incidents. The most pressing: {told}", len(still), told=told
    )


def open_ones(here: Here, found: Sequence[Incident]) -> None:
    """The open incidents."""
    still = standing(here, found)
    if still:
        st.html(markup.block(here.locale.t("Open")))
        st.html(incident_markup.cards([_card(here, each) for each in still]))


def _card(here: Here, found: Incident) -> Card:
    teller = incident_desk.teller(here)
    return Card(
        title=f"{found.number} · {found.title}",
        link=links.incident(here, found.number),
        level=teller.level(found),
        tone=TONES[found.level] if found.closed_at is None else "quiet",
        about=" · ".join(_about(here, found)),
        clock=_clock(here, found),
        lesson=found.review.causes.split("\n")[0][:200] if found.review and found.closed_at else "",
    )


def _about(here: Here, found: Incident) -> list[str]:
    teller = incident_desk.teller(here)
    told = [teller.words(found.kind_name), *(here.name("platform", id) for id in found.platforms)]
    if found.closed_at is None:
        told.append(here.locale.t("opened {moment}", moment=teller.moment(found.opened_at)))
    else:
        told.append(here.locale.t("closed {moment}", moment=teller.moment(found.closed_at)))
    return [*told, here.locale.t("Demonstration")] if found.demo else told


def _clock(here: Here, found: Incident) -> str:
    told = [incident_desk.teller(here).urgent(found, here.now)]
    late = len(found.overdue(here.now))
    if late and found.closed_at is None:
        told.append(here.locale.n("{n} task overdue", "{n} tasks overdue", late))
    return " · ".join(filter(None, told))


def begin(here: Here) -> None:
    """The form that opens an incident, and what is wrong with a playbook."""
    t, known = here.locale.t, playbooks.usable()
    if not incident_desk.may(here):
        return
    for problem in playbooks.problems():
        st.html(markup.notice(t("A playbook is left out. {problem}", problem=problem), "warn"))
    with st.expander(t("Open an incident"), icon=":material/add_alert:"):
        if known:
            _form(here, known)


def _form(here: Here, known: Mapping[str, Playbook]) -> None:
    t, teller = here.locale.t, incident_desk.teller(here)
    kinds = {id: teller.words(book.name) for id, book in known.items()}
    levels = {id: t(name) for id, name in LEVELS.items()}
    meanings = "\n\n".join(markup.plain(t(text)) for text in MEANINGS.values())
    with incident_desk.form(here, "open", t("Open the incident"), lambda said: _open(here, said)) as fields:
        fields.line("title", t("What happened, in a few words"))
        left, right = st.columns(2)
        with left:
            fields.one("kind", t("Kind"), kinds)
            fields.moment("started", t("Began"))
        with right:
            fields.one("level", t("Level"), levels, "mild", meanings)
            fields.moment("detected", t("Detected"))
        fields.platforms("platforms")
        fields.text("summary", t("What is known so far"))


def _open(here: Here, said: incident_desk.Values) -> bool:
    made: list[int] = []
    platforms = incident_desk.about(here, said["platforms"])
    about = {**said, "platforms": platforms, "communities": here.data.scope.communities or ()}

    def do() -> None:
        made.append(opening.open_incident(here.data.engine, Opening(**about), now(), here.who))

    done = incident_desk.attempt(here, do, here.locale.t("Opened, with the steps of its playbook."))
    if done:
        filters.go(replace(here.view, opened=f"incident:{made[0]}"))
    return done


def library(here: Here, found: Sequence[Incident]) -> None:
    """The closed incidents, searched by words, kind, days and platform."""
    t = here.locale.t
    closed = [each for each in found if each.closed_at is not None]
    st.html(markup.block(t("Library of past incidents"), t("What happened, what was done, what was learnt.")))
    if not closed:
        st.html(
            markup.empty(
                t("Nothing has been closed yet."), t("A closed incident is kept here, with its review.")
            )
        )
        return
    _controls(here)
    shown = search(closed, _wanted(here), here.view.language)
    if not shown:
        st.html(markup.quiet(t("No past incident matches.")))
    st.html(incident_markup.cards([_card(here, each) for each in shown]))


def _controls(here: Here) -> None:
    t, teller, known = here.locale.t, incident_desk.teller(here), playbooks.usable()
    if st.session_state.get("incident-search") != here.view.search:
        st.session_state["incident-search"] = here.view.search
    st.text_input(
        t("Search in all that was written"),
        key="incident-search",
        placeholder=t("Words to look for"),
        icon=":material/search:",
        on_change=filters.chosen(
            here, "incident-search", lambda v, words: replace(v, search=str(words).strip()[:200])
        ),
    )
    kinds = {"all": t("All kinds"), **{id: teller.words(book.name) for id, book in known.items()}}
    filters.option(here, "kind", t("Kind"), {id: markup.plain(name) for id, name in kinds.items()})
    filters.option(here, "past", t("Days"), {id: t(name) for id, name in PAST.items()})


def _wanted(here: Here) -> Wanted:
    view, kind = here.view, here.view.option("kind")
    period = view.period if view.option("past") == "period" else None
    return Wanted(
        view.search,
        "" if kind == "all" else kind,
        view.chosen("platform"),
        incident_desk.utc(here, datetime.combine(period.start, time())) if period else None,
        incident_desk.utc(here, datetime.combine(period.end, time.max)) if period else None,
    )
