"""One incident: how it stands, the clock, what can be done, and the part of it that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from lib.analysis.incident.clock import READINGS, Reading, clock
from lib.analysis.incident.model import LEVELS, MOMENTS, Incident
from lib.i18n import DASH
from lib.incidents import report
from lib.model import N_
from lib.ui import (
    filters,
    incident_desk,
    incident_markup,
    incident_report,
    incident_statements,
    incident_steps,
    incident_story,
    markup,
    opening,
    parts,
)
from lib.ui.here import Here
from lib.ui.incident_markup import Line, Time

PARTS = {
    "steps": N_("Checklist"),
    "statements": N_("Statements"),
    "promises": N_("Promises and contacts"),
    "recovery": N_("Recovery"),
    "timeline": N_("Timeline"),
    "review": N_("Review"),
}
TONES = {"met": "good", "missed": "bad", "overdue": "bad", "running": "warn"}


def opened(here: Here) -> int | None:
    """The number of the incident that the view opens."""
    kind, _, number = here.view.opened.partition(":")
    return int(number) if kind == "incident" else None


def page(here: Here, title: str, number: int, known: Sequence[Incident]) -> None:
    """All of a page that was opened for an incident."""
    t = here.locale.t
    found = next((each for each in known if each.number == number), None)
    if found is None:
        parts.headline(here, title, t("There is no incident no. {number}.", number=str(number)), chips=False)
        st.html(markup.links([(t("All incidents"), opening.incident(here))]))
        return
    parts.headline(here, title, _answer(here, found), chips=False)
    st.html(markup.quiet(" · ".join(_facts(here, found))))
    st.html(markup.links([(t("All incidents"), opening.incident(here))]))
    incident_desk.tell(here)
    with parts.part(here, 110):
        _clock(here, found)
    with parts.part(here, 60):
        _actions(here, found)
    with parts.part(here, 160):
        _known(here, found)
    chosen = filters.option(here, "part", t("Part"), {id: t(name) for id, name in PARTS.items()})
    with parts.part(here, 420):
        _part(here, found, chosen)


def _answer(here: Here, found: Incident) -> str:
    t = here.locale.t
    title = found.title if found.closed_at is None else t("Closed: {title}", title=found.title)
    said = incident_desk.teller(here).urgent(found, here.now)
    return t("{title}: {clock}", title=title, clock=said) if said else title


def _facts(here: Here, found: Incident) -> list[str]:
    t, teller = here.locale.t, incident_desk.teller(here)
    told = [
        t("No. {n}", n=str(found.number)),
        t("Level: {level}", level=teller.level(found)),
        teller.words(found.kind_name),
        here.locale.list([here.name("platform", id) for id in found.platforms]) or t("All platforms"),
        t("opened {moment}", moment=teller.moment(found.opened_at)),
    ]
    return [*told, t("Demonstration: invented, and removed with its data")] if found.demo else told


def _clock(here: Here, found: Incident) -> None:
    read = clock(found.moments, found.targets, here.now)
    st.html(incident_markup.clock([_time(here, each) for each in read.values()]))


def _time(here: Here, reading: Reading) -> Time:
    t, teller = here.locale.t, incident_desk.teller(here)
    status = report.STATUSES[reading.status]
    notes = [t(status)] if status and reading.taken is not None else []
    value = DASH if reading.taken is None else teller.span(reading.taken)
    if reading.left is not None:
        late = reading.left < timedelta(0)
        text = N_("{span} late") if late else N_("{span} left")
        value = t(text, span=teller.span(reading.left))
        notes = [t("due {moment}", moment=teller.moment(reading.due))]
    elif reading.target is not None:
        notes.append(t("target {span}", span=teller.span(reading.target)))
    return Time(t(READINGS[reading.id][0]), value, " · ".join(notes), TONES.get(reading.status, "plain"))


def _actions(here: Here, found: Incident) -> None:
    with st.container(horizontal=True, gap="small"):
        if incident_desk.writes(here, found):
            _at_once(here, found)
            with st.popover(here.locale.t("Set a moment"), icon=":material/schedule:"):
                _moments(here, found)
            with st.popover(here.locale.t("Change"), icon=":material/edit:"):
                _change(here, found)
        elif incident_desk.may(here):
            with st.popover(here.locale.t("Open again"), icon=":material/undo:"):
                _reopen(here, found)
        incident_report.downloads(here, found)


def _at_once(here: Here, found: Incident) -> None:
    """The next moment, with one click."""
    t, number = here.locale.t, found.number
    if "acknowledged" not in found.moments:
        st.button(
            t("I take charge"),
            type="primary",
            icon=":material/front_hand:",
            key="take-charge",
            on_click=incident_desk.click(here, number, lambda desk: desk.moment("acknowledged")),
        )
    elif "resolved" not in found.moments:
        st.button(
            t("It is resolved"),
            icon=":material/task_alt:",
            key="resolve",
            on_click=incident_desk.click(here, number, lambda desk: desk.moment("resolved")),
        )


def _moments(here: Here, found: Incident) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        name, when = said["name"], said["when"]
        return incident_desk.act(here, found.number, lambda desk: desk.moment(name, when), t("Saved."))

    with incident_desk.form(here, f"moment-{found.number}", t("Save"), send) as fields:
        fields.one("name", t("Moment"), {id: t(name) for id, name in MOMENTS.items()}, "acknowledged")
        fields.moment("when", t("When it was"))
        st.html(markup.quiet(t("An earlier entry stays in the timeline; the later one counts.")))


def _change(here: Here, found: Incident) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        # Only what was changed here: what somebody else changed meanwhile stays.
        new = {**said, "platforms": incident_desk.about(here, said["platforms"])}
        new = {name: value for name, value in new.items() if value != getattr(found, name)}
        return incident_desk.act(here, found.number, lambda desk: desk.change(**new), t("Saved."))

    changes = sum(entry.kind == "changed" for entry in found.timeline)
    with incident_desk.form(here, f"change-{found.number}-{changes}", t("Save"), send) as fields:
        fields.line("title", t("Title"), found.title)
        fields.one("level", t("Level"), {id: t(name) for id, name in LEVELS.items()}, found.level)
        fields.platforms("platforms", found.platforms)
        fields.text("summary", t("Summary"), found.summary)


def _reopen(here: Here, found: Incident) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        return incident_desk.act(
            here, found.number, lambda desk: desk.reopen(said["why"]), t("Opened again.")
        )

    with incident_desk.form(here, f"reopen-{found.number}", t("Open again"), send) as fields:
        fields.line("why", t("Why it is opened again"))


def _known(here: Here, found: Incident) -> None:
    """The summary, and what the alarm said."""
    drove = report.drivers(found, incident_desk.teller(here))
    if found.summary:
        st.html(incident_markup.lines([Line(here.locale.t("Summary"), found.summary)]))
    if drove.lead or drove.lines:
        told = "\n".join(filter(None, [drove.lead, *(line.title for line in drove.lines)]))
        st.html(incident_markup.lines([Line(drove.title, told)]))


def _part(here: Here, found: Incident, chosen: str) -> None:
    if chosen == "recovery":
        incident_report.curve(here, found)
    else:
        drawn = {
            "steps": incident_steps.checklist,
            "statements": incident_statements.section,
            "promises": incident_steps.promises,
            "timeline": incident_story.timeline,
            "review": incident_story.review,
        }
        drawn[chosen](here, found)
