"""The recovery of an incident on screen, and its report to take along."""

from __future__ import annotations

import streamlit as st

from lib.analysis.incident.model import Incident
from lib.analysis.incident.recovery import Recovery
from lib.incidents import markdown, pdf, recovering, report
from lib.model import PulseError
from lib.ui import incident_desk, markup, notes, parts
from lib.ui.here import Here


def _recovery(here: Here, found: Incident) -> Recovery | None:
    first = recovering.began(found, here.settings.zone)
    key = f"recovery {found.number} {first} {found.platforms}"
    return here.keep(
        key,
        lambda: recovering.read(
            here.data.engine, found, here.settings.zone, here.data.scope, here.view.as_of
        ),
    )


def downloads(here: Here, found: Incident) -> None:
    """The report as Markdown and as PDF; or why there is no PDF."""
    t, locale = here.locale.t, here.locale

    def made() -> report.Report:
        return report.make(found, _recovery(here, found), incident_desk.teller(here), here.now)

    name = f"pulse-incident-{found.number}"
    take = parts.taking().file
    take(here, t("Markdown"), f"{name}.md", "text/markdown", lambda: markdown.write(made()).encode())
    try:
        pdf.check(made())
    except PulseError as error:
        st.html(markup.quiet(locale.say(error.message)))
        return
    take(
        here,
        "PDF",
        f"{name}.pdf",
        "application/pdf",
        lambda: pdf.write(made(), recovering.picture(_recovery(here, found), locale)),
    )


def curve(here: Here, found: Incident) -> None:
    """The way back to the usual."""
    read = _recovery(here, found)
    if read is None:
        st.html(markup.empty(here.locale.t("Recovery"), recovering.sentence(read, here.locale)))
        return
    key = f"recovery-{found.number}-{read.began}-{len(read.points)}"
    days = read.points[0].first, read.points[-1].day
    parts.figure(
        here, key, lambda: recovering.figure(read, here.palette, here.locale, notes.marks(here, "", *days))
    )
