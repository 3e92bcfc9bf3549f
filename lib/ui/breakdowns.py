"""Who and where the audience is: each account's newest photographs, a chart for each thing they split by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.breakdowns import Part, Photograph, photographs
from lib.charts import shares
from lib.charts.figure import Figure
from lib.metrics import run
from lib.metrics.photographs import KNOWN, newest
from lib.model import Query
from lib.ui import markup, part_words, parts
from lib.ui.here import Here
from lib.ui.menu import BRINGS_DATA

SHOWN = 10
"""Parts that a chart shows; the table has all."""
MOST_ROWS = 500
ACCOUNTS = 6
"""Accounts whose photographs are drawn."""
NAMED = 3
ORDERED = ("age", "age_gender", "hour")
"""Dimensions whose parts have an order of their own."""


@dataclass(frozen=True)
class Split:
    """One account's figures by one dimension: the first is drawn, the others stand in its table."""

    lead: Photograph
    others: tuple[Photograph, ...] = ()


def load(here: Here) -> list[Photograph]:
    """The newest photographs of the view's platforms, accounts and communities, as of its version."""
    where = tuple(each for each in here.view.filters if each[0] in KNOWN)
    of = Query((), where=where, as_of=here.view.as_of, scope=here.data.scope)
    return here.keep("breakdowns", lambda: photographs(run.rows_of(here.data.engine, newest(of))))


def splits(found: Sequence[Photograph]) -> list[list[Split]]:
    """By account, then by dimension."""
    accounts = []
    for _, mine in groupby(found, lambda each: (each.platform, each.account)):
        by: dict[tuple[Any, ...], list[Photograph]] = {}
        for each in mine:
            # Figures of other days have a chart of their own.
            by.setdefault((each.dimension, each.first, each.last), []).append(each)
        accounts.append([Split(first, tuple(rest)) for first, *rest in by.values()])
    return accounts


def answer(here: Here, found: Sequence[Photograph]) -> str:
    """The largest parts of one account's audience: of followers where they are known."""
    t = here.locale.t
    states = [each for each in found if each.state]
    first = (states or list(found))[0]
    mine = [each for each in found if (each.platform, each.account) == (first.platform, first.account)]
    told = [each for each in mine if each.state == first.state and each.parts[0].share is not None][:NAMED]
    words = [_named(here, each) for each in told]
    who = part_words.whose(here, first)
    if not words:
        return t("What is known of the audience of {account}", account=who)
    return t(
        "The largest parts of the audience of {account}: {parts}", account=who, parts=here.locale.list(words)
    )


def _named(here: Here, found: Photograph) -> str:
    top = found.parts[0]
    part, figure = part_words.part(here, found, top.bucket), part_words.figure(here, found, top)
    return here.locale.t("{part} ({figure})", part=part, figure=figure)


def scope(here: Here, found: Sequence[Photograph]) -> None:
    """What the page is about: filters that count, and what is left out."""
    t = here.locale.t
    words = [
        t("The newest figures that files state; of the filters only platform, account and community count."),
        t("Shares are never added over accounts or periods."),
    ]  # fmt: skip
    left = len({(each.platform, each.account) for each in found}) - ACCOUNTS
    if left > 0:
        words.append(here.locale.n("{n} more account: choose it in the sidebar.",
                                   "{n} more accounts: choose them in the sidebar.", left))  # fmt: skip
    st.html(markup.quiet(" ".join(words)))


def account(here: Here, mine: Sequence[Split]) -> None:
    """One account: its charts two by two."""
    head = mine[0].lead
    st.html(markup.block(part_words.whose(here, head)))
    for at in range(0, len(mine), 2):
        for column, split in zip(st.columns(2, gap="large"), mine[at : at + 2], strict=False):
            with column, parts.part(here, 300):
                lead = split.lead
                key = f"{lead.platform}-{lead.account}-{lead.metric}-{lead.dimension}-{lead.first}"
                parts.figure(here, f"parts-{key}", lambda each=split: drawn(here, each))  # type: ignore[misc]


