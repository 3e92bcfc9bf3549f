"""What came of earlier forecasts: each that was published, laid beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from lib import kept_forecasts
from lib.analysis.forecast.models import NAMES
from lib.analysis.forecast.promises import Kept, Promise, by_kind, kept
from lib.analysis.forecast.verdict import SAME
from lib.charts import figure, trend
from lib.charts.ahead import Step
from lib.forecasts import Subject
from lib.i18n import DASH
from lib.metrics import figures
from lib.model import N_
from lib.ui import markup, notes, parts
from lib.ui.cached import keep
from lib.ui.here import Here
from lib.ui.outlook import Outlook

PROMISED = {
    (1, False): N_("Of {n} days promised from {day} on, {held} lay in the band{compared}."),
    (1, True): N_(
        "Worked out afterwards from what was known then: of {n} days, {held} lay in the band{compared}."
    ),
    (7, False): N_("Of {n} weeks promised from {day} on, {held} lay in the band{compared}."),
    (7, True): N_(
        "Worked out afterwards from what was known then: of {n} weeks, {held} lay in the band{compared}."
    ),
}
"""By step in days, and whether the forecasts were made later than their data."""

BEFORE = 4
"""Weeks of the figure that are drawn before a forecast begins."""


def section(here: Here, shown: Outlook) -> None:
    """How the earlier forecasts of this view did: a sentence, the last that has come due, all of them."""
    if shown.asked is None or shown.found is None:
        return
    t, found = here.locale.t, load(here, shown)
    some = [each for each in found if each.arrived]
    if not some:
        st.html(markup.block(t("Kept promises"), _none(here, found)))
        return
    last = max(some, key=lambda each: (not each.replayed, each.arrived, each.published.first))
    history = shown.found
    parts.figure(
        here, f"promise-{shown.metric.id}", lambda: _drawn(here, shown, history, found, last), _stamp(shown)
    )
    with st.expander(t("All earlier forecasts"), icon=":material/fact_check:"):
        st.dataframe(_table(here, some), hide_index=True, width="stretch", placeholder=DASH)


def load(here: Here, shown: Outlook) -> list[Promise]:
    """The forecasts of the view that count, whether anything of them has arrived or not."""
    asked, history = shown.asked, shown.found
    if asked is None or history is None:
        return []
    every = keep(
        here.data,
        f"promises {asked} {_stamp(shown)}",
        lambda: kept_forecasts.promises(here.data.engine, asked, history),
    )
    return [each for kind in by_kind(every).values() for each in kind]


def _stamp(shown: Outlook) -> str:
    return f"{shown.stored.data_version} {shown.stored.made_at}" if shown.stored else ""


def _none(here: Here, found: Sequence[Promise]) -> str:
    due = min((each.published.first for each in found), default=None)
    if due is None:
        return here.locale.t("Every forecast is kept, and laid beside what comes, here.")
    return here.locale.t(
        "Nothing of a forecast has come due yet; the first is for {day}, and counts once its figures have "
        "settled.",
        day=here.locale.date(due, year=True),
    )


def sentence(here: Here, found: Sequence[Promise]) -> str:
    """What the promises came to: those that were published or, where none has come due, those worked out
    afterwards."""
    counted = {
        replayed: kept([each for each in found if each.replayed == replayed]) for replayed in (False, True)
    }
    replayed = not counted[False].steps
    record, step = counted[replayed], found[0].published.step
    if record.since is None or record.coverage80 is None:
        return ""
    return here.locale.t(
        PROMISED[step, replayed],
        n=record.steps,
        day=here.locale.date(record.since, year=True),
        held=here.locale.percent(record.coverage80, 0),
        compared=_compared(here, record),
    )


def _compared(here: Here, record: Kept) -> str:
    locale, gain = here.locale, record.gain
    if gain is None:
        return ""
    if abs(gain) < SAME:
        return locale.t("; errors as large as those of repeating last week")
    share = locale.percent(abs(gain), 0)
    if gain > 0:
        return locale.t("; errors {share} smaller than those of repeating last week", share=share)
    return locale.t("; errors {share} larger than those of repeating last week", share=share)


def _drawn(here: Here, shown: Outlook, of: Subject, found: Sequence[Promise], last: Promise) -> figure.Figure:
    """The last forecast that has come due, beside what came."""
    locale, made, history = here.locale, last.published, of.history
    first, until = made.first - timedelta(7 * BEFORE), made.last
    days = [(history.day(n), float(value)) for n, value in enumerate(history.values)]
    points = [
        trend.Point(day, None if np.isnan(value) else value) for day, value in days if first <= day <= until
    ]
    ahead = [Step(each.date, each.value, each.low, each.high) for each in made.of(made.model).points]
    grain = "day" if made.step == 1 else "week"
    subtitle = [
        f"{locale.t(shown.metric.name)} ({figures.unit(shown.metric, locale)})",
        locale.t(trend.GRAINS[grain]),
        locale.t(
            "lighter: what was forecast from data version {n}, made {moment}",
            n=str(last.data_version),
            moment=here.moment(last.made_at),
        ),
    ]
    title = sentence(here, found)
    marks = notes.marks(here, shown.metric.id, first, until)
    drawn = trend.Trend(shown.metric, grain, points, marks, ahead=ahead)
    return trend.draw(drawn, title.rstrip(".。"), " · ".join(subtitle), here.palette, locale)


def _table(here: Here, found: Sequence[Promise]) -> pd.DataFrame:
    t, locale = here.locale.t, here.locale
    return pd.DataFrame(
        [
            {
                t("Forecast from"): locale.date(each.published.first, year=True),
                t("Made"): here.moment(each.made_at),
                t("Data version"): each.data_version,
                t("Model"): t(NAMES[each.published.model]),
                t("Arrived"): f"{each.arrived} / {len(each.actual)}",
                t("In the 80% band"): locale.percent(each.held / each.arrived, 0),
                t("Error against repeating last week"): _change(here, each),
                t("How"): t("worked out afterwards") if each.replayed else t("published"),
            }
            for each in sorted(found, key=lambda each: each.published.first, reverse=True)
        ]
    )


def _change(here: Here, promise: Promise) -> str:
    ours, naive = promise.error(promise.published.model), promise.error("naive")
    return DASH if ours is None or not naive else here.locale.change(ours / naive - 1)
