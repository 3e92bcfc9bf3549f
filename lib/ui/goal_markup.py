"""Pure: the HTML of goals; every text in it is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Goal:
    """A goal as it is shown. `bar` is made by `bar`; `tone` is good, warn, bad or empty."""

    name: str
    target: str
    period: str
    value: str
    status: str
    tone: str
    notes: Sequence[str]
    bar: str


def goals(items: Sequence[Goal]) -> str:
    """Goals one below the other."""
    return f'<section class="pulse goals" role="list">{"".join(map(_goal, items))}</section>'


def _goal(goal: Goal) -> str:
    notes = "".join(f"<p>{escape(note)}</p>" for note in goal.notes if note)
    return (
        f'<article class="goal {goal.tone}" role="listitem"><h2>{escape(goal.name)}</h2>'
        f'<span class="status {goal.tone}">{escape(goal.status)}</span>'
        f'<p class="sofar">{escape(goal.value)}<small>{escape(f"{goal.target} · {goal.period}")}</small></p>'
        f'{goal.bar}<div class="notes">{notes}</div></article>'
    )


def bar(settled: float | None, value: float | None, due: float | None) -> str:
    """Shares of a bar (0 to 1): what has settled, lighter all that there is, and a mark where what has
    settled should be. The words beside it say the same."""
    if value is None and settled is None:
        return ""
    parts = [f'<i class="there" style="width:{_percent(value or 0.0)}"></i>']
    if settled is not None:
        parts.append(f'<i class="settled" style="width:{_percent(settled)}"></i>')
    if due is not None:
        parts.append(f'<i class="due" style="left:{_percent(due)}"></i>')
    return f'<div class="bar" aria-hidden="true">{"".join(parts)}</div>'


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0):.1%}"


def record(lines: Sequence[tuple[str, str, str]]) -> str:
    """What was done to which goal, when and by whom."""
    rows = "".join(
        f'<div class="line" role="listitem"><span class="when">{escape(when)}</span>'
        f'<span>{escape(what)}</span><span class="who">{escape(who)}</span></div>'
        for when, what, who in lines
    )
    return f'<div class="pulse goal-record" role="list">{rows}</div>'
