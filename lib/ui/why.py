"""Why the metric changed since the compared period: a sentence, the parts, the groups behind them."""

from __future__ import annotations

import streamlit as st

from lib.analysis.because import headline
from lib.charts import why as drawing
from lib.charts.figure import Figure
from lib.explanations import DIMENSIONS, Explanation, explain, explainable
from lib.metrics.catalog import DIMENSIONS as NAMES
from lib.metrics.catalog import answers
from lib.metrics.definition import Metric
from lib.model import N_, Message, PulseError, say
from lib.ui import filters, markup, maturity, parts
from lib.ui.here import Here

AUTO = "auto"
TITLE = N_("Why it changed")


def section(here: Here, metric: Metric) -> None:
    """The change taken apart, by the dimension that explains most or the one that is chosen."""
    t = here.locale.t
    if not explainable(metric):
        return
    if here.view.before is None:
        st.html(
            markup.block(t(TITLE), t("Choose a period to compare with, and the change is taken apart here."))
        )
        return
    found = here.keep(f"why {metric.id}", lambda: _explained(here, metric))
    if isinstance(found, Message):
        st.html(markup.block(t(TITLE), here.locale.say(found)))
        return
    offered = [id for id in DIMENSIONS if answers(metric, [id])]
    names = {AUTO: t("What explains most"), **{id: t(NAMES[id].name) for id in offered}}
    filters.option(here, "why", t("Explained by"), names)
    parts.figure(here, f"why-{metric.id}", lambda: _drawn(here, found))


def _explained(here: Here, metric: Metric) -> Explanation | Message:
    """The explanation, or why there is none."""
    before, first = here.view.before, here.data.extent.first
    assert before is not None
    if first is not None and before.end < first:
        return say("There is nothing to compare with: one of the two periods has no figure.")
    chosen = here.view.option("why")
    by = None if chosen == AUTO or not answers(metric, [chosen]) else chosen
    try:
        after = maturity.settled_after(here)
        return explain(here.data, here.query(metric.id), before, by, after)
    except PulseError as error:
        return error.message


def _drawn(here: Here, found: Explanation) -> Figure:
    locale, split = here.locale, found.splits[0]
    told, left = headline(found.metric, split, here.name, locale)
    spans = [locale.period(each.start, each.end, year=True) for each in (found.period, found.compared)]
    subtitle = [
        *([left] if left else []),
        locale.t("by {dimension}", dimension=locale.t(NAMES[split.by].name).lower()),
        locale.t("{period} against {compared}", period=spans[0], compared=spans[1]),
    ]
    if found.basis == "settled days":
        subtitle.append(locale.t("settled days"))
    title = told.rstrip(".。")
    return drawing.draw(found.metric, split, here.name, title, " · ".join(subtitle), here.palette, locale)
