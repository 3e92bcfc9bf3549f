"""Goals: what may be set, how each stands, and the chance of reaching it."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import sqlalchemy as sa

from lib import forecast_view, kept_forecasts
from lib.analysis import goals, reach
from lib.analysis.forecast import scale
from lib.analysis.forecast.history import History
from lib.analysis.forecast.published import Published, Try, column, publish
from lib.analysis.goals import Standing
from lib.analysis.reach import How, Path
from lib.analysis.summary import SETTLED_AFTER, ages
from lib.forecast_view import HORIZONS, Asked
from lib.forecasts import Subject, subject
from lib.kept_forecasts import Fit
from lib.metrics import run
from lib.metrics.catalog import METRICS, answers, metric, unknown
from lib.metrics.live.sources import Live
from lib.metrics.offered import series
from lib.model import N_, Goal, Message, Period, PulseError, Query, Scope, say
from lib.store import goals as store
from lib.store import scopes

EARLIER = 6
"""The periods before this one of which it is said whether the target was reached."""

ODDS = {
    0.10: N_("about 1 in 10"),
    0.25: N_("about 1 in 4"),
    0.50: N_("about even"),
    0.75: N_("about 3 in 4"),
    0.90: N_("about 9 in 10"),
}

SURE = 0.97
"""Beyond it (or below what is left of 1) a chance is called all but certain."""


@dataclass(frozen=True)
class Chance:
    """The probability of reaching a target, from so many trials of `model`; None with `why_not`. `made_at`
    (UTC without zone) is the age of the forecast it was taken from; not `current`: newer data are there."""

    probability: float | None
    why_not: Message | None = None
    model: str | None = None
    trials: int = 0
    made_at: datetime | None = None
    current: bool = True


@dataclass(frozen=True)
class Past:
    """An earlier period of a goal: its figure, and whether it reached today's target."""

    period: Period
    value: float | None
    reached: bool | None


@dataclass(frozen=True)
class Stood:
    """How a goal stands, the history behind it, and what came of its earlier periods."""

    standing: Standing
    subject: Subject
    past: tuple[Past, ...]


def add(engine: sa.Engine, goal: Goal, at: datetime, who: str, scope: Scope) -> Goal:
    """Sets a goal, or changes the one with its number. Errors: PulseError in words."""
    return store.save(engine, checked(goal, series(engine, scope)), at, who)


def seen(engine: sa.Engine, scope: Scope, as_of: int | None = None) -> tuple[Goal, ...]:
    """The goals in force that somebody may see whole: of a part of a figure a target says nothing."""
    return tuple(goal for goal in store.known(engine, as_of) if whole(goal, scope))


def whole(goal: Goal, scope: Scope) -> bool:
    """Whether somebody may see all that a goal is about."""
    return scopes.cover(scope, dict(goal.where))


def checked(goal: Goal, beside: Collection[str] = ()) -> Goal:
    """The goal as it is kept: a repeated one begins with a whole period. `beside` are the daily series there
    are beside the catalog. Errors: PulseError for what cannot be a goal."""
    if goal.metric not in METRICS and goal.metric not in beside:
        raise unknown(goal.metric, beside)
    wanted = metric(goal.metric)
    if wanted.top.how == "only":
        raise PulseError(
            say(
                "“{metric}” counts unique people, who never add up over days: choose another.",
                metric=wanted.id,
            )
        )
    for id, _ in goal.where:
        if not answers(wanted, [id]):
            raise PulseError(
                say("“{metric}” cannot be split or filtered by {dimension}.", metric=wanted.id, dimension=id)
            )
    if not math.isfinite(goal.target) or goal.target <= 0:
        raise PulseError(say("A target is a number above 0."))
    if wanted.unit == "ratio" and goal.target > 1:
        raise PulseError(say("The target of a rate is 100 % at most."))
    return _dated(goal)


def _dated(goal: Goal) -> Goal:
    if goal.every != "once":
        return replace(goal, first=goals.span(goal.every, goal.first).start, last=None)
    if goal.last is None or goal.last < goal.first:
        raise PulseError(say("The last day of a goal does not come before its first."))
    return goal


def asked(goal: Goal, scope: Scope, as_of: int | None = None) -> Query:
    """A goal's figure as a query."""
    return Query((goal.metric,), where=goal.where, as_of=as_of, scope=scope)


