"""A forecast on a trend chart: a lighter band and a line of the present's hue, on the chart's own axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from lib.charts.palette import Palette
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.definition import Metric


@dataclass(frozen=True)
class Step:
    """A day or week that is forecast: the middle, and the 80% band."""

    day: date
    value: float
    low: float
    high: float


def frame(steps: Sequence[Step], metric: Metric, locale: Locale) -> pd.DataFrame:
    """The rows that are drawn."""

    def said(value: float) -> str:
        return figures.text(metric, value, locale)

    rows = [
        {
            "day": pd.Timestamp(step.day),
            "middle": step.value,
            "low": step.low,
            "high": step.high,
            "when": locale.date(step.day, year=True),
            "said": said(step.value),
            "between": f"{said(step.low)} – {said(step.high)}",
        }
        for step in steps
    ]
    columns = ["day", "middle", "low", "high", "when", "said", "between"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:4], "float64"))


def layers(
    rows: pd.DataFrame, x: alt.X, y: Callable[[str], alt.Y], palette: Palette, locale: Locale
) -> list[alt.Chart]:
    """The band below, the line, and what is told under the pointer; nothing where nothing is forecast."""
    if rows.empty:
        return []
    t = locale.t
    tips = [
        alt.Tooltip("when:N", title=t("Day")),
        alt.Tooltip("said:N", title=t("Forecast")),
        alt.Tooltip("between:N", title=t("80% band")),
    ]
    base = alt.Chart(rows)
    band = base.mark_area(color=palette.accent, opacity=0.16, aria=False)
    line = base.mark_line(color=palette.accent, strokeWidth=2.25, opacity=0.6)
    column = base.mark_rule(color=palette.accent, opacity=0.001, strokeWidth=8, aria=False)
    return [
        band.encode(x=x, y=y("low"), y2="high:Q"),
        line.encode(x=x, y=y("middle")),
        column.encode(x=x, tooltip=tips),
    ]
