"""Platforms or content types beside each other: each its own small week and its own verdict."""

from __future__ import annotations

import streamlit as st

from lib.charts.figure import Figure
from lib.metrics.catalog import DIMENSIONS
from lib.model import N_
from lib.ui import filters, markup, parts, posting, posting_words
from lib.ui.here import Here

NAMES = {
    "none": N_("All together"),
    "platform": N_("By platform"),
    "content_type": N_("By content type"),
}

MOST = 6


def section(here: Here) -> None:
    """The choice, and a small heatmap for each of the most frequent groups, under the page's lens."""
    t = here.locale.t
    st.html(markup.block(t("Platforms and content types")))
    names = {key: t(name) for key, name in NAMES.items()}
    dimension = filters.option(here, "beside", t("Split by"), names)
    if dimension == "none":
        return
    groups = list(here.view.chosen(dimension)) or [value for value, _ in here.data.choices[dimension]]
    if not groups:
        st.html(markup.quiet(t("These sources do not state it, or state no rate for it.")))
    for at in range(0, len(groups[:MOST]), 2):
        for place, group in zip(st.columns(2, gap="large"), groups[at : at + 2], strict=False):
            with place:
                _group(here, dimension, group)
    if len(groups) > MOST:
        name = t(DIMENSIONS[dimension].name)
        st.html(markup.quiet(t("The {n} most frequent are shown: {dimension}.", n=MOST, dimension=name)))


def _group(here: Here, dimension: str, group: str) -> None:
    lens, found = here.view.option("lens"), posting.load(here, (dimension, group))
    name = here.name(dimension, group)

    def draw() -> Figure:
        return posting.drawn(here, found, lens, name, small=True)

    parts.figure(here, f"posting-{lens}-{dimension}-{group}", draw)
    st.html(markup.quiet(posting_words.verdict(found.times, here.locale)))