def stand(engine: sa.Engine, goal: Goal, of: Query, last: date, live: Live | None = None) -> Stood:
    """How a goal stands in the period of `last`, the last day there is data of; `of` is its figure as
    `asked`. Errors: as `subject`."""
    found, period = subject(engine, of, "day", live), goals.period(goal, last)
    value = run.fetch(engine, replace(of, period=period), live).rows[0][goal.metric]
    so_far = None if value is None else float(value)
    standing = goals.stand(goal, found.metric, period, found.history, so_far, last)
    return Stood(standing, found, tuple(past(standing, found.history, last)))


def past(standing: Standing, history: History, last: date) -> list[Past]:
    """The periods before this one that are known from their first day on and have settled, the earliest
    first; `last` is the last day there is data of."""
    until = last - timedelta(SETTLED_AFTER if ages(standing.metric) else 0)
    found = []
    for period in goals.earlier(standing.goal, standing.period, EARLIER):
        known = len(history) and history.start <= period.start
        if known and period.end <= max(until, history.day(len(history) - 1)):
            value = goals.figure(history, period, goals.how(standing.metric))
            target = standing.goal.target
            there = None if value is None else value <= target if standing.ceiling else value >= target
            found.append(Past(period, value, there))
    return found


def view(stood: Stood, of: Query) -> Asked | None:
    """The forecast that goes to the end of the period, the shortest that is kept; None where none goes so
    far, or nothing is ahead. `of` is the goal's figure as `asked`."""
    history = stood.subject.history
    days = (stood.standing.period.end - history.day(len(history))).days + 1
    horizon = next((each for each in HORIZONS if 0 < days <= each), None)
    return None if horizon is None else forecast_view.asked(of, "day", horizon)


def settled(stood: Stood, view: Asked | None) -> Chance | None:
    """The chance where it needs no forecast: what is decided, or what cannot be said."""
    reached = stood.standing.reached
    if reached is not None:
        return Chance(1.0 if reached else 0.0)
    if not len(stood.subject.history):
        return Chance(None, say("too little history"))
    return Chance(None, say("it ends more than 13 weeks ahead")) if view is None else None


def chance(stood: Stood, made: Published | None) -> Chance:
    """How likely the target is reached by the end of the period, from a forecast of its `view`, which may be
    older than the history; None where the history gives none."""
    standing, history = stood.standing, stood.subject.history
    if made is None:
        return Chance(None, say("too little history"))
    way = goals.how(standing.metric)
    to_come = goals.ahead(standing, history, column(made.of(made.model).points, "value"), made.first)
    if to_come is None:
        return Chance(None, say("its forecast is of other days"))
    wanted = reach.needed(standing.goal.target, way, goals.so_far(standing, history), to_come)
    trials = [_path(each, history, way) for each in made.trials if each.first >= history.start]
    found = reach.chance(wanted, way, to_come, trials, scale.of(history))
    if found is None:
        return Chance(None, say("too few trials of the forecast"))
    return Chance(1 - found if standing.ceiling else found, None, made.model, len(trials))


def _path(trial: Try, history: History, way: How) -> Path:
    at = (trial.first - history.start).days
    bottoms = goals.denominators(history, way)
    until = at + len(trial.line)
    return Path(
        np.array(trial.line), history.values[at:until], None if bottoms is None else bottoms[at:until]
    )


def made(
    engine: sa.Engine, stood: Stood, view: Asked, now: datetime, live: Live | None, fit: Fit = publish
) -> Chance:
    """The chance from the forecast that is kept, or is made now."""
    version = run.data_version(engine)
    if not kept_forecasts.is_current(engine, view, version, now, live is not None):
        kept_forecasts.ask(engine, view, now)
        kept_forecasts.make(engine, view, now, live, fit)
    found = kept_forecasts.standing(engine, view, version)
    return chance(stood, None if found is None else found.published)


def odds(chance: Chance) -> Message:
    """A chance in words."""
    if chance.probability is None:
        return say("cannot be said: {why}", why=chance.why_not)
    if chance.probability >= SURE:
        return say("all but certain")
    if chance.probability <= 1 - SURE:
        return say("hardly any")
    near = min(ODDS, key=lambda each: abs(each - (chance.probability or 0.0)))
    return Message(ODDS[near])
