"""A report in one language: words and figures already written out, pictures as SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 300
"""The most characters of a line."""


@dataclass(frozen=True)
class Card:
    """A figure with its unit, its change against the compared period, and what that change means."""

    label: str
    value: str
    change: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart under its finding. `half`: two of them stand side by side."""

    title: str
    subtitle: str
    svg: str
    legend: str = ""
    half: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of texts under their headers. `numbers` says which columns are set to the right, `wide` which
    one takes the room that is left, `total` how many rows there are, where not all are listed."""

    title: str
    note: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    wide: int = 0
    total: int = 0


@dataclass(frozen=True)
class Content:
    """What a page contributes: its answer, what proves it, and what is not known."""

    answer: str
    cards: tuple[Card, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All of it. `facts` are (label, value); `ribbon` says that the figures are invented; `gaps` is the
    heading of what is not known."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    content: Content
    gaps: str
    ribbon: str = ""


_PICTURES = re.compile("[\U0001f000-\U0001faff\ufe0f\u200d\u2600-\u27bf]")
"""Emoji: few machines have a font for them, and paper shows empty boxes in their place."""


def clipped(text: str, most: int = LONGEST) -> str:
    """A text on one line, without emoji, cut where it is too long."""
    line = " ".join(_PICTURES.sub("", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
