"""What drives negative comments now against before: words, and topics."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.analysis.watch.drivers import Driver, drivers
from lib.analysis.words import Word, telling
from lib.i18n import DASH
from lib.metrics import comment_lists
from lib.metrics.comments import COUNTS, read
from lib.model import Period
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.sentiment_share import judged_of

COMPARED = 2_000
"""Negative comments of a period, the newest first, whose words are compared."""


def words(here: Here) -> None:
    """The words more frequent in negative comments now than before."""
    t = here.locale.t
    found = here.keep("words", lambda: _words(here))
    before = t("before: the period compared with, or the one just before")
    if not found:
        st.html(markup.block(t("No word drives the negative comments more than before."), before))
        return
    named = here.locale.list(
        [
            f"「{each.word}」" if here.locale.html_lang.startswith("zh") else f"“{each.word}”"
            for each in found[:3]
        ]
    )
    st.html(markup.block(t("Negative comments speak more of {words}", words=named), before))
    table = pd.DataFrame(
        {
            t("Word"): [w.word for w in found],
            t("Now"): [w.first for w in found],
            t("Before"): [w.second for w in found],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", height=min(420, 38 + 35 * len(table)))


def _words(here: Here) -> list[Word]:
    now, before = here.view.period, here.view.before or here.view.period.previous()
    return telling(_texts(here, now), _texts(here, before))


def _texts(here: Here, period: Period) -> list[str]:
    of = here.query("comments_received", period=period)
    return [row["text"] for row in read(here.data.engine, comment_lists.texts(of, "negative", COMPARED))]


def topics(here: Here) -> None:
    """The topics whose negative comments grew most, with their part in the change of the share."""
    t, locale = here.locale.t, here.locale
    found = here.keep("topics", lambda: _topics(here))
    said = t("part of the change of the negative share, in points; only topics that rose")
    if not found:
        st.html(markup.block(t("No topic drives the negative comments more than before."), said))
        return
    names = locale.list([here.name("topic", each.name) for each in found[:2]])
    st.html(markup.block(t("More of the negative comments come from {topics}", topics=names), said))
    rows = [
        {
            t("Topic"): here.name("topic", each.name),
            t("Now"): _of(here, each.negative, each.n),
            t("Before"): _of(here, each.before_negative, each.before_n),
            t("Part of the rise"): locale.points(each.points),
        }
        for each in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder=DASH)


def _of(here: Here, negative: int, n: int) -> str:
    share = f" ({here.locale.percent(negative / n, 0)})" if n else ""
    return f"{here.locale.number(negative)}{share}"


def _topics(here: Here) -> list[Driver]:
    now, before = here.view.period, here.view.before or here.view.period.previous()
    found = drivers("topic", _by_topic(here, now), _by_topic(here, before))
    return [each for each in found if each.name]  # what has no topic drives nothing


def _by_topic(here: Here, period: Period) -> dict[str, tuple[int, int]]:
    rows = here.data.fetch(here.query(*COUNTS, by=("topic",), period=period)).rows
    return {row["topic"] or "": (judged_of(row), row["negative_comments"] or 0) for row in rows}