def drawn(here: Here, split: Split) -> Figure:
    """The parts as bars, under what comes first."""
    lead, t = split.lead, here.locale.t
    top = lead.parts[0]
    title = t(
        "{dimension}: {part} first, {figure}",
        dimension=part_words.dimension(here, lead),
        part=part_words.part(here, lead, top.bucket),
        figure=part_words.figure(here, lead, top),
    )
    kept = _chosen(lead)
    rest = len(lead.parts) - len(kept)
    more = here.locale.n("{n} more in the table", "{n} more in the table", rest) if rest else ""
    about = (part_words.measure(here, lead), part_words.days(here, lead), part_words.since(here, lead))
    words = shares.Words(
        title,
        " · ".join(filter(None, (*about, part_words.of(here, lead), more))),
        part_words.dimension(here, lead),
        part_words.measure(here, lead),
        part_words.origin(here, lead),
    )
    bars = [_bar(here, lead, each) for each in kept]
    percent = top.share is not None
    return shares.draw(bars, words, table(here, split), here.palette, here.locale, percent)


def _chosen(lead: Photograph) -> list[Part]:
    if lead.dimension not in ORDERED:
        return list(lead.parts[:SHOWN])
    if lead.dimension == "hour":
        return sorted(lead.parts, key=lambda each: each.bucket.zfill(5))
    # Women before men in every age, so that the pairs read alike.
    return sorted(
        lead.parts,
        key=lambda each: (each.bucket.partition(" ")[2] or each.bucket, _place(each.bucket), each.bucket),
    )


def _place(bucket: str) -> int:
    kinds = list(part_words.GENDERS)
    kind = bucket.partition(" ")[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def _bar(here: Here, lead: Photograph, each: Part) -> shares.Bar:
    value = each.value if each.share is None else each.share
    said = part_words.said(here, lead, each)
    if lead.dimension == "age_gender":
        kind, ages = part_words.pair(here, each.bucket)
        return shares.Bar(ages, value, said, kind)
    return shares.Bar(part_words.part(here, lead, each.bucket), value, said)


def table(here: Here, split: Split) -> pd.DataFrame:
    """All parts with their figures and their rows in the file; of further figures a column each."""
    t, lead = here.locale.t, split.lead
    listed = lead.parts[:MOST_ROWS]
    columns: dict[str, list[Any]] = {
        part_words.dimension(here, lead): [part_words.part(here, lead, each.bucket) for each in listed]
    }
    for found in (lead, *split.others):
        mine = {each.bucket: each for each in found.parts}
        each_of = [mine.get(part.bucket) for part in listed]
        name = part_words.measure(here, found)
        if found.unit == "count":
            columns[name] = [None if each is None else each.value for each in each_of]
        if found.whole != "nothing":
            share = t("{measure}: share", measure=name)
            columns[share] = [
                here.locale.percent(each.share, 1) if each and each.share is not None else None
                for each in each_of
            ]
    if lead.before is not None:
        columns[t("Change in share")] = [
            None if each.change is None else here.locale.points(each.change) for each in listed
        ]
    columns[t("Row")] = [each.row for each in listed]
    return pd.DataFrame(columns)


def nothing(here: Here) -> None:
    """The empty state: which files bring it."""
    t = here.locale.t
    if here.view.filters and here.data.extent.last is not None:
        st.html(
            markup.empty(
                t("No file says who this audience is."),
                t("Take a filter away in the sidebar, or upload a file of this account."),
            )
        )
    else:
        files = t(
            "Upload “Audience” of Meta Business Suite, TikTok's followers by gender or place, YouTube's "
            "views by place, source or device, Discord's joins and channels, or Google Analytics by page or "
            "source."
        )
        st.html(markup.empty(t("Here you will see who and where your audience is."), files))
    upload = st.session_state.get(BRINGS_DATA)
    if upload is not None:
        st.page_link(upload, label=t("Upload exports"), icon=":material/upload_file:")
