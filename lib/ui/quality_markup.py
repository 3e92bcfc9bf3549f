"""Pure: the HTML of findings and of the ledger of breaks; every text in it is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Card:
    """A finding: what was found, where, what to do, and the page where that is done (its address and
    its name, both empty where there is none)."""

    severity: str
    what: str
    where: str
    advice: str
    address: str = ""
    page: str = ""


@dataclass(frozen=True)
class Line:
    """A break of the ledger: from when, of what, what changed, known from where."""

    day: str
    of: str
    what: str
    source: str
    by: str


def findings(cards: Sequence[Card]) -> str:
    """Findings one below the other."""
    return f'<div class="pulse findings" role="list">{"".join(map(_card, cards))}</div>'


def _card(card: Card) -> str:
    link = f' <a href="{escape(card.address)}" target="_self">{escape(card.page)}</a>' if card.page else ""
    return (
        f'<article class="finding {card.severity}" role="listitem"><p class="what">{escape(card.what)}</p>'
        f'<p class="where">{escape(card.where)}</p>'
        f'<p class="advice">{escape(card.advice)}{link}</p></article>'
    )


def ledger(lines: Sequence[Line]) -> str:
    """The breaks, one below the other."""
    return f'<div class="pulse ledger" role="list">{"".join(map(_line, lines))}</div>'


def _line(line: Line) -> str:
    dot = " · " if line.source else ""
    return (
        f'<div class="break" role="listitem"><span class="day">{escape(line.day)}</span>'
        f'<span class="of">{escape(line.of)}</span><span class="what">{escape(line.what)}</span>'
        f'<span class="about">{source(line.source)}{dot}{escape(line.by)}</span></div>'
    )


def source(text: str) -> str:
    """What is known from where: the words before a web address become its link."""
    found = _ADDRESS.search(text)
    if found is None or not _host(found[0]):
        return escape(text)
    words = text[: found.start()].strip(" :,–-") or _host(found[0])
    rest = text[found.end() :].strip()
    link = f'<a href="{escape(found[0])}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'
    return f"{link} {escape(rest)}".strip()


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
