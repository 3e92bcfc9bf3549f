"""What the overview shows: its figures, its chart and its posts, each drawn by one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from lib.analysis.summary import SETTLED_AFTER, Figure, Side, ages, summarise
from lib.charts import figure, trend
from lib.metrics import figures
from lib.metrics.catalog import METRICS, answers, metric
from lib.metrics.definition import Metric
from lib.metrics.posts import PostList
from lib.model import Period, Query
from lib.ui import filters, markup, parts, sentences
from lib.ui.here import Here
from lib.ui.markup import Card, PostLine

RATES = ("engagement_rate_by_reach", "engagement_rate_by_views", "engagement_rate_by_followers")
CARDS = ("engagements", "reach_per_post", "views", "posts", "followers", "comments", "shares", "page_views")
MOST_CARDS = 6
STANDARD = RATES[0]


@dataclass(frozen=True)
class Overview:
    """The page's figures: the cards' in their order, the first being the rate that leads."""

    figures: Sequence[Figure]
    young_from: date | None

    def of(self, id: str) -> Figure | None:
        """The figure of a metric, where a card shows it."""
        return next((shown for shown in self.figures if shown.metric.id == id), None)


def load(here: Here) -> Overview:
    """Two questions a period: the totals, and the days behind them."""
    return here.keep("overview", lambda: _load(here))


def _load(here: Here) -> Overview:
    wanted = (*RATES, *CARDS)
    young_from = here.data.first_young(here.query("posts"), SETTLED_AFTER)
    now = _side(here, here.view.period, wanted)
    before = _side(here, here.view.before, wanted) if here.view.before else None
    known = [METRICS[id] for id in wanted]
    return Overview(_choose(summarise(known, now, before, young_from)), young_from)


def _side(here: Here, period: Period, wanted: Sequence[str]) -> Side:
    totals = here.data.fetch(here.query(*wanted, period=period)).rows[0]
    days = here.data.fetch(here.query(*wanted, by=("day",), period=period)).rows
    return Side(period, totals, days)


def _choose(found: Sequence[Figure]) -> list[Figure]:
    """The first rate there is data for leads; then what else is known, up to six in all."""
    rates = [f for f in found if f.metric.id in RATES and f.value is not None]
    others = [f for f in found if f.metric.id not in RATES and f.value is not None]
    return [*rates[:1], *others][:MOST_CARDS]


def cards(here: Here, overview: Overview) -> None:
    """The figures that prove the answer."""
    st.html(markup.cards([_card(here, shown) for shown in overview.figures]))
    if overview.young_from is not None and here.view.before is not None:
        st.html(markup.quiet(_young_note(here, overview.young_from)))


def _young_note(here: Here, young_from: date) -> str:
    return here.locale.t(
        "Posts from {day} on were under {n} days old when their numbers were read and still gather "
        "engagement; changes are taken over the days before.",
        day=here.locale.date(young_from),
        n=SETTLED_AFTER,
    )


def _card(here: Here, shown: Figure) -> Card:
    locale, metric, change = here.locale, shown.metric, shown.change
    name = locale.t(metric.name)
    return Card(
        label=name,
        value=figures.text(metric, shown.value, locale),
        unit=locale.n("post", "posts", int(shown.value or 0)) if metric.id == "posts" else "",
        change=sentences.change(metric, change, locale),
        tone=sentences.tone(metric, change),
        note=sentences.note(shown, locale) if here.view.before else "",
        definition=locale.t(metric.definition),
        definition_label=locale.t("What “{metric}” means", metric=name),
        spark=shown.spark,
    )


def trend_chart(here: Here, overview: Overview) -> None:
    """The chosen metric over time, beside the compared period."""
    chosen = _choose_metric(here, overview)
    parts.figure(here, f"trend-{chosen.id}", lambda: _trend(here, overview, chosen))


def _trend(here: Here, overview: Overview, chosen: Metric) -> figure.Figure:
    grain = "day" if here.view.period.days <= 120 else "week" if here.view.period.days <= 1100 else "month"
    points = _points(here, chosen, grain)
    young_from = overview.young_from if ages(chosen) else None
    title = sentences.trend(_finding(here, overview, chosen), chosen, here.locale)
    subtitle = " · ".join(_subtitle(here, chosen, grain))
    events = [
        trend.Mark(row["day"], row["title"])
        for row in here.data.events(here.view.period.start, here.view.period.end).rows
    ]
    drawn = trend.Trend(chosen, grain, points, events, young_from)
    return trend.draw(drawn, title, subtitle, here.palette, here.locale)


def _finding(here: Here, overview: Overview, chosen: Metric) -> Figure | None:
    if overview.of(chosen.id) or here.view.before is None:
        return overview.of(chosen.id)
    now, before = (_side(here, period, (chosen.id,)) for period in (here.view.period, here.view.before))
    return summarise([chosen], now, before, overview.young_from)[0]


def _subtitle(here: Here, chosen: Metric, grain: str) -> list[str]:
    t = here.locale.t
    words = [f"{t(chosen.name)} ({figures.unit(chosen, here.locale)})", t(trend.GRAINS[grain])]
    if grain != "day":
        words.append(t("whole weeks only") if grain == "week" else t("whole months only"))
    if here.view.before is not None:
        words.append(t("grey: the compared period"))
    return words


def _choose_metric(here: Here, overview: Overview) -> Metric:
    """The view's metric; where no source states the standard one, the one that leads the cards."""
    dimensions = ["day", *(id for id, _ in here.view.filters)]
    known = [id for id, each in METRICS.items() if each.top.how != "only" and answers(each, dimensions)]
    chosen = here.view.metric if here.view.metric in known else known[0]
    if chosen == STANDARD and overview.figures and overview.of(STANDARD) is None:
        chosen = overview.figures[0].metric.id
    if st.session_state.get("metric") != chosen:
        st.session_state["metric"] = chosen
    st.selectbox(
        here.locale.t("Metric"),
        known,
        format_func=lambda id: here.locale.t(METRICS[id].name),
        key="metric",
        on_change=filters.chosen(here, "metric", lambda view, id: replace(view, metric=str(id))),
        width=320,
    )
    return metric(chosen)


