"""When the audience is there: comments by weekday and hour, beside the hours when people answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.charts import heatmap
from lib.charts.figure import Figure
from lib.charts.heatmap import Cell
from lib.metrics import audience, run
from lib.metrics.rows import Row
from lib.model import PulseError
from lib.store import slot_tests as store
from lib.store.slot_tests import Staffed
from lib.ui import markup, parts, posting, posting_words
from lib.ui.here import Here

_DONE = "staffed-done"


def section(here: Here) -> None:
    """The comments of a week, the hours when people answer, and when questions wait."""
    t = here.locale.t
    of = posting.judged(here)
    rows = here.keep("audience", lambda: run.rows_of(here.data.engine, audience.by_slot(of)))
    timed = [row for row in rows if row["hour"] is not None]
    if not timed:
        note = t("No comment with a time of day lies in these days. Comments tell when people write.")
        st.html(markup.block(t("When the audience is there"), note))
        return
    staffed = store.staffed(here.data.engine)
    plans = here.may("plan")
    parts.figure(here, f"audience-{staffed}", lambda: _drawn(here, timed, staffed), f"plans {plans}")
    st.html(markup.quiet(" · ".join([posting.days(here, of), *_left_out(here, rows)])))
    if here.view.as_of is None and here.may("plan"):
        with st.popover(t("When people answer"), icon=":material/support_agent:"):
            _form(here, staffed or Staffed())


def _left_out(here: Here, rows: Sequence[Row]) -> list[str]:
    """What is not in the picture: comments without a time, and reactions, of which no export states one."""
    untimed = sum(row["n"] for row in rows if row["hour"] is None)
    words = here.locale.n(
        "{n} comment without a time of day left out", "{n} comments without a time of day left out", untimed
    )
    reactions = here.locale.t("reactions state no times, so they are not in it")
    return [words, reactions] if untimed else [reactions]


def _drawn(here: Here, rows: list[Row], staffed: Staffed | None) -> Figure:
    t, n = here.locale.t, here.locale.number
    cells = []
    counts = {(row["weekday"], row["hour"]): row["n"] for row in rows}
    for day in range(1, 8):
        for hour in range(24):
            count = counts.get((day, hour), 0)
            there = staffed is not None and staffed.holds(day, hour)
            answered = {t("Staffed"): t("yes") if there else t("no")} if staffed else {}
            told = {t("Comments"): n(count), **answered}
            cells.append(Cell(day, hour, count, told, outlined=there))
    legend = t("Outlined: hours when people answer.") if staffed else ""
    subtitle = t("comments of others by weekday and hour")

    def worded(value: float) -> str:
        return here.locale.n("{n} comment", "{n} comments", round(value))

    finding = _finding(here, rows, staffed)
    return heatmap.draw(cells, finding, subtitle, here.palette, here.locale, scale=worded, legend=legend)


def _finding(here: Here, rows: list[Row], staffed: Staffed | None) -> str:
    t, most = here.locale.t, max(rows, key=lambda row: row["n"])
    when = posting_words.slot(most["weekday"], most["hour"], here.locale)
    if staffed is None and not here.may("plan"):
        return t("Most comments come on {slot}", slot=when)
    if staffed is None:
        return t("Most comments come on {slot}; say when people answer, to see when they wait", slot=when)
    every = sum(row["n"] for row in rows)
    waiting = [row for row in rows if not staffed.holds(row["weekday"], row["hour"])]
    share = here.locale.percent(sum(row["n"] for row in waiting) / every, 0)
    if not waiting:
        return t("Every comment comes while people answer")
    worst = max(waiting, key=lambda row: row["n"])
    when = posting_words.slot(worst["weekday"], worst["hour"], here.locale)
    return t("{share} of comments come when nobody answers, most on {slot}", share=share, slot=when)


def _form(here: Here, now: Staffed) -> None:
    t, hours = here.locale.t, list(range(25))
    fields = {
        "working_from": t("Monday to Friday, from"),
        "working_to": t("Monday to Friday, to"),
        "weekend_from": t("Weekends, from"),
        "weekend_to": t("Weekends, to"),
    }
    with st.form("staffed-hours", border=False):
        chosen = {
            name: st.selectbox(label, hours, getattr(now, name), format_func=here.locale.hour)
            for name, label in fields.items()
        }
        st.html(markup.quiet(t("The same hour twice: nobody answers on these days.")))
        if st.form_submit_button(t("Save"), type="primary"):
            _save(here, Staffed(**chosen))


def _save(here: Here, hours: Staffed) -> None:
    try:
        here.require("plan")
        store.staff(here.data.engine, hours, here.now, here.who)
    except PulseError as error:
        st.html(markup.notice(here.locale.say(error.message), "bad"))
        return
    st.rerun()
