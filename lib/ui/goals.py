"""What the page of goals shows: how each stands, and the record of who set what."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib import goals
from lib.goals import Chance, Stood
from lib.i18n import DASH
from lib.metrics import figures
from lib.model import Goal, PulseError
from lib.store import goals as store
from lib.ui import chances, goal_markup, goal_words, markup, whose
from lib.ui.cached import keep
from lib.ui.here import Here


@dataclass(frozen=True)
class Shown:
    """A goal as it stands; no chance while it is being worked out."""

    stood: Stood
    chance: Chance | None


def load(here: Here) -> list[Shown]:
    """The goals that this visitor may see, as they stand."""
    if here.last is None:
        return []
    known = goals.seen(here.data.engine, here.data.scope, here.view.as_of)
    return [found for goal in known if (found := shown(here, goal)) is not None]


def shown(here: Here, goal: Goal) -> Shown | None:
    """A goal as it stands in this view's version; None where its figure cannot be asked any more."""
    try:
        stood = keep(here.data, f"goal {goal} {here.view.as_of}", lambda: _stood(here, goal))
    except PulseError:
        return None
    return Shown(stood, chances.of(here, stood))


def _stood(here: Here, goal: Goal) -> Stood:
    data, last = here.data, here.last
    assert last is not None
    return goals.stand(data.engine, goal, goals.asked(goal, data.scope, here.view.as_of), last, data.live)


def of_view(here: Here, metric: str) -> Shown | None:
    """The goal of a metric under just this view's filters whose period ends first; None where there is
    none."""
    wanted = {id: {*values} for id, values in here.view.filters}
    known = [
        goal
        for goal in goals.seen(here.data.engine, here.data.scope, here.view.as_of)
        if goal.metric == metric and {id: {*values} for id, values in goal.where} == wanted
    ]
    if not known or here.last is None or here.view.without:
        return None
    found = [each for goal in known if (each := shown(here, goal)) is not None]
    return min(found, key=lambda each: each.stood.standing.period.end, default=None)


def on_card(here: Here, metric: str) -> dict[str, str]:
    """What the card of a metric says of its goal: `goal` and `bar`; nothing where it has none."""
    found = of_view(here, metric)
    if found is None:
        return {}
    _ask(here, found)
    said = goal_words.brief(found.stood, found.chance, here.locale)
    return {"goal": said, "bar": goal_markup.bar(*goal_words.filled(found.stood.standing))}


def _ask(here: Here, found: Shown) -> None:
    """Has a chance worked out that is missing, or older than the data."""
    if found.chance is None or not found.chance.current:
        chances.ask(here, found.stood)


def stamp(found: Shown | None) -> str:
    """Tells apart what a chart draws of a goal."""
    return "" if found is None else repr(found.stood.standing)


def beside(here: Here, found: Shown | None) -> None:
    """A goal in words below the chart of its metric; nothing where there is none."""
    if found is None:
        return
    _ask(here, found)
    standing = found.stood.standing
    said = [
        goal_words.brief(found.stood, found.chance, here.locale, _made(here, found)),
        "" if found.chance else goal_words.chance(None, standing, here.locale),
        goal_words.pace(standing, here.locale),
    ]
    st.html(markup.quiet(" · ".join(filter(None, said))))


def _made(here: Here, found: Shown) -> str:
    return here.moment(found.chance.made_at) if found.chance else ""


def answer(here: Here, found: list[Shown]) -> str:
    """The page's sentence."""
    return goal_words.answer([(each.stood.standing, each.chance) for each in found], here.locale)


def section(here: Here, found: list[Shown]) -> None:
    """How each goal stands."""
    t = here.locale.t
    if not found:
        note = t("Here you will see how far each target is reached, and how likely it will be.")
        st.html(markup.quiet(note))
        return
    st.html(goal_markup.goals([_line(here, each) for each in found]))
    waiting = [each for each in found if each.chance is None or not each.chance.current]
    if waiting:
        there = any(each.chance is not None for each in waiting)
        chances.await_(here, [each.stood for each in waiting], there)


def _line(here: Here, found: Shown) -> goal_markup.Goal:
    locale, standing = here.locale, found.stood.standing
    goal = standing.goal
    return goal_markup.Goal(
        name=goal_words.name(goal, here.name, locale),
        target=goal_words.target(standing, locale),
        period=goal_words.span(goal, standing.period, locale),
        value=DASH if standing.value is None else figures.text(standing.metric, standing.value, locale),
        status=goal_words.status(standing, locale, found.chance),
        tone=goal_words.tone(standing, found.chance),
        notes=[
            goal_words.pace(standing, locale),
            goal_words.chance(found.chance, standing, locale, _made(here, found)),
            goal_words.past(found.stood, locale),
        ],
        bar=goal_markup.bar(*goal_words.filled(standing)),
    )


def record(here: Here) -> None:
    """Who set, changed and ended what, folded."""
    t, seen = here.locale.t, here.data.scope
    lines = [line for line in store.record(here.data.engine, here.view.as_of) if goals.whole(line.goal, seen)]
    if not lines:
        return
    with st.expander(t("What was set, changed and ended"), icon=":material/history:"):
        st.html(goal_markup.record([_told(here, line) for line in lines]))


def _told(here: Here, line: store.Line) -> tuple[str, str, str]:
    t, goal = here.locale.t, line.goal
    words = {"number": str(goal.number), "name": goal_words.name(goal, here.name, here.locale)}
    metric = goals.metric(goal.metric)
    target = figures.text(metric, goal.target, here.locale)
    if line.action == "end":
        said = t("no. {number} ended: {name}", **words)
    elif line.line == goal.number:
        said = t("no. {number} set: {name}, {target}", target=target, **words)
    else:
        said = t("no. {number} changed: {name}, {target}", target=target, **words)
    return (
        here.moment(line.at),
        said,
        t("demonstration") if line.who == "demo" else whose.name(here, line.who),
    )
