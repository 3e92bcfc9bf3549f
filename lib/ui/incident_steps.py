"""The checklist of an incident, its promises and its contacts: ticked off, handed over, added to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lib.analysis.incident.model import Group, Incident, Item
from lib.incidents import report
from lib.model import N_
from lib.ui import incident_desk, incident_markup, markup
from lib.ui.here import Here
from lib.ui.incident_markup import Line

PHASES = {
    "hour": N_("First hour"),
    "day": N_("First day"),
    "week": N_("First week"),
    "later": N_("Later"),
    "": N_("Added here"),
}
TONES = {"overdue": "bad", "open": "quiet", "done": "good", "dropped": "quiet"}
NEW = {
    "task": N_("Add a step"),
    "commitment": N_("Add a promise"),
    "action": N_("Add an action"),
}
CHANGES = {
    "assign": N_("Hand over, or another due time"),
    "drop": N_("Not needed here"),
}


def checklist(here: Here, found: Incident) -> None:
    """The steps by phase, those open before those done within each."""
    t, tasks = here.locale.t, found.of("task")
    done = sum(each.state(here.now) in ("done", "dropped") for each in tasks)
    late = sum(each.state(here.now) == "overdue" for each in tasks)
    said = t("{done} of {n} steps done", done=done, n=len(tasks))
    if late and found.closed_at is None:
        said = f"{said} · {here.locale.n('{n} overdue', '{n} overdue', late)}"
    st.html(markup.block(t("Checklist"), said))
    for phase, name in PHASES.items():
        items = [each for each in tasks if each.phase == phase]
        if items:
            st.html(markup.block(t(name)))
            ticks(here, found, items)
    if incident_desk.writes(here, found):
        _forms(here, found, "task")


def ticks(here: Here, found: Incident, items: Sequence[Item]) -> None:
    """Items that can be ticked off."""
    teller = incident_desk.teller(here)
    for item in items:
        key = f"tick-{found.number}-{item.key}"
        st.session_state[key] = item.done_at is not None
        st.checkbox(
            markup.plain(teller.words(item.text)),
            key=key,
            disabled=not _tickable(here, found, item),
            on_change=_tick(here, found.number, item, key),
        )
        about = f"{teller.words(item.owner)} · {report.due(item, teller, here.now)}"
        why = item.dropped or item.remark or teller.words(item.why)
        tone = TONES[item.state(here.now)] if found.closed_at is None else "quiet"
        st.html(incident_markup.under(about, tone, why))


def _tickable(here: Here, found: Incident, item: Item) -> bool:
    """After closing only what was decided in the review goes on."""
    goes_on = found.closed_at is None or item.group != "task"
    return goes_on and not item.dropped and incident_desk.may(here)


def _tick(here: Here, number: int, item: Item, key: str) -> Callable[[], None]:
    def changed() -> None:
        ticked = bool(st.session_state[key])
        incident_desk.act(here, number, lambda desk: desk.done(item.key) if ticked else desk.undone(item.key))

    return changed


def promises(here: Here, found: Incident) -> None:
    """What was promised in public and when it was kept; whom of influence one has spoken with."""
    t, made = here.locale.t, found.of("commitment")
    kept = sum(each.done_at is not None for each in made)
    said = t("{kept} of {n} kept", kept=kept, n=len(made)) if made else t("Nothing has been promised yet.")
    st.html(markup.block(t("Promises"), said))
    st.html(incident_markup.lines([_promise(here, each) for each in made]))
    waiting = [each for each in made if each.done_at is None]
    with st.container(horizontal=True, gap="small"):
        if incident_desk.writes(here, found):
            with st.popover(t(NEW["commitment"]), icon=":material/add:"):
                _add(here, found, "commitment")
        if waiting and incident_desk.may(here):
            with st.popover(t("Kept"), icon=":material/handshake:"):
                _keep(here, found, waiting)
    _contacts(here, found)


def _promise(here: Here, item: Item) -> Line:
    teller, state = incident_desk.teller(here), item.state(here.now)
    names = {
        "done": N_("kept"),
        "overdue": N_("overdue"),
        "open": N_("not kept yet"),
        "dropped": N_("not needed"),
    }
    about = f"{teller.words(item.owner)} · {report.due(item, teller, here.now)}"
    return Line(teller.words(item.text), item.remark, about, here.locale.t(names[state]), TONES[state])


def _keep(here: Here, found: Incident, waiting: Sequence[Item]) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        key, when, remark = said["key"], said["when"], said["remark"]
        return incident_desk.act(here, found.number, lambda desk: desk.done(key, when, remark), t("Saved."))

    with incident_desk.form(here, f"kept-{found.number}", t("Save"), send) as fields:
        fields.one("key", t("Promise"), _names(here, waiting))
        fields.moment("when", t("Kept on"))
        fields.line("remark", t("How it can be seen"))


def _names(here: Here, items: Sequence[Item]) -> dict[str, str]:
    teller = incident_desk.teller(here)
    return {each.key: teller.words(each.text)[:80] for each in items}


def _contacts(here: Here, found: Incident) -> None:
    t, teller = here.locale.t, incident_desk.teller(here)
    note = t("Keep role and organisation only: a name or a handle is personal data, and is not needed here.")
    st.html(markup.block(t("People of influence contacted"), note))
    lines = [
        Line(
            " · ".join(filter(None, (each.role, each.organisation))),
            "\n".join(filter(None, (each.about, each.answer))),
            " · ".join(filter(None, (each.channel, teller.moment(each.moment)))),
        )
        for each in found.contacts
    ]
    st.html(incident_markup.lines(lines))
    if incident_desk.writes(here, found):
        with st.popover(t("Add a contact"), icon=":material/add:"):
            _contact(here, found)


def _contact(here: Here, found: Incident) -> None:
    t = here.locale.t
    labels = {
        "role": t("Role, such as moderator or reporter"),
        "organisation": t("Organisation or community"),
        "channel": t("By which way"),
        "about": t("What was said"),
        "answer": t("What was answered"),
    }

    def send(said: incident_desk.Values) -> bool:
        return incident_desk.act(here, found.number, lambda desk: desk.contact(**said), t("Saved."))

    with incident_desk.form(here, f"contact-{found.number}", t("Save"), send) as fields:
        for id, label in labels.items():
            fields.line(id, label)
        fields.moment("when", t("When it was"))


def _forms(here: Here, found: Incident, group: Group) -> None:
    waiting = [each for each in found.of(group) if each.done_at is None]
    with st.container(horizontal=True, gap="small"):
        with st.popover(here.locale.t(NEW[group]), icon=":material/add:"):
            _add(here, found, group)
        if waiting:
            with st.popover(here.locale.t("Change a step"), icon=":material/edit:"):
                _alter(here, found, waiting)


def _add(here: Here, found: Incident, group: Group) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        return incident_desk.act(here, found.number, lambda desk: desk.add(group, **said), t("Added."))

    with incident_desk.form(here, f"add-{group}-{found.number}", t("Add"), send) as fields:
        fields.text("text", t("What is to be done"))
        fields.line("owner", t("Who does it (role)"))
        fields.moment("due", t("Until when"), ahead=True)


def actions(here: Here, found: Incident) -> None:
    """What is changed after the review, also once the incident is closed."""
    t, items = here.locale.t, found.of("action")
    st.html(markup.block(t("Actions"), t("What changes, who sees to it, until when.")))
    ticks(here, found, items)
    if incident_desk.writes(here, found):
        with st.popover(t(NEW["action"]), icon=":material/add:"):
            _add(here, found, "action")


def _alter(here: Here, found: Incident, waiting: Sequence[Item]) -> None:
    t = here.locale.t

    def send(said: incident_desk.Values) -> bool:
        key, words, due = said["key"], said["words"], said["due"]
        return incident_desk.act(
            here,
            found.number,
            lambda desk: desk.drop(key, words) if said["what"] == "drop" else desk.assign(key, words, due),
            t("Saved."),
        )

    with incident_desk.form(here, f"alter-{found.number}", t("Save"), send) as fields:
        fields.one("key", t("Step"), _names(here, waiting))
        fields.one("what", t("Change"), {id: t(name) for id, name in CHANGES.items()})
        fields.line("words", t("Who does it (role), or why it is not needed"))
        fields.moment("due", t("Until when"), ahead=True)
