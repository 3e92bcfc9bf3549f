"""Pure: how a source, and an account that people upload, stand on the page; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Line:
    """A source in a few words. `tone` is good, warn, bad or quiet; `facts` are (label, value); `trouble`
    says what is wrong."""

    name: str
    tone: str
    status: str
    about: str
    facts: Sequence[tuple[str, str]] = ()
    trouble: str = ""


def source(line: Line) -> str:
    """One source: name and status, where it is, its moments, what is wrong."""
    facts = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in line.facts
    )
    trouble = f'<p class="trouble {line.tone}">{escape(line.trouble)}</p>' if line.trouble else ""
    return (
        f'<div class="pulse source"><h3>{escape(line.name)}</h3>'
        f'<span class="status {line.tone}">{escape(line.status)}</span>'
        f'<p class="about">{escape(line.about)}</p>{trouble}<dl>{facts}</dl></div>'
    )


def accounts(lines: Sequence[tuple[str, str, str]]) -> str:
    """Accounts one below the other: name, when its numbers were true, how long ago."""
    items = "".join(
        f'<div class="account" role="listitem"><span>{escape(name)}</span>'
        f"<span>{escape(age)}<small>{escape(moment)}</small></span></div>"
        for name, moment, age in lines
    )
    return f'<div class="pulse accounts" role="list">{items}</div>'
