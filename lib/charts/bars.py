"""Groups as bars from zero, each with its interval and how many posts it rests on."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd

from lib.analysis.groups import Group, Ranking
from lib.charts.figure import Figure, styled
from lib.charts.palette import Palette
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.definition import Metric

Namer = Callable[[str | None], str]


def draw(
    ranking: Ranking,
    rate: Metric,
    name: Namer,
    title: str,
    subtitle: str,
    palette: Palette,
    locale: Locale,
    link: Namer = lambda _: "",
) -> Figure:
    """Horizontal bars, the highest first; the value and the number of posts stand beside the name.
    `link` gives the address of what is behind a group."""
    frame = _frame(ranking, rate, name, locale, link)
    order = list(frame["name"])
    x = alt.X("value:Q", title=None, axis=alt.Axis(format=".1%", tickCount=4), scale=alt.Scale(zero=True))
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=190, grid=False))
    tips = [
        alt.Tooltip("name:N", title=locale.t("Group")),
        alt.Tooltip("said:N", title=locale.t(rate.name)),
        alt.Tooltip("range:N", title=locale.t("95% interval")),
        alt.Tooltip("posts:Q", title=locale.t("Posts"), format=","),
    ]
    bars = alt.Chart(frame).mark_bar(
        color=palette.accent, opacity=0.85, cornerRadiusEnd=3, height={"band": 0.62}
    )
    opens = {"href": "link:N"} if len(frame) and frame["link"].all() else {}
    layers = [bars.encode(x=x, y=y, tooltip=tips, **opens)]
    sure = frame[frame["low"].notna()]
    if len(sure):
        whiskers = alt.Chart(sure).mark_rule(color=palette.text, strokeWidth=1.25, aria=False)
        layers.append(whiskers.encode(x="low:Q", x2="high:Q", y=y, tooltip=tips))
    layered = alt.layer(*layers).properties(height=max(90, 34 * len(frame) + 30))
    table = _table(ranking, rate, name, locale)
    links = [link(group.name) for group in ranking.groups]
    return Figure(styled(layered, palette, locale), title, subtitle, title, table, links=links)


def _frame(ranking: Ranking, rate: Metric, name: Namer, locale: Locale, link: Namer) -> pd.DataFrame:
    rows = [
        {
            "name": f"{name(group.name)}  {figures.text(rate, group.value, locale)}",
            "value": group.value,
            "low": group.low,
            "high": group.high,
            "said": figures.text(rate, group.value, locale),
            "range": _range(group, rate, locale),
            "posts": group.posts,
            "link": link(group.name),
        }
        for group in ranking.groups
        if group.value is not None
    ]
    columns = ["name", "value", "low", "high", "said", "range", "posts", "link"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def _range(group: Group, rate: Metric, locale: Locale) -> str:
    if group.low is None:
        return locale.t("too few days to tell")
    return f"{figures.text(rate, group.low, locale)} – {figures.text(rate, group.high, locale)}"


def _table(ranking: Ranking, rate: Metric, name: Namer, locale: Locale) -> pd.DataFrame:
    t = locale.t
    return pd.DataFrame(
        [
            {
                t("Group"): name(group.name),
                t(rate.name): figures.text(rate, group.value, locale),
                t("95% interval"): _range(group, rate, locale),
                t("Posts"): group.posts,
            }
            for group in ranking.groups
        ]
    )
