"""What each page that can be reported contributes, by the same functions as the page itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lib.analysis.groups import Ranking
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.definition import Metric
from lib.metrics.posts import PostList
from lib.metrics.rows import Row
from lib.model import say
from lib.reports.model import Content, Table, clipped
from lib.ui import content, goals, outlook, overview, sentences, trends
from lib.ui.here import Here
from lib.ui.report_parts import cards, charts, gaps, table

POSTS = 12
"""How many posts the table of the content page takes along."""


def of_overview(here: Here) -> Content:
    """How the community is doing."""
    found = overview.load(here)
    answer = sentences.answer(found.figures, here.view.before is not None, here.locale)
    chosen = trends.chosen_metric(here, found, trends.drawable(here))
    goal = goals.of_view(here, chosen.id)
    drawn = trends.drawn(here, found, chosen, trends.grain(here), goal=goal)
    ranked = overview.ranked(here, found)
    tables = () if ranked is None else tuple(_rankings(here, *ranked))
    return Content(answer, cards(here, found), charts(drawn), tables, tuple(gaps(here, found)))


def _rankings(here: Here, rate: Metric, *wanted: PostList) -> list[Table]:
    found: list[Table] = []
    for each in wanted:
        rows = here.data.posts(each).rows
        told = [_post(here, row, rate) for row in rows]
        title, note = overview.ranking_words(here, rate, each)
        found += table(title, note, told, _numbers(here, rate), here.locale.t("Text"))
    return found


def _numbers(here: Here, rate: Metric) -> list[str]:
    return [here.locale.t(each) for each in (rate.name, "Engagements")]


def _post(here: Here, row: Row, rate: Metric) -> dict[str, Any]:
    t = here.locale.t
    return {
        t("Day"): here.locale.date(row["day"], False, year=True),
        t("Platform"): here.name("platform", row["platform"]),
        t("Content type"): here.name("content_type", row["content_type"]),
        t("Text"): clipped(row["text"] or "") or t("(no text)"),
        t(rate.name): figures.text(rate, row[rate.id], here.locale),
        t(METRICS["engagements"].name): here.locale.number(row["engagements"]),
    }


def of_content(here: Here) -> Content:
    """Which types and topics do well."""
    rate, found = content.leading_rate(here), overview.load(here)
    types, topics = (content.ranking(here, rate, each) for each in ("content_type", "topic"))
    drawn: list = []
    for dimension, ranking in (("content_type", types), ("topic", topics)):
        if not content.unrated(ranking):
            drawn += charts(content.drawn(here, rate, dimension, ranking), half=True)
    rows = here.data.posts(content.listing(here, POSTS)).rows
    total = rows[0]["total"] if rows else 0
    note = here.locale.t("{shown} of {total} posts, in the page's order", shown=len(rows), total=total)
    told = [_post(here, row, rate) for row in rows]
    listed = table(here.locale.t("Posts"), note, told, _numbers(here, rate), here.locale.t("Text"))
    unknown = (*gaps(here, found), *_thin(here, "content_type", types), *_thin(here, "topic", topics))
    answer = content.answer(here, rate, types)
    return Content(answer, cards(here, found), tuple(drawn), listed, unknown)


def _thin(here: Here, dimension: str, found: Ranking) -> list[str]:
    """The groups with too few days for an interval."""
    names = [here.name(dimension, each.name) for each in found.groups if each.low is None]
    if not names:
        return []
    words = here.locale.t(
        "{dimension}: too few days with posts for an interval ({groups}).",
        dimension=here.locale.t(DIMENSIONS[dimension].name),
        groups=names,
    )
    return [words]


def of_trends(here: Here) -> Content:
    """Where a figure is heading."""
    shown = outlook.load(here)
    beyond, goal = outlook.ahead(here, shown), goals.of_view(here, shown.metric.id)
    drawn = trends.drawn(here, shown.overview, shown.metric, shown.grain, beyond, goal)
    unknown = (*_forecast_gaps(here, shown, beyond), *gaps(here, shown.overview))
    listed = _forecast(here, shown, beyond)
    # Nobody waits beside a report: a forecast that is not there is none.
    told = shown if shown.stored else replace(shown, refused=shown.refused or say("not worked out yet"))
    return Content(outlook.answer(here, told), cards(here, shown.overview), charts(drawn), listed, unknown)


def _forecast(here: Here, shown: outlook.Outlook, beyond: Sequence[Any]) -> tuple[Table, ...]:
    """The forecast by step, each with its band."""
    t, locale = here.locale.t, here.locale
    names = t("Forecast"), t("Band from"), t("Band to")

    def text(value: float) -> str:
        return figures.text(shown.metric, value, locale)

    rows = [
        {
            t("Day"): locale.date(step.day, year=True),
            names[0]: text(step.value),
            names[1]: text(step.low),
            names[2]: text(step.high),
        }
        for step in beyond
    ]
    title = t("Forecast: {metric}", metric=t(shown.metric.name))
    return table(title, t("the band holds the value four times in five"), rows, names)


def _forecast_gaps(here: Here, shown: outlook.Outlook, beyond: Sequence[Any]) -> list[str]:
    t = here.locale.t
    if shown.refused is not None:
        return [t("No forecast: {reason}", reason=here.locale.say(shown.refused))]
    if shown.stored is None:
        return [t("No forecast has been worked out for this view yet; opening the page has it made.")]
    found: list[str] = []
    if not shown.current:
        made = str(shown.stored.data_version)
        found.append(t("The forecast is from data version {n}; a newer one is not ready yet.", n=made))
    if not beyond:
        day = here.locale.date(shown.stored.published.first)
        words = t("The forecast begins on {day}, after this period, and is not drawn.", day=day)
        found.append(words)
    return found
