"""The sentiment page's answer: how many comments are negative, how sure that is, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib import sentiments
from lib.analysis.sentiment.share import Share, Skill, adjusted, counted, moved
from lib.metrics import comment_lists
from lib.metrics.comments import COUNTS, read
from lib.metrics.rows import Row
from lib.model import N_, Period
from lib.store import fits, scores
from lib.store.fits import Fit
from lib.ui import markup
from lib.ui.here import Here

LEAST_KNOWN = 5
"""Labelled negative comments, and others, from which on the share is corrected. With as few the interval
is wide, and in simulations it still holds."""

ENGINES = {"pulse": N_("the default engine"), "pulse-e5": N_("the better engine")}


@dataclass(frozen=True)
class Told:
    """The comments of a period, how many are judged and how many of those negative, and the negative
    share with its interval (`estimated`: corrected for errors of judging). `wordless` ones never will be."""

    received: int
    judged: int
    negative: int
    share: Share
    estimated: bool
    wordless: int = 0


@dataclass(frozen=True)
class Found:
    """What the period's comments say, and those of the compared period."""

    now: Told
    before: Told | None = None


def load(here: Here) -> Found | None:
    """What the period's comments say; None where none is judged."""
    return here.keep("sentiment", lambda: _load(here))


def _load(here: Here) -> Found | None:
    now = _told(here, here.view.period)
    if now is None:
        return None
    return Found(now, _told(here, here.view.before) if here.view.before else None)


def judged_of(row: Row) -> int:
    """How many comments of a row of COUNTS are judged."""
    return sum(row[f"{name}_comments"] or 0 for name in ("negative", "neutral", "positive"))


def _told(here: Here, period: Period) -> Told | None:
    row = here.data.fetch(here.query(*COUNTS, period=period)).rows[0]
    judged, negative = judged_of(row), row["negative_comments"]
    if not judged:
        return None
    corrected = _corrected(here, period, negative, judged)
    share = corrected or counted(negative, judged)
    received = row["comments_received"]
    silent = _wordless(here, period) if received > judged else 0
    return Told(received, judged, negative, share, corrected is not None, silent)


def _wordless(here: Here, period: Period) -> int:
    of = here.query(*COUNTS, period=period)
    return read(here.data.engine, comment_lists.wordless(of))[0]["n"]


def _corrected(here: Here, period: Period, negative: int, judged: int) -> Share | None:
    """The share corrected for the engine's errors; None where too little is known of them."""
    truth = skill(here)
    # What people and files labelled is known; only what the engine judged is turned back.
    known, known_negative = _known(here, period)
    if truth.of_kind < LEAST_KNOWN or truth.others < LEAST_KNOWN or known == judged:
        return None
    rest = adjusted(negative - known_negative, judged - known, truth)
    if rest is None:
        return None
    ends = [(known_negative + end * (judged - known)) / judged for end in (rest.value, rest.low, rest.high)]
    return Share(ends[0], ends[1], ends[2], negative / judged)


def _known(here: Here, period: Period) -> tuple[int, int]:
    """How many comments people and files labelled, and how many of them negative."""
    select = comment_lists.known(here.query("comments_received", period=period))
    (row,) = here.keep(f"known {period}", lambda: read(here.data.engine, select))
    return row["n"], row["negative"] or 0


def skill(here: Here) -> Skill:
    """How often the engine errs, from all labels it was not fitted to, whenever the comments were written."""
    fit = fitted(here)
    before = Skill(*fit.record["negative"]) if fit else Skill(0, 0, 0, 0)
    return before + _negative(confusion(here, False, fit.number if fit else 0))


def fitted(here: Here) -> Fit | None:
    """The fit that made the engine whose judgements this view shows; None of the engine as it is shipped."""
    return here.keep("fit", lambda: _fitted(here))


def _fitted(here: Here) -> Fit | None:
    judge = scores.in_force(here.data.engine, here.view.as_of)
    return fits.of_version(here.data.engine, judge.engine, judge.version) if judge else None


def _negative(rows: Sequence[Row]) -> Skill:
    cells = {(truth, judged): 0 for truth in (True, False) for judged in (True, False)}
    for row in rows:
        cells[row["truth"] == "negative", row["judged"] == "negative"] += row["n"]
    hits, false = cells[True, True], cells[False, True]
    return Skill(hits, hits + cells[True, False], false, false + cells[False, False])


def confusion(here: Here, people: bool, since: int = 0) -> tuple[Row, ...]:
    """Labels known (`truth`) against the engine's (`judged`), over all days."""
    everything = here.query("comments_received", period=Period(*_extent(here)))
    select = comment_lists.confusion(everything, people, since)
    return here.keep(f"confusion {people} {since}", lambda: read(here.data.engine, select))


def _extent(here: Here) -> tuple[date, date]:
    first, last = here.data.extent.first, here.data.extent.last
    return (first or here.view.period.start, last or here.view.period.end)


def answer(here: Here, found: Found) -> str:
    """The page's sentence: how many are negative, how sure that is, whether it was otherwise before."""
    t, locale, now = here.locale.t, here.locale, found.now.share
    said = t(
        "Negative comments: about {share} ({low}–{high}).",
        share=locale.percent(now.value, 0),
        low=locale.percent(now.low, 0),
        high=locale.percent(now.high, 0),
    )
    if found.before is None:
        return said
    was = locale.percent(found.before.share.value, 0)
    changed = moved(_counts(found.now), _counts(found.before))
    if changed > 0:
        return locale.sentences([said, t("More than before ({was}), beyond chance.", was=was)])
    if changed < 0:
        return locale.sentences([said, t("Fewer than before ({was}), beyond chance.", was=was)])
    return locale.sentences([said, t("No reliable difference to before ({was}).", was=was)])


def _counts(of: Told) -> tuple[int, int]:
    return of.negative, of.judged


def basis(here: Here, found: Found) -> None:
    """What the share rests on; the share as counted is a click away."""
    t, n, now = here.locale.t, here.locale.number, found.now
    rest = now.received - now.judged - now.wordless
    said = [t("{judged} of {received} comments are judged.", judged=n(now.judged), received=n(now.received))]
    said += [t("{n} wait to be judged.", n=n(rest))] if rest else []
    if now.wordless:
        said.append(t("{n} have no words to judge: erased, or stated by no file.", n=n(now.wordless)))
    st.html(markup.quiet(here.locale.sentences([*said, _kind(here, now), *_judge(here)])))
    lacking = sentiments.lacking(here.settings) if here.may("label") else None
    if lacking is not None:
        st.html(markup.notice(here.locale.say(lacking), "warn"))
    if now.estimated:
        with st.popover(t("As counted"), icon=":material/calculate:"):
            raw = here.locale.percent(now.share.raw)
            st.html(markup.quiet(t("As counted, errors of judging included: {share}.", share=raw)))


def _judge(here: Here) -> list[str]:
    """The engine whose judgements this view shows; nothing where none has judged."""
    t, judge = here.locale.t, scores.in_force(here.data.engine, here.view.as_of)
    if judge is None:
        return []
    name = t(ENGINES[judge.engine]) if judge.engine in ENGINES else judge.engine
    return [t("Judged by {engine}, version {version}.", engine=name, version=judge.version)]


def _kind(here: Here, now: Told) -> str:
    t = here.locale.t
    if now.estimated:
        return t("An estimate: corrected for how often the engine errs; 90% interval.")
    known, _ = _known(here, here.view.period)
    if known == now.judged:
        return t("Every comment was labelled by people or in its file; 90% interval.")
    return t(
        "As counted; not corrected, because too few labels tell how often the engine errs; 90% interval."
    )
