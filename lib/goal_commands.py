"""What the command about goals does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from lib import goals
from lib.answers import Answer, plain
from lib.clock import now
from lib.goals import Chance, Stood
from lib.i18n import locale
from lib.metrics import figures, run
from lib.metrics.live.sources import of as live_sources
from lib.model import EVERYTHING, Period, Progress
from lib.settings import Settings


def list_goals(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """The goals in force: where each stands, where it should be by now, and the chance of reaching it."""
    live, known = live_sources(engine, settings), goals.seen(engine, EVERYTHING)
    last = run.extent(engine, live, scope=EVERYTHING).last
    if last is None or not known:
        return Answer([], ["There is no data yet." if known else "No goal has been set."])
    rows, lines = [], []
    for goal in known:
        of = goals.asked(goal, EVERYTHING)
        stood = goals.stand(engine, goal, of, last, live)
        view = goals.view(stood, of)
        chance = goals.settled(stood, view)
        if chance is None and view is not None:
            chance = goals.made(engine, stood, view, now(), live if live.key() else None)
        assert chance is not None
        rows.append(_row(stood, chance))
        lines += _lines(stood, chance)
    return Answer(rows, lines)


def _row(stood: Stood, chance: Chance) -> dict[str, Any]:
    of, goal = stood.standing, stood.standing.goal
    return {
        "goal": goal.number,
        "metric": goal.metric,
        "where": dict(goal.where),
        "every": goal.every,
        "target": goal.target,
        "direction": "at most" if of.ceiling else "at least",
        "period": _days(of.period),
        "phase": of.phase,
        "value": of.value,
        "progress": of.progress,
        "through": plain(of.through),
        "settled": of.settled,
        "expected": of.expected,
        "pace": of.pace,
        "gap": of.gap,
        "reached": of.reached,
        "probability": chance.probability,
        "odds": str(goals.odds(chance)),
        "model": chance.model,
        "trials": chance.trials,
        "earlier": [
            {**_days(each.period), "value": each.value, "reached": each.reached} for each in stood.past
        ],
        "demo": goal.demo is not None,
    }


def _days(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _lines(stood: Stood, chance: Chance) -> list[str]:
    of, english = stood.standing, locale("en")
    goal, metric = of.goal, of.metric
    where = ", ".join(f"{id} {'/'.join(v or 'not stated' for v in values)}" for id, values in goal.where)
    target = f"{'at most' if of.ceiling else 'at least'} {figures.text(metric, goal.target, english)}"
    name = f"{goal.number}. {goal.metric}{f' ({where})' if where else ''}: {target}"
    told = [
        f"{name}, {of.period.start} to {of.period.end}",
        f"   so far {figures.text(metric, of.value, english)}",
    ]
    if of.expected is not None and of.settled is not None:
        now, due = (figures.text(metric, value, english) for value in (of.settled, of.expected))
        told.append(f"   by {of.through}: {now}, should be {due} ({of.pace})")
    return [*told, f"   chance: {goals.odds(chance)}"]


COMMANDS: dict[str, Callable[..., Answer]] = {"goals": list_goals}
