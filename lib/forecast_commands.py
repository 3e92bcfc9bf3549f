"""What the commands about forecasts do; as `lib.commands`, for which they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, get_args

import numpy as np
import sqlalchemy as sa

from lib import asked, forecast_view, kept_forecasts, kept_trials
from lib.analysis import forecast as outlook
from lib.analysis.forecast.diagnostics import PLAIN, Diagnosis, diagnose
from lib.analysis.forecast.history import History
from lib.analysis.forecast.promises import Kept, by_kind, kept
from lib.analysis.forecast.record import Record
from lib.analysis.forecast.verdict import promised, words
from lib.answers import Answer, plain, table
from lib.clock import now
from lib.forecasts import Grain, Subject, subject
from lib.imports.series import BESIDE
from lib.metrics import offered
from lib.metrics.live.sources import of as live_sources
from lib.model import EVERYTHING, Progress, Query, QueryError, say
from lib.settings import Settings


def forecast(
    engine: sa.Engine,
    settings: Settings,
    metric: str,
    where: list[str],
    start: str | None = None,
    end: str | None = None,
    horizon: int = 28,
    model: str = outlook.CHOICES[0],
    grain: str = "day",
    progress: Progress | None = None,
) -> Answer:
    """Forecasts a metric's next days or weeks, with the record of its trials and of the promises kept."""
    query, by = _asked(metric, where, start, end, grain)
    found = _subject(engine, settings, query, by)
    held = _promises(engine, found, query, by, horizon)
    steps = _steps(found.history, horizon)
    tried = kept_trials.of(engine, found.history, found.marks, steps, now())
    made = outlook.forecast(found.history, steps, found.marks, model, tried)
    points = [{**asdict(point), "date": point.date.isoformat()} for point in made.points]
    document = {
        "model": made.model,
        "history": _history(found.history),
        "forecast": points,
        "backtest": _backtest(made.record),
        "promises": {**asdict(held), "since": plain(held.since)},
        "data_version": found.data_version,
    }
    told = [str(each) for each in (*words(made.record), *promised(held))]
    return Answer(
        document, [f"{found.metric.id}: {outlook.NAMES[made.model]}.", *told, *table(_rounded(points))]
    )


def backtest(
    engine: sa.Engine,
    settings: Settings,
    metric: str,
    where: list[str],
    start: str | None = None,
    end: str | None = None,
    initial: int = 730,
    period: int = 180,
    horizon: int = 365,
    model: str = PLAIN,
    grain: str = "day",
    progress: Progress | None = None,
) -> Answer:
    """Replays a model from many cutoffs: its errors by horizon, as Prophet's diagnostics give them."""
    if model not in (PLAIN, *outlook.CHOICES):
        known = ", ".join((PLAIN, *outlook.CHOICES))
        raise QueryError(say("There is no model “{name}”. Known: {known}", name=model, known=known))
    query, by = _asked(metric, where, start, end, grain)
    found = _subject(engine, settings, query, by)
    spans = (_steps(found.history, days) for days in (initial, period, horizon))
    made = diagnose(found.history, found.marks, model, *spans)
    rows = _errors(made, found.history.step)
    document = {
        "model": model,
        "initial": initial,
        "period": period,
        "horizon": horizon,
        "cutoffs": [day.isoformat() for day in made.cutoffs],
        "by_horizon": rows,
        "backtest": _backtest(made.record),
        "data_version": found.data_version,
    }
    told = [str(each) for each in words(made.record)]
    return Answer(document, [*told, *table(_rounded(rows))])


def _asked(
    metric: str, where: list[str], start: str | None, end: str | None, grain: str
) -> tuple[Query, Grain]:
    if grain not in get_args(Grain):
        raise QueryError(say("A forecast is by day or by week, not by “{grain}”.", grain=grain))
    period = asked.period(start, end)
    query = Query((metric,), where=asked.where(where), period=period, scope=EVERYTHING)
    return query, "week" if grain == "week" else "day"


def _subject(engine: sa.Engine, settings: Settings, query: Query, by: Grain) -> Subject:
    """The history asked for; of a figure of posts that no post states, the daily one that came in a file of
    its name and is kept beside it."""
    live = live_sources(engine, settings)
    found = subject(engine, query, by, live)
    beside = query.metrics[0] + BESIDE
    if found.history.known or beside not in offered.series(engine, EVERYTHING):
        return found
    return subject(engine, replace(query, metrics=(beside,)), by, live)


def _promises(engine: sa.Engine, found: Subject, query: Query, grain: Grain, horizon: int) -> Kept:
    """What the forecasts that the app published of this view came to; none of a part of the history."""
    if query.period is not None:
        return kept(())
    asked_for = forecast_view.asked(replace(query, metrics=(found.metric.id,)), grain, horizon)
    made = kept_forecasts.promises(engine, asked_for, found)
    return kept(by_kind(made)[False])


def _steps(history: History, days: int) -> int:
    """Days as whole steps of a history, rounded up."""
    return -(-days // history.step)


def _history(history: History) -> list[dict[str, Any]]:
    values = [None if np.isnan(value) else float(value) for value in history.values]
    return [{"date": history.day(at).isoformat(), "value": value} for at, value in enumerate(values)]


def _backtest(record: Record) -> dict[str, Any]:
    return {**asdict(record.score), "windows": record.windows, "horizon": record.horizon}


def _errors(made: Diagnosis, step: int) -> list[dict[str, Any]]:
    return [{**asdict(each), "horizon": each.horizon * step} for each in made.by_horizon]


def _rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for people: four significant digits."""
    return [
        {name: f"{value:.4g}" if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


COMMANDS: dict[str, Callable[..., Answer]] = {"forecast": forecast, "backtest": backtest}
