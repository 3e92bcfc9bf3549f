"""A metric over time, with the period it is compared with and the events of the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.catalog import Metric


@dataclass(frozen=True)
class Point:
    """A value at the start of a day or week, and what stood there in the compared period."""

    day: date
    value: float | None
    before: float | None = None
    before_day: date | None = None


@dataclass(frozen=True)
class Mark:
    """An event on the time axis."""

    day: date
    title: str


@dataclass(frozen=True)
class Trend:
    """What is drawn. `grain` is day, week or month; `young_from` the first point still growing."""

    metric: Metric
    grain: str
    points: Sequence[Point]
    events: Sequence[Mark] = ()
    young_from: date | None = None


GRAINS = {"day": "by day", "week": "by week", "month": "by month"}


def draw(trend: Trend, title: str, subtitle: str, palette: Palette, locale: Locale) -> Figure:
    """The line chart, its finding and its table."""
    frame = _frame(trend, locale)
    layers = [_comparison(frame, palette), _line(frame, trend, palette), _hover(frame, palette, locale)]
    layers += _young(frame, trend, palette)
    layers += _events(trend, palette, locale)
    base = alt.layer(*layers).resolve_scale(color="independent").properties(height=300)
    return Figure(styled(base, palette, locale), title, subtitle, title, _table(trend, locale))


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
        }
        for point in trend.points
    ]
    columns = ["day", "value", "before", "settled", "when", "said", "was"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": "float64", "before": "float64", "settled": "float64"})


def _settled(point: Point, trend: Trend) -> bool:
    return trend.young_from is None or point.day < trend.young_from


def _x(trend_frame: pd.DataFrame) -> alt.X:
    return alt.X(
        "day:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True, tickCount={"expr": "width / 90"})
    )


def _y(field: str, axis: alt.Axis | None = None) -> alt.Y:
    return alt.Y(f"{field}:Q", title=None, axis=axis or alt.Axis(), scale=alt.Scale(zero=False, nice=True))


def _comparison(frame: pd.DataFrame, palette: Palette) -> alt.Chart:
    mark = alt.Chart(frame).mark_line(color=palette.compared, strokeWidth=1.25, clip=True)
    return mark.encode(x=_x(frame), y=_y("before"))


def _line(frame: pd.DataFrame, trend: Trend, palette: Palette) -> alt.Chart:
    point = {"size": 40, "filled": True} if len(frame) < 3 else False
    mark = alt.Chart(frame).mark_line(color=palette.accent, strokeWidth=2.25, point=point, clip=True)
    return mark.encode(x=_x(frame), y=_y("settled"))


def _young(frame: pd.DataFrame, trend: Trend, palette: Palette) -> list[alt.Chart]:
    """The last stretch, whose posts still gather engagement: dashed, joined to the settled line."""
    if trend.young_from is None:
        return []
    settled = frame.index[frame["day"] < pd.Timestamp(trend.young_from)]
    young = frame.loc[settled.max() if len(settled) else 0 :]
    mark = alt.Chart(young).mark_line(color=palette.accent, strokeWidth=1.75, strokeDash=[4, 3], clip=True)
    return [mark.encode(x=_x(frame), y=_y("value"))]


def _hover(frame: pd.DataFrame, palette: Palette, locale: Locale) -> alt.Chart:
    tips = [
        alt.Tooltip("when:N", title=locale.t("Day")),
        alt.Tooltip("said:N", title=locale.t("This period")),
        alt.Tooltip("was:N", title=locale.t("Compared period")),
    ]
    near = alt.selection_point(nearest=True, on="pointerover", fields=["day"], empty=False)
    mark = alt.Chart(frame).mark_point(size=60, filled=True, color=palette.accent)
    opacity = alt.condition(near, alt.value(1), alt.value(0))
    return mark.encode(x=_x(frame), y=_y("value"), opacity=opacity, tooltip=tips).add_params(near)


def _events(trend: Trend, palette: Palette, locale: Locale) -> list[alt.Chart]:
    if not trend.events:
        return []
    rows = [{"day": pd.Timestamp(e.day), "title": e.title} for e in trend.events]
    frame = pd.DataFrame(rows)
    tips = [
        alt.Tooltip("day:T", title=locale.t("Day"), format="%x"),
        alt.Tooltip("title:N", title=locale.t("Event")),
    ]
    rule = alt.Chart(frame).mark_rule(color=palette.event, strokeDash=[2, 3], strokeWidth=1.25)
    text = alt.Chart(frame).mark_text(
        color=palette.event, align="left", baseline="top", dx=4, fontSize=11, limit=130
    )
    return [
        rule.encode(x="day:T", tooltip=tips),
        text.encode(x="day:T", y=alt.value(0), text="title:N", tooltip=tips),
    ]


def _table(trend: Trend, locale: Locale) -> pd.DataFrame:
    t = locale.t
    rows = [
        {
            t("Day"): point.day.isoformat(),
            t("This period"): point.value,
            t("Compared period"): point.before,
        }
        for point in trend.points
    ]
    return pd.DataFrame(rows)
