"""What the page of posting times shows: the week as a heatmap under three lenses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import streamlit as st

from lib.analysis.posting_time import PostingTimes, Slot
from lib.charts import heatmap
from lib.charts.figure import Figure
from lib.charts.heatmap import Cell
from lib.metrics import figures
from lib.metrics.catalog import METRICS
from lib.metrics.definition import Metric
from lib.metrics.rows import Row
from lib.model import N_, Period, Query
from lib.posting_times import find
from lib.ui import content, filters, markup, opening, parts, posting_words
from lib.ui.cached import keep
from lib.ui.here import Here

LENSES = {
    "effect": N_("Effect of the slot"),
    "result": N_("How it went"),
    "count": N_("When we post"),
}
DAYS = 365
"""Days that are judged at least, up to the end of the view's period: slots need many posts."""


@dataclass(frozen=True)
class Found:
    """The verdict, what there is by slot, and what posts are judged by."""

    times: PostingTimes
    overview: tuple[Row, ...]
    metric: Metric
    of: Query


def load(here: Here, where: tuple[str, str] | None = None) -> Found:
    """The posting times of the view, or of one group of it."""
    of = judged(here)
    if where is not None:
        kept = tuple(each for each in of.where if each[0] != where[0])
        of = replace(of, where=(*kept, (where[0], (where[1],))))
    metric = _metric(here, of)

    def ask() -> Found:
        return Found(*find(here.data.engine, of, metric), metric, of)

    # Not kept by view: the same question in another language has the very same answer.
    return keep(here.data, f"posting times {metric.id} {of}", ask)


def _metric(here: Here, of: Query) -> Metric:
    """The leading rate where any of the posts states it, else engagements by themselves."""
    rate = content.leading_rate(here)
    known = here.data.fetch(replace(of, metrics=(rate.id,))).rows[0][rate.id] is not None
    return rate if known else METRICS["engagements"]


def judged(here: Here) -> Query:
    """The posts that are judged: those of the view, of a year at least."""
    end = here.view.period.end
    period = Period(min(here.view.period.start, end - timedelta(DAYS - 1)), end)
    return here.query("posts", period=period)


def days(here: Here, of: Query) -> str:
    """The days of a query, and the time zone of its hours."""
    assert of.period is not None
    span = here.locale.period(of.period.start, of.period.end, year=True)
    return here.locale.t("{days}; hours in {zone}", days=span, zone=str(here.settings.zone))


def basis(here: Here, found: Found) -> None:
    """On what the answer stands: the days, the time zone, what was left out."""
    t, n = here.locale.t, found.times.n_posts
    name = t(found.metric.name)
    said = [
        here.locale.n("{n} post judged by {metric}", "{n} posts judged by {metric}", n, metric=name),
        days(here, found.of),
        *posting_words.left_out(found.times, here.locale),
    ]
    if here.data.live is not None:
        said.append(t("Posts of live sources are not judged"))
    st.html(markup.quiet(" · ".join(said)))


def week(here: Here, found: Found) -> None:
    """The heatmap under the chosen lens."""
    lens = filters.option(
        here, "lens", here.locale.t("Lens"), {k: here.locale.t(v) for k, v in LENSES.items()}
    )
    parts.figure(here, f"posting-{lens}", lambda: drawn(here, found, lens))
    st.html(
        markup.quiet(
            here.locale.sentences([reading(here, found, lens), here.locale.t("A cell opens its posts.")])
        )
    )


def drawn(here: Here, found: Found, lens: str, title: str = "", small: bool = False) -> Figure:
    """The figure of a lens."""
    made = {"effect": _effect, "result": _result, "count": _count}[lens](here, found)
    return heatmap.draw(
        made.cells,
        title or made.finding,
        here.locale.t("judged by {metric}", metric=here.locale.t(found.metric.name))
        if small
        else made.subtitle,
        here.palette,
        here.locale,
        diverging=lens == "effect",
        scale=made.scale,
        legend="" if small else made.legend,
        small=small,
    )


