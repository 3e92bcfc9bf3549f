"""Pure: how incidents stand on the page; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Card:
    """An incident in a few words. `tone` (good, warn, bad, quiet) colours its level."""

    title: str
    link: str
    level: str
    tone: str
    about: str
    clock: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Time:
    """One time of the clock: its name, how long, what is said of it, and the tone of that."""

    label: str
    value: str
    note: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A line with words of people below it. `status` stands at its end, in its tone."""

    title: str
    text: str = ""
    about: str = ""
    status: str = ""
    tone: str = "quiet"


def cards(items: Sequence[Card]) -> str:
    """Incidents one below the other, each a link."""
    return f'<div class="pulse incidents" role="list">{"".join(map(_card, items))}</div>'


def _card(card: Card) -> str:
    clock = f'<p class="clock">{escape(card.clock)}</p>' if card.clock else ""
    lesson = f'<p class="about">{escape(card.lesson)}</p>' if card.lesson else ""
    return (
        f'<div class="incident {card.tone}" role="listitem"><h3><a href="{escape(card.link, quote=True)}" '
        f'target="_self">{escape(card.title)}</a></h3>{_status(card.level, card.tone)}'
        f'<p class="about">{escape(card.about)}</p>{clock}{lesson}</div>'
    )


def _status(words: str, tone: str) -> str:
    return f'<span class="status {tone}">{escape(words)}</span>' if words else ""


def clock(times: Sequence[Time]) -> str:
    """The times of the clock side by side."""
    made = [
        f'<div class="time {each.tone}"><dt>{escape(each.label)}</dt><dd>{escape(each.value)}'
        f"<small>{escape(each.note)}</small></dd></div>"
        for each in times
    ]
    return f'<dl class="pulse times">{"".join(made)}</dl>'


def lines(items: Sequence[Line]) -> str:
    """Lines one below the other."""
    return f'<div class="pulse lines" role="list">{"".join(map(_line, items))}</div>'


def _line(line: Line) -> str:
    text = f'<p class="said">{escape(line.text)}</p>' if line.text else ""
    about = f'<p class="about">{escape(line.about)}</p>' if line.about else ""
    return (
        f'<div class="line" role="listitem"><p class="what">{escape(line.title)}</p>'
        f"{_status(line.status, line.tone)}{text}{about}</div>"
    )


def under(about: str, tone: str, why: str) -> str:
    """What stands under a task that can be ticked off: who and until when, and why."""
    return f'<div class="pulse under"><p class="{tone}">{escape(about)}</p><p>{escape(why)}</p></div>'
