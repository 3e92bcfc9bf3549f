"""What each chart gives: the drawing, its finding in words, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from lib.charts.palette import Palette
from lib.i18n import Locale

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', "
    "'Noto Sans TC', 'Noto Sans CJK TC', sans-serif"
)


Drawing = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Figure:
    """A chart with what stands in for it: `finding` is its alternative text, `table` its numbers with
    headers in the reader's language, `legend` what signs on it mean, `links` what opens behind each
    of its rows, `days` those that can be pointed at on a time axis. No chart where no value is known."""

    chart: Drawing | None
    title: str
    subtitle: str
    finding: str
    table: pd.DataFrame
    legend: str = ""
    links: Sequence[str | None] = ()
    days: Sequence[date] = ()


def styled(chart: Drawing, palette: Palette, locale: Locale) -> Drawing:
    """The house's look: quiet grid, no frame, the reader's number and time locale."""
    axis = {
        "labelColor": palette.muted,
        "titleColor": palette.muted,
        "gridColor": palette.grid,
        "domainColor": palette.grid,
        "tickColor": palette.grid,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "domain": False,
        "ticks": False,
    }
    return chart.configure(
        font=FONT,
        background="transparent",
        view={"stroke": None},
        axis=axis,
        locale=locale.vega(),
    )