@dataclass(frozen=True)
class _Drawn:
    cells: list[Cell]
    finding: str
    subtitle: str
    scale: Callable[[float], str]
    legend: str = ""


def _effect(here: Here, found: Found) -> _Drawn:
    t, locale = here.locale.t, here.locale
    return _Drawn(
        _effects(here, found) or _unknown(here, found),
        posting_words.finding(found.times, locale),
        t(
            "effect of the slot against the usual mix of slots, corrected for content type, topic, platform, "
            "account, paid, events, age and trend; slots pooled"
        ),
        lambda value: locale.change(value, 0),
        t("Orange: better than usual, blue: worse, grey: no reliable difference, hatched: no evidence."),
    )


def _effects(here: Here, found: Found) -> list[Cell]:
    return [
        Cell(
            each.weekday,
            each.hour,
            each.effect,
            _told(here, each),
            opening.slot(here, each.weekday, each.hour),
            sure=posting_words.sure(found.times, each),
        )
        for each in found.times.slots
    ]


def _unknown(here: Here, found: Found) -> list[Cell]:
    """Slots of which too little is known to say anything but how many posts there are."""
    return [replace(cell, value=None) for cell in _count(here, found).cells]


def _told(here: Here, each: Slot) -> Mapping[str, str]:
    t, locale = here.locale.t, here.locale
    return {
        t("Effect"): locale.change(each.effect, 0),
        t("90% interval"): posting_words.interval(each, locale),
        t("Better than usual"): locale.percent(each.p_better, 0),
        t("Posts"): locale.number(each.n),
    }


def _result(here: Here, found: Found) -> _Drawn:
    t, locale = here.locale.t, here.locale
    name = t("Typical {metric}", metric=t(found.metric.name))

    def worded(value: float) -> str:
        return figures.text(found.metric, value, locale)

    cells = [
        Cell(
            row["weekday"],
            row["hour"],
            row["typical"],
            {name: worded(row["typical"]), t("Posts"): locale.number(row["rated"])},
            opening.slot(here, row["weekday"], row["hour"]),
        )
        for row in found.overview
        if row["hour"] is not None and row["rated"]
    ]
    legend = t("Raw and uncorrected: with few posts in a slot, the strongest cells are mostly luck.")
    return _Drawn(cells, name, t("the median post of each slot"), worded, legend)


def _count(here: Here, found: Found) -> _Drawn:
    t, locale = here.locale.t, here.locale
    cells = [
        Cell(
            row["weekday"],
            row["hour"],
            row["posts"],
            {t("Posts"): locale.number(row["posts"])},
            opening.slot(here, row["weekday"], row["hour"]),
        )
        for row in found.overview
        if row["hour"] is not None
    ]

    def worded(value: float) -> str:
        return locale.n("{n} post", "{n} posts", round(value))

    return _Drawn(cells, t("When posts were published"), t("posts by weekday and hour"), worded)


def reading(here: Here, found: Found, lens: str) -> str:
    """The chart in one sentence."""
    t, locale = here.locale.t, here.locale
    timed = [row for row in found.overview if row["hour"] is not None]
    if lens == "effect" and found.times.band is not None:
        return t("Surest slots: {slots}.", slots=posting_words.best(found.times.best, locale))
    if lens == "effect" and found.times.p is not None:
        share = locale.percent(found.times.p, 0)
        return t("Chance alone gives differences as large as these {share} of the time.", share=share)
    if lens == "count" and timed:
        most = max(timed, key=lambda row: row["posts"])
        when = posting_words.slot(most["weekday"], most["hour"], locale)
        return t("Most posts are published on {slot} ({n}).", slot=when, n=most["posts"])
    used = sum(1 for row in timed if row["rated"])
    return t("{n} of 168 slots have posts with this figure.", n=used)
