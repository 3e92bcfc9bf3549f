"""Pure: the few pieces of HTML of our own; every text in them is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lib.charts import sparkline


@dataclass(frozen=True)
class Card:
    """A figure on a card. `tone` is good, bad or empty; `spark` the values of its small line; `link`
    opens what is behind the figure; `goal` is its target in a line, `bar` how much of it is there
    (made by `goal_markup.bar`)."""

    label: str
    value: str
    unit: str
    change: str
    tone: str
    note: str
    definition: str
    definition_label: str
    spark: Sequence[float | None] = ()
    link: str = ""
    link_label: str = ""
    goal: str = ""
    bar: str = ""


@dataclass(frozen=True)
class PostLine:
    """A post in a short list. `link` leads to the post itself, `opens` to where its figure comes from."""

    words: str
    about: str
    figure: str
    figure_note: str
    link: str | None
    opens: str = ""
    opens_label: str = ""


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Text for the places where Streamlit would read Markdown: it comes out as it was written. Options of
    select boxes are no such place: there the backslashes would be seen."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def cards(items: Sequence[Card]) -> str:
    """Cards in a grid: two by two on a phone."""
    return f'<section class="pulse cards">{"".join(map(_card, items))}</section>'


def _card(card: Card) -> str:
    unit = f"<small>{escape(card.unit)}</small>" if card.unit else ""
    change = f'<p class="change {card.tone}">{escape(card.change)}</p>' if card.change else ""
    note = f'<p class="note">{escape(card.note)}</p>' if card.note else ""
    goal = f'<p class="goal-line">{escape(card.goal)}</p>{card.bar}' if card.goal else ""
    below = f"{change}{note}{goal}"
    return (
        f'<article class="card"><h2>{escape(card.label)}</h2>'
        f'<p class="value">{escape(card.value)}{unit}</p>{_opens(card.link, card.link_label)}{below}'
        f'<div class="line">{sparkline.draw(card.spark)}</div>'
        f'<span class="tip"><button type="button" aria-label="{escape(card.definition_label)}">ⓘ</button>'
        f'<span role="tooltip">{escape(card.definition)}</span></span></article>'
    )


def _opens(link: str, label: str) -> str:
    """A link without words of its own that covers what it stands in."""
    if not link:
        return ""
    address, words = escape(link, quote=True), escape(label)
    return f'<a class="opens" href="{address}" target="_self" aria-label="{words}"></a>'


def crumb(text: str) -> str:
    """What the page stands on, above its answer."""
    return f'<p class="pulse crumb">{escape(text)}</p>'


def headline(answer: str, chips: Sequence[str], link: str = "", link_label: str = "") -> str:
    """The page's answer, which the link opens, and the filters in force below."""
    items = "".join(f'<span role="listitem">{escape(chip)}</span>' for chip in chips)
    row = f'<div class="chips" role="list">{items}</div>' if items else ""
    title = f'<h1 class="answer">{escape(answer)}</h1>{_opens(link, link_label)}'
    return f'<header class="pulse"><div class="title">{title}</div>{row}</header>'


def block(title: str, subtitle: str = "") -> str:
    """The heading of a part of a page."""
    small = f"<p>{escape(subtitle)}</p>" if subtitle else ""
    return f'<div class="pulse block"><h2>{escape(title)}</h2>{small}</div>'


def ribbon(text: str) -> str:
    """A notice that cannot be overlooked."""
    return f'<div class="pulse ribbon" role="status">{escape(text)}</div>'


def links(items: Sequence[tuple[str, str]]) -> str:
    """Links inside Pulse (text, address), one below the other."""
    made = [
        f'<a href="{escape(to, quote=True)}" target="_self">{escape(text)}</a>' for text, to in items if to
    ]
    return f'<nav class="pulse links">{"".join(made)}</nav>'


def notice(text: str, tone: str) -> str:
    """A message that must be seen; `tone` is good, warn or bad. Unlike Streamlit's own it never reads
    a file's or a link's words as Markdown."""
    role = "alert" if tone == "bad" else "status"
    return f'<div class="pulse notice {tone}" role="{role}">{escape(text)}</div>'


def shared(title: str, note: str, lines: Sequence[str]) -> str:
    """What somebody sent: its title, what they wrote, and what it is."""
    words = f'<p class="note">{escape(note)}</p>' if note else ""
    about = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<aside class="pulse shared"><strong>{escape(title)}</strong>{words}{about}</aside>'


def empty(title: str, text: str) -> str:
    """What would be here, and what brings it."""
    return f'<div class="pulse empty"><strong>{escape(title)}</strong>{escape(text)}</div>'


def quiet(text: str) -> str:
    """A remark in small grey."""
    return f'<p class="pulse quiet">{escape(text)}</p>'


def notes(texts: Sequence[str]) -> str:
    """Remarks one below the other."""
    items = "".join(f'<p role="listitem">ⓘ {escape(text)}</p>' for text in texts)
    return f'<div class="pulse quiet" role="list">{items}</div>'


def posts(lines: Sequence[PostLine]) -> str:
    """A short list of posts; texts are plain text, never markup."""
    return f'<div class="pulse posts" role="list">{"".join(map(_post, lines))}</div>'


def _post(line: PostLine) -> str:
    words = escape(line.words)
    if line.link and line.link.startswith(("http://", "https://")):
        words = (
            f'<a href="{escape(line.link, quote=True)}" target="_blank" rel="noopener noreferrer">{words}</a>'
        )
    return (
        f'<div class="post" role="listitem"><span class="words">{words}</span>'
        f'<span class="about">{escape(line.about)}</span>'
        f'<span class="figure">{escape(line.figure)}<small>{escape(line.figure_note)}</small>'
        f"{_opens(line.opens, line.opens_label)}</span></div>"
    )
