"""What the overview shows: its figures, its chart and its posts, each drawn by one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from lib.analysis.summary import Figure, Side, leading, summarise
from lib.metrics import breaks, figures
from lib.metrics.catalog import metric
from lib.metrics.definition import Metric
from lib.metrics.posts import PostList
from lib.model import Break, Period, Query
from lib.ui import goals, markup, maturity, opening, sentences
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
    wanted = (*RATES, *CARDS, *here.series[:MOST_CARDS])
    young_from = here.data.first_young(here.query("posts"), maturity.settled_after(here))
    return Overview(_choose(summary(here, [metric(id) for id in wanted], young_from)), young_from)


def summary(here: Here, metrics: Sequence[Metric], young_from: date | None) -> list[Figure]:
    """The metrics' figures beside those of the compared period, at equal age where that is known."""
    wanted = [metric.id for metric in metrics]
    now = side(here, here.view.period, wanted)
    before = side(here, here.view.before, wanted) if here.view.before else None
    aged = maturity.compared(here, metrics, young_from)
    return summarise(metrics, now, before, young_from, broken(here, metrics), aged)


def broken(here: Here, metrics: Sequence[Metric]) -> set[str]:
    """The metrics whose definition changed after the compared period began."""
    if here.view.before is None:
        return set()
    both = Period(here.view.before.start, here.view.period.end)
    return {metric for metric, found in changed(here, metrics, both).items() if found}


def changed(here: Here, metrics: Sequence[Metric], period: Period) -> dict[str, list[Break]]:
    """The definition breaks inside a period (after its first day), by metric: those of the platforms
    whose figures it adds up in this view, so that a break of one never touches another."""
    inside = [b for b in here.data.breaks(here.view.as_of) if period.start < b.day <= period.end]
    only = any(each.top.how == "only" for each in metrics)
    by = ("day", "platform", "account") if only else ("platform",)
    asked = here.query(*(each.id for each in metrics), by=by, period=period)
    if not inside or not asked.metrics:
        return {each.id: [] for each in metrics}
    rows = here.data.fetch(asked).rows
    on = {id: {row["platform"] for row in rows if row[id] is not None} for id in asked.metrics}
    return {
        each.id: breaks.within(inside, each, on.get(each.id, ()), period.start, period.end)
        for each in metrics
    }


def side(here: Here, period: Period, wanted: Sequence[str]) -> Side:
    """One period of the view: the totals, and the days behind them."""
    totals = here.data.fetch(here.query(*wanted, period=period)).rows[0]
    days = here.data.fetch(here.query(*wanted, by=("day",), period=period)).rows
    return Side(period, totals, days)


def _choose(found: Sequence[Figure]) -> list[Figure]:
    """The first rate there is data for leads; then what else is known, up to six in all."""
    rates = [f for f in found if f.metric.id in RATES and f.value is not None]
    others = [f for f in found if f.metric.id not in RATES and f.value is not None and not _no_posts(f)]
    return [*rates[:1], *others][:MOST_CARDS]


def _no_posts(shown: Figure) -> bool:
    """Whether posts are counted where there are none, as in a store of daily figures alone."""
    return shown.metric.id == "posts" and not shown.value and not shown.change.before


def cards(here: Here, overview: Overview) -> None:
    """The figures that prove the answer."""
    st.html(markup.cards([_card(here, shown) for shown in overview.figures]))
    if overview.young_from is not None and here.view.before is not None:
        bases = [shown.basis for shown in overview.figures]
        st.html(markup.quiet(maturity.note(here, overview.young_from, bases)))


def opens(here: Here, overview: Overview) -> str:
    """The address of what is behind the figure in the page's answer."""
    shown = (leading(overview.figures) if here.view.before else None) or next(iter(overview.figures), None)
    return opening.figure(here, shown.metric.id) if shown else ""


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
        link=opening.figure(here, metric.id),
        link_label=locale.t("What is behind {metric}", metric=name),
        **goals.on_card(here, metric.id),
    )


def top_posts(here: Here, overview: Overview) -> None:
    """Which posts did best and worst by the leading rate, tiny ones left out."""
    found = ranked(here, overview)
    if found is None:
        st.html(
            markup.quiet(here.locale.t("Posts are ranked by engagement rate; no source states one here."))
        )
        return
    rate, best, weakest = found
    left, right = st.columns(2, gap="large")
    with left:
        _ranking(here, rate, best)
    with right:
        _ranking(here, rate, weakest)


def ranked(here: Here, overview: Overview) -> tuple[Metric, PostList, PostList] | None:
    """What posts are ranked by, the best and the weakest; None where no source states a rate."""
    rate = next((f.metric for f in overview.figures if f.metric.id in RATES[:2]), None)
    if rate is None:
        return None
    base = "reach" if rate.id == "engagement_rate_by_reach" else "views"
    least = (base, _least(here, base))
    best = PostList(here.query("posts"), order=rate.id, least=least, limit=5)
    return rate, best, _weakest(here, overview, rate, least)


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
    title, left_out = ranking_words(here, rate, wanted)
    rows = here.data.posts(wanted).rows
    if not rows:
        return
    st.html(markup.block(title, left_out) + markup.posts([_line(here, row, rate) for row in rows]))


def ranking_words(here: Here, rate: Metric, wanted: PostList) -> tuple[str, str]:
    """The heading of a ranking, and which posts it leaves out."""
    t = here.locale.t
    title = t("Weakest posts") if wanted.ascending else t("Top posts")
    base, least = wanted.least or ("reach", 0)
    left_out = t(
        "by {rate}; posts under {n} {base} left out",
        rate=figures.inner(rate, here.locale),
        n=least,
        base=t("reach") if base == "reach" else t("views"),
    )
    return title, left_out


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
        opens=opening.post(here, row["post_id"]),
        opens_label=locale.t("Where these numbers come from"),
    )
