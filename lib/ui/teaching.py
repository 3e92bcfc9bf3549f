"""Teaching: people label comments where the engine is least sure, and some at random; what it does on the
random ones is shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd
import streamlit as st

from lib.analysis.alike import different
from lib.analysis.sentiment import LABELS
from lib.analysis.sentiment.record import Quality
from lib.i18n import DASH
from lib.learning import ENOUGH
from lib.metrics import comment_lists
from lib.metrics.comments import read
from lib.metrics.rows import Row
from lib.store import scores
from lib.store.scores import Labelled
from lib.ui import comments, markup, sentiment_share
from lib.ui.here import Here

EACH = 4
"""Comments of either kind that are shown at a time."""
POOL = 40
"""Comments of either kind that they are chosen from."""


def section(here: Here) -> None:
    """The comments to label, and how well the engine did."""
    t = here.locale.t
    with st.expander(t("Teach Pulse how your community speaks"), icon=":material/school:"):
        _record(here)
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
    """How each was drawn, with its comment; of near-copies one, so that each label teaches something."""
    of, engine = here.query("comments_received"), here.data.engine
    unsure = _unlike([], read(engine, comment_lists.unlabelled(of, True, POOL)))
    others = _unlike(unsure, read(engine, comment_lists.unlabelled(of, False, POOL)))
    return [*(("random", row) for row in others), *(("unsure", row) for row in unsure)]


def _unlike(taken: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The first few that say something else than those before them and those taken."""
    every = [*taken, *rows]
    places = different(row["text"] for row in every)
    return [every[place] for place in places if place >= len(taken)][:EACH]


def _save(here: Here, labels: list[Labelled]) -> None:
    here.require("label")
    if labels:
        scores.teach(here.data.engine, labels, here.now, here.who)
        st.rerun()


def _record(here: Here) -> None:
    """Precision, recall and the confusion table on labels the engine was not fitted to."""
    t, locale = here.locale.t, here.locale
    fit = sentiment_share.fitted(here)
    said = []
    if fit:
        before, after = (Quality(_table(fit.record[name])) for name in ("before", "after"))
        said = [
            t("Pulse was fitted to {n} labels of your community.", n=locale.number(fit.labels)),
            t(
                "On labels it had not seen it was right in {after} of cases, without them in {before}.",
                after=locale.percent(after.accuracy, 0),
                before=locale.percent(before.accuracy, 0),
            ),
        ]
        found = after
    else:
        found = _random(here)
        said = [_short(here, sum(map(sum, found.confusion)))]
    st.html(markup.quiet(locale.sentences(said)))
    if any(map(sum, found.confusion)):
        st.dataframe(_confusion(here, found), hide_index=True, width="stretch", placeholder=DASH)


def _short(here: Here, random: int) -> str:
    """What is still missing to a fit, and what the table below is of."""
    locale = here.locale
    select = comment_lists.labelled(as_of=here.view.as_of)
    given = here.keep("labelled", lambda: read(here.data.engine, select)[0]["n"])
    more = locale.n(
        "{n} more label, and Pulse is fitted to your community.",
        "{n} more labels, and Pulse is fitted to your community.",
        max(0, ENOUGH - given),
    )
    if given >= ENOUGH:
        more = locale.t("There are labels enough: Pulse is fitted to them within minutes.")
    if not random:
        return f"{more} {locale.t('No random comment has a label yet: how often Pulse errs is not known.')}"
    below = locale.n(
        "Below: {n} labelled comment that was drawn at random.",
        "Below: {n} labelled comments that were drawn at random.",
        random,
    )
    return f"{more} {below}"


def _random(here: Here) -> Quality:
    """The engine as it is shipped on comments that people drew at random."""
    cells = {(row["truth"], row["judged"]): row["n"] for row in sentiment_share.confusion(here, people=True)}
    return Quality(tuple(tuple(cells.get((truth, judged), 0) for judged in LABELS) for truth in LABELS))


def _table(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _confusion(here: Here, found: Quality) -> pd.DataFrame:
    """A row for each label of people: how Pulse judged those comments, its precision and recall."""
    t, locale = here.locale.t, here.locale
    names = {id: t(comments.LABELS[id]) for id in LABELS}
    table: dict[str, list[str] | list[int]] = {t("Labelled by people"): list(names.values())}
    for at, name in enumerate(names.values()):
        table[t("Pulse: {label}", label=name)] = [row[at] for row in found.confusion]
    for title, share in ((t("Precision"), found.precision), (t("Recall"), found.recall)):
        table[title] = [DASH if isnan(share[id]) else locale.percent(share[id], 0) for id in LABELS]
    return pd.DataFrame(table)
