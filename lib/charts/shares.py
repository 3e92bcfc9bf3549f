"""The parts of a figure as bars from zero, each with what it says behind it; kinds of people in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import altair as alt
import pandas as pd

from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale

ROOM = 1.45
"""The axis' end over the longest bar: what a bar says stands behind it."""


@dataclass(frozen=True)
class Bar:
    """A part: its name, the kind of people (where bars stand in pairs), its value, and what it says."""

    name: str
    value: float
    said: str
    kind: str = ""


@dataclass(frozen=True)
class Words:
    """What stands around the bars; `part` is what a part is called, `figure` what a value is."""

    title: str
    subtitle: str
    part: str
    figure: str
    legend: str = ""


def draw(
    bars: Sequence[Bar], words: Words, table: pd.DataFrame, palette: Palette, locale: Locale, percent: bool
) -> Figure:
    """The bars in the order given; kinds in the order in which they first stand."""
    frame = pd.DataFrame([asdict(bar) for bar in bars])
    names, kinds = list(dict.fromkeys(frame["name"])), list(dict.fromkeys(frame["kind"]))
    axis = (
        alt.Axis(tickCount=4, format=".0%")
        if percent
        else alt.Axis(tickCount=4, labelExpr=locale.axis_number())
    )
    scale = alt.Scale(domain=[0, float(frame["value"].max()) * ROOM], nice=False)
    x = alt.X("value:Q", title=None, axis=axis, scale=scale)
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=150, grid=False))
    tips = [
        alt.Tooltip("name:N", title=words.part),
        *([alt.Tooltip("kind:N", title=" ")] if len(kinds) > 1 else []),
        alt.Tooltip("said:N", title=words.figure),
    ]
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=tips)
    thick = alt.RelativeBandSize(band=0.72 if len(kinds) == 1 else 0.9)
    marks = base.mark_bar(cornerRadiusEnd=3, height=thick)
    said = base.mark_text(align="left", baseline="middle", dx=5, color=palette.text, fontSize=12, aria=False)
    said = said.encode(text="said:N")
    if len(kinds) > 1:
        beside = alt.YOffset("kind:N", sort=kinds, scale=alt.Scale(paddingInner=0.1))
        marks, said = marks.encode(yOffset=beside, color=_colour(kinds, palette)), said.encode(yOffset=beside)
    else:
        marks = marks.encode(color=alt.value(palette.accent))
    rows = len(names) * len(kinds)
    layered = alt.layer(marks, said).properties(height=max(70, (22 if len(kinds) > 1 else 30) * rows + 20))
    drawn = styled(layered, palette, locale)
    return Figure(drawn, words.title, words.subtitle, words.title, table, words.legend)


def _colour(kinds: Sequence[str], palette: Palette) -> alt.Color:
    colours = [palette.accent, palette.compared, palette.event][: len(kinds)]
    legend = alt.Legend(orient="top", title=None, labelColor=palette.text, labelFontSize=12)
    return alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=colours), legend=legend)
