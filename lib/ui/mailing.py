"""A report by e-mail every week or month: planned beside the report, for those who may."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from lib import report_mail
from lib.clock import now
from lib.i18n import languages, locale
from lib.model import PulseError
from lib.notify.notice import read
from lib.settings import load_secrets
from lib.store import people, report_plans
from lib.store.report_plans import Plan
from lib.ui import markup, mishap, whose
from lib.ui.here import Here
from lib.ui.view import LINK, to_url

_SAID = "report-planned"


def section(here: Here) -> None:
    """The reports of this page that are sent by the clock, and the way to plan one."""
    if not here.may("mail") or here.shared is not None:
        return
    t = here.locale.t
    st.html(markup.block(t("By e-mail"), t("each gets what both your rights and theirs allow")))
    _new(here)
    for plan in report_plans.running(here.data.engine):
        if plan.page == here.page and (plan.owner == here.person.own or here.may("people")):
            _planned(here, plan)


def _new(here: Here) -> None:
    """The way to plan one, or what it lacks."""
    t = here.locale.t
    if read(load_secrets(here.settings).notify).mail is None:
        st.html(markup.quiet(t("No mail server is set up: see [smtp] in docs/watch.md.")))
        return
    known = {member.id: member.name for member in people.members(here.data.engine) if not member.disabled}
    if not known:
        st.html(markup.quiet(t("Nobody is in the list of people yet; an administrator adds them there.")))
        return
    _form(here, {number: name for number, name in known.items() if number is not None})


def _planned(here: Here, plan: Plan) -> None:
    t = here.locale.t
    names = {member.id: member.name for member in people.members(here.data.engine)}
    to = [names.get(each, f"p{each}") for each in plan.people]
    said = [
        t(report_mail.EVERY[plan.every]),
        here.locale.list(to),
        t("next: {moment}", moment=here.moment(plan.due)),
    ]
    st.html(markup.quiet(" · ".join(said)))
    try:
        report_mail.planner(here.data.engine, here.settings, plan, here.now)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "warn"))
    end = mishap.guarded(here, lambda: _end(here, plan.id))
    st.button(t("Send no more"), key=f"report-end-{plan.id}", on_click=end)


def _form(here: Here, known: dict[int, str]) -> None:
    t = here.locale.t
    with st.form("plan-report", border=False, enter_to_submit=False):
        chosen = st.multiselect(
            t("Who gets it"),
            list(known),
            format_func=known.__getitem__,
            key="report-people",
            placeholder=t("Choose who gets the report."),
        )
        every = st.radio(
            t("How often"),
            list(report_mail.EVERY),
            format_func=lambda id: t(report_mail.EVERY[id]),
            horizontal=True,
            key="report-every",
        )
        tags = list(languages())
        at = tags.index(here.view.language)
        language = st.selectbox(
            t("Language"), tags, at, format_func=lambda tag: locale(tag).name, key="report-language"
        )
        if st.form_submit_button(t("Send this view"), key="report-plan"):
            try:
                _plan(here, tuple(chosen), str(every), str(language))
            except PulseError as error:
                st.html(markup.notice(here.locale.say(error.message), "warn"))
    lasting = whose.lasting(here)
    if lasting:
        st.html(markup.quiet(lasting))
    if st.session_state.get(_SAID) == here.page:
        st.html(markup.notice(t("Planned: the report is sent by itself."), "good"))


def _plan(here: Here, chosen: tuple[int, ...], every: str, language: str) -> None:
    here.require("mail")
    at, person = now(), here.person
    params = {key: values for key, values in to_url(here.view).items() if key not in ("lang", LINK)}
    due = report_mail.next_due(every, at, here.settings.zone)
    new = Plan(here.page, params, language, every, chosen, person.id, person.own, person.scope, at, due)
    report_plans.make(here.data.engine, new)
    st.session_state[_SAID] = here.page


def _end(here: Here, number: int) -> None:
    here.require("mail")
    owner = None if here.may("people") else here.person.own
    # Where somebody else ended it a moment before, the list shows that.
    with suppress(PulseError):
        report_plans.end(here.data.engine, number, now(), here.who, owner)
    st.session_state.pop(_SAID, None)
