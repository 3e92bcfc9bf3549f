"""What to try next: the slots whose test would teach most, and the tests that were planned."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from lib.analysis.posting_time.suggest import Proposal, proposals
from lib.analysis.posting_time.trial import Trial
from lib.model import PulseError
from lib.posting_times import scored
from lib.store import slot_tests as store
from lib.store.slot_tests import SlotTest
from lib.ui import markup, posting_words, whose
from lib.ui.here import Here
from lib.ui.posting import Found

_DONE = "slot-test-done"
WEEKS = 4
POSTS = 12
"""What a test is proposed to take."""


def section(here: Here, found: Found) -> None:
    """The proposals, the planned tests with their scores, and the way to plan one."""
    t = here.locale.t
    rule = t("the slots of which knowing more is worth most: they may well be better, and it is not known")
    st.html(markup.block(t("What to try next"), rule))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    wanted = proposals(found.times.slots)
    if wanted:
        st.html(markup.notes([_proposed(here, each) for each in wanted]))
    else:
        st.html(markup.quiet(t("With a few more posts Pulse can say which slots to try.")))
    planned = store.planned(here.data.engine)
    for each in planned:
        st.html(markup.quiet(_line(here, found, each)))
    if here.view.as_of is not None or not here.may("plan"):
        return
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("Plan a test"), icon=":material/science:"):
            _plan(here, wanted)
        if planned:
            with st.popover(t("Give a test up"), icon=":material/remove:"):
                _give_up(here, planned)


def _proposed(here: Here, each: Proposal) -> str:
    return here.locale.n(
        "{slot}: so far {effect} ({interval}), {n} post",
        "{slot}: so far {effect} ({interval}), {n} posts",
        each.slot.n,
        slot=posting_words.slot(each.slot.weekday, each.slot.hour, here.locale),
        effect=here.locale.change(each.slot.effect, 0),
        interval=posting_words.interval(each.slot, here.locale),
    )


def _name(here: Here, test: SlotTest) -> str:
    hours = posting_words.span(test.hour, test.hours, here.locale)
    days = here.locale.period(test.first_day, test.last_day, year=True)
    if test.weekday is None:
        return f"{here.locale.t('Every day {hours}', hours=hours)} · {days}"
    return f"{here.locale.weekday(test.weekday, short=False)} {hours} · {days}"


def _line(here: Here, found: Found, test: SlotTest) -> str:
    """A planned test, how far it is, and once its posts are in, its score."""
    t = here.locale.t
    key = f"slot test {test.id} {found.metric.id}"
    trial = here.keep(key, lambda: scored(here.data.engine, here.query("posts"), found.metric, test))
    said = t("{name}, planned by {who}", name=_name(here, test), who=whose.name(here, test.who))
    far = t("{n} of {planned} posts are in", n=trial.n, planned=test.posts)
    return " · ".join([said, far, _score(here, test, trial)])


def _score(here: Here, test: SlotTest, trial: Trial) -> str:
    t, over = here.locale.t, here.now.date() > test.last_day + timedelta(2)
    if trial.n < test.posts and not over:
        return t("scored when they are in")
    if trial.effect is None or trial.low is None or trial.high is None:
        return t("over, with too few posts in the slot or outside it to say anything")
    change = here.locale.change
    figures = f"{change(trial.effect, 0)} ({change(trial.low, 0)} … {change(trial.high, 0)})"
    if trial.low > 0:
        return t("better than the other posts of these days: {figures}", figures=figures)
    if trial.high < 0:
        return t("worse than the other posts of these days: {figures}", figures=figures)
    return t("no reliable difference from the other posts of these days: {figures}", figures=figures)


def _plan(here: Here, wanted: list[Proposal]) -> None:
    t, today = here.locale.t, here.now.date()
    first = wanted[0].slot if wanted else None
    days = [0, *range(1, 8)]

    def named(day: int) -> str:
        return here.locale.weekday(day, short=False) if day else t("Every day")

    with st.form("plan-slot-test", border=False):
        weekday = st.selectbox(t("Weekday"), days, first.weekday if first else 0, format_func=named)
        hour = st.selectbox(
            t("From hour"), range(24), first.hour if first else 20, format_func=here.locale.hour
        )
        hours = st.number_input(t("Hours"), 1, 24, 2)
        posts = st.number_input(t("Posts"), 1, store.MOST_POSTS, POSTS)
        start = st.date_input(t("From"), today, format="YYYY/MM/DD")
        end = st.date_input(t("To"), today + timedelta(weeks=WEEKS), format="YYYY/MM/DD")
        who = st.text_input(t("Who sees to it"), max_chars=80)
        if st.form_submit_button(t("Plan"), type="primary"):
            test = SlotTest(
                weekday or None, hour, int(hours), int(posts), start, end, who.strip() or here.who
            )
            _save(here, test)


def _save(here: Here, test: SlotTest) -> None:
    try:
        here.require("plan")
        store.plan(here.data.engine, test, here.now)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = here.locale.t("Planned: {name}.", name=_name(here, test))
    st.rerun()


def _give_up(here: Here, planned: list[SlotTest]) -> None:
    t, names = here.locale.t, {each.id: _name(here, each) for each in planned}
    number = st.selectbox(t("Test"), list(names), format_func=lambda id: names[id])
    if st.button(t("Give up"), type="primary", key="give-up-slot-test"):
        here.require("plan")
        store.give_up(here.data.engine, number or 0, here.now)
        st.session_state[_DONE] = t("Given up: it is no longer scored.")
        st.rerun()
