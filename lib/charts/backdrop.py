"""What a trend chart is read against: what happened, the public holidays, the target of its metric."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import pandas as pd

from lib.analysis.holidays import Holiday
from lib.charts.palette import Palette
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.definition import Metric

MOST_NAMED = 6
"""The most holidays that are named below the chart; the pointer is told the name of each."""

HALF = timedelta(hours=12)

CLOSE = 0.02
"""The share of the axis that a sign takes up on a desk."""

ROW = 15
"""Pixels from one row of signs to the next."""


@dataclass(frozen=True)
class Mark:
    """An event on the time axis."""

    day: date
    title: str


@dataclass(frozen=True)
class Due:
    """What a day, week or month must show for a goal to be reached."""

    day: date
    value: float


def shades(
    found: Sequence[Holiday], axis: alt.Axis, grain: str, palette: Palette, locale: Locale
) -> list[alt.Chart]:
    """The holidays as grey columns, each day around its point."""
    if not found:
        return []
    before, after = (HALF, HALF) if grain == "day" else (timedelta(0), timedelta(1))
    rows = [
        {
            "from": pd.Timestamp(each.first) - before,
            "to": pd.Timestamp(each.last) + after,
            "title": each.name,
            "when": locale.period(each.first, each.last, year=True),
        }
        for each in found
    ]
    tips = [alt.Tooltip("when:N", title=locale.t("Day")), alt.Tooltip("title:N", title=locale.t("Holiday"))]
    shade = alt.Chart(pd.DataFrame(rows)).mark_rect(color=palette.muted, opacity=0.16, aria=False)
    start = alt.X("from:T", title=None, axis=axis)
    return [shade.encode(x=start, x2="to:T", tooltip=tips)]


def signs(
    events: Sequence[Mark], x: alt.X, palette: Palette, locale: Locale, span: int = 0
) -> list[alt.Chart]:
    """Labelled marks of what happened on an axis of `span` days; where two are close, one sign stands above
    the other."""
    if not events:
        return []
    t, color = locale.t, palette.event
    rows = [
        {"day": pd.Timestamp(event.day), "title": event.title, "n": numeral(n), "row": row}
        for n, (event, row) in enumerate(zip(events, _rows(events, span), strict=True))
    ]
    tips = [
        alt.Tooltip("day:T", title=t("Day"), format="%x"),
        alt.Tooltip("title:N", title=t("Event")),
    ]
    frame = pd.DataFrame(rows)
    rule = alt.Chart(frame).mark_rule(color=color, strokeDash=[2, 3], strokeWidth=1.25)
    signs = [
        alt.Chart(frame[frame["row"] == row])
        .mark_text(color=color, baseline="bottom", fontSize=13)
        .encode(x=x, tooltip=tips, y=alt.value(-4 - ROW * row), text="n:N")
        for row in sorted(frame["row"].unique().tolist())
    ]
    return [rule.encode(x=x, tooltip=tips), *signs]


def _rows(events: Sequence[Mark], span: int) -> list[int]:
    """The row of each sign: the lowest in which none stands too close before it."""
    last: list[date] = []
    rows = []
    for event in events:
        free = (n for n, day in enumerate(last) if (event.day - day).days >= CLOSE * span)
        row = next(free, len(last))
        last[row : row + 1] = [event.day]
        rows.append(row)
    return rows


def numeral(n: int) -> str:
    """The n-th event's sign on the chart, from 0: ①, ② …"""
    return chr(0x2460 + n) if n < 20 else f"({n + 1})"


def legend(events: Sequence[Mark], holidays: Sequence[Holiday], locale: Locale) -> str:
    """What the signs on the chart stand for, in a line."""
    years = len({event.day.year for event in events}) > 1
    named = [f"{numeral(n)} {locale.date(e.day, False, year=years)} {e.title}" for n, e in enumerate(events)]
    return "　".join(filter(None, [*named, _shaded(holidays, locale)]))


def _shaded(found: Sequence[Holiday], locale: Locale) -> str:
    """What the grey columns are; named where they are few."""
    if not found:
        return ""
    if len(found) > MOST_NAMED:
        return locale.t("Grey columns: public holidays")
    named = [f"{locale.period(each.first, each.last)} {each.name}" for each in found]
    return locale.t("Grey columns: {holidays}", holidays=", ".join(named))


def target(
    found: Sequence[Due],
    metric: Metric,
    x: alt.X,
    y: Callable[[str], alt.Y],
    palette: Palette,
    locale: Locale,
) -> list[alt.Chart]:
    """The goal as a dashed line that says so at its end."""
    if not found:
        return []
    rows = [
        {
            "day": pd.Timestamp(each.day),
            "due": float(each.value),
            "when": locale.date(each.day, year=True),
            "said": figures.text(metric, each.value, locale),
        }
        for each in found
    ]
    t = locale.t
    tips = [alt.Tooltip("when:N", title=t("Day")), alt.Tooltip("said:N", title=t("Goal"))]
    line = alt.Chart(pd.DataFrame(rows)).mark_line(
        color=palette.text, strokeWidth=1.25, strokeDash=[6, 4], point={"opacity": 0}
    )
    name = alt.Chart(pd.DataFrame([{**rows[-1], "name": t("Goal")}])).mark_text(
        color=palette.text, align="right", baseline="top", dy=5, fontSize=12
    )
    return [line.encode(x=x, y=y("due"), tooltip=tips), name.encode(x=x, y=y("due"), text="name:N")]
