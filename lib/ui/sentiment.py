"""The sentiment page's answer, what it rests on, its course and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

import pandas as pd
import streamlit as st

from lib.analysis.sentiment.share import Share, Skill, adjusted
from lib.charts import trend
from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics import comment_lists, figures
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.comments import COUNTS, read
from lib.metrics.rows import Row
from lib.model import N_, Period
from lib.ui import filters, markup, parts
from lib.ui.here import Here

Z = 1.645
"""Of 90 % intervals, as those of the adjusted share."""
LEAST_KNOWN = 20
"""Labelled negative comments, and others, from which on the engine's errors are known well enough."""

LENSES = {
    "negative_share": N_("Negative share"),
    "net_sentiment": N_("Net sentiment"),
    "comments_received": N_("Comments received"),
}
GROUPS = ("platform", "topic", "community", "competitor")


@dataclass(frozen=True)
class Found:
    """The comments of the period, how many of them are judged, the negative share with its interval
    (`estimated`: corrected for errors of judging), and that of the compared period."""

    received: int
    judged: int
    share: Share
    estimated: bool
    before: Share | None = None


def load(here: Here) -> Found | None:
    """What the period's comments say; None where none is judged."""
    return here.keep("sentiment", lambda: _load(here))


def _load(here: Here) -> Found | None:
    now = _share(here, here.view.period)
    if now is None:
        return None
    row, share, estimated = now
    before = _share(here, here.view.before) if here.view.before else None
    return Found(row["comments_received"], _judged(row), share, estimated, before[1] if before else None)


def _judged(row: Row) -> int:
    return sum(row[f"{name}_comments"] or 0 for name in ("negative", "neutral", "positive"))


def _share(here: Here, period: Period) -> tuple[Row, Share, bool] | None:
    row = here.data.fetch(here.query(*COUNTS, period=period)).rows[0]
    judged = _judged(row)
    if not judged:
        return None
    negative = row["negative_comments"]
    truth = skill(here)
    sure = truth.of_kind >= LEAST_KNOWN and truth.others >= LEAST_KNOWN
    if not sure:
        return row, _wilson(negative, judged), False
    # What people and files labelled is known; only what the engine judged is turned back.
    known = _known(here, period)
    rest = adjusted(negative - known[1], judged - known[0], truth)
    if rest is None:
        return row, _wilson(negative, judged), judged == known[0]
    ends = [(known[1] + end * (judged - known[0])) / judged for end in (rest.value, rest.low, rest.high)]
    return row, Share(ends[0], ends[1], ends[2], negative / judged), True


def _known(here: Here, period: Period) -> tuple[int, int]:
    """How many comments people and files labelled, and how many of them negative."""
    rows = read(here.data.engine, comment_lists.known(here.query("comments_received", period=period)))
    return rows[0]["n"], rows[0]["negative"] or 0


def skill(here: Here, people: bool = False) -> Skill:
    """How the engine did on all comments whose label is known, whenever written."""
    rows = confusion(here, people)
    cells = {(row["truth"] == "negative", row["judged"] == "negative"): 0 for row in rows}
    for row in rows:
        cells[row["truth"] == "negative", row["judged"] == "negative"] += row["n"]
    hits, missed = cells.get((True, True), 0), cells.get((True, False), 0)
    false, right = cells.get((False, True), 0), cells.get((False, False), 0)
    return Skill(hits, hits + missed, false, false + right)


def confusion(here: Here, people: bool) -> tuple[Row, ...]:
    """Labels known (`truth`) against the engine's (`judged`), over all days."""
    everything = here.query("comments_received", period=Period(*_extent(here)))
    return here.keep(
        f"confusion {people}", lambda: read(here.data.engine, comment_lists.confusion(everything, people))
    )


def _extent(here: Here) -> tuple[date, date]:
    first, last = here.data.extent.first, here.data.extent.last
    return (first or here.view.period.start, last or here.view.period.end)


def _wilson(found: int, total: int) -> Share:
    """The share as counted, with Wilson's interval (1927)."""
    p, z2 = found / total, Z * Z
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    half = Z * sqrt(p * (1 - p) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return Share(p, max(0.0, middle - half), min(1.0, middle + half), p)


def answer(here: Here, found: Found) -> str:
    """The page's sentence: how many are negative, how sure that is, whether it was otherwise before."""
    t, locale = here.locale.t, here.locale
    words = {
        "share": locale.percent(found.share.value, 0),
        "low": locale.percent(found.share.low, 0),
        "high": locale.percent(found.share.high, 0),
    }
    said = t("Negative comments: about {share} ({low}–{high}).", **words)
    if found.before is None:
        return said
    was = locale.percent(found.before.value, 0)
    if found.share.low > found.before.high:
        return f"{said} {t('More than before ({was}), beyond chance.', was=was)}"
    if found.share.high < found.before.low:
        return f"{said} {t('Fewer than before ({was}), beyond chance.', was=was)}"
    return f"{said} {t('No reliable difference to before ({was}).', was=was)}"


def basis(here: Here, found: Found) -> None:
    """What the share rests on; the share as counted is a click away."""
    t, locale = here.locale.t, here.locale
    n = locale.number
    rest = found.received - found.judged
    said = [
        t("{judged} of {received} comments are judged.", judged=n(found.judged), received=n(found.received))
    ]
    said += [t("{n} wait to be judged.", n=n(rest))] if rest else []
    kind = (
        t("An estimate: corrected for how often the engine errs; 90% interval.")
        if found.estimated
        else t(
            "As counted; not corrected, because too few labels tell how often the engine errs; 90% interval."
        )
    )
    st.html(markup.quiet(" ".join([*said, kind])))
    if found.estimated:
        with st.popover(t("As counted"), icon=":material/calculate:"):
            raw = locale.percent(found.share.raw)
            st.html(markup.quiet(t("As counted, errors of judging included: {share}.", share=raw)))


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
    lens = filters.option(here, "lens", here.locale.t("Show"), names)
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
    judged = _judged(row)
    share = _wilson(row["negative_comments"] or 0, judged) if judged else None
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
