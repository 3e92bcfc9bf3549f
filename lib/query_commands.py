"""What the command that asks for figures does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from lib import asked
from lib.answers import Answer, of_live, plain, table
from lib.metrics import run
from lib.metrics.live.sources import of as live_sources
from lib.model import EVERYTHING, Progress, Query, Scope
from lib.settings import Settings


def query(
    engine: sa.Engine,
    settings: Settings,
    metrics: list[str],
    by: list[str],
    where: list[str],
    start: str | None = None,
    end: str | None = None,
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Answers a question in one SELECT."""
    return answer(engine, settings, metrics, by, where, (start, end), as_of, EVERYTHING)


def answer(
    engine: sa.Engine,
    settings: Settings,
    metrics: list[str],
    by: list[str],
    where: list[str],
    days: tuple[str | None, str | None],
    as_of: str | None,
    scope: Scope,
) -> Answer:
    """The answer to a question asked on behalf of whoever sees this scope."""
    version = None if as_of is None else asked.version(engine, settings, as_of)
    period = asked.period(*days)
    wanted = Query(tuple(metrics), tuple(by), asked.where(where), period, version, scope=scope)
    there = live_sources(engine, settings)
    result = run.fetch(engine, wanted, there)
    rows = [{name: plain(value) for name, value in row.items()} for row in result.rows]
    shown = result.data_version if version is None else version
    told, lines = of_live(there, wanted)
    return Answer({"rows": rows, "data_version": shown, **told}, [*table(rows), *lines])


COMMANDS: dict[str, Callable[..., Answer]] = {"query": query}
