"""A report as PDF of at most three pages, set by Typst; its charts are vectors, its fonts embedded."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lib import typeset
from lib.reports.model import Content, Report, Table

TEMPLATE = Path(__file__).with_name("report.typ")
MOST_PAGES = 3

_SHORTER = (28, 20, 12, 6, 2, 0)
"""How many rows its tables keep, tried one after the other until it is short enough."""

_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def write(report: Report) -> bytes:
    """The report as a PDF file. PulseError when no font on this machine has the characters it needs."""
    made = b""
    for rows in _SHORTER:
        made = typeset.pdf(TEMPLATE, "report", *given(_cut(report, rows)))
        if pages(made) <= MOST_PAGES:
            break
    return made


def pages(made: bytes) -> int:
    """How many pages a PDF of Typst's has."""
    return len(_PAGE.findall(made))


def given(report: Report) -> tuple[dict[str, Any], dict[str, str]]:
    """What the template is given: the words, and the pictures under their numbers."""
    document = asdict(report)
    pictures = {f"chart-{at}": each.svg for at, each in enumerate(report.content.charts)}
    for chart in document["content"]["charts"]:
        del chart["svg"]
    return document, pictures


def _cut(report: Report, rows: int) -> Report:
    tables = tuple(map(lambda each: _shorter(each, rows), report.content.tables))
    content: Content = replace(report.content, tables=tuple(each for each in tables if each.rows))
    return replace(report, content=content)


def _shorter(table: Table, rows: int) -> Table:
    return replace(table, rows=table.rows[:rows])
