"""The watch over negative comments on screen: how it stands, its chart, what drives it, its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib import watches
from lib.alarms import LEVELS, MEANINGS
from lib.analysis.watch import RARER, Alarm, Delay, delays
from lib.analysis.watch.drivers import Driver
from lib.charts import control, figure
from lib.i18n import DASH
from lib.model import Period
from lib.store import watch as store
from lib.ui import markup, notes, parts
from lib.ui.here import Here
from lib.watches import Look


@dataclass(frozen=True)
class Shown:
    """What the page shows: the watch, what drives the alarm it shows, how soon rises are told."""

    look: Look
    alarm: Alarm | None
    drivers: Sequence[Driver]
    delays: Sequence[Delay]


def load(here: Here) -> Shown:
    """The watch over the community that is filtered by, else over all comments."""
    decided = store.setting(here.data.engine, watched(here))
    return here.keep(f"watch {decided}", lambda: _load(here))


def _load(here: Here) -> Shown:
    engine = here.data.engine
    seen = watches.look(engine, watched(here), scope=here.data.scope, as_of=here.view.as_of)
    alarm = seen.watch.alarms[-1] if seen.watch.alarms else None
    driven = watches.driven(engine, seen, alarm) if alarm else []
    stage = seen.watch.stage
    told = delays(stage.baseline.usual, watches.volumes(seen), stage.limits) if stage else []
    return Shown(seen, alarm, driven, told)


def usual_days(here: Here) -> Period | None:
    """The days that this watch learnt the usual share from; None while there are too few."""
    seen = watches.look(here.data.engine, watched(here), scope=here.data.scope, as_of=here.view.as_of)
    stage = seen.watch.stage
    if stage is None:
        return None
    return Period(seen.counts.day(stage.baseline.first), seen.counts.day(stage.baseline.last))


def watched(here: Here) -> str:
    """The watch that the filters ask for."""
    chosen = here.view.chosen("community")
    return watches.name(chosen[0] if len(chosen) == 1 else None)


def answer(here: Here, shown: Shown) -> str:
    """How the watch stands, in a sentence."""
    locale, made = here.locale, shown.look.watch
    t, last = locale.t, made.last
    if made.state == "too little data" or last is None:
        return t("Too few judged comments to watch: eight weeks of them, and 200, are needed first.")
    usual = locale.percent(last.usual, 1)
    if made.state == "normal":
        since = locale.date(made.since, year=True) if made.since else DASH
        return t("Nothing unusual since {day}: {usual} of comments are negative.", day=since, usual=usual)
    return t(
        "{level} alarm since {day}: {share} of comments are negative, {usual} is usual.",
        level=t(LEVELS[made.state]).capitalize(),
        day=locale.date(made.since, year=True) if made.since else DASH,
        share=locale.percent(_share(shown), 1),
        usual=usual,
    )


def _share(shown: Shown) -> float:
    """The share over the days of the alarm that is shown."""
    counts, alarm = shown.look.counts, shown.alarm
    if alarm is None:
        return float("nan")
    first = counts.at(alarm.began)
    last = counts.at(alarm.until) + 1 if alarm.until else len(counts)
    return float(counts.negative[first:last].sum() / max(1, counts.n[first:last].sum()))


def chart(here: Here, shown: Shown) -> None:
    """The share by day with its limits and the alarms, over the view's period."""
    of = shown.look.watch.stage
    if of is None:
        return
    key = f"watch-control-{shown.look.watch.budget:g}-{of.baseline.first}"
    parts.figure(here, key, lambda: drawn(here, shown), pinned=True)
    notes.section(here)
    if shown.look.watch.waiting:
        st.html(markup.quiet(waiting(here, shown)))


def waiting(here: Here, shown: Shown) -> str:
    """How many comments are too few to be judged yet."""
    return here.locale.n(
        "{n} comment of the newest days is too few to be judged yet and waits for more.",
        "{n} comments of the newest days are too few to be judged yet and wait for more.",
        shown.look.watch.waiting,
    )


def drawn(here: Here, shown: Shown) -> figure.Figure:
    """The share by day with its limits and the alarms, in the view's period."""
    t, period = here.locale.t, here.view.period
    days = [
        control.Day(each.day, each.share, each.usual, each.limit, each.n)
        for each in shown.look.watch.days
        if period.start <= each.day <= period.end
    ]
    end = shown.look.counts.day(max(0, len(shown.look.counts) - 1))
    spans = spanned(here, shown.look.watch.alarms, end)
    counted = here.locale.n("{n} alarm in this period", "{n} alarms in this period", len(spans))
    title = counted if spans else t("No alarm in this period")
    subtitle = t("share of negative comments by day; days with fewer than 10 comments are pooled")
    of = control.Named(t("Negative share"), share=True)
    return control.draw(of, days, spans, title, subtitle, here.palette, here.locale, notes.marks(here))


