"""The timeline of an incident, and its review."""

from __future__ import annotations

import streamlit as st

from lib.analysis.incident.model import Incident
from lib.incidents.telling import tell
from lib.ui import incident_desk, incident_markup, incident_steps, markup, whose
from lib.ui.here import Here
from lib.ui.incident_markup import Line


def timeline(here: Here, found: Incident) -> None:
    """All that was done and noted, by when it happened, the newest first; and a note by hand."""
    t, teller = here.locale.t, incident_desk.teller(here)
    note = t(
        "It writes itself, and is only ever added to. Notes may be added by hand, also for an earlier moment."
    )
    st.html(markup.block(t("Timeline"), note))
    if incident_desk.may(here):
        _note(here, found)
    lines, called = [], whose.names(here)
    for entry in sorted(found.timeline, key=lambda each: (each.when, each.id), reverse=True):
        title, text = tell(entry, found, teller)
        about = f"{teller.moment(entry.when)} · {called(entry.who)}"
        if entry.moment is not None and abs((entry.at - entry.moment).total_seconds()) > 120:
            about = t("{about} · written down {moment}", about=about, moment=teller.moment(entry.at))
        lines.append(Line(title, text, about))
    st.html(incident_markup.lines(lines))


def _note(here: Here, found: Incident) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        return incident_desk.act(here, found.number, lambda desk: desk.note(**said), t("Saved."))

    box = st.popover(t("Add a note"), icon=":material/add:")
    with box, incident_desk.form(here, f"note-{found.number}", t("Save"), send) as fields:
        fields.text("text", t("Note"))
        fields.moment("when", t("When it was"))


def review(here: Here, found: Incident) -> None:
    """Causes, gaps, what went well, the actions decided; then it can be closed."""
    t, known = here.locale.t, found.review
    st.html(markup.block(t("Review"), t("Looks for causes, not for the guilty.")))
    if known is not None:
        told = {t("Causes"): known.causes, t("Gaps"): known.gaps, t("What went well"): known.worked}
        st.html(incident_markup.lines([Line(name, text) for name, text in told.items() if text]))
    if incident_desk.writes(here, found):
        with st.popover(
            t("Write the review") if known is None else t("Rewrite the review"), icon=":material/edit:"
        ):
            _write(here, found)
    incident_steps.actions(here, found)
    if incident_desk.writes(here, found):
        _close(here, found)


def _write(here: Here, found: Incident) -> None:
    t, known = here.locale.t, found.review

    def send(said: incident_desk.Values) -> bool:
        incident_desk.act(here, found.number, lambda desk: desk.review(**said), t("Saved."))
        return False  # what was written stays in the form

    times = sum(entry.kind == "review" for entry in found.timeline)
    with incident_desk.form(here, f"review-{found.number}-{times}", t("Save"), send) as fields:
        fields.text("causes", t("Causes"), known.causes if known else "")
        fields.text("gaps", t("Gaps"), known.gaps if known else "")
        fields.text("worked", t("What went well"), known.worked if known else "")


def _close(here: Here, found: Incident) -> None:
    t = here.locale.t
    waiting = [each for each in found.items if each.state(here.now) in ("open", "overdue")]
    missing = [
        *([t("when it was resolved")] if "resolved" not in found.moments else []),
        *([t("the review")] if found.review is None else []),
    ]
    if missing:
        st.html(markup.quiet(t("Before it can be closed: {missing}.", missing=missing)))
    elif waiting:
        said = here.locale.n(
            "{n} task is still open; it stays in the report.",
            "{n} tasks are still open; they stay in the report.",
            len(waiting),
        )
        st.html(markup.quiet(said))
    st.button(
        t("Close the incident"),
        type="primary",
        icon=":material/check_circle:",
        key="close-incident",
        disabled=bool(missing),
        on_click=incident_desk.click(
            here, found.number, lambda desk: desk.close(), t("Closed: it stands in the library now.")
        ),
    )
