"""The sentiment page's course over time, and where the comments come from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from lib.analysis.sentiment.course import negative_share, net_sentiment
from lib.analysis.sentiment.share import counted
from lib.charts import control, trend
from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.comments import COUNTS
from lib.metrics.rows import Row
from lib.model import N_, Period
from lib.ui import filters, markup, notes, parts, watch
from lib.ui.here import Here
from lib.ui.sentiment_share import judged_of

TONES = {"negative_share": N_("Negative share"), "net_sentiment": N_("Net sentiment")}
LEAST = 8
"""Days, weeks or months that the usual is learnt from at least."""
GROUPS = ("platform", "topic", "community", "competitor")


def without(here: Here) -> str:
    """The sentence where there is nothing to judge."""
    return here.locale.t("No comments in this view yet.")


def empty(here: Here) -> None:
    """What would be here, and what brings it."""
    t = here.locale.t
    if here.data.extent.last is None:
        parts.empty(here)
        return
    note = (
        t("Upload a file with one row a comment on the page Imports, or choose a longer period.")
        if here.may("import")
        else t("Choose a longer period, or ask a manager to bring comments in.")
    )
    st.html(markup.empty(t("Comments tell how people speak of you."), note))
    st.button(t("Show all data"), on_click=lambda: filters.show_all(here), icon=":material/zoom_out_map:")


def course(here: Here) -> None:
    """A measure over time with its control limits, and the volume below it."""
    names = {id: here.locale.t(name) for id, name in TONES.items()}
    tone = filters.option(here, "tone", here.locale.t("Show"), names)
    parts.figure(here, f"course-{tone}", lambda: _controlled(here, tone), pinned=True)
    parts.figure(here, "course-volume", lambda: _volume(here), pinned=True)
    notes.section(here)


def _grain(here: Here) -> str:
    days = here.view.period.days
    return "day" if days <= 120 else "week" if days <= 1100 else "month"


def _controlled(here: Here, tone: str) -> Figure:
    locale, grain, metric = here.locale, _grain(here), METRICS[tone]
    rows = _by_grain(here, grain, here.view.period)
    found = {"negative_share": negative_share, "net_sentiment": net_sentiment}[tone](
        _counts(rows), _baseline(here, grain)
    )
    lower = bool((found.low != 0).any())  # a share cannot be below nought: no line there
    days = [
        control.Day(row[grain], value, found.usual, high, judged_of(row), low if lower else None)
        for row, value, high, low in zip(rows, found.values, found.high, found.low, strict=True)
    ]
    name, out = locale.t(metric.name), int(found.outside.sum())
    title = locale.t("{name}: within the control limits throughout", name=name)
    if out:
        title = locale.t("{name}: {n} outside the control limits", name=name, n=_points(here, grain, out))
    said = locale.t("as counted, with three standard errors around the usual value")
    subtitle = f"{name} ({figures.unit(metric, locale)}) · {locale.t(trend.GRAINS[grain])} · {said}"
    of = control.Named(name, tone == "negative_share", locale.t("Control limits"))
    marks = notes.marks(here, of=metric.id)
    return control.draw(of, days, [], title, subtitle, here.palette, locale, marks)


def _by_grain(here: Here, grain: str, period: Period) -> list[Row]:
    rows = here.data.fetch(here.query(*COUNTS, by=(grain,), period=period)).rows
    return [row for row in rows if judged_of(row)]


def _baseline(here: Here, grain: str) -> np.ndarray | None:
    """Comments of the days that the watch learnt the usual from, as this view filters them; None where
    they are too few, so that the period itself has to tell."""
    usual = here.keep("baseline", lambda: watch.usual_days(here))
    rows = _by_grain(here, grain, usual) if usual else []
    return _counts(rows) if len(rows) >= LEAST else None


def _counts(rows: Sequence[Row]) -> np.ndarray:
    names = ("positive_comments", "negative_comments")
    kinds = [[row[name] or 0 for row in rows] for name in names]
    return np.array([*kinds, [judged_of(row) for row in rows]], int)


def _points(here: Here, grain: str, n: int) -> str:
    if grain == "day":
        return here.locale.n("{n} day", "{n} days", n)
    if grain == "week":
        return here.locale.n("{n} week", "{n} weeks", n)
    return here.locale.n("{n} month", "{n} months", n)


def _volume(here: Here) -> Figure:
    id, locale, grain = "comments_received", here.locale, _grain(here)
    metric = METRICS[id]
    rows = here.data.fetch(here.query(id, by=(grain,))).rows
    points = [trend.Point(row[grain], row[id]) for row in rows]
    marks = notes.marks(here, of=id)
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


def groups(here: Here) -> None:
    """The same by platform, topic, community or competitor, with how many comments each rests on."""
    t = here.locale.t
    names = {id: t(DIMENSIONS[id].name) for id in GROUPS}
    by = filters.option(here, "split", t("Split by"), names)
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
            t("As counted. The interval says how sure a share is; overlapping ones do not differ reliably."),
        )
    )
    tall = min(420, 38 + 35 * max(1, len(table)))
    st.dataframe(table, hide_index=True, width="stretch", placeholder=DASH, height=tall)
    if by == "competitor" and not any(row["competitor"] for row in rows):
        words = t("No comment about a competitor: a column “competitor” in the file says whom one is about.")
        st.html(markup.quiet(words))


def _group(here: Here, by: str, row: Row, total: int) -> dict[str, str]:
    t, locale = here.locale.t, here.locale
    judged = judged_of(row)
    share = counted(row["negative_comments"] or 0, judged) if judged else None
    own = by == "competitor" and row[by] is None
    spread = f"{locale.percent(share.low, 0)} – {locale.percent(share.high, 0)}" if share else ""
    return {
        t("Group"): t("The brand itself") if own else here.name(by, row[by]),
        t("Comments received"): locale.number(row["comments_received"]),
        t("Share of voice") if by == "competitor" else t("Share of comments"): locale.percent(
            row["comments_received"] / total
        ),
        t("Negative share"): figures.text(METRICS["negative_share"], row["negative_share"], locale),
        t("90% interval"): spread,
        t("Net sentiment"): figures.text(METRICS["net_sentiment"], row["net_sentiment"], locale),
    }
