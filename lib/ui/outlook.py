"""The trends page: a metric over time, its forecast, and the record beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from lib import forecast_view, kept_forecasts
from lib.analysis.forecast import scale
from lib.analysis.forecast.history import require
from lib.analysis.forecast.models import NAMES
from lib.analysis.forecast.published import BESIDE, Told, column
from lib.charts.ahead import Step
from lib.charts.figure import Figure
from lib.charts.trend import GRAINS
from lib.forecast_view import Asked
from lib.forecasts import Grain, Subject, subject
from lib.kept_forecasts import Stored
from lib.metrics import figures
from lib.metrics.definition import Metric
from lib.model import N_, Message, PulseError, say
from lib.ui import filters, forecasting, goals, markup, notes, overview, parts, trends, year
from lib.ui.cached import keep
from lib.ui.here import Here
from lib.ui.overview import Overview

HORIZONS = {"28": N_("4 weeks"), "56": N_("8 weeks"), "91": N_("13 weeks")}

PER = {
    1: N_("{metric}: about {value} a day in the {weeks} from {day}; {before} before."),
    7: N_("{metric}: about {value} a week in the {weeks} from {day}; {before} before."),
    0: N_("{metric}: about {value} in the {weeks} from {day}; {before} before."),
}
"""Where a figure is heading, on a typical day or in a typical week, beside the same time before: by step in
days, 0 for what does not add up over days, such as rates."""


@dataclass(frozen=True)
class Outlook:
    """What the page shows of one metric. `asked` is its view of the forecast, None where there is none
    by month; `found` its history; `refused` says why there is no forecast; `stored` the newest there is,
    `current` whether it is that of the newest data."""

    metric: Metric
    grain: str
    overview: Overview
    asked: Asked | None = None
    found: Subject | None = None
    stored: Stored | None = None
    current: bool = True
    refused: Message | None = None

    @property
    def told(self) -> Told | None:
        """The forecast that is kept, by the model shown."""
        return None if self.stored is None else self.stored.published.of(self.stored.published.model)


def load(here: Here) -> Outlook:
    """The metric of the view, its history and its forecast."""
    found = overview.load(here)
    chosen = trends.chosen_metric(here, found, trends.known_metrics(here))
    grain = "day" if chosen.top.how == "only" else here.view.option("grain")
    shown = Outlook(chosen, grain, found)
    if grain == "month":
        return replace(shown, refused=say("Forecasts are made by day or by week."))
    query = replace(here.query(chosen.id), period=None)
    by: Grain = "week" if grain == "week" else "day"
    asked = forecast_view.asked(query, by, int(here.view.option("horizon")))
    shown = replace(shown, asked=asked)
    try:
        history = keep(here.data, f"history {replace(asked, horizon=0)}", lambda: _subject(here, asked))
        shown = replace(shown, found=history)
        require(history.history, asked.steps(history.history))
    except PulseError as error:
        return replace(shown, refused=error.message)
    return _kept(here, shown, asked)


def _subject(here: Here, asked: Asked) -> Subject:
    return subject(here.data.engine, asked.query, asked.grain, here.data.live)


def _kept(here: Here, shown: Outlook, asked: Asked) -> Outlook:
    engine = here.data.engine
    current = forecasting.current(here, asked)
    stored = kept_forecasts.standing(engine, asked, here.data.version)
    trouble = kept_forecasts.trouble(engine, asked) if current else None
    return replace(shown, stored=stored, current=current, refused=trouble)


def answer(here: Here, shown: Outlook) -> str:
    """The sentence on top: where the figure is heading, beside where it was."""
    locale, name = here.locale, here.locale.t(shown.metric.name)
    if shown.stored is None or shown.told is None:
        return _no_answer(here, shown)
    made, points = shown.stored.published, shown.told.points

    def said(value: float | None) -> str:
        return figures.text(shown.metric, value, locale)

    if shown.metric.top.how == "last":
        end = points[-1]
        return locale.t(
            "{metric}: about {value} on {day}, between {low} and {high} four times in five.",
            metric=name,
            value=locale.number(end.value, 0),
            day=locale.date(made.last, False),
            low=locale.number(end.low, 0),
            high=locale.number(end.high, 0),
        )
    return locale.t(
        PER[made.step if shown.metric.additive else 0],
        metric=name,
        value=said(_typical(shown, column(points, "value"))),
        weeks=locale.n("{n} week", "{n} weeks", len(points) * made.step // 7),
        day=locale.date(made.first, False),
        before=said(made.usual),
    )


def _typical(shown: Outlook, line: np.ndarray) -> float | None:
    """The level of a forecast, as that of the days before it is taken."""
    return None if shown.found is None else scale.level(shown.found.history, line)


def _no_answer(here: Here, shown: Outlook) -> str:
    name = here.locale.t(shown.metric.name)
    if shown.refused is None:
        return here.locale.t("{metric}: the forecast is being worked out.", metric=name)
    value = shown.overview.of(shown.metric.id)
    if value is None:
        return here.locale.t("{metric}: no forecast.", metric=name)
    said = figures.text(shown.metric, value.value, here.locale)
    return here.locale.t("{metric}: {value} in this period; no forecast.", metric=name, value=said)


def model(here: Here, stored: Stored) -> str:
    """The model whose line is drawn: the one that is chosen, or Prophet's where somebody wants it."""
    made = stored.published
    return BESIDE if here.view.option("model") == BESIDE and BESIDE in made.told else made.model


def controls(here: Here, shown: Outlook) -> None:
    """The metric, the grain, the horizon, and Prophet's line where another is shown."""
    t = here.locale.t
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        trends.metric_box(here, trends.known_metrics(here), shown.metric)
        grains = ("day",) if shown.metric.top.how == "only" else tuple(GRAINS)
        filters.option(here, "grain", t("Steps"), {id: t(GRAINS[id]) for id in grains})
        if shown.grain != "month":
            filters.option(here, "horizon", t("Ahead"), {id: t(name) for id, name in HORIZONS.items()})
        made = shown.stored.published if shown.stored else None
        if made is not None and made.model != BESIDE and BESIDE in made.told:
            names = {"auto": t(NAMES[made.model]), BESIDE: t(NAMES[BESIDE])}
            filters.option(here, "model", t("Forecast by"), names)


def chart(here: Here, shown: Outlook) -> None:
    """The metric over time and its forecast; unique people only where one account is named."""
    if shown.metric.top.how == "only" and shown.found is None:
        return
    beyond = ahead(here, shown)
    stamp = f"{shown.stored.data_version} {shown.stored.made_at}" if shown.stored else ""
    key, goal = f"outlook-{shown.metric.id}", goals.of_view(here, shown.metric.id)

    def draw() -> Figure:
        return trends.drawn(here, shown.overview, shown.metric, shown.grain, beyond, goal)

    parts.figure(here, key, draw, f"{stamp} {goals.stamp(goal)}", pinned=True)
    goals.beside(here, goal)
    notes.section(here, shown.metric.id)
    year.section(here, shown.overview, shown.metric)
    made = shown.stored and shown.stored.published
    if made and not beyond:
        words = here.locale.t(
            "The forecast begins on {day}, after this period; choose one that reaches the newest day.",
            day=here.locale.date(made.first),
        )
        st.html(markup.quiet(words))


def ahead(here: Here, shown: Outlook) -> Sequence[Step]:
    """The forecast, where the period reaches up to it."""
    if shown.stored is None:
        return ()
    made = shown.stored.published
    if (made.first - here.view.period.end).days > made.step:
        return ()
    points = made.of(model(here, shown.stored)).points
    return [Step(point.date, point.value, point.low, point.high) for point in points]
