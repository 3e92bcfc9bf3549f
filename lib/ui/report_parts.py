"""The pieces that reports of pages are made of: figures, charts and tables, as the pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lib.analysis.summary import Figure as Summed
from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics import figures
from lib.metrics.catalog import metric
from lib.reports import picture
from lib.reports.model import Card, Chart, Table, clipped
from lib.ui import goal_words, goals, maturity, sentences
from lib.ui.here import Here
from lib.ui.overview import CARDS, RATES, Overview

ROWS = 28
WORDS = 80
"""The most rows of a table, and characters of a cell."""


def card(here: Here, shown: Summed) -> Card:
    """A figure with its unit, its change, and its goal where it has one."""
    locale, of = here.locale, shown.metric
    label, value = locale.t(of.name), figures.text(of, shown.value, locale)
    if of.id == "posts":
        value = f"{value} {locale.n('post', 'posts', int(shown.value or 0))}"
    elif of.unit not in ("ratio", "per_post"):
        label = f"{label} ({figures.unit(of, locale)})"
    goal = goals.of_view(here, of.id)
    notes = [
        sentences.note(shown, locale) if here.view.before else "",
        goal_words.brief(goal.stood, goal.chance, locale) if goal else "",
    ]
    return Card(
        label,
        value,
        sentences.change(of, shown.change, locale),
        sentences.tone(of, shown.change),
        " · ".join(filter(None, notes)),
    )


def cards(here: Here, overview: Overview) -> tuple[Card, ...]:
    """The figures of the overview."""
    return tuple(card(here, shown) for shown in overview.figures)


def charts(drawn: Figure, half: bool = False) -> tuple[Chart, ...]:
    """A chart as a picture; none where no value is known."""
    if drawn.chart is None:
        return ()
    spec = drawn.chart.to_dict(validate=False)
    made = picture.svg(spec, picture.HALF if half else picture.WIDTH)
    return (Chart(drawn.title, drawn.subtitle, made, drawn.legend, half),)


def table(
    title: str,
    note: str,
    rows: Sequence[Mapping[str, Any]],
    numbers: Collection[str] = (),
    wide: str = "",
) -> tuple[Table, ...]:
    """Rows as a table; none where there are none. `numbers` and `wide` name headers."""
    if not rows:
        return ()
    headers = tuple(rows[0])
    cells = tuple(tuple(_cell(each) for each in row.values()) for row in rows[:ROWS])
    at = headers.index(wide) if wide in headers else 0
    return (Table(title, note, headers, cells, tuple(name in numbers for name in headers), at, len(rows)),)


def _cell(value: Any) -> str:
    return DASH if value is None or value == "" else clipped(str(value), WORDS)


def gaps(here: Here, overview: Overview) -> list[str]:
    """What the figures of the overview do not tell: young posts, what no source states, what could not
    be compared."""
    t, found = here.locale.t, []
    if overview.young_from is not None:
        bases = [shown.basis for shown in overview.figures] if here.view.before else []
        found.append(maturity.note(here, overview.young_from, bases))
    missing = _unstated(here, overview)
    if missing:
        found.append(t("No source states in this view: {metrics}.", metrics=missing))
    for words, names in _uncompared(here, overview).items():
        found.append(t("{metrics}: {reason}.", metrics=names, reason=words))
    return found


def _unstated(here: Here, overview: Overview) -> list[str]:
    there = [shown.metric.id for shown in overview.figures]
    wanted = [*RATES[:1], *CARDS]
    row = here.data.fetch(here.query(*wanted)).rows[0]
    return [
        here.locale.t(metric(id).name) for id in wanted if id in row and row[id] is None and id not in there
    ]


def _uncompared(here: Here, overview: Overview) -> dict[str, list[str]]:
    """Why figures were not compared → which."""
    found: dict[str, list[str]] = {}
    for shown in overview.figures if here.view.before else ():
        if shown.broken or shown.change.before is None or shown.change.verdict == "unknown":
            words = sentences.note(shown, here.locale)
            found.setdefault(words, []).append(here.locale.t(shown.metric.name))
    return found
