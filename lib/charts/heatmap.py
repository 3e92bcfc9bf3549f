"""The week as a heatmap: weekdays by hours, the week beginning where the reader's calendar does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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

KEY = 36
"""Pixels that the colours' key takes."""

HATCH = "╱"


@dataclass(frozen=True)
class Cell:
    """A slot: its value (None: no evidence), what a pointer is told of it, and what it opens. One that is
    not `sure` is drawn grey, whatever its value."""

    weekday: int
    hour: int
    value: float | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    outlined: bool = False
    sure: bool = True


def draw(
    cells: Sequence[Cell],
    title: str,
    subtitle: str,
    palette: Palette,
    locale: Locale,
    *,
    diverging: bool = False,
    scale: Callable[[float], str] | None = None,
    legend: str = "",
    small: bool = False,
) -> Figure:
    """All slots of the week; those without a value are hatched. `scale` words the ends of the colours
    under the chart. The table lists the slots there is anything to tell of."""
    told = [cell for cell in cells if cell.told]
    if not told:
        return Figure(None, title, subtitle, title, _table(told, locale))
    frame, tips = _frame(cells, locale), _headers(told, locale)
    encoding = _places(cells, tips, locale, small)
    known, sure = frame["value"].notna(), frame["sure"]
    key = _key(frame[known & sure], palette, diverging, scale)
    rect: dict[str, Any] = {"cornerRadius": 2, "stroke": palette.background, "strokeWidth": 1}
    # An empty layer says nothing to who listens.
    coloured = rect if (known & sure).any() else {**rect, "aria": False}
    layers = [alt.Chart(frame[known & sure]).mark_rect(**coloured).encode(color=key, **encoding)]
    if (known & ~sure).any():
        grey = alt.Chart(frame[known & ~sure]).mark_rect(color=palette.grid, **rect)
        layers.append(grey.encode(**encoding))
    layers += _signs(frame, palette, encoding)
    tall = (150 if small else 230) + (KEY if scale and (known & sure).any() else 0)
    chart = alt.layer(*layers).properties(height=tall)
    links = [cell.link for cell in told]
    return Figure(styled(chart, palette, locale), title, subtitle, title, _table(told, locale), legend, links)


def _places(cells: Sequence[Cell], tips: Sequence[str], locale: Locale, small: bool) -> dict[str, Any]:
    """Where a slot stands, what is told of it and what it opens."""
    x = alt.X("hour:O", title=None, axis=alt.Axis(labelAngle=0, labelExpr=_every(6 if small else 3)))
    y = alt.Y("day:N", sort=_days(locale), title=None, axis=alt.Axis(labelPadding=4))
    told = [alt.Tooltip(f"{name}:N", title=name) for name in tips]
    opens = {"href": "link:N"} if any(cell.link for cell in cells) else {}
    return {"x": x, "y": y, "tooltip": told, **opens}


def _signs(frame: pd.DataFrame, palette: Palette, encoding: Mapping[str, Any]) -> list[alt.Chart]:
    """Hatches where nothing is known, rings around what is outlined."""
    signs = []
    empty, ringed = frame[frame["value"].isna()], frame[frame["outlined"]]
    place = {name: encoding[name] for name in ("x", "y")}
    if len(empty):
        mark: dict[str, Any] = {"color": palette.muted, "opacity": 0.35, "fontSize": 9, "aria": False}
        signs.append(alt.Chart(empty).mark_text(text=HATCH, **mark).encode(**place))
    if len(ringed):
        ring: dict[str, Any] = {"fillOpacity": 0, "stroke": palette.event, "strokeWidth": 1.5, "aria": False}
        signs.append(alt.Chart(ringed).mark_rect(**ring).encode(**place))
    return signs


def _every(hours: int) -> str:
    return f"datum.value % {hours} == 0 ? datum.value + ':00' : ''"


def _days(locale: Locale) -> list[str]:
    """The weekdays' names from the first of the reader's week."""
    first = locale.first_weekday
    return [locale.weekday((first - 1 + n) % 7 + 1) for n in range(7)]


def _key(
    frame: pd.DataFrame, palette: Palette, diverging: bool, words: Callable[[float], str] | None
) -> alt.Color:
    """The colours, and under the chart what their ends mean."""
    most = float(frame["value"].abs().max()) if len(frame) else 0.0
    most = max(most, LEAST) if diverging else most or 1.0
    ends = [-most, 0.0, most] if diverging else [0.0, most]
    legend = None
    if words is not None and len(frame):
        last = f"datum.value < 0 ? {words(-most)!r} : datum.value > 0 ? {words(most)!r} : {words(0.0)!r}"
        size: dict[str, Any] = {"gradientLength": 180, "gradientThickness": 8}
        legend = alt.Legend(orient="bottom", title=None, values=ends, labelExpr=last, **size)
    domain = [-most, -most / 2, 0, most / 2, most] if diverging else ends
    colours = (DIVERGING if diverging else SEQUENTIAL)[palette.dark]
    scale = alt.Scale(domain=domain, range=list(colours), interpolate="rgb")
    return alt.Color("value:Q", scale=scale, legend=legend)


def _frame(cells: Sequence[Cell], locale: Locale) -> pd.DataFrame:
    """Every slot of the week, whether there is a cell of it or not."""
    there = {(cell.weekday, cell.hour): cell for cell in cells}
    rows = []
    for weekday in range(1, 8):
        for hour in range(24):
            cell = there.get((weekday, hour), Cell(weekday, hour))
            row = {"day": locale.weekday(weekday), "hour": hour, "value": cell.value, "sure": cell.sure}
            rows.append({**row, "link": cell.link, "outlined": cell.outlined, **_told(cell, locale)})
    return pd.DataFrame(rows).astype({"value": float})


def _told(cell: Cell, locale: Locale) -> dict[str, str]:
    when = f"{locale.weekday(cell.weekday, short=False)} {locale.hour(cell.hour)}"
    return {locale.t("Slot"): when, **cell.told}


def _headers(cells: Sequence[Cell], locale: Locale) -> list[str]:
    return list(dict.fromkeys(name for cell in cells for name in _told(cell, locale)))


def _table(cells: Sequence[Cell], locale: Locale) -> pd.DataFrame:
    return pd.DataFrame([_told(cell, locale) for cell in cells])
