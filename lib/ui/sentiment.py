"""The sentiment page's course over time, and where the comments come from."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.analysis.sentiment.share import counted
from lib.charts import trend
from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.comments import COUNTS
from lib.metrics.rows import Row
from lib.model import N_
from lib.ui import filters, markup, parts
from lib.ui.here import Here
from lib.ui.sentiment_share import judged_of

LENSES = {
    "negative_share": N_("Negative share"),
    "net_sentiment": N_("Net sentiment"),
    "comments_received": N_("Comments received"),
}
GROUPS = ("platform", "topic", "community", "competitor")


def without(here: Here) -> str:
    """The sentence where there is nothing to judge."""
    return here.locale.t("No comments in this view yet.")


def empty(here: Here) -> None:
    """What would be here, and what brings it."""
    t = here.locale.t
    st.html(
        markup.empty(
            t("Comments tell how people speak of you."),
            t("Upload a file with one row a comment on the page Imports, or choose a longer period."),
        )
    )
    if here.data.extent.last is not None:
        st.button(t("Show all data"), on_click=lambda: filters.show_all(here), icon=":material/zoom_out_map:")


def course(here: Here) -> None:
    """A measure over time, and the volume below it."""
    names = {id: here.locale.t(name) for id, name in LENSES.items()}
    lens = filters.option(here, "tone", here.locale.t("Show"), names)
    parts.figure(here, f"course-{lens}", lambda: _drawn(here, lens))
    if lens != "comments_received":
        parts.figure(here, "course-volume", lambda: _drawn(here, "comments_received"))


def _drawn(here: Here, id: str) -> Figure:
    metric, locale = METRICS[id], here.locale
    days = here.view.period.days
    grain = "day" if days <= 120 else "week" if days <= 1100 else "month"
    rows = here.data.fetch(here.query(id, by=(grain,))).rows
    points = [trend.Point(row[grain], row[id]) for row in rows]
    marks = [trend.Mark(row["day"], row["title"]) for row in here.data.events(*_ends(here)).rows]
    name = locale.t(metric.name)
    known = [point for point in points if point.value is not None]
    top = max(known, key=lambda point: point.value or 0, default=None)
    title = name
    if top is not None:
        value = figures.text(metric, top.value, locale)
        title = locale.t(
            "{name}: highest {day} ({value})", name=name, day=locale.date(top.day, year=True), value=value
        )
    subtitle = f"{name} ({figures.unit(metric, locale)}) · {locale.t(trend.GRAINS[grain])}"
    return trend.draw(trend.Trend(metric, grain, points, marks), title, subtitle, here.palette, locale)


def _ends(here: Here) -> tuple[date, date]:
    return here.view.period.start, here.view.period.end


def groups(here: Here) -> None:
    """The same by platform, topic, community or competitor, with how many comments each rests on."""
    t = here.locale.t
    names = {id: t(DIMENSIONS[id].name) for id in GROUPS}
    by = filters.option(here, "split", t("By"), names)
    rows = here.keep(
        f"groups {by}",
        lambda: here.data.fetch(here.query(*COUNTS, "negative_share", "net_sentiment", by=(by,))).rows,
    )
    total = sum(row["comments_received"] for row in rows)
    table = pd.DataFrame(
        [_group(here, by, row, total) for row in sorted(rows, key=lambda r: -r["comments_received"])]
    )
    st.html(
        markup.block(
            t("Sentiment by {what}", what=names[by]),
            t("The interval says how sure a share is; overlapping ones do not differ reliably."),
        )
    )
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        placeholder=DASH,
        height=min(420, 38 + 35 * max(1, len(table))),
    )


def _group(here: Here, by: str, row: Row, total: int) -> dict[str, str | int]:
    t, locale = here.locale.t, here.locale
    judged = judged_of(row)
    share = counted(row["negative_comments"] or 0, judged) if judged else None
    own = by == "competitor" and row[by] is None
    spread = f"{locale.percent(share.low, 0)} – {locale.percent(share.high, 0)}" if share else ""
    return {
        t("Group"): t("The brand itself") if own else here.name(by, row[by]),
        t("Comments received"): row["comments_received"],
        t("Share of voice") if by == "competitor" else t("Share of comments"): locale.percent(
            row["comments_received"] / total
        ),
        t("Negative share"): figures.text(METRICS["negative_share"], row["negative_share"], locale),
        t("90% interval"): spread,
        t("Net sentiment"): figures.text(METRICS["net_sentiment"], row["net_sentiment"], locale),
    }
