"""A metric over time beside the compared period, with what happened: for the overview and its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from lib.analysis import holidays
from lib.analysis.equal_age import grows
from lib.analysis.goal_line import due
from lib.analysis.summary import Figure, ages, days_at_age
from lib.charts import figure, trend
from lib.charts.ahead import Step
from lib.charts.backdrop import Due
from lib.metrics import figures
from lib.metrics.catalog import METRICS, answers, metric
from lib.metrics.definition import Metric, Sum
from lib.model import Period
from lib.ui import filters, goals, maturity, notes, opening, parts, sentences
from lib.ui.here import Here
from lib.ui.overview import STANDARD, Overview, broken, changed, side, summary

COUNTRY = "TW"
"""Whose public holidays are marked."""


def chart(here: Here, overview: Overview) -> None:
    """The chosen metric over time, beside the compared period."""
    known = drawable(here)
    chosen = chosen_metric(here, overview, known)
    metric_box(here, known, chosen)
    goal = goals.of_view(here, chosen.id)
    stamp, by = goals.stamp(goal), grain(here)
    parts.figure(
        here,
        f"trend-{chosen.id}",
        lambda: drawn(here, overview, chosen, by, goal=goal),
        stamp,
        pinned=True,
    )
    goals.beside(here, goal)
    notes.section(here, chosen.id)


def drawable(here: Here) -> list[str]:
    """The metrics that have a line of their own whatever the filters: all but unique people."""
    return [id for id in known_metrics(here) if metric(id).top.how != "only"]


def grain(here: Here) -> str:
    """The steps that suit the length of the period."""
    days = here.view.period.days
    return "day" if days <= 120 else "week" if days <= 1100 else "month"


def drawn(
    here: Here,
    overview: Overview,
    chosen: Metric,
    grain: str,
    ahead: Sequence[Step] = (),
    goal: goals.Shown | None = None,
) -> figure.Figure:
    """A metric by day, week or month, with what is forecast and its goal where given."""
    fair = _at_equal_age(here, overview, chosen) if grain == "day" else None
    points = _points(here, chosen, grain, fair)
    young_from = overview.young_from if ages(chosen) else None
    title = sentences.trend(_finding(here, overview, chosen), chosen, here.locale)
    there = maturity.arrived(here, _growing(chosen), young_from) if young_from else {}
    subtitle = [*_subtitle(here, chosen, grain, fair is not None), *_still_arriving(here, there)]
    if ahead:
        subtitle.append(here.locale.t("lighter: the forecast and its 80% band"))
    by_day = there if grain == "day" else {}
    until = max((here.view.period.end, *(step.day for step in ahead)))
    days = [*(point.day for point in points), *(step.day for step in ahead)]
    due = [] if goal is None else _due(goal, days, grain)
    if due:
        subtitle.append(here.locale.t("goal line: the average that is needed"))
    # Beside months a single day is as thin as the grid, and tells nothing.
    months = grain == "month"
    off = [] if months else holidays.marked(COUNTRY, here.view.period.start, until, here.locale.language)
    marks = _marks(here, chosen, until)
    shown = trend.Trend(chosen, grain, points, marks, young_from, by_day, ahead, off, due)
    return trend.draw(shown, title, " · ".join(subtitle), here.palette, here.locale)


def _due(goal: goals.Shown, days: Sequence[date], grain: str) -> list[Due]:
    """What each of the steps that are drawn must show for the goal."""
    steps = [(day, (_span(day, grain).end - day).days + 1) for day in dict.fromkeys(days)]
    found = ((day, due(goal.stood.standing, day, length)) for day, length in steps)
    return [Due(day, value) for day, value in found if value is not None]


def _growing(chosen: Metric) -> Sum:
    """The count that tells how far the metric has come."""
    part = grows(chosen.top)
    return Sum(part.column) if part else Sum("engagements")


def _still_arriving(here: Here, there: dict[date, float]) -> list[str]:
    if date.min not in there:
        return []
    share = here.locale.percent(there[date.min], 0)
    return [here.locale.t("dashed: still arriving, about {share} is there", share=share)]


def _marks(here: Here, chosen: Metric, until: date) -> list[trend.Mark]:
    """The events of the period, planned ones up to `until` included, and the days from which the metric
    is counted otherwise."""
    start, end = here.view.period.start, here.view.period.end
    marks = notes.marks(here, chosen.id, until=max(end, until))
    found = changed(here, [chosen], Period(start - timedelta(1), end))[chosen.id]
    marks += [trend.Mark(each.day, here.locale.t(each.what)) for each in found]
    return sorted(marks, key=lambda mark: mark.day)


def _finding(here: Here, overview: Overview, chosen: Metric) -> Figure | None:
    if overview.of(chosen.id) or here.view.before is None or chosen.top.how == "only":
        return overview.of(chosen.id)
    return summary(here, [chosen], overview.young_from)[0]


def _at_equal_age(here: Here, overview: Overview, chosen: Metric) -> list[float | None] | None:
    """The compared period's days, the young ones as they were at the age of this period's; None where
    that is not known or nothing is young."""
    if here.view.before is None or not ages(chosen):
        return None
    aged = maturity.compared(here, [chosen], overview.young_from)
    before = side(here, here.view.before, [chosen.id])
    return days_at_age(chosen, here.view.period, before, overview.young_from, aged)


def _subtitle(here: Here, chosen: Metric, grain: str, fair: bool) -> list[str]:
    t = here.locale.t
    words = [f"{t(chosen.name)} ({figures.unit(chosen, here.locale)})", t(trend.GRAINS[grain])]
    if grain != "day":
        words.append(t("whole weeks only") if grain == "week" else t("whole months only"))
    if broken(here, [chosen]):
        words.append(t("not compared: counted otherwise since"))
    elif here.view.before is not None:
        words.append(
            t("grey: the compared period at the same age") if fair else t("grey: the compared period")
        )
    return words


def known_metrics(here: Here) -> list[str]:
    """The metrics that know the view's filters, imported daily series included."""
    dimensions = ["day", *(id for id, _ in here.view.filters)]
    all_of_them = [*METRICS.values(), *map(metric, here.series)]
    return [each.id for each in all_of_them if answers(each, dimensions)]


