"""A control chart: a value by day, what is usual, the limit of a single day, and the alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import backdrop
from lib.charts.backdrop import Mark
from lib.charts.figure import Drawing, Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale


@dataclass(frozen=True)
class Day:
    """A day judged (or a week, by its first day): the value, what is usual, the limit of a single day; of
    sentiment also the comments it is of, and the lower limit where that is watched."""

    day: date
    value: float
    usual: float
    limit: float
    n: int | None = None
    low: float | None = None


@dataclass(frozen=True)
class Named:
    """What is drawn: the value's name for people, whether it is a share or a number, and the name of its
    limit unless that is of one day."""

    value: str
    share: bool
    limit: str = ""

    def text(self, value: float, locale: Locale) -> str:
        """A value as it stands in a tooltip."""
        return locale.percent(value, 1) if self.share else locale.number(value, 1)


@dataclass(frozen=True)
class Span:
    """An alarm: its days, the day it was raised, and its level in words."""

    raised: date
    began: date
    until: date
    level: str
    severe: bool


def draw(
    of: Named,
    days: Sequence[Day],
    spans: Sequence[Span],
    title: str,
    subtitle: str,
    palette: Palette,
    locale: Locale,
    events: Sequence[Mark] = (),
) -> Figure:
    """The chart with what happened, its finding and its table; no chart without a day."""
    pen = _Pen(of, _frame(of, days, locale), palette, locale)
    chart = pen.whole(spans, events).properties(height=260) if days else None
    drawn = None if chart is None else styled(chart, palette, locale)
    raised = any(days and each.raised >= days[0].day for each in spans)
    legend = [_legend(of, raised, locale), backdrop.legend(events, (), locale)]
    said = "　".join(filter(None, legend))
    shown = [each.day for each in days]
    return Figure(drawn, title, subtitle, title, _table(of, days, locale), said, days=shown)


def _legend(of: Named, alarms: bool, locale: Locale) -> str:
    t = locale.t
    named = (
        ("━", of.value),
        ("╌", of.limit or t("Limit of one day")),
        ("─", t("Usual")),
        *([("▼", t("Alarm raised"))] if alarms else []),
    )
    return "　".join(f"{sign} {words}" for sign, words in named)


def _frame(of: Named, days: Sequence[Day], locale: Locale) -> pd.DataFrame:
    rows = [
        {
            "day": pd.Timestamp(each.day),
            "value": each.value,
            "usual": each.usual,
            "limit": each.limit,
            "low": each.low,
            "n": "" if each.n is None else locale.number(each.n),
            "when": locale.date(each.day, year=True),
            "said": of.text(each.value, locale),
            "was": of.text(each.usual, locale),
            "most": _limits(of, each, locale),
        }
        for each in days
    ]
    return pd.DataFrame(rows).astype({"low": "float64"}) if rows else pd.DataFrame()


def _limits(of: Named, day: Day, locale: Locale) -> str:
    """The limit in words, both where there are two."""
    high = of.text(day.limit, locale)
    return high if day.low is None else f"{of.text(day.low, locale)} – {high}"


class _Pen:
    """Draws the layers, all on the same axes."""

    def __init__(self, of: Named, frame: pd.DataFrame, palette: Palette, locale: Locale) -> None:
        self._of, self._frame, self._palette, self._locale = of, frame, palette, locale
        axis = alt.Axis(
            grid=False, labelOverlap="parity", format=locale.axis_day, tickCount={"expr": "width / 90"}
        )
        self._x = alt.X("day:T", title=None, axis=axis)

    def _y(self, field: str) -> alt.Y:
        scale = alt.Scale(domain=self._domain(), clamp=True)
        shown: dict[str, Any] = (
            {"format": ".0%"}
            if self._of.share
            else {"labelExpr": self._locale.axis_number(), "tickMinStep": 1}
        )
        return alt.Y(f"{field}:Q", title=None, axis=alt.Axis(tickCount=5, **shown), scale=scale)

    def _domain(self) -> list[float]:
        values = self._frame[["value", "limit", "low"]]
        most, least = 1.08 * float(values.max().max()), 1.08 * min(0.0, float(values.min().min()))
        return [least, min(most, 1.0) if self._of.share else most]

    def _line(self, field: str, color: str, width: float, **mark: Any) -> alt.Chart:
        drawn = alt.Chart(self._frame).mark_line(color=color, strokeWidth=width, **mark)
        return drawn.encode(x=self._x, y=self._y(field))

    def spans(self, found: Sequence[Span]) -> list[alt.Chart]:
        """The days of alarms as bands, a mark where each was raised; none outside the days that are drawn,
        which it would push aside."""
        if not found:
            return []
        color, t = self._palette.event, self._locale.t
        rows = [
            {
                "from": pd.Timestamp(each.began),
                "to": pd.Timestamp(each.until) + pd.Timedelta(days=1),
                "day": pd.Timestamp(each.raised),
                "when": self._locale.date(each.raised, year=True),
                "level": each.level,
                "opacity": 0.28 if each.severe else 0.13,
            }
            for each in found
        ]
        base = alt.Chart(pd.DataFrame(rows))
        tips = [alt.Tooltip("level:N", title=t("Alarm")), alt.Tooltip("when:N", title=t("Raised"))]
        opacity = alt.Opacity("opacity:Q", scale=None, legend=None)
        band = base.mark_rect(color=color).encode(x=alt.X("from:T"), x2="to:T", opacity=opacity, tooltip=tips)
        raised = [row for row in rows if row["day"] >= self._frame["day"].min()]
        if not raised:
            return [band]
        mark = alt.Chart(pd.DataFrame(raised)).mark_text(
            text="▼", color=color, fontSize=12, baseline="bottom"
        )
        return [band, mark.encode(x=self._x, y=alt.value(-2), tooltip=tips)]

    def whole(self, spans: Sequence[Span], events: Sequence[Mark]) -> Drawing:
        """All layers, the alarms lowest."""
        return alt.layer(*self.spans(spans), *self.lines(), *self.events(events))

    def events(self, found: Sequence[Mark]) -> list[alt.Chart]:
        """What happened, on its days."""
        span = (self._frame["day"].max() - self._frame["day"].min()).days
        return backdrop.signs(found, self._x, self._palette, self._locale, span)

    def lines(self) -> list[alt.Chart]:
        """The value, what is usual, the limit."""
        t = self._locale.t
        fields = {
            "when": t("Day"),
            "said": self._of.value,
            **({"n": t("Comments")} if self._frame["n"].any() else {}),
        }
        fields |= {"was": t("Usual"), "most": self._of.limit or t("Limit of one day")}
        tips = [alt.Tooltip(f"{name}:N", title=title) for name, title in fields.items()]
        # Few days show as points too: a single one makes no line.
        seen = 1 if len(self._frame) <= 10 else 0.001
        over = alt.Chart(self._frame).mark_point(
            size=40, filled=True, color=self._palette.accent, opacity=seen
        )
        ends = ["limit"] if self._frame["low"].isna().all() else ["limit", "low"]
        return [
            *[
                self._line(end, self._palette.event, 1.25, strokeDash=[5, 3], interpolate="step")
                for end in ends
            ],
            self._line("usual", self._palette.muted, 1.5),
            self._line("value", self._palette.accent, 1.75),
            over.encode(x=self._x, y=self._y("value"), tooltip=tips),
        ]


def _table(of: Named, days: Sequence[Day], locale: Locale) -> pd.DataFrame:
    t = locale.t
    return pd.DataFrame(
        [
            {
                t("Day"): each.day.isoformat(),
                **({} if each.n is None else {t("Comments"): each.n}),
                of.value: each.value,
                t("Usual"): each.usual,
                of.limit or t("Limit of one day"): each.limit,
                **({} if each.low is None else {t("Lower limit"): each.low}),
            }
            for each in days
        ]
    )
