"""What the page of audiences contributes to a report."""

from __future__ import annotations

from lib.reports.model import Content
from lib.ui import breakdowns, part_words
from lib.ui.here import Here
from lib.ui.report_parts import charts, table

CHARTS, ROWS = 4, 10
"""The most charts, and rows of the table of the first."""


def of_audience(here: Here) -> Content:
    """Who and where the audience is: the first figures as charts, the first of them as a table."""
    t, found = here.locale.t, breakdowns.load(here)
    if not found:
        return Content(t("Nothing is known of this audience yet."))
    every = [split for mine in breakdowns.splits(found) for split in mine]
    shown = [split for split in every if split.lead.state][:CHARTS] or every[:CHARTS]
    drawn = [(split, breakdowns.drawn(here, split)) for split in shown]
    pictures = [chart for _, each in drawn for chart in charts(each, half=True)]
    first, figure = drawn[0]
    rows = figure.table.head(ROWS).to_dict("records")
    numbers = list(figure.table.columns[1:])
    title = t("{dimension} of {account}", dimension=figure.title, account=part_words.whose(here, first.lead))
    return Content(
        breakdowns.answer(here, found),
        charts=tuple(pictures),
        tables=table(title, figure.subtitle, rows, numbers),
        unknown=tuple(_gaps(here, every, shown)),
    )


def _gaps(here: Here, every: list[breakdowns.Split], shown: list[breakdowns.Split]) -> list[str]:
    t = here.locale.t
    said = [t("Shares are never added over accounts or periods.")]
    left = len(every) - len(shown)
    if left:
        said.append(here.locale.n("{n} chart more is on the page.", "{n} charts more are on the page.", left))
    if any(split.lead.first is None and not split.lead.state for split in shown):
        said.append(t("Some files do not say which days their figures cover."))
    return said
