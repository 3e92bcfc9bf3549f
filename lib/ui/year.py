"""Year over year: a metric's period against the same weekdays a year earlier, where there is history."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from lib.analysis.summary import Figure
from lib.metrics.definition import Metric
from lib.ui import markup, overview, sentences
from lib.ui.here import Here
from lib.ui.overview import Overview
from lib.ui.view import to_url


def section(here: Here, found: Overview, chosen: Metric) -> None:
    """The change since a year earlier in a line that leads to it on the chart, or since when there are
    data; nothing where that is the comparison already."""
    t, first = here.locale.t, here.data.extent.first
    if here.view.compare == "year" or chosen.top.how == "only" or first is None:
        return
    then = replace(here, view=replace(here.view, compare="year"))
    before = then.view.before
    assert before is not None
    if first > before.start:
        day = here.locale.date(first, with_weekday=False, year=True)
        st.html(
            markup.quiet(
                t(
                    "No year over year: a year before this period there are no data (they begin on {day}).",
                    day=day,
                )
            )
        )
        return
    figure = here.keep(f"year {chosen.id}", lambda: overview.summary(then, [chosen], found.young_from)[0])
    address = f"?{urlencode(to_url(then.view), doseq=True)}"
    st.html(markup.links([(_said(here, figure), address)]))


def _said(here: Here, found: Figure) -> str:
    """“Year over year: ↓ −0.7 pp · before: 5.2%.”"""
    change, note = (
        sentences.change(found.metric, found.change, here.locale),
        sentences.note(found, here.locale),
    )
    if not change:
        return here.locale.t("Year over year – {why}", why=note)
    return here.locale.t("Year over year: {change}", change=" · ".join(filter(None, [change, note])))
