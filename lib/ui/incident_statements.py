"""The statements of an incident: drafted, signed off, published; every wording stays."""

from __future__ import annotations

import streamlit as st

from lib.analysis.incident.model import Incident, Statement
from lib.i18n import languages, locale
from lib.incidents import playbooks
from lib.incidents.acts import Desk
from lib.model import N_, PulseError
from lib.ui import incident_desk, incident_markup, markup
from lib.ui.here import Here
from lib.ui.incident_markup import Line

STATES = {
    "draft": ("warn", N_("Draft")),
    "signed": ("quiet", N_("Signed off")),
    "published": ("good", N_("Is published")),
}


def section(here: Here, found: Incident) -> None:
    """Each statement with what can be done next, and a way to begin another."""
    t = here.locale.t
    note = t(
        "Drafted, then signed off in a step of its own, then published. A new wording needs a new sign-off."
    )
    st.html(markup.block(t("Statements"), note))
    for statement in found.statements:
        with st.container(border=True, key=f"box-{found.number}-{statement.key}"):
            _one(here, found, statement)
    if incident_desk.writes(here, found):
        with st.popover(t("Draft a statement"), icon=":material/edit_note:"):
            _draft(here, found)


def _one(here: Here, found: Incident, statement: Statement) -> None:
    t = here.locale.t
    tone, state = STATES[statement.state]
    st.html(
        incident_markup.lines(
            [Line(statement.title, statement.newest.text, _about(here, statement), t(state), tone)]
        )
    )
    if incident_desk.writes(here, found):
        with st.container(horizontal=True, gap="small"):
            _next(here, found, statement)
    if len(statement.versions) > 1:
        with st.expander(t("Earlier wordings"), icon=":material/history:"):
            st.html(incident_markup.lines(_earlier(here, statement)))


def _about(here: Here, statement: Statement) -> str:
    t, teller, newest = here.locale.t, incident_desk.teller(here), statement.newest
    told = [
        locale(statement.language).name if statement.language in languages() else statement.language,
        t("version {n}, {moment}", n=str(newest.number), moment=teller.moment(newest.at)),
    ]
    if statement.signature:
        role, at = statement.signature.role, teller.moment(statement.signature.at)
        told.append(t("signed off by {role}, {moment}", role=role, moment=at))
    told += [
        t(
            "version {n} published {moment}: {where}",
            n=str(p.version),
            moment=teller.moment(p.moment),
            where=p.where,
        )
        for p in statement.published
    ]
    return " · ".join(told)


def _earlier(here: Here, statement: Statement) -> list[Line]:
    t, teller = here.locale.t, incident_desk.teller(here)
    return [
        Line(t("version {n}, {moment}", n=str(each.number), moment=teller.moment(each.at)), each.text)
        for each in reversed(statement.versions[:-1])
    ]


def _next(here: Here, found: Incident, statement: Statement) -> None:
    t = here.locale.t
    with st.popover(t("Reword"), icon=":material/edit:"):
        _reword(here, found, statement)
    if statement.state == "draft":
        with st.popover(t("Sign off"), icon=":material/verified:"):
            _sign(here, found, statement)
    else:
        with st.popover(t("Say where it was published"), icon=":material/campaign:"):
            _publish(here, found, statement)


def _reword(here: Here, found: Incident, statement: Statement) -> None:
    t, newest = here.locale.t, statement.newest

    def send(said: incident_desk.Values) -> bool:
        _save(here, found.number, statement, said["text"])
        return False  # the next version has a form of its own

    id = f"reword-{found.number}-{statement.key}-{newest.number}"
    with incident_desk.form(here, id, t("Save as a new version"), send) as fields:
        fields.text("text", t("Wording"), newest.text, height=260)


def _save(here: Here, number: int, statement: Statement, text: str) -> None:
    """Saves a wording; says so when somebody else saved one meanwhile: both are kept."""
    t, made = here.locale.t, [0]

    def do(desk: Desk) -> None:
        made[0] = desk.reword(statement.key, text)

    if not incident_desk.act(here, number, do, t("Saved.")):
        return
    if made[0] > statement.newest.number + 1:
        said = t(
            "Saved as version {n}. Somebody saved version {other} meanwhile: compare the two; both are kept.",
            n=str(made[0]),
            other=str(made[0] - 1),
        )
        incident_desk.attempt(here, lambda: None, said)


def _sign(here: Here, found: Incident, statement: Statement) -> None:
    t, version = here.locale.t, statement.newest.number

    def send(said: incident_desk.Values) -> bool:
        return incident_desk.act(
            here, found.number, lambda desk: desk.sign(statement.key, version, said["role"]), t("Signed off.")
        )

    with incident_desk.form(here, f"sign-{found.number}-{statement.key}", t("Sign off"), send) as fields:
        st.html(markup.quiet(t("Read version {n} once more before signing it off.", n=str(version))))
        fields.line("role", t("Role of the person who signs it off"))


def _publish(here: Here, found: Incident, statement: Statement) -> None:
    t, version = here.locale.t, statement.newest.number

    def send(said: incident_desk.Values) -> bool:
        where, when = said["where"], said["when"]
        return incident_desk.act(
            here, found.number, lambda desk: desk.publish(statement.key, version, where, when), t("Saved.")
        )

    with incident_desk.form(here, f"publish-{found.number}-{statement.key}", t("Save"), send) as fields:
        fields.line("where", t("Where (platform, link)"))
        fields.moment("when", t("When it was"))


def _draft(here: Here, found: Incident) -> None:
    t, teller, known = here.locale.t, incident_desk.teller(here), _templates(found)
    names = {each.id: teller.words(each.name) for each in known} | {"": t("Blank page")}

    def send(said: incident_desk.Values) -> bool:
        language = said["language"]
        template = next((each for each in known if each.id == said["template"]), None)
        text = template.text[language] if template else "【 】"
        title = said["title"] or (template.name[language] if template else t("Statement"))
        done = t("Drafted: fill the blanks in 【 】.")
        return incident_desk.act(here, found.number, lambda desk: desk.draft(title, language, text), done)

    with incident_desk.form(here, f"draft-{found.number}", t("Draft it"), send) as fields:
        fields.one("template", t("Template"), names)
        fields.one(
            "language", t("Language"), {tag: locale(tag).name for tag in languages()}, here.view.language
        )
        fields.line("title", t("Title, where it is not the template's"))


def _templates(found: Incident) -> tuple[playbooks.Template, ...]:
    """The playbook's templates; none when its file is gone or broken."""
    try:
        return playbooks.read(found.kind).statements
    except PulseError:
        return ()
