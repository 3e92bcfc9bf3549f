"""The week as a heatmap: weekdays by hours, the week beginning where the reader's calendar does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import altair as alt
import pandas as pd

from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale

DIVERGING = {
    False: ("#1f5f99", "#8db8dc", "#eef0ec", "#eeb27a", "#b4560f"),
    True: ("#5fb0f0", "#2f5f88", "#222e2c", "#8a5426", "#f2a35c"),
}
"""Blue below, orange above (told apart by colour-blind eyes), around the background: by dark."""

SEQUENTIAL = {False: ("#e4efec", "#0b6e67"), True: ("#1c2b29", "#4cc4b6")}

LEAST = 0.1
"""The smallest difference at which a diverging scale ends: small ones must not look large."""

HATCH = "╱"


@dataclass(frozen=True)
class Cell:
    """A slot: its value (None: no evidence), what a pointer is told of it, and what it opens."""

    weekday: int
    hour: int
    value: float | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    outlined: bool = False


def draw(
    cells: Sequence[Cell],
    title: str,
    subtitle: str,
    palette: Palette,
    locale: Locale,
    *,
    diverging: bool = False,
    legend: str = "",
    small: bool = False,
) -> Figure:
    """All slots of the week; those without a value are hatched. The table lists those with one."""
    frame = _frame(cells, locale)
    if frame["value"].isna().all():
        return Figure(None, title, subtitle, title, _table(cells, locale))
    x = alt.X("hour:O", title=None, axis=alt.Axis(labelAngle=0, labelExpr=_every(6 if small else 3)))
    y = alt.Y("day:N", sort=_days(locale), title=None, axis=alt.Axis(labelPadding=4))
    known = alt.Chart(frame[frame["value"].notna()])
    tips = [alt.Tooltip(f"{name}:N", title=name) for name in _headers(cells, locale)]
    color = alt.Color("value:Q", scale=_scale(frame, palette, diverging), legend=None)
    opens = {"href": "link:N"} if any(cell.link for cell in cells) else {}
    rect = known.mark_rect(cornerRadius=2, stroke=palette.background, strokeWidth=1)
    layers = [rect.encode(x=x, y=y, color=color, tooltip=tips, **opens)]
    empty = frame[frame["value"].isna()]
    if len(empty):
        hatch = alt.Chart(empty).mark_text(
            text=HATCH, color=palette.muted, opacity=0.35, fontSize=9, aria=False
        )
        layers.append(hatch.encode(x=x, y=y))
    if frame["outlined"].any():
        ring = alt.Chart(frame[frame["outlined"]]).mark_rect(
            fillOpacity=0, stroke=palette.event, strokeWidth=1.5, aria=False
        )
        layers.append(ring.encode(x=x, y=y))
    chart = alt.layer(*layers).properties(height=150 if small else 230)
    links = [cell.link for cell in _known(cells)]
    return Figure(
        styled(chart, palette, locale), title, subtitle, title, _table(cells, locale), legend, links
    )


def _every(hours: int) -> str:
    return f"datum.value % {hours} == 0 ? datum.value : ''"


def _days(locale: Locale) -> list[str]:
    """The weekdays' names from the first of the reader's week."""
    first = locale.first_weekday
    return [locale.weekday((first - 1 + n) % 7 + 1) for n in range(7)]


def _scale(frame: pd.DataFrame, palette: Palette, diverging: bool) -> alt.Scale:
    most = float(frame["value"].abs().max())
    if not diverging:
        return alt.Scale(domain=[0, most or 1.0], range=list(SEQUENTIAL[palette.dark]))
    most = max(most, LEAST)
    return alt.Scale(
        domain=[-most, -most / 2, 0, most / 2, most], range=list(DIVERGING[palette.dark]), interpolate="rgb"
    )


def _frame(cells: Sequence[Cell], locale: Locale) -> pd.DataFrame:
    """Every slot of the week, whether there is a cell of it or not."""
    there = {(cell.weekday, cell.hour): cell for cell in cells}
    rows = []
    for weekday in range(1, 8):
        for hour in range(24):
            cell = there.get((weekday, hour), Cell(weekday, hour))
            row = {"day": locale.weekday(weekday), "hour": hour, "value": cell.value}
            rows.append({**row, "link": cell.link, "outlined": cell.outlined, **_told(cell, locale)})
    return pd.DataFrame(rows).astype({"value": float})


def _told(cell: Cell, locale: Locale) -> dict[str, str]:
    when = f"{locale.weekday(cell.weekday, short=False)} {locale.hour(cell.hour)}"
    return {locale.t("Slot"): when, **cell.told}


def _headers(cells: Sequence[Cell], locale: Locale) -> list[str]:
    return list(dict.fromkeys(name for cell in _known(cells) for name in _told(cell, locale)))


def _known(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.value is not None]


def _table(cells: Sequence[Cell], locale: Locale) -> pd.DataFrame:
    return pd.DataFrame([_told(cell, locale) for cell in _known(cells)])
