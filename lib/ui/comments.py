"""The comments themselves, and how fast they are answered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.analysis.response import TARGET_HOURS, Response, Wait, respond
from lib.i18n import DASH
from lib.metrics import comment_lists
from lib.metrics.comments import read
from lib.metrics.rows import Row
from lib.model import N_
from lib.ui import filters, markup, parts
from lib.ui.here import Here

LABELS = {"negative": N_("Negative"), "neutral": N_("Neutral"), "positive": N_("Positive")}
MOODS = {"all": N_("All"), **LABELS}
WHOSE = {"person": N_("a person"), "file": N_("the file"), "engine": N_("Pulse")}


def listed(here: Here) -> None:
    """The comments as plain text, filtered by label; the table searches and orders them."""
    t, n = here.locale.t, here.locale.number
    mood = filters.option(here, "mood", t("Show"), {id: t(name) for id, name in MOODS.items()})
    label = "" if mood == "all" else mood
    of = here.query("comments_received")
    rows = here.keep(f"comments {label}", lambda: read(here.data.engine, comment_lists.listed(of, label)))
    total = rows[0]["total"] if rows else 0
    said = t("{shown} of {total} comments, the newest first", shown=n(len(rows)), total=n(total))
    st.html(markup.block(t("The comments"), said))
    if rows:
        table = pd.DataFrame([_row(here, row) for row in rows])
        text = {t("Text"): st.column_config.TextColumn(width="large")}
        tall = min(420, 38 + 35 * len(table))
        st.dataframe(
            table, hide_index=True, width="stretch", height=tall, placeholder=DASH, column_config=text
        )
        parts.download(here, table, "comments")


def _row(here: Here, row: Row) -> dict[str, str]:
    t = here.locale.t
    return {
        t("Written"): here.moment(row["created_at"]) or here.locale.date(row["day"], year=True),
        t("Text"): row["text"] or "",
        t("Sentiment"): t(LABELS[row["label"]]) if row["label"] else "",
        t("Judged by"): t(WHOSE[row["sentiment_of"]]) if row["sentiment_of"] else "",
        t("Platform"): here.name("platform", row["platform"]),
        t("Topic"): here.name("topic", row["topic"]),
    }


def response(here: Here) -> None:
    """How fast questions and negative comments are answered, and who still waits."""
    t = here.locale.t
    of = here.query("comments_received")
    found = here.keep(
        "response", lambda: respond([_wait(row) for row in read(here.data.engine, comment_lists.waits(of))])
    )
    if found is None:
        st.html(
            markup.block(
                t("Nobody waits for an answer."), t("Questions and negative comments with a time of day")
            )
        )
        return
    st.html(markup.block(_median(here, found), _within(here, found)))
    rows = here.keep("backlog", lambda: read(here.data.engine, comment_lists.backlog(of)))
    if not rows:
        return
    waiting = here.locale.n(
        "{n} comment waits for an answer, the oldest first",
        "{n} comments wait for an answer, the oldest first",
        rows[0]["total"],
    )
    st.html(markup.quiet(waiting))
    table = pd.DataFrame([_unanswered(here, row) for row in rows])
    columns = {
        t("Link"): st.column_config.LinkColumn(display_text=t("open"), width="small"),
        t("Text"): st.column_config.TextColumn(width="large"),
    }
    tall = min(320, 38 + 35 * len(table))
    st.dataframe(
        table, hide_index=True, width="stretch", height=tall, placeholder=DASH, column_config=columns
    )


def _wait(row: Row) -> Wait:
    return Wait(row["minutes"] / 60, row["answered"], row["n"])


def _median(here: Here, found: Response) -> str:
    t = here.locale.t
    if found.median is None:
        return t("Fewer than half of the questions and negative comments were answered")
    return t(
        "Half of the questions and negative comments were answered within {time}",
        time=_time(here, found.median),
    )


def _within(here: Here, found: Response) -> str:
    t, locale = here.locale.t, here.locale
    n = locale.number
    said = [t("{answered} of {asked} answered", answered=n(found.answered), asked=n(found.asked))]
    if found.within is not None:
        said.append(
            t("{share} within {hours} hours", share=locale.percent(found.within, 0), hours=int(TARGET_HOURS))
        )
    if found.p90 is not None:
        said.append(t("nine of ten within {time}", time=_time(here, found.p90)))
    return " · ".join([*said, t("those unanswered counted as still waiting")])


def _time(here: Here, hours: float) -> str:
    t, number = here.locale.t, here.locale.number
    if hours < 1:
        return t("{n} minutes", n=number(hours * 60, 0))
    return t("{n} hours", n=number(hours, 1)) if hours < 48 else t("{n} days", n=number(hours / 24, 1))


def _unanswered(here: Here, row: Row) -> dict[str, str | None]:
    t, link = here.locale.t, row["permalink"] or ""
    return {
        t("Written"): here.moment(row["created_at"]),
        t("Text"): row["text"] or "",
        t("Sentiment"): t(LABELS[row["label"]]) if row["label"] else "",
        t("Platform"): here.name("platform", row["platform"]),
        t("Link"): link if link.startswith(("https://", "http://")) else None,
    }
