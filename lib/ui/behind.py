"""What is behind a figure: its posts, what they add up to, and where each number comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.catalog import METRICS, metric
from lib.metrics.definition import Metric, Sum
from lib.metrics.posts import PostList
from lib.metrics.run import Row
from lib.metrics.sentiment import MINE
from lib.model import Query
from lib.ui import behind_slot, markup, opening, origins, parts, readings
from lib.ui.here import Here

SHOWN = 200
EXPORTED = 50_000


def opened(here: Here) -> bool:
    """Whether the view opens a figure, a post or a slot of the week."""
    kind, _, id = here.view.opened.partition(":")
    return kind in ("post", "slot") or (kind == "metric" and metric(id).fact not in MINE)


def page(here: Here, title: str) -> None:
    """All of a page that was opened from a figure, a post or a slot."""
    kind, _, id = here.view.opened.partition(":")
    if kind == "post":
        _post(here, title, int(id))
    elif kind == "slot":
        behind_slot.page(here, title, id)
    elif metric(id).fact == "post":
        _posts(here, title, metric(id))
    else:
        readings.page(here, title, metric(id))


def _posts(here: Here, title: str, of: Metric) -> None:
    rows = here.data.posts(_list(here, of, SHOWN)).rows
    total = rows[0]["total"] if rows else 0
    counted = here.locale.n("{n} post", "{n} posts", total)
    readings.head(here, title, of, counted)
    if not rows:
        st.html(markup.quiet(here.locale.t("No post of this view states it.")))
        return
    with parts.part(here, 520):
        st.html(
            markup.block(
                here.locale.t("Together: {sum}", sum=_sum(here, of, rows[0])), _shown(here, len(rows), total)
            )
        )
        for at in _table_of(here, of, rows):
            origins.post(here, rows[at])
        _download(here, of, lambda: _table(here, of, here.data.posts(_list(here, of, EXPORTED)).rows))


def _list(here: Here, of: Metric, limit: int) -> PostList:
    return PostList(here.query("posts"), order=here.view.order, limit=limit, proves=of.id)


def _sum(here: Here, of: Metric, row: Row) -> str:
    """What the whole list adds up to, in full: a sum, or the ratio of two."""
    top = _amount(here, of.top, row["top_total"])
    if of.bottom is None:
        return top
    value = row["top_total"] / row["bottom_total"] if row["bottom_total"] else None
    bottom = _amount(here, of.bottom, row["bottom_total"])
    said = figures.text(of, value, here.locale)
    return here.locale.t("{top} ÷ {bottom} = {value}", top=top, bottom=bottom, value=said)


def _amount(here: Here, part: Sum, sum: int) -> str:
    if part.how in ("rows", "stated"):
        return here.locale.n("{n} post", "{n} posts", sum)
    return here.locale.t("{what} {n}", n=sum, what=_what(here, part))


def _what(here: Here, part: Sum) -> str:
    return here.locale.t(METRICS[part.column].name)


def _shown(here: Here, shown: int, total: int) -> str:
    return here.locale.t(
        "{shown} of {total} posts; choose one to see where its numbers come from", shown=shown, total=total
    )


def _table_of(here: Here, of: Metric, rows: Sequence[Row]) -> list[int]:
    """Draws the posts; gives the one that is chosen."""
    found = st.dataframe(
        _table(here, of, rows),
        hide_index=True,
        width="stretch",
        height=min(520, 40 + 36 * len(rows)),
        row_height=36,
        placeholder=DASH,
        column_config=_columns(here, of),
        on_select="rerun",
        selection_mode="single-row",
        key=f"behind-{here.data.version}-{here.view}",
    )
    return list(found.selection.rows[:1])


def _table(here: Here, of: Metric, rows: Sequence[Row]) -> pd.DataFrame:
    t = here.locale.t
    made = {
        t("Day"): [row["day"] for row in rows],
    }
    for part, name in ((of.top, "top"), (of.bottom, "bottom")):
        if part is not None and part.how not in ("rows", "stated"):
            made[_what(here, part)] = pd.array([row[name] for row in rows], dtype="Int64")
    if of.unit == "ratio":
        rates = [row["top"] / row["bottom"] if row["bottom"] else None for row in rows]
        made[t(of.name)] = pd.array(rates, dtype="Float64")
    return pd.DataFrame(
        {
            **made,
            t("Platform"): [here.name("platform", row["platform"]) for row in rows],
            t("Account"): [row["account_name"] or row["account"] for row in rows],
            t("Text"): [row["text"] for row in rows],
            t("Link"): [row["permalink"] for row in rows],
        }
    )


def _columns(here: Here, of: Metric) -> dict[str, Any]:
    t, config = here.locale.t, st.column_config
    return {
        t("Text"): config.TextColumn(width="large"),
        t("Link"): config.LinkColumn(display_text=t("open"), width="small"),
        **({t(of.name): config.NumberColumn(format="percent")} if of.unit == "ratio" else {}),
    }


def _download(here: Here, of: Metric, table: Callable[[], pd.DataFrame]) -> None:
    with st.container(horizontal=True, gap="small"):
        parts.taking().tables(here, table, of.id)


def _post(here: Here, title: str, number: int) -> None:
    """One post, whatever the filters, and each observation of it."""
    t = here.locale.t
    rows = here.data.posts(
        PostList(Query(("posts",), as_of=here.view.as_of, scope=here.data.scope), only=number)
    ).rows
    if not rows:
        parts.headline(here, title, t("There is no such post."), chips=False)
        st.html(markup.links([(t("All content of this view"), opening.everything(here))]))
        return
    words = (rows[0]["text"] or "").strip()[:160] or t("(no text)")
    parts.headline(here, title, words, chips=False)
    about = [here.locale.date(rows[0]["day"], year=True), here.name("platform", rows[0]["platform"])]
    about.append(rows[0]["account_name"] or rows[0]["account"])
    st.html(markup.quiet(" · ".join(about)))
    with parts.part(here, 200):
        origins.post(here, rows[0], named=False)
    st.html(markup.links([(t("All content of this view"), opening.everything(here))]))