def chosen_metric(here: Here, overview: Overview, known: Sequence[str]) -> Metric:
    """The view's metric; where no source states the standard one, the one that leads the cards, or the
    first daily one there is."""
    chosen = here.view.metric if here.view.metric in known else known[0]
    if chosen == STANDARD and overview.of(STANDARD) is None:
        others = [each.metric.id for each in overview.figures] or parts.stated_daily(here)
        chosen = others[0] if others else chosen
    return metric(chosen)


def metric_box(here: Here, known: Sequence[str], chosen: Metric) -> None:
    """Lets one choose the metric."""
    if st.session_state.get("metric") != chosen.id:
        st.session_state["metric"] = chosen.id
    st.selectbox(
        here.locale.t("Metric"),
        known,
        format_func=lambda id: here.locale.t(metric(id).name),
        key="metric",
        on_change=filters.chosen(here, "metric", lambda view, id: replace(view, metric=str(id))),
        width=320,
    )


def _points(here: Here, chosen: Metric, grain: str, fair: list[float | None] | None) -> list[trend.Point]:
    now = _values(here, chosen, grain, here.view.period)
    compared = here.view.before if not broken(here, [chosen]) else None
    before = _values(here, chosen, grain, compared) if compared else []
    was = [*(fair if before and fair else [value for _, value in before]), *[None] * len(now)]
    return [
        trend.Point(day, value, earlier, opening.figure(here, chosen.id, _span(day, grain)))
        for (day, value), earlier in zip(now, was, strict=False)
    ]


def _span(start: date, grain: str) -> Period:
    """The days that a point stands for."""
    ends = {"day": start, "week": start + timedelta(6), "month": _month_end(start)}
    return Period(start, ends[grain])


def _values(here: Here, chosen: Metric, grain: str, period: Period) -> list[tuple[date, float | None]]:
    """The value of each whole day, week or month of a period; unknown ones are None."""
    rows = here.data.fetch(here.query(chosen.id, by=(grain,), period=period)).rows
    known = {row[grain]: row[chosen.id] for row in rows}
    return [(start, known.get(start)) for start in _starts(period, grain)]


def _starts(period: Period, grain: str) -> list[date]:
    days = [period.start + timedelta(n) for n in range(period.days)]
    if grain == "day":
        return days
    if grain == "week":
        return [day for day in days if day.weekday() == 0 and day + timedelta(6) <= period.end]
    return [day for day in days if day.day == 1 and _month_end(day) <= period.end]


def _month_end(first: date) -> date:
    return (first + timedelta(31)).replace(day=1) - timedelta(1)
