"""Where numbers come from: each observation of a post, and what an import brought, with file and row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import DASH
from lib.metrics import figures, photographs, run
from lib.metrics.breakdown import DIMENSIONS, MEASURES
from lib.metrics.catalog import METRICS, metric
from lib.metrics.run import Row
from lib.model import NUMBERS, Query
from lib.ui import markup, opening
from lib.ui.here import Here

SHOWN = 200
COUNTS = ("engagements", *NUMBERS)


def post(here: Here, row: Row, named: bool = True) -> None:
    """Each observation of a post: file and row, when its numbers were true, when we learned them. A
    page that is about the post need not have it `named` again."""
    t = here.locale.t
    words = ((row["text"] or "").strip()[:80] or t("(no text)")) if named else ""
    st.html(markup.block(t("Where these numbers come from"), words))
    found = run.observations(here.data.engine, row["post_id"], scope=here.data.scope).rows
    if not found:
        st.html(markup.quiet(t("The post is read live from its source; no file brought it.")))
        return
    made = {
        t("No."): [each["import_id"] for each in found],
        t("File"): [each["file"] for each in found],
        t("Row"): [each["row"] for each in found],
        t("Numbers as of"): [here.moment(each["captured_at"]) for each in found],
        t("Imported"): [here.moment(each["imported_at"]) for each in found],
        t("State"): [t("undone") if each["undone"] else t("in force") for each in found],
        **_counts(here, found),
    }
    _table(pd.DataFrame(made))
    links = {each["import_id"]: each["file"] or "" for each in found}
    st.html(
        markup.links(
            [
                (t("Import {n}: {file}", n=str(n), file=file), opening.brought(here, n))
                for n, file in links.items()
            ]
        )
    )


def brought(here: Here, number: int, file: str) -> None:
    """What an import brought, row by row: posts, and daily figures."""
    t = here.locale.t
    posts, days = (
        found.rows for found in run.imported(here.data.engine, number, SHOWN, scope=here.data.scope)
    )
    st.html(markup.block(t("What import {n} brought", n=str(number)), file))
    of = Query((), scope=here.data.scope)
    parts = run.rows_of(here.data.engine, photographs.brought(number, SHOWN, of))
    if not posts and not days and not parts:
        st.html(markup.quiet(t("It brought no rows, or they were removed.")))
    if posts:
        st.html(markup.quiet(_shown(here, len(posts), posts[0]["total"])))
        _table(pd.DataFrame({**_keys(here, posts), **_counts(here, posts)}))
    if days:
        st.html(markup.quiet(_shown(here, len(days), days[0]["total"])))
        _table(pd.DataFrame(_readings(here, days)))
    if parts:
        st.html(markup.quiet(_shown(here, len(parts), parts[0]["total"])))
        _table(pd.DataFrame(_parts(here, parts)))


def _shown(here: Here, shown: int, total: int) -> str:
    return here.locale.t("{shown} of {total} rows, as the file had them", shown=shown, total=total)


def _whose(here: Here, rows: tuple[Row, ...]) -> dict[str, Any]:
    t = here.locale.t
    return {
        t("Row"): [row["row"] for row in rows],
        t("Day"): [row["day"] for row in rows],
        t("Platform"): [here.name("platform", row["platform"]) for row in rows],
        t("Account"): [here.name("account", row["account"]) for row in rows],
    }


def _keys(here: Here, rows: tuple[Row, ...]) -> dict[str, Any]:
    t = here.locale.t
    return {
        **_whose(here, rows),
        t("Post id"): [row["native_id"] for row in rows],
        t("Text"): [row["text"] for row in rows],
    }


def _readings(here: Here, rows: tuple[Row, ...]) -> dict[str, Any]:
    t = here.locale.t
    return {
        **_whose(here, rows),
        t("Metric"): [t(metric(row["metric"]).name) for row in rows],
        t("Value"): [row["value"] for row in rows],
        t("Unit"): [figures.unit(metric(row["metric"]), here.locale) for row in rows],
    }


def _parts(here: Here, rows: tuple[Row, ...]) -> dict[str, Any]:
    t = here.locale.t
    return {
        **_whose(here, tuple({**row, "day": row["last_day"]} for row in rows)),
        t("Metric"): [t(MEASURES[row["metric"]].name) for row in rows],
        t("Split by"): [t(DIMENSIONS[row["dimension"]]) for row in rows],
        t("Part"): [row["bucket"] for row in rows],
        t("Value"): [row["value"] for row in rows],
        t("Unit"): [t("Share") if row["unit"] == "share" else t("Count") for row in rows],
    }


def _counts(here: Here, rows: tuple[Row, ...]) -> dict[str, Any]:
    """The counts as columns; those that nothing states are left out."""
    stated = [count for count in COUNTS if any(row[count] is not None for row in rows)]
    names = {count: here.locale.t(METRICS[count].name) for count in stated}
    return {names[count]: pd.array([row[count] for row in rows], dtype="Int64") for count in stated}


def _table(frame: pd.DataFrame) -> None:
    tall = min(420, 38 + 35 * len(frame))
    st.dataframe(frame, hide_index=True, width="stretch", height=tall, placeholder=DASH)
