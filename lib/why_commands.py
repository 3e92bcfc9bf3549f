"""What the command that explains a change does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from lib import asked
from lib.analysis.because import amounts, group_name, sentence
from lib.analysis.decompose import Split
from lib.answers import Answer, table
from lib.explanations import Direct, Explanation, explain
from lib.i18n import locale
from lib.metrics import figures
from lib.metrics.definition import Metric
from lib.metrics.live.sources import of as live_sources
from lib.model import EVERYTHING, Period, Progress, Query, QueryError, say
from lib.settings import Settings

COMPARISONS: dict[str, Callable[[Period], Period]] = {
    "previous": Period.previous,
    "year": Period.year_before,
}


def explain_change(
    engine: sa.Engine,
    settings: Settings,
    metric: str,
    where: list[str],
    start: str | None,
    end: str | None,
    compare: str = "previous",
    by: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Splits a metric's change between two periods into volume, mix and rate."""
    if compare not in COMPARISONS:
        known = ", ".join(COMPARISONS)
        raise QueryError(say("There is no comparison “{name}”. Known: {known}", name=compare, known=known))
    period = asked.period(start, end)
    if period is None or start is None or end is None:
        raise QueryError(say("Say from which day to which: --from 2026-03-01 --to 2026-03-31."))
    query = Query((metric,), where=asked.where(where), period=period, scope=EVERYTHING)
    before = COMPARISONS[compare](period)
    found = explain(Direct(engine, live_sources(engine, settings)), query, before, by)
    return Answer(_document(found), _lines(found))


def _document(found: Explanation) -> dict[str, Any]:
    split = found.splits[0]
    return {
        "metric": found.metric.id,
        "period": _days(found.period),
        "compared": _days(found.compared),
        "basis": found.basis,
        "by": split.by,
        "kind": split.kind,
        "value": split.value,
        "before": split.before,
        "change": asdict(split.change),
        "parts": {name: asdict(part) for name, part in split.parts.items()},
        "groups": [{**asdict(group), "value": group.value} for group in split.groups],
        "other_dimensions": [
            {"by": each.by, "parts": {name: asdict(part) for name, part in each.parts.items()}}
            for each in found.splits[1:]
        ],
        "sentence": _sentence(found, split),
        "data_version": found.data_version,
    }


def _days(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _sentence(found: Explanation, split: Split) -> str:
    return sentence(found.metric, split, _name, locale("en"))


def _name(by: str, value: str | None) -> str:
    return "not stated" if value is None else value


def _lines(found: Explanation) -> list[str]:
    split, about = found.splits[0], f"{found.period.start} to {found.period.end}"
    against = f"{found.compared.start} to {found.compared.end}"
    told = [_sentence(found, split), f"{about} against {against}, {found.basis}."]
    return [*told, *table(_rows(found.metric, split))]


def _rows(metric: Metric, split: Split) -> list[dict[str, Any]]:
    """The groups for people."""
    english, names = locale("en"), list(split.groups[0].parts)
    parts = [group.parts[name].value for group in split.groups for name in names]
    said = iter(amounts(metric, parts, english))
    return [
        {
            split.by: group_name(split.by, group.name, _name, english),
            "share before": english.percent(group.share_before),
            "share": english.percent(group.share),
            "before": figures.text(metric, group.figure_before, english),
            "now": figures.text(metric, group.figure, english),
            **{name: next(said) for name in names},
        }
        for group in split.groups
    ]


COMMANDS: dict[str, Callable[..., Answer]] = {"explain": explain_change}
