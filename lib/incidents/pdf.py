"""A report of an incident as PDF, set by Typst."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lib import typeset
from lib.incidents.report import Report

TEMPLATE = Path(__file__).with_name("report.typ")


def write(report: Report, chart: str = "") -> bytes:
    """The report as a PDF file; `chart` is an SVG picture. PulseError when no font on this machine has the
    characters it needs."""
    return typeset.pdf(TEMPLATE, "report", asdict(report), {"chart": chart} if chart else {})


def check(report: Report) -> None:
    """PulseError when the report cannot be set on this machine."""
    typeset.fonts(asdict(report), typeset.families())
