"""A file in no known format: what its columns mean is proposed, corrected here, and remembered."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import Locale
from lib.imports import platforms
from lib.imports.job import Preview
from lib.imports.mapping import FIELDS as KNOWN
from lib.imports.mapping import Mapping, missing
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.model import N_, quoted
from lib.ui import markup
from lib.ui.here import Here
from lib.ui.words import platform_name

FIELDS = {
    "native_id": N_("Post id"),
    "post": N_("Id of the post commented on"),
    "parent": N_("Id of the comment answered"),
    "written": N_("Written"),
    "created_at": N_("Written (UTC)"),
    "author": N_("Author (becomes a pseudonym)"),
    "channel": N_("Channel"),
    "private": N_("Private"),
    "competitor": N_("Competitor"),
    "sentiment": N_("Sentiment"),
    "permalink": N_("Link"),
    "published": N_("Published"),
    "published_at": N_("Published (UTC)"),
    "account_name": N_("Account name"),
    "title": N_("Title"),
    "text": N_("Text"),
    "combined": N_("Reactions, comments and shares in one"),
    "row": N_("Row"),
    "value": N_("Value"),
    "metric": N_("Metric"),
    "dimension": N_("Split by"),
    "bucket": N_("Part"),
    "first_day": N_("From"),
    "last_day": N_("To"),
    "unit": N_("Unit"),
    "whole": N_("Total"),
    "link_clicks": N_("Link clicks"),
    "page_viewers": N_("Page viewers"),
}

ORDERS = {"ymd": N_("Year first"), "dmy": N_("Day first"), "mdy": N_("Month first")}
KINDS = {"posts": N_("One row a post"), "days": N_("One row a day"), "comments": N_("One row a comment")}


def field_name(id: str, locale: Locale) -> str:
    """What a field of ours is called."""
    if id in FIELDS:
        return locale.t(FIELDS[id])
    known = METRICS.get(id) or DIMENSIONS.get(id)
    return locale.t(known.name) if known else id


def draw(here: Here, key: str, found: Preview) -> dict[str, Any] | None:
    """The form; gives the mapping (as JSON values) once it is complete, else says what it lacks."""
    t = here.locale.t
    proposed = found.mapping or Mapping()
    st.html(
        markup.block(
            found.report.file, t("Not a format Pulse knows. Say what its columns mean; it is remembered.")
        )
    )
    _doubts(here, proposed)
    kind, order, platform = _choices(here, key, proposed)
    columns = _columns(here, f"{key}-{kind}", found, proposed, KNOWN[kind])
    made = Mapping(columns, order, platform, kind)  # type: ignore[arg-type]
    lacking = missing(made)
    for message in lacking:
        st.html(markup.notice(here.locale.say(message), "warn"))
    return None if lacking else json.loads(made.to_json())


def _doubts(here: Here, proposed: Mapping) -> None:
    """What a person has to look at: columns known by their values alone, numbers nothing tells of."""
    t = here.locale.t
    if proposed.guessed:
        said = t(
            "Guessed from the values alone: {columns}. Check what they mean before you import.",
            columns=quoted(proposed.guessed),
        )
        st.html(markup.notice(said, "warn"))
    if proposed.unclear:
        said = t(
            "Numbers whose meaning is not known: {columns}. They are left out unless you say what they are.",
            columns=quoted(proposed.unclear),
        )
        st.html(markup.notice(said, "warn"))


def _choices(here: Here, key: str, proposed: Mapping) -> tuple[str, str | None, str | None]:
    t = here.locale.t
    left, middle, right = st.columns(3)
    kind = left.selectbox(
        t("The file has"),
        list(KINDS),
        index=list(KINDS).index(proposed.kind),
        format_func=lambda id: t(KINDS[id]),
        key=f"kind-{key}",
    )
    order = middle.selectbox(
        t("Dates"),
        list(ORDERS),
        index=list(ORDERS).index(proposed.date_format) if proposed.date_format else None,
        format_func=lambda id: t(ORDERS[id]),
        placeholder=t("Choose"),
        key=f"order-{key}",
    )
    platform = right.selectbox(
        t("Platform"),
        list(platforms.load()),
        index=list(platforms.load()).index(proposed.platform) if proposed.platform else None,
        format_func=lambda id: platform_name(id, here.locale),
        placeholder=t("As in the file"),
        key=f"platform-{key}",
    )
    return kind, order, platform


def _columns(
    here: Here, key: str, found: Preview, proposed: Mapping, fields: tuple[str, ...]
) -> dict[str, str]:
    t = here.locale.t
    names = {t("(left out)"): "", **{field_name(id, here.locale): id for id in fields}}
    by_id = {id: name for name, id in names.items()}
    headers = [header for header in found.headers if header.strip()]
    table = pd.DataFrame(
        {
            t("Column in the file"): headers,
            t("First values"): [_values(found, header) for header in headers],
            t("Means"): [by_id.get(proposed.columns.get(header, ""), by_id[""]) for header in headers],
        }
    )
    means = st.column_config.SelectboxColumn(options=list(names), required=True)
    edited = st.data_editor(
        table,
        hide_index=True,
        width="stretch",
        disabled=[t("Column in the file"), t("First values")],
        column_config={t("Means"): means},
        key=f"columns-{key}",
    )
    chosen = zip(edited[t("Column in the file")], edited[t("Means")], strict=True)
    return {header: names[name] for header, name in chosen if names.get(name)}


def _values(found: Preview, header: str) -> str:
    at = found.headers.index(header)
    values = [row[at] for row in found.rows if at < len(row) and row[at].strip()]
    return " | ".join(value[:40] for value in values[:3])
