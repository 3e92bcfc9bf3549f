"""What is behind the figure of a daily series: its readings, each with its file and row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.definition import Metric
from lib.metrics.run import Row
from lib.model import Period
from lib.ui import markup, opening, parts
from lib.ui.here import Here

SHOWN = 500


def head(here: Here, title: str, of: Metric, counted: str) -> None:
    """A figure, how many things it rests on, what it means, and the way back to all content."""
    t, name = here.locale.t, here.locale.t(of.name)
    value = figures.text(of, _figure(here, of), here.locale)
    answer = t("{metric}: {value}, from {counted}.", metric=name, value=value, counted=counted)
    parts.headline(here, title, answer)
    st.html(markup.quiet(t(of.definition)))
    st.html(markup.links([(t("All content of this view"), opening.everything(here))]))


def _figure(here: Here, of: Metric) -> float | None:
    """The number that was opened, asked for as a card asks."""
    asked = here.query(of.id)
    return here.data.fetch(asked).rows[0][of.id] if asked.metrics and of.top.how != "only" else None


def page(here: Here, title: str, of: Metric) -> None:
    """All of a page that was opened from the figure of a daily series."""
    if not here.query(of.id).metrics:
        parts.headline(
            here, title, here.locale.t("{metric} does not know these filters.", metric=here.locale.t(of.name))
        )
    elif of.fact == "page_day":
        _page_days(here, title, of)
    else:
        _readings(here, title, of)


def _readings(here: Here, title: str, of: Metric) -> None:
    rows = here.data.readings(of, here.query(of.id), SHOWN).rows
    total = rows[0]["total"] if rows else 0
    head(here, title, of, here.locale.n("{n} reading", "{n} readings", total))
    if not rows:
        st.html(markup.quiet(here.locale.t("No reading lies in this view.")))
        return
    with parts.part(here, 420):
        shown = here.locale.t("{shown} of {total} readings, the newest first", shown=len(rows), total=total)
        st.html(markup.block(_together(here, of, rows[0]), shown))
        tall = min(520, 38 + 35 * len(rows))
        st.dataframe(_table(here, of, rows), hide_index=True, width="stretch", height=tall, placeholder=DASH)
        imports = {row["import_id"]: row["file"] or "" for row in rows}
        st.html(
            markup.links(
                [
                    (here.locale.t("Import {n}: {file}", n=str(n), file=file), opening.brought(here, n))
                    for n, file in list(imports.items())[:10]
                ]
            )
        )


def _together(here: Here, of: Metric, row: Row) -> str:
    """What the readings come to; unique people do not add up, and are shown one by one."""
    if of.top.how == "only":
        return here.locale.t("Readings that never add up")
    value = row["top_total"]
    if of.top.how == "mean":
        value = value / row["total"]
        return here.locale.t("On the mean: {value} {unit}", value=value, unit=figures.unit(of, here.locale))
    return here.locale.t("Together: {value} {unit}", value=value, unit=figures.unit(of, here.locale))


def _table(here: Here, of: Metric, rows: Sequence[Row]) -> pd.DataFrame:
    t = here.locale.t
    made = {
        t("Day"): [row["day"] for row in rows],
        t("Platform"): [here.name("platform", row["platform"]) for row in rows],
        t("Account"): [row["account_name"] or row["account"] or DASH for row in rows],
        t("Value"): [row["value"] for row in rows],
    }
    if of.top.column == "change":
        made[t("Since the reading before")] = [row["change"] for row in rows]
    return pd.DataFrame(
        {
            **made,
            t("Unit"): [figures.unit(of, here.locale)] * len(rows),
            t("No."): [row["import_id"] for row in rows],
            t("File"): [row["file"] for row in rows],
            t("Row"): [row["row"] for row in rows],
            t("Numbers as of"): [here.moment(row["captured_at"]) for row in rows],
        }
    )


def _page_days(here: Here, title: str, of: Metric) -> None:
    """The days that a mean over days is made of, each leading to its own posts."""
    rows = [row for row in here.data.fetch(here.query(of.id, by=("day",))).rows if row[of.id] is not None]
    head(here, title, of, here.locale.n("{n} day", "{n} days", len(rows)))
    with parts.part(here, 300):
        st.html(markup.block(here.locale.t("Each day's rate, and the posts of the day")))
        st.html(markup.links([_day(here, of, row) for row in reversed(rows)]))


def _day(here: Here, of: Metric, row: Row) -> tuple[str, str]:
    said = f"{here.locale.date(row['day'], year=True)}: {figures.text(of, row[of.id], here.locale)}"
    return said, opening.figure(here, "engagements", Period(row["day"], row["day"]))
