"""A report as PDF, set by Typst. Its words are handed over as data, so nothing in them is ever markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from lib.incidents.report import Report
from lib.model import PulseError, say

TEMPLATE = Path(__file__).with_name("report.typ")

FAMILIES = (
    "Noto Sans TC",
    "Noto Sans CJK TC",
    "PingFang TC",
    "Microsoft JhengHei",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "Heiti TC",
    "Noto Serif CJK TC",
    "PMingLiU",
    "WenQuanYi Micro Hei",
    "Arial Unicode MS",
)
"""Families with Taiwan's characters, the best first."""

LATIN = ("Libertinus Serif",)
"""What Typst brings along."""

_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def write(report: Report, chart: str = "") -> bytes:
    """The report as a PDF file; `chart` is an SVG picture. PulseError when no font on this machine has the
    characters it needs."""
    import typst

    fonts = _fonts(report, _families())
    region = report.language.partition("-")[2].lower() or "gb"
    data = {**asdict(report), "fonts": fonts, "lang": report.language[:2], "region": region}
    given = {"report": json.dumps(data, ensure_ascii=False), **({"chart": chart} if chart else {})}
    made = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=given)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def check(report: Report) -> None:
    """PulseError when the report cannot be set on this machine."""
    _fonts(report, _families())


@cache
def _families() -> tuple[str, ...]:
    import typst

    return tuple(typst.Fonts().families())


def _fonts(report: Report, there: Sequence[str]) -> list[str]:
    """The fonts to set a report with: one with Chinese characters first, where it has any."""
    chinese = [name for name in FAMILIES if name in there]
    if not chinese and any(map(_CHINESE.search, _texts(asdict(report)))):
        raise PulseError(
            say(
                "No font with Chinese characters was found on the server, and the PDF needs one. Install "
                "Noto Sans CJK (Debian: fonts-noto-cjk), or take the Markdown file."
            )
        )
    return [*chinese[:1], *LATIN]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
