"""An import's report on screen: counts, warnings, and the rejected rows to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.model import ImportReport, Tally
from lib.ui import markup, parts
from lib.ui.here import Here

SHOWN = 100


def counts(here: Here, report: ImportReport) -> str:
    """Rows read and what they change, in a sentence."""
    locale = here.locale
    words = [locale.n("{n} row read", "{n} rows read", report.rows_read)]
    kinds = (
        (report.posts, locale.t("Posts")),
        (report.days, locale.t("Daily figures")),
        (report.comments, locale.t("Comments")),
        (report.breakdowns, locale.t("Parts of audiences")),
    )
    for tally, name in kinds:
        if tally != Tally():
            words.append(
                locale.t(
                    "{kind}: {new} new, {updated} updated, {unchanged} unchanged",
                    kind=name,
                    new=tally.new,
                    updated=tally.updated,
                    unchanged=tally.unchanged,
                )
            )
    if report.rejected:
        words.append(locale.n("{n} row rejected", "{n} rows rejected", len(report.rejected)))
    return " · ".join(words)


def warnings(here: Here, report: ImportReport) -> None:
    """What a person should know of the file."""
    if report.warnings:
        st.html(markup.notes([here.locale.say(warning) for warning in report.warnings]))


def rejects(here: Here, report: ImportReport, key: str) -> None:
    """The rejected rows: which, what column, why; all of them to take along."""
    if not report.rejected:
        return
    t = here.locale.t
    table = pd.DataFrame(
        {
            t("File"): [report.file] * len(report.rejected),
            t("Row"): [reject.row for reject in report.rejected],
            t("Column"): [reject.column or "" for reject in report.rejected],
            t("Value"): [reject.value for reject in report.rejected],
            t("Reason"): [here.locale.say(reject.reason) for reject in report.rejected],
        }
    )
    with st.expander(t("Rejected rows"), icon=":material/rule:", expanded=len(table) <= 5):
        st.dataframe(table.head(SHOWN), hide_index=True, width="stretch")
        with st.container(horizontal=True, gap="small"):
            parts.taking().tables(here, lambda: table, "rejected", f"{here.now:%Y-%m-%d}", f"rejects-{key}")