def _points(here: Here, chosen: Metric, grain: str) -> list[trend.Point]:
    now = _values(here, chosen, grain, here.view.period)
    before = _values(here, chosen, grain, here.view.before) if here.view.before else []
    points = []
    for n, (day, value) in enumerate(now):
        was = before[n] if n < len(before) else (None, None)
        points.append(trend.Point(day, value, was[1], was[0]))
    return points


def _values(here: Here, chosen: Metric, grain: str, period: Period) -> list[tuple[date, float | None]]:
    """The value of each whole day, week or month of a period; unknown ones are None."""
    rows = here.data.fetch(here.query(chosen.id, by=(grain,), period=period)).rows
    known = {row[grain]: row[chosen.id] for row in rows}
    return [(start, known.get(start)) for start in _starts(period, grain)]


def _starts(period: Period, grain: str) -> list[date]:
    days = [period.start + timedelta(n) for n in range(period.days)]
    if grain == "day":
        return days
    if grain == "week":
        return [day for day in days if day.weekday() == 0 and day + timedelta(6) <= period.end]
    return [day for day in days if day.day == 1 and _month_end(day) <= period.end]


def _month_end(first: date) -> date:
    return (first + timedelta(31)).replace(day=1) - timedelta(1)


def top_posts(here: Here, overview: Overview) -> None:
    """Which posts did best and worst by the leading rate, tiny ones left out."""
    rate = next((f.metric for f in overview.figures if f.metric.id in RATES[:2]), None)
    if rate is None:
        st.html(
            markup.quiet(here.locale.t("Posts are ranked by engagement rate; no source states one here."))
        )
        return
    base = "reach" if rate.id == "engagement_rate_by_reach" else "views"
    least = _least(here, base)
    left, right = st.columns(2, gap="large")
    with left:
        _ranking(here, rate, PostList(here.query("posts"), order=rate.id, least=(base, least), limit=5))
    with right:
        _ranking(here, rate, _weakest(here, overview, rate, (base, least)))


def _least(here: Here, base: str) -> int:
    """A quarter of the mean reach (or views): below, a single like decides the rate."""
    row = here.data.fetch(here.query("posts", base)).rows[0]
    return max(1, int((row[base] or 0) / max(1, row["posts"]) / 4))


def _weakest(here: Here, overview: Overview, rate: Metric, least: tuple[str, int]) -> PostList:
    """Of the settled days only: a young post is not weak, it is young."""
    of: Query = here.query("posts")
    if overview.young_from is not None and overview.young_from > here.view.period.start:
        of = replace(of, period=Period(here.view.period.start, overview.young_from - timedelta(1)))
    return PostList(of, order=rate.id, ascending=True, least=least, limit=5)


def _ranking(here: Here, rate: Metric, wanted: PostList) -> None:
    t = here.locale.t
    title = t("Weakest posts") if wanted.ascending else t("Top posts")
    base, least = wanted.least or ("reach", 0)
    left_out = t(
        "by {rate}; posts under {n} {base} left out",
        rate=t(rate.name),
        n=least,
        base=t("reach") if base == "reach" else t("views"),
    )
    rows = here.data.posts(wanted).rows
    st.html(markup.block(title, left_out) + markup.posts([_line(here, row, rate) for row in rows]))


def _line(here: Here, row: dict, rate: Metric) -> PostLine:
    locale = here.locale
    about = [
        locale.date(row["day"], year=True),
        here.name("platform", row["platform"]),
        here.name("content_type", row["content_type"]),
    ]
    return PostLine(
        words=(row["text"] or "").strip()[:160] or locale.t("(no text)"),
        about=" · ".join(about),
        figure=figures.text(rate, row[rate.id], locale),
        figure_note=locale.t("{n} engagements", n=row["engagements"]),
        link=row["permalink"],
    )