def spanned(here: Here, alarms: Sequence[Alarm], end: date) -> list[control.Span]:
    """The alarms of the view's period as a chart draws them; `end` is the newest day."""
    period = here.view.period
    return [
        control.Span(
            each.date,
            max(each.began, period.start),
            min(each.until or end, period.end),
            here.locale.t(LEVELS[each.peak]),
            each.peak == "severe",
        )
        for each in alarms
        if (each.until or end) >= period.start and each.date <= period.end
    ]


def budget(here: Here, shown: Shown) -> None:
    """The budget in words, and how soon a rise is told with it."""
    locale, made = here.locale, shown.look.watch
    t = locale.t
    days = locale.number(made.budget)
    st.html(markup.block(t("At most one false alarm in {n} days", n=days), t("and how soon a rise is told")))
    if made.stage is None:
        return
    rows = [
        {
            t("Rise to"): locale.percent(each.share, 0),
            t("Alarm after, on average"): _days(here, each.mean),
            t("Within a week"): locale.percent(each.within_week, 0),
        }
        for each in shown.delays
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder=DASH)
    st.html(markup.notes([_baseline(here, shown), *_levels(here, made.budget)]))


def _days(here: Here, days: float | None) -> str:
    if days is None:
        return here.locale.t("may take more than 90 days")
    return here.locale.t("{n} days", n=here.locale.number(days, 1))


def _baseline(here: Here, shown: Shown) -> str:
    """What the usual share was learnt from, and how many days were left out of that, if any."""
    assert shown.look.watch.stage is not None
    of, counts, locale = shown.look.watch.stage.baseline, shown.look.counts, here.locale
    usual = locale.t(
        "Usual is {share}, from {n} comments of {period}.",
        share=locale.percent(of.usual.share, 1),
        n=locale.number(of.comments),
        period=locale.period(counts.day(of.first), counts.day(of.last), year=True),
    )
    out = locale.n("{n} unusual day is left out.", "{n} unusual days are left out.", of.left_out)
    return locale.sentences([usual, out if of.left_out else ""])


def _levels(here: Here, budget: float) -> list[str]:
    t = here.locale.t
    return [
        t(
            "{level}: {meaning} By chance alone once in {n} days.",
            level=t(LEVELS[level]).capitalize(),
            meaning=t(MEANINGS[level]),
            n=here.locale.number(budget * RARER[level]),
        )
        for level in LEVELS
    ]


def past(here: Here, shown: Shown) -> None:
    """The alarms this watch would have raised, with what was known each day."""
    alarms = shown.look.watch.alarms
    if not shown.look.watch.days:
        return
    st.html(markup.block(*past_words(here, shown)))
    if not alarms:
        return
    rows = past_rows(here, shown)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(420, 38 + 35 * len(rows)))


def past_words(here: Here, shown: Shown) -> tuple[str, str]:
    """How many alarms there were, and how many chance alone would have raised."""
    n = len(shown.look.watch.alarms)
    return here.locale.n("{n} alarm in all of the past", "{n} alarms in all of the past", n), _expected(
        here, shown
    )


def past_rows(here: Here, shown: Shown) -> list[dict[str, str]]:
    """The alarms, the newest first, under headers in the reader's language."""
    t, locale = here.locale.t, here.locale
    return [
        {
            t("Raised"): locale.date(each.date, year=True),
            t("Level then"): t(LEVELS[each.level]),
            t("Highest level"): t(LEVELS[each.peak]),
            t("Negative share"): locale.percent(each.share, 1),
            t("Usual"): locale.percent(each.usual, 1),
            t("Began"): locale.date(each.began, year=True),
            t("Over"): locale.date(each.until, year=True) if each.until else t("lasts"),
        }
        for each in reversed(shown.look.watch.alarms)
    ]


def _expected(here: Here, shown: Shown) -> str:
    """How many of them chance alone would have raised."""
    made = shown.look.watch
    if not made.days:
        return ""
    watched_days = (made.days[-1].day - made.days[0].day + timedelta(1)).days
    return here.locale.t(
        "replayed with what was known each day; {days} days watched, in which chance alone raises about {n}",
        days=here.locale.number(watched_days),
        n=here.locale.number(watched_days / made.budget, 0),
    )
