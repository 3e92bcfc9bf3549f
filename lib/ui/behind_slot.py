"""The posts of one slot of the week, opened from a heatmap."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib.i18n import DASH
from lib.metrics.posts import PostList
from lib.ui import content, markup, opening, origins, parts, posting, posting_words
from lib.ui.here import Here

SHOWN = 200


def page(here: Here, title: str, id: str) -> None:
    """All of the page: which slot, its posts, and where each number comes from."""
    t, (weekday, hour) = here.locale.t, id.split("-")
    asked = posting.judged(here)
    of = replace(asked, where=(*asked.where, ("weekday", (weekday,)), ("hour", (hour,))))
    rows = here.data.posts(PostList(of, order=here.view.order, limit=SHOWN)).rows
    total = rows[0]["total"] if rows else 0
    when = posting_words.slot(int(weekday), int(hour), here.locale)
    answer = here.locale.n("{when}: {n} post", "{when}: {n} posts", total, when=when)
    parts.headline(here, title, answer, chips=False)
    st.html(markup.quiet(posting.days(here, asked)))
    st.html(markup.links([(t("All content of this view"), opening.everything(here))]))
    if not rows:
        return
    found = st.dataframe(
        content.table(rows, here),
        hide_index=True,
        width="stretch",
        height=min(520, 40 + 36 * len(rows)),
        row_height=36,
        placeholder=DASH,
        column_config=content.columns(here),
        on_select="rerun",
        selection_mode="single-row",
        key=f"slot-{here.data.version}-{here.view}",
    )
    for at in found.selection.rows[:1]:
        origins.post(here, rows[at])
