"""How engagement arrives: the share that is there by age, with its band, and the platforms beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.analysis.maturity import SETTLED, Curve
from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale

Namer = Callable[[str | None], str]

STEPS = 120
"""Points of a line."""

NAMED_AT = (0.3, 0.5, 0.7, 0.15)
"""The shares at which thin lines carry their names, apart from each other; the table has all curves."""


def draw(
    main: Curve,
    beside: Sequence[Curve],
    name: Namer,
    title: str,
    subtitle: str,
    palette: Palette,
    locale: Locale,
) -> Figure:
    """The main curve with its 95 % band, others with the most posts as thin lines with their names; the
    table tells of each when half and when nearly all is there."""
    pen = _Pen(_span([main, *beside]), name, palette, locale)
    few = sorted(beside, key=lambda curve: -curve.posts)[: len(NAMED_AT)]
    layers = [pen.settled(), *pen.main(main)]
    for place, curve in enumerate(few):
        layers += pen.thin(curve, place)
    chart = alt.layer(*layers).properties(height=220)
    table = _table([main, *beside], name, locale)
    return Figure(styled(chart, palette, locale), title, subtitle, title, table)


def span_text(days: float, locale: Locale) -> str:
    """A span of time: hours up to a day and a half, then days with one decimal."""
    if days <= 1.5:
        hours = max(1, round(days * 24))
        return locale.n("{n} hour", "{n} hours", hours)
    return locale.t("{n} days", n=locale.number(days, 1))


def _span(curves: Sequence[Curve]) -> float:
    """The days shown: until all have settled and a little more, a week at least."""
    return max(7.0, 1.3 * max(curve.settled for curve in curves))


class _Pen:
    """Draws the layers, all on the same axes."""

    def __init__(self, days: float, name: Namer, palette: Palette, locale: Locale) -> None:
        self._days, self._name, self._palette, self._locale = days, name, palette, locale
        scale = alt.Scale(domain=[0, days], nice=False)
        title = locale.t("days since publishing")
        self._x = alt.X(
            "age:Q", title=title, axis=alt.Axis(grid=False, tickMinStep=1, tickCount=7), scale=scale
        )
        self._y = self._share("share")

    def _share(self, field: str) -> alt.Y:
        axis = alt.Axis(format=".0%", tickCount=5)
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 1]))

    def _tips(self) -> list[alt.Tooltip]:
        t = self._locale.t
        fields = {
            "name": t("Platform"),
            "when": t("Age"),
            "said": t("Share there"),
            "range": t("95% interval"),
        }
        return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]

    def _frame(self, curve: Curve) -> pd.DataFrame:
        ages = np.linspace(0, self._days, STEPS + 1)
        middle, low, high = curve.drawn(ages)
        percent, locale = self._locale.percent, self._locale
        frame = pd.DataFrame({"age": ages, "share": middle, "low": low, "high": high})
        frame["name"] = self._name(curve.platform)
        frame["when"] = [span_text(age, locale) for age in ages]
        frame["said"] = [percent(share, 0) for share in middle]
        frame["range"] = [f"{percent(a, 0)} – {percent(b, 0)}" for a, b in zip(low, high, strict=True)]
        return frame

    def main(self, curve: Curve) -> list[alt.Chart]:
        """The curve in the accent colour over its band, with what is there under the pointer."""
        base, color = alt.Chart(self._frame(curve)), self._palette.accent
        band = base.mark_area(color=color, opacity=0.18, aria=False)
        near = alt.selection_point(nearest=True, on="pointerover", fields=["age"], empty=False)
        point = base.mark_point(size=60, filled=True, color=color).encode(
            x=self._x,
            y=self._y,
            opacity=alt.condition(near, alt.value(1), alt.value(0)),
            tooltip=self._tips(),
        )
        return [
            band.encode(x=self._x, y=self._share("low"), y2="high:Q"),
            base.mark_line(color=color, strokeWidth=2.25).encode(x=self._x, y=self._y),
            point.add_params(near),
        ]

    def thin(self, curve: Curve, place: int) -> list[alt.Chart]:
        """A grey line and its name, each further along the line than the one before."""
        frame = self._frame(curve)
        line = alt.Chart(frame).mark_line(color=self._palette.compared, strokeWidth=1.25)
        at = alt.Chart(frame.iloc[[int(frame["share"].searchsorted(NAMED_AT[place]))]])
        look: dict[str, Any] = {"fontSize": 12, "align": "left", "dx": 6}
        halo = at.mark_text(stroke=self._palette.background, strokeWidth=4, **look, aria=False)
        text = at.mark_text(color=self._palette.muted, **look)
        return [
            line.encode(x=self._x, y=self._y, tooltip=self._tips()),
            *[each.encode(x=self._x, y=self._y, text="name:N") for each in (halo, text)],
        ]

    def settled(self) -> alt.Chart:
        """The share from which on a post counts as settled."""
        rule = alt.Chart(pd.DataFrame({"share": [SETTLED]}))
        dashed = rule.mark_rule(color=self._palette.muted, strokeDash=[2, 3], strokeWidth=1, aria=False)
        return dashed.encode(y=self._y)


def _table(curves: Sequence[Curve], name: Namer, locale: Locale) -> pd.DataFrame:
    t = locale.t
    rows = [
        {
            t("Platform"): name(curve.platform),
            t("Half is there after"): span_text(curve.reached(0.5), locale),
            t("{share} is there after", share=locale.percent(SETTLED, 0)): span_text(
                curve.reached(SETTLED), locale
            ),
            t("There after one day"): locale.percent(curve.share(1.0), 0),
            t("95% interval"): " – ".join(locale.percent(end, 0) for end in curve.interval(1.0)),
            t("Posts read more than once"): curve.posts,
        }
        for curve in curves
    ]
    return pd.DataFrame(rows)
