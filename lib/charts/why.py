"""What a change is made of: its parts with their intervals, and what each group adds to them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from lib.analysis.because import PARTS, Namer, amounts, group_name
from lib.analysis.decompose import Part, Split
from lib.analysis.effects import Name
from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS
from lib.metrics.definition import Metric

MOST_BARS = 8
"""The most groups that are drawn; the table has all."""


def draw(
    metric: Metric, split: Split, name: Namer, title: str, subtitle: str, palette: Palette, locale: Locale
) -> Figure:
    """Bars from zero, to the right what lifts the figure and to the left what pulls it down; pale what is
    within the usual swing."""
    rows = [*_parts(metric, split, locale), *_groups(metric, split, name, locale)]
    table = _table(metric, split, name, locale)
    if not rows:
        return Figure(None, title, subtitle, title, table)
    pen = _Pen(pd.DataFrame(rows).astype({"low": float, "high": float}), metric, palette, locale)
    chart = alt.layer(*pen.bars(), *pen.intervals(), pen.zero()).properties(height=28 * len(rows) + 30)
    legend = locale.t("Pale: could be chance. The line is the 95% interval.")
    if split.kind != "sum":
        legend += " " + locale.t("Grey: what each group adds to the mix and the rates.")
    return Figure(styled(chart, palette, locale), title, subtitle, title, table, legend)


def _parts(metric: Metric, split: Split, locale: Locale) -> list[dict[str, Any]]:
    if split.kind == "sum":
        return []
    said = amounts(metric, [part.value for part in split.parts.values()], locale)
    names = [_part_name(metric, split, of, locale) for of in split.parts]
    return [
        _row(name, amount, part.value, part, part.sure, True)
        for name, amount, part in zip(names, said, split.parts.values(), strict=True)
    ]


def _part_name(metric: Metric, split: Split, of: Name, locale: Locale) -> str:
    if of == "mix":
        return locale.t("Mix by {dimension}", dimension=locale.t(DIMENSIONS[split.by].name).lower())
    if of == "rate" and metric.unit not in ("ratio", "points"):
        return locale.t("Per post")
    return locale.t(PARTS[of])


def _groups(metric: Metric, split: Split, name: Namer, locale: Locale) -> list[dict[str, Any]]:
    shown = [group for group in split.groups if group.value][:MOST_BARS]
    said = amounts(metric, [group.value for group in shown], locale)
    rows = []
    for group, amount in zip(shown, said, strict=True):
        own = group.parts["volume"] if split.kind == "sum" else None
        sure = any(part.sure for part in group.parts.values())
        indent = "" if split.kind == "sum" else "· "
        title = indent + group_name(split.by, group.name, name, locale)
        rows.append(_row(title, amount, group.value, own, sure, split.kind == "sum"))
    return rows


def _row(
    name: str, amount: str, value: float, interval: Part | None, sure: bool, part: bool
) -> dict[str, Any]:
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    return {
        "name": f"{name}  {amount}",
        "value": value,
        "low": low,
        "high": high,
        "said": amount,
        "sure": sure,
        "part": part,
    }


class _Pen:
    """Draws the layers, all on the same axes."""

    def __init__(self, frame: pd.DataFrame, metric: Metric, palette: Palette, locale: Locale) -> None:
        self._frame, self._palette = frame, palette
        points = metric.unit == "ratio"
        label = "format(datum.value * 100, '+.1f')" if points else locale.axis_number()
        axis = alt.Axis(tickCount={"expr": "width / 110"}, labelOverlap="greedy", labelExpr=label)
        title = locale.t("percentage points") if points else None
        self._x = alt.X("value:Q", title=title, axis=axis, scale=alt.Scale(zero=True))
        order = list(frame["name"])
        self._y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, grid=False))
        t = locale.t
        self._tips = [alt.Tooltip("name:N", title=t("Part")), alt.Tooltip("said:N", title=t("Adds"))]

    def bars(self) -> list[alt.Chart]:
        """The parts in the accent colour, groups in grey."""
        found = []
        for part in (True, False):
            rows = self._frame[self._frame["part"] == part]
            if len(rows):
                color = self._palette.accent if part else self._palette.compared
                mark = alt.Chart(rows).mark_bar(color=color, cornerRadius=2, height={"band": 0.62})
                opacity = alt.condition("datum.sure", alt.value(0.9), alt.value(0.35))
                found.append(mark.encode(x=self._x, y=self._y, opacity=opacity, tooltip=self._tips))
        return found

    def intervals(self) -> list[alt.Chart]:
        """The 95 % intervals, where there are any."""
        known = self._frame[self._frame["low"].notna() & (self._frame["low"] < self._frame["high"])]
        if not len(known):
            return []
        rule = alt.Chart(known).mark_rule(color=self._palette.text, strokeWidth=1.25, aria=False)
        return [rule.encode(x="low:Q", x2="high:Q", y=self._y)]

    def zero(self) -> alt.Chart:
        """No difference."""
        rule = alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(color=self._palette.muted, aria=False)
        return rule.encode(x=self._x)


def _table(metric: Metric, split: Split, name: Namer, locale: Locale) -> pd.DataFrame:
    t, of = locale.t, list(split.groups[0].parts) if split.groups else []
    said = iter(amounts(metric, [group.parts[part].value for group in split.groups for part in of], locale))
    return pd.DataFrame(
        [
            {
                t("Group"): group_name(split.by, group.name, name, locale),
                t("Share before"): locale.percent(group.share_before),
                t("Share now"): locale.percent(group.share),
                t("Before"): figures.text(metric, group.figure_before, locale),
                t("Now"): figures.text(metric, group.figure, locale),
                **{_part_name(metric, split, part, locale): next(said) for part in of},
            }
            for group in split.groups
        ]
    )
