"""The sentiment page's answer: how many comments are negative, how sure that is, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.analysis.sentiment.share import Share, Skill, adjusted, counted
from lib.metrics import comment_lists
from lib.metrics.comments import COUNTS, read
from lib.metrics.rows import Row
from lib.model import Period
from lib.ui import markup
from lib.ui.here import Here

LEAST_KNOWN = 20
"""Labelled negative comments, and others, from which on the engine's errors are known well enough."""


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
    return Found(row["comments_received"], judged_of(row), share, estimated, before[1] if before else None)


def judged_of(row: Row) -> int:
    """How many comments of a row of COUNTS are judged."""
    return sum(row[f"{name}_comments"] or 0 for name in ("negative", "neutral", "positive"))


def _share(here: Here, period: Period) -> tuple[Row, Share, bool] | None:
    row = here.data.fetch(here.query(*COUNTS, period=period)).rows[0]
    judged = judged_of(row)
    if not judged:
        return None
    negative = row["negative_comments"]
    truth = skill(here)
    sure = truth.of_kind >= LEAST_KNOWN and truth.others >= LEAST_KNOWN
    if not sure:
        return row, counted(negative, judged), False
    # What people and files labelled is known; only what the engine judged is turned back.
    known = _known(here, period)
    rest = adjusted(negative - known[1], judged - known[0], truth)
    if rest is None:
        return row, counted(negative, judged), judged == known[0]
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
