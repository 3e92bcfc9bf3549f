"""A metric over time, with the period it is compared with and the events of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from lib.analysis.holidays import Holiday
from lib.charts import ahead, backdrop
from lib.charts.ahead import Step
from lib.charts.backdrop import Due, Mark
from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import DASH, Locale
from lib.metrics import figures
from lib.metrics.definition import Metric
from lib.model import N_


@dataclass(frozen=True)
class Point:
    """A value at the start of a day or week, what stood there in the compared period, and the address
    of what is behind it."""

    day: date
    value: float | None
    before: float | None = None
    link: str = ""


@dataclass(frozen=True)
class Trend:
    """What is drawn. `grain` is day, week or month; `young_from` the first point still growing, `arrived`
    the share of a young point's count that is there; `ahead` what is, or was, forecast; `due` what each
    step must show for the goal."""

    metric: Metric
    grain: str
    points: Sequence[Point]
    events: Sequence[Mark] = ()
    young_from: date | None = None
    arrived: Mapping[date, float] = field(default_factory=dict)
    ahead: Sequence[Step] = ()
    holidays: Sequence[Holiday] = ()
    due: Sequence[Due] = ()


FLUSH = 30
"""Pixels from the axis's end within which a day is written inwards, so that the picture's edge cuts none."""

YEARS_FROM = 400
"""Days from which on the axis says the year."""

GRAINS = {"day": N_("by day"), "week": N_("by week"), "month": N_("by month")}


def draw(trend: Trend, title: str, subtitle: str, palette: Palette, locale: Locale) -> Figure:
    """The line chart, its finding and its table."""
    pen = _Pen(_frame(trend, locale), trend, palette, locale)
    lines = [*pen.ahead(), *pen.comparison(), *pen.line(), *pen.young(), *pen.hover()]
    layers = [*pen.holidays(), *pen.due(), *lines, *pen.events()]
    chart = alt.layer(*layers).properties(height=300) if lines else None
    drawn = None if chart is None else styled(chart, palette, locale)
    table = _table(trend, locale)
    links = [*(point.link or None for point in trend.points), *[None] * len(table)][: len(table)]
    legend = backdrop.legend(trend.events, trend.holidays, locale)
    days = dict.fromkeys([*(point.day for point in trend.points), *(step.day for step in trend.ahead)])
    return Figure(drawn, title, subtitle, title, table, legend, links, [*days])


def _frame(trend: Trend, locale: Locale) -> pd.DataFrame:
    rows = [
        {
            "day": pd.Timestamp(point.day),
            "value": point.value,
            "before": point.before,
            "settled": point.value if _settled(point, trend) else None,
            "when": locale.date(point.day, year=True),
            "said": figures.text(trend.metric, point.value, locale),
            "was": figures.text(trend.metric, point.before, locale),
            "there": f"≈ {locale.percent(trend.arrived[point.day], 0)}"
            if point.day in trend.arrived
            else DASH,
            "link": point.link,
        }
        for point in trend.points
    ]
    columns = ["day", "value", "before", "settled", "when", "said", "was", "there", "link"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": "float64", "before": "float64", "settled": "float64"})


def _settled(point: Point, trend: Trend) -> bool:
    return trend.young_from is None or point.day < trend.young_from


class _Pen:
    """Draws the layers, all on the same axes."""

    def __init__(self, frame: pd.DataFrame, trend: Trend, palette: Palette, locale: Locale) -> None:
        self._frame, self._trend, self._palette, self._locale = frame, trend, palette, locale
        years = trend.grain == "month" or _days(trend) > YEARS_FROM
        day = locale.axis_month if years else locale.axis_day
        self._axis = alt.Axis(
            grid=False,
            labelOverlap="parity",
            labelSeparation=14,
            labelFlush=FLUSH,
            format=day,
            tickCount={"expr": "width / 90"},
        )
        self._x = alt.X("day:T", title=None, axis=self._axis)
        self._forecast = ahead.frame(trend.ahead, trend.metric, locale)
        self._domain = _domain(frame, trend)

    def _y(self, field: str) -> alt.Y:
        ratio = self._trend.metric.unit == "ratio"
        shown: dict[str, Any] = {"format": ".1%"} if ratio else {"labelExpr": self._locale.axis_number()}
        if not ratio and (self._frame["value"].dropna() % 1 == 0).all():
            shown["tickMinStep"] = 1  # nobody writes half a comment
        scale = alt.Scale(domain=self._domain, nice=True)
        return alt.Y(f"{field}:Q", title=None, axis=alt.Axis(tickCount=5, **shown), scale=scale)

    def _stroke(
        self, frame: pd.DataFrame, field: str, color: str, width: float, **mark: Any
    ) -> list[alt.Chart]:
        """A line; single days between gaps stay visible as points. Nothing where no value is known:
        Vega has no scale for that."""
        if not frame[field].notna().any():
            return []
        few = frame[field].notna().sum() <= 45
        point = {"size": 14 * width, "filled": True, "color": color} if few else False
        drawn = alt.Chart(frame).mark_line(color=color, strokeWidth=width, point=point, **mark)
        return [drawn.encode(x=self._x, y=self._y(field))]

    def holidays(self) -> list[alt.Chart]:
        """The public holidays, behind all else."""
        trend = self._trend
        return backdrop.shades(trend.holidays, self._axis, trend.grain, self._palette, self._locale)

    def due(self) -> list[alt.Chart]:
        """The goal, behind the lines."""
        trend = self._trend
        return backdrop.target(trend.due, trend.metric, self._x, self._y, self._palette, self._locale)

    def ahead(self) -> list[alt.Chart]:
        """What is forecast, under all else."""
        return ahead.layers(self._forecast, self._x, self._y, self._palette, self._locale)

    def comparison(self) -> list[alt.Chart]:
        """The compared period, grey and thin."""
        return self._stroke(self._frame, "before", self._palette.compared, 1.25)

    def line(self) -> list[alt.Chart]:
        """The settled days."""
        return self._stroke(self._frame, "settled", self._palette.accent, 2.25)

    def young(self) -> list[alt.Chart]:
        """The last stretch, whose posts still gather engagement: dashed, joined to the settled line."""
        if self._trend.young_from is None:
            return []
        settled = self._frame.index[self._frame["settled"].notna()]
        young = self._frame.loc[settled.max() if len(settled) else 0 :]
        return self._stroke(young, "value", self._palette.accent, 1.75, strokeDash=[4, 3])

    def hover(self) -> list[alt.Chart]:
        """The value, the compared value and the day under the pointer."""
        if not self._frame["value"].notna().any():
            return []
        t = self._locale.t
        tips = [
            alt.Tooltip("when:N", title=t("Day")),
            alt.Tooltip("said:N", title=t("This period")),
            alt.Tooltip("was:N", title=t("Compared period")),
        ]
        if self._trend.arrived:
            tips.append(alt.Tooltip("there:N", title=t("Arrived so far")))
        over = alt.selection_point(on="pointerover", fields=["day"], empty=False, clear="pointerout")
        mark = alt.Chart(self._frame).mark_point(size=60, filled=True, color=self._palette.accent, aria=False)
        opacity = alt.condition(over, alt.value(1), alt.value(0))
        point = mark.encode(x=self._x, y=self._y("value"), opacity=opacity)
        return [point, self._columns(tips).add_params(over)]

    def _columns(self, tips: list[alt.Tooltip]) -> alt.Chart:
        """A column to point at, and to open, for each value: as wide as there is room for a finger. No
        wider: strokes count as part of the picture, and one of its whole width leaves the axes no room."""
        known = self._frame[self._frame["value"].notna()]
        look: dict[str, Any] = {
            "opacity": 0.001,
            "strokeWidth": {"expr": f"max(2, min(44, width / {len(self._frame)}))"},
        }
        rule = alt.Chart(known).mark_rule(color=self._palette.accent, aria=False, **look)
        column = rule.encode(x=self._x, tooltip=tips)
        return column.encode(href="link:N") if known["link"].all() else column

    def events(self) -> list[alt.Chart]:
        """Labelled marks of what happened."""
        span = _days(self._trend)
        return backdrop.signs(self._trend.events, self._x, self._palette, self._locale, span)


def _days(trend: Trend) -> int:
    days = [*(point.day for point in trend.points), *(step.day for step in trend.ahead)]
    return (max(days) - min(days)).days if days else 0


def _domain(frame: pd.DataFrame, trend: Trend) -> list[float]:
    """From 0, but around the values for what only moves a little (followers)."""
    band = pd.Series([edge for step in trend.ahead for edge in (step.low, step.high)], dtype="float64")
    due = pd.Series([each.value for each in trend.due], dtype="float64")
    values = pd.concat([frame["value"], frame["before"], band, due]).dropna()
    if values.empty:
        return [0.0, 1.0]
    low, high = float(values.min()), float(values.max())
    if trend.metric.top.how != "last":
        low = min(0.0, low)
    edge = (high - low or abs(high) or 1.0) * 0.06
    return [low - edge if low else 0.0, high + edge]


def _table(trend: Trend, locale: Locale) -> pd.DataFrame:
    t = locale.t
    now = {point.day: point for point in trend.points}
    then = {step.day: step for step in trend.ahead}
    rows = []
    for day in dict.fromkeys((*now, *then)):
        point, step = now.get(day), then.get(day)
        row: dict[str, Any] = {
            t("Day"): day.isoformat(),
            t("This period"): point and point.value,
            t("Compared period"): point and point.before,
        }
        if trend.ahead:
            row |= {
                t("Forecast"): step and step.value,
                t("Band from"): step and step.low,
                t("Band to"): step and step.high,
            }
        rows.append(row)
    return pd.DataFrame(rows)
