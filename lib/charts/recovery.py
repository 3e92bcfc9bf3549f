"""The way back: the negative share day by day, the usual band, the day it was back for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from lib.analysis.incident.recovery import Recovery
from lib.charts import backdrop
from lib.charts.backdrop import Mark
from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale


def draw(
    found: Recovery, title: str, palette: Palette, locale: Locale, events: Sequence[Mark] = ()
) -> Figure:
    """The curve with its band; the days outside stand out. Marks: the beginning, the return, and what
    happened."""
    t = locale.t
    pen = _Pen(found, palette, locale)
    layers = [pen.band(), pen.usual(), *pen.marks(), pen.line(), pen.points(), *pen.events(events)]
    chart = styled(alt.layer(*layers).properties(height=260), palette, locale)
    subtitle = t("Negative share of comments by day; the band is the usual, wider on days with few comments")
    legend = "　".join(filter(None, [_legend(found, locale), backdrop.legend(events, (), locale)]))
    return Figure(chart, title, subtitle, title, _table(found, locale), legend)


def _legend(found: Recovery, locale: Locale) -> str:
    t = locale.t
    told = [f"┊ {locale.date(found.began, False, year=True)} {t('Began')}"]
    if found.back is not None:
        told.append(f"┊ {locale.date(found.back, False, year=True)} {t('Back for good')}")
    return "　".join([*told, t("● outside the band")])


class _Pen:
    """Draws the layers, all on the same axes."""

    def __init__(self, found: Recovery, palette: Palette, locale: Locale) -> None:
        self._found, self._palette, self._locale = found, palette, locale
        axis = alt.Axis(
            grid=False,
            labelOverlap="greedy",
            labelSeparation=14,
            format=locale.axis_day,
            tickCount={"expr": "width / 90"},
        )
        self._x = alt.X("day:T", title=None, axis=axis)
        top = max((point.share for point in found.points), default=0.0)
        self._scale = alt.Scale(domain=[0, min(1.0, max(top, 2 * found.usual) * 1.06)], clamp=True)
        self._base = alt.Chart(_frame(found, locale))

    def _y(self, field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=alt.Axis(format=".0%", tickCount=5), scale=self._scale)

    def band(self) -> alt.Chart:
        """Where the share usually lies."""
        area = self._base.mark_area(
            color=self._palette.compared, opacity=0.22, interpolate="step", aria=False
        )
        return area.encode(x=self._x, y=self._y("low"), y2="high:Q")

    def usual(self) -> alt.Chart:
        """The usual share."""
        line = alt.Chart(pd.DataFrame({"usual": [self._found.usual]}))
        rule = line.mark_rule(color=self._palette.compared, strokeWidth=1.25, aria=False)
        return rule.encode(y=self._y("usual"))

    def marks(self) -> list[alt.Chart]:
        """The beginning, and the day it was back for good."""
        days = [(self._found.began, self._palette.event), (self._found.back, self._palette.accent)]
        made = []
        for day, color in days:
            if day is not None:
                rule = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(day)]}))
                drawn = rule.mark_rule(color=color, strokeDash=[3, 3], strokeWidth=1.5, aria=False)
                made.append(drawn.encode(x=self._x))
        return made

    def events(self, happened: Sequence[Mark]) -> list[alt.Chart]:
        """What happened, on its days."""
        return backdrop.signs(happened, self._x, self._palette, self._locale)

    def line(self) -> alt.Chart:
        """The share of each day."""
        stroke = self._base.mark_line(color=self._palette.accent, strokeWidth=2)
        return stroke.encode(x=self._x, y=self._y("share"))

    def points(self) -> alt.Chart:
        """A point a day, to point at; those outside the band are filled in the colour of events."""
        t, palette = self._locale.t, self._palette
        tips = {
            "when": t("Day"),
            "said": t("Negative share"),
            "range": t("Usual band"),
            "comments": t("Comments"),
        }
        look: dict[str, Any] = {"filled": True, "size": 42, "opacity": 1}
        return self._base.mark_point(**look).encode(
            x=self._x,
            y=self._y("share"),
            color=alt.condition("datum.outside", alt.value(palette.event), alt.value(palette.accent)),
            size=alt.condition("datum.outside", alt.value(60), alt.value(18)),
            tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in tips.items()],
        )


def _frame(found: Recovery, locale: Locale) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "day": pd.Timestamp(point.day),
                "share": point.share,
                "low": point.low,
                "high": point.high,
                "outside": point.outside,
                "comments": point.comments,
                "when": locale.period(point.first, point.day, year=True),
                "said": locale.percent(point.share),
                "range": f"{locale.percent(point.low)} – {locale.percent(point.high)}",
            }
            for point in found.points
        ]
    )


def _table(found: Recovery, locale: Locale) -> pd.DataFrame:
    t = locale.t
    return pd.DataFrame(
        {
            t("From"): [point.first.isoformat() for point in found.points],
            t("To"): [point.day.isoformat() for point in found.points],
            t("Comments"): [point.comments for point in found.points],
            t("Negative share"): [point.share for point in found.points],
            t("Band from"): [point.low for point in found.points],
            t("Band to"): [point.high for point in found.points],
        }
    )
