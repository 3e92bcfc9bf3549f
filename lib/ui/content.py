"""What the content page shows: types and topics side by side, and the posts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.groups import Ranking, rank
from lib.charts import bars
from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.definition import Metric
from lib.metrics.posts import ORDERS, PostList
from lib.metrics.run import Row
from lib.model import NUMBERS
from lib.ui import filters, markup, opening, origins, parts
from lib.ui.here import Here

SHOWN = 200
EXPORTED = 50_000
MOST_GROUPS = 12


def leading_rate(here: Here) -> Metric:
    """By reach where a source states reach in this view, else by views."""
    row = here.data.fetch(here.query("engagement_rate_by_reach")).rows[0]
    known = row["engagement_rate_by_reach"] is not None
    return METRICS["engagement_rate_by_reach" if known else "engagement_rate_by_views"]


def ranking(here: Here, rate: Metric, dimension: str) -> Ranking:
    """The values of a dimension by rate; the most frequent ones where there are many."""
    return here.keep(f"ranking {rate.id} {dimension}", lambda: _ranking(here, rate, dimension))


def _ranking(here: Here, rate: Metric, dimension: str) -> Ranking:
    rows = here.data.fetch(here.query("posts", rate.id, by=("day", dimension))).rows
    found = rank(rows, dimension, rate.id)
    frequent = sorted(found.groups, key=lambda group: -group.posts)[:MOST_GROUPS]
    return Ranking([group for group in found.groups if group in frequent], found.best)


def answer(here: Here, rate: Metric, found: Ranking) -> str:
    """The page's sentence: which content type does reliably better, if one does."""
    t = here.locale.t
    if found.best is None:
        return t(
            "No content type is reliably ahead of the others by {rate}.",
            rate=figures.inner(rate, here.locale),
        )
    return t(
        "{type} does best: {rate} {value}, above the others together beyond chance.",
        type=here.name("content_type", found.best.name),
        rate=figures.inner(rate, here.locale),
        value=figures.text(rate, found.best.value, here.locale),
    )


def groups(here: Here, rate: Metric, dimension: str, found: Ranking) -> None:
    """One chart of groups."""
    name = here.locale.t(DIMENSIONS[dimension].name)
    if unrated(found):
        words = here.locale.t("These sources do not state it, or state no rate for it.")
        st.html(markup.block(name, words))
        return
    parts.figure(here, f"by-{dimension}", lambda: drawn(here, rate, dimension, found))


def unrated(found: Ranking) -> bool:
    """Whether no named group has a rate."""
    return all(group.value is None or group.name is None for group in found.groups)


def drawn(here: Here, rate: Metric, dimension: str, found: Ranking) -> Figure:
    """The groups as bars under what is known of them."""
    t = here.locale.t
    name = t(DIMENSIONS[dimension].name)
    if found.best is not None:
        title = t("{name}: {best} is ahead", name=name, best=here.name(dimension, found.best.name))
    else:
        title = t("{name}: no reliable difference", name=name)
    subtitle = t("{rate}; the line is the 95% interval", rate=t(rate.name))

    def named(value: str | None) -> str:
        return here.name(dimension, value)

    def link(value: str | None) -> str:
        return opening.figure(here, rate.id, where=(dimension, value))

    return bars.draw(found, rate, named, title, subtitle, here.palette, here.locale, link)


def explorer(here: Here) -> None:
    """The posts in a table: searched and ordered by the database, opened by their link."""
    t = here.locale.t
    st.html(
        markup.block(t("Posts"), t("Click a column to order what is shown; the choice orders all posts."))
    )
    _controls(here)
    rows = here.data.posts(listing(here, SHOWN)).rows
    total = rows[0]["total"] if rows else 0
    if not rows:
        st.html(markup.quiet(t("No post matches.")))
        return
    said = t(
        "{shown} of {total} posts; choose one to see where its numbers come from",
        shown=len(rows),
        total=total,
    )
    st.html(markup.quiet(said))
    chosen = st.dataframe(
        table(rows, here),
        hide_index=True,
        width="stretch",
        height=min(520, 40 + 36 * len(rows)),
        placeholder=DASH,
        column_config=columns(here),
        row_height=36,
        on_select="rerun",
        selection_mode="single-row",
        key=f"posts-{here.data.version}-{here.view.order}-{here.view.search}",
    )
    for at in chosen.selection.rows[:1]:
        origins.post(here, rows[at])
    with st.container(horizontal=True, gap="small"):
        exported = parts.taking()
        exported.tables(here, lambda: table(here.data.posts(listing(here, EXPORTED)).rows, here), "posts")


def listing(here: Here, limit: int) -> PostList:
    """The posts of the view, as it searches and orders them."""
    return PostList(here.query("posts"), here.view.search, here.view.order, limit=limit)


def _controls(here: Here) -> None:
    t, view = here.locale.t, here.view
    for key, value in (("search", view.search), ("order", view.order)):
        if st.session_state.get(key) != value:
            st.session_state[key] = value
    left, right = st.columns([2, 1])
    left.text_input(
        t("Search in text, topic and link"),
        key="search",
        placeholder=t("Words to look for"),
        icon=":material/search:",
        on_change=filters.chosen(
            here, "search", lambda v, words: replace(v, search=str(words).strip()[:200])
        ),
    )
    right.selectbox(
        t("Order by"),
        list(ORDERS),
        format_func=lambda id: t(ORDERS[id]),
        key="order",
        on_change=filters.chosen(here, "order", lambda v, id: replace(v, order=str(id))),
    )


def table(rows: Sequence[Row], here: Here) -> pd.DataFrame:
    """Posts as a table with headers in the reader's language, what they say and their figures first; unknown
    counts stay empty."""
    t = here.locale.t
    frame = pd.DataFrame(
        {
            t("Day"): [row["day"] for row in rows],
            t("Platform"): [here.name("platform", row["platform"]) for row in rows],
            t("Text"): [row["text"] for row in rows],
        }
    )
    for rate in ("engagement_rate_by_reach", "engagement_rate_by_views"):
        frame[t(METRICS[rate].name)] = pd.array([row[rate] for row in rows], dtype="Float64")
    for count in ("engagements", *NUMBERS):
        frame[t(METRICS[count].name)] = pd.array([row[count] for row in rows], dtype="Int64")
    return frame.assign(
        **{
            t("Content type"): [here.name("content_type", row["content_type"]) for row in rows],
            t("Topic"): [row["topic"] for row in rows],
            t("Hour"): [None if row["hour"] is None else here.locale.hour(row["hour"]) for row in rows],
            t("Account"): [row["account_name"] or row["account"] for row in rows],
            t("Link"): [row["permalink"] for row in rows],
        }
    )


def columns(here: Here) -> dict[str, Any]:
    """How the table's columns are written."""
    t, config = here.locale.t, st.column_config
    rates = [t(METRICS[id].name) for id in ("engagement_rate_by_reach", "engagement_rate_by_views")]
    return {
        t("Text"): config.TextColumn(width="medium"),
        t("Link"): config.LinkColumn(display_text=t("open"), width="small"),
        **{name: config.NumberColumn(format="percent") for name in rates},
    }
