"""What can be taken along: a view as PDF, a chart as PNG, a table as CSV or XLSX; each a line in the
audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib import typeset
from lib.clock import now
from lib.model import PulseError
from lib.reports import pdf, picture, workbook
from lib.store import audit
from lib.store.changing import changing
from lib.ui import mailing, markup, reporting
from lib.ui.here import Here
from lib.ui.tables import csv_bytes

OPEN = "report"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Table = Callable[[], pd.DataFrame]


def tables(here: Here, make: Table, name: str, days: str = "", key: str = "") -> None:
    """A table as CSV and as XLSX, neither of which a spreadsheet runs; of the view's days, unless other
    `days` are named. `key` tells tables of one name apart."""
    t = here.locale.t
    _button(here, t("Download CSV"), name, "csv", "text/csv", lambda: csv_bytes(make()), days, key)
    _button(here, t("Download XLSX"), name, "xlsx", XLSX, lambda: workbook.xlsx(make()), days, key)


def chart(here: Here, spec: dict[str, Any], title: str, subtitle: str, name: str) -> None:
    """A chart as PNG, under its finding, in the colours of the page."""
    label = here.locale.t("Download PNG")
    _button(here, label, name, "png", "image/png", lambda: _png(here, spec, title, subtitle))


def _png(here: Here, spec: dict[str, Any], title: str, subtitle: str) -> bytes:
    colours = here.palette
    named = {
        "text": title,
        "subtitle": subtitle,
        "anchor": "start",
        "color": colours.text,
        "subtitleColor": colours.muted,
        "offset": 12,
    }
    return picture.png({**spec, "title": named}, background=colours.background)


def report(here: Here) -> None:
    """The view as PDF, where its page has a report."""
    if here.page not in reporting.PAGES or not here.may("export"):
        return
    t = here.locale.t
    name = t("Report")
    with st.popover(name, icon=":material/picture_as_pdf:", key=OPEN, on_change="rerun") as opened:
        if not opened.open:
            return
        st.html(
            markup.quiet(t("This view on one to three pages: the figures, the charts, what is not known."))
        )
        if _cannot(here):
            return
        _button(here, t("Download PDF"), here.page, "pdf", "application/pdf", lambda: _pdf(here))
        mailing.section(here)


def _pdf(here: Here) -> bytes:
    return pdf.write(reporting.make(here))


def _cannot(here: Here) -> bool:
    """Says why no PDF can be set on this server."""
    try:
        typeset.fonts("中", typeset.families())
    except PulseError as error:
        st.html(markup.quiet(here.locale.say(error.message)))
        return True
    return False


def _button(
    here: Here,
    label: str,
    name: str,
    kind: str,
    mime: str,
    make: Callable[[], bytes],
    days: str = "",
    key: str = "",
) -> None:
    period = here.view.period
    named = f"pulse-{name}-{days or f'{period.start}-{period.end}'}.{kind}"
    file(here, label, named, mime, make, f"{kind}-{key or name}")


def file(here: Here, label: str, name: str, mime: str, make: Callable[[], bytes], key: str = "") -> None:
    """A file that is made when it is taken, by who may, and stands in the audit log then."""
    if not here.may("export"):
        return
    st.download_button(
        label,
        lambda: _taken(here, name, make),
        file_name=name,
        mime=mime,
        key=key or name,
        icon=":material/download:",
        on_click="ignore",
    )


def _taken(here: Here, file: str, make: Callable[[], bytes]) -> bytes:
    here.require("export")
    made = make()
    with changing(here.data.engine) as connection:
        audit.write(connection, now(), here.who, "export", "file", page=here.page, file=file)
    return made
