"""Teaching: people label comments where the engine is least sure, and some at random; what it does on the
random ones is shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.metrics import comment_lists
from lib.metrics.comments import read
from lib.metrics.rows import Row
from lib.store import scores
from lib.store.comment_schema import LABELS
from lib.store.scores import Labelled
from lib.ui import comments, markup, sentiment_share
from lib.ui.here import Here

EACH = 4
"""Comments of either kind that are shown at a time."""


def section(here: Here) -> None:
    """The comments to label, and how well the engine did."""
    t = here.locale.t
    rows = sentiment_share.confusion(here, people=True)
    with st.expander(t("Teach Pulse how your community speaks"), icon=":material/school:"):
        _record(here, rows)
        if here.view.as_of is None and here.may("label"):
            _form(here)


def _form(here: Here) -> None:
    t = here.locale.t
    found = _drawn(here)
    if not found:
        st.html(markup.quiet(t("Every comment of this view has a label.")))
        return
    st.html(
        markup.quiet(
            t("Half are those Pulse is least sure of, half are random. Leave open what you cannot tell.")
        )
    )
    with st.form(f"teach-{here.data.version}", border=False):
        given = []
        for _, row in found:
            st.text(row["text"] or "")
            given.append(
                st.radio(
                    t("Sentiment"),
                    LABELS,
                    index=None,
                    format_func=lambda id: t(comments.LABELS[id]),
                    horizontal=True,
                    key=f"label-{row['comment_id']}-{here.data.version}",
                    label_visibility="collapsed",
                )
            )
        if st.form_submit_button(t("Save labels"), type="primary"):
            _save(
                here,
                [
                    Labelled(row["comment_id"], label, drawn)
                    for (drawn, row), label in zip(found, given, strict=True)
                    if label
                ],
            )


def _drawn(here: Here) -> list[tuple[str, Row]]:
    of = here.query("comments_received")
    unsure = read(here.data.engine, comment_lists.unlabelled(of, True, EACH))
    taken = {row["comment_id"] for row in unsure}
    random = read(here.data.engine, comment_lists.unlabelled(of, False, 2 * EACH))
    others = [row for row in random if row["comment_id"] not in taken][:EACH]
    return [*(("random", row) for row in others), *(("unsure", row) for row in unsure)]


def _save(here: Here, labels: list[Labelled]) -> None:
    here.require("label")
    if labels:
        scores.teach(here.data.engine, labels, here.now, here.who)
        st.rerun()


def _record(here: Here, rows: tuple[Row, ...]) -> None:
    """Precision, recall and the confusion table on comments that people drew at random."""
    t, locale = here.locale.t, here.locale
    total = sum(row["n"] for row in rows)
    if not total:
        st.html(markup.quiet(t("No random comment has a label yet: how often Pulse errs here is not known.")))
        return
    known = sentiment_share.skill(here, people=True)
    said = [
        locale.n("{n} label of a comment drawn at random", "{n} labels of comments drawn at random", total)
    ]
    if known.of_kind:
        said.append(t("of the negative ones {share} were found", share=locale.percent(known.tpr, 0)))
    if known.hits + known.false:
        precision = known.hits / (known.hits + known.false)
        said.append(t("of those called negative {share} were", share=locale.percent(precision, 0)))
    st.html(markup.quiet(" · ".join(said)))
    cells = {(row["truth"], row["judged"]): row["n"] for row in rows}
    table: dict[str, list[str] | list[int]] = {
        t("Labelled by people"): [t(comments.LABELS[id]) for id in LABELS]
    }
    table |= {
        t("Pulse: {label}", label=t(comments.LABELS[to])): [cells.get((id, to), 0) for id in LABELS]
        for to in LABELS
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch")
