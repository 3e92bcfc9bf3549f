"""Setting, changing and ending goals on their page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import streamlit as st

from lib import goals
from lib.metrics.catalog import DIMENSIONS, METRICS, metric
from lib.model import Every, Goal, PulseError
from lib.store import goals as store
from lib.ui import goal_words, markup
from lib.ui.here import Here
from lib.ui.words import DIMENSION_ALL

_DONE = "goal-done"
_FIRST = date(2004, 1, 1)
FILTERS = ("platform", "community", "account", "content_type")
"""What a goal can be filtered by on the page."""


def section(here: Here, known: list[Goal]) -> None:
    """The ways to set a goal, to change and to end one; of an earlier version none."""
    t = here.locale.t
    done = st.session_state.pop(_DONE, None)
    if done:
        st.html(markup.notice(done, "good"))
    if here.view.as_of is not None:
        st.html(markup.quiet(t("This view is of an earlier version: goals are set in the newest.")))
        return
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("Set a goal"), icon=":material/add:"):
            _add(here)
        if known:
            with st.popover(t("Change a target"), icon=":material/edit:"):
                _change(here, known)
            with st.popover(t("End a goal"), icon=":material/flag:"):
                _end(here, known)


def _add(here: Here) -> None:
    t, today = here.locale.t, here.now.date()
    known = [id for id in (*METRICS, *here.series) if metric(id).top.how != "only"]
    every: tuple[Every, ...] = get_args(Every)
    with st.form("add-goal", border=False, clear_on_submit=False):
        wanted = st.selectbox(
            t("Metric"), known, format_func=lambda id: t(metric(id).name), key="goal-metric"
        )
        target = _target(here, "goal-target")
        often = st.selectbox(
            t("How often"), every, 1, format_func=lambda id: t(goal_words.EVERY[id]), key="goal-every"
        )
        first = st.date_input(t("From"), today, _FIRST, today + timedelta(1100), format="YYYY/MM/DD")
        last = st.date_input(
            t("To (only where it is once)"), None, _FIRST, today + timedelta(1100), format="YYYY/MM/DD"
        )
        where = [(id, tuple(values)) for id in FILTERS if (values := _filter(here, id))]
        if st.form_submit_button(t("Set"), type="primary"):
            of = metric(wanted)
            made = Goal(wanted, _as_kept(target, of.unit), often, first, last, tuple(where))
            _do(here, lambda: _save(here, made), t("The goal is set."))


def _target(here: Here, key: str) -> float:
    label = here.locale.t("Target (rates in %)")
    return st.number_input(label, min_value=0.0, value=None, key=key, format="%g") or 0.0


def _as_kept(target: float, unit: str) -> float:
    """A target as people write it, as the metric has it: rates are fractions."""
    return target / 100 if unit == "ratio" else target


def _filter(here: Here, id: str) -> list[str]:
    t = here.locale.t
    values = [value for value, _ in here.data.choices[id]]
    return st.multiselect(
        t(DIMENSIONS[id].name),
        values,
        format_func=lambda value: here.name(id, value),
        placeholder=t(DIMENSION_ALL[id]),
        key=f"goal-{id}",
    )


def _choose(here: Here, known: list[Goal], key: str) -> Goal:
    def name(at: int) -> str:
        goal = known[at]
        return f"{goal.number} · {goal_words.name(goal, here.name, here.locale)}"

    at = st.selectbox(here.locale.t("Goal"), range(len(known)), format_func=name, key=key)
    return known[at or 0]


def _change(here: Here, known: list[Goal]) -> None:
    t = here.locale.t
    with st.form("change-goal", border=False):
        goal = _choose(here, known, "goal-changed")
        target = _target(here, "goal-new-target")
        if st.form_submit_button(t("Change"), type="primary"):
            new = replace(goal, target=_as_kept(target, metric(goal.metric).unit))
            _do(here, lambda: _save(here, new), t("The target is changed."))


def _end(here: Here, known: list[Goal]) -> None:
    t = here.locale.t
    goal = _choose(here, known, "goal-ended")
    st.html(markup.quiet(t("It is no longer shown; its record stays.")))
    if st.button(t("End"), type="primary", key="end-goal"):
        number = goal.number or 0
        _do(
            here,
            lambda: store.finish(here.data.engine, number, here.now, here.person.id),
            t("The goal is ended."),
        )


def _save(here: Here, goal: Goal) -> None:
    goals.add(here.data.engine, goal, here.now, here.person.id, here.data.scope)


def _do(here: Here, change: Callable[[], object], done: str) -> None:
    """Makes a change and draws the page anew; what is refused is said."""
    try:
        here.require("goals")
        change()
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.session_state[_DONE] = done
    st.rerun()
