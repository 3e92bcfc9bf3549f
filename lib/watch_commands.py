"""What the command about the watch does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from lib import watches
from lib.analysis.watch import Alarm, delays
from lib.analysis.watch.drivers import Driver
from lib.answers import Answer, plain, table
from lib.clock import now
from lib.model import Progress
from lib.settings import Settings
from lib.watches import Look


def watch(
    engine: sa.Engine,
    settings: Settings,
    replay: bool = False,
    budget_days: float | None = None,
    community: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """How the watch over negative comments stands; with `replay` the alarms it would have raised. With
    the budget that was decided, the alarms are kept as well, as after an import."""
    seen = watches.look(engine, watches.name(community), budget_days)
    if budget_days is None:
        watches.settle(engine, seen, now())
    lasting = watches.current(seen)
    alarms = seen.watch.alarms if replay else [lasting] if lasting else []
    driven = watches.driven(engine, seen, lasting) if lasting else []
    document = {**_standing(seen), "drivers": [_driver(each) for each in driven]}
    document |= {"alarms": [_alarm(each) for each in alarms]}
    return Answer(document, _lines(seen, document))


def _standing(seen: Look) -> dict[str, Any]:
    made, last = seen.watch, seen.watch.last
    return {
        "state": made.state,
        "since": plain(made.since),
        "budget_days": made.budget,
        "day": last.day.isoformat() if last else None,
        "share": last.share if last else None,
        "usual": last.usual if last else None,
        "limit": last.limit if last else None,
        "waiting": made.waiting,
        "baseline": _baseline(seen),
        "expected_delay": _delays(seen),
        "data_version": seen.version,
    }


def _baseline(seen: Look) -> dict[str, Any] | None:
    if seen.watch.stage is None:
        return None
    of = seen.watch.stage.baseline
    days = {"from": seen.counts.day(of.first).isoformat(), "to": seen.counts.day(of.last).isoformat()}
    return {**days, "share": of.usual.share, "comments": of.comments, "days_left_out": of.left_out}


def _delays(seen: Look) -> list[dict[str, Any]]:
    """The expected days until a rise is told, from the newest half-year's volumes."""
    stage = seen.watch.stage
    if stage is None:
        return []
    found = delays(stage.baseline.usual, watches.volumes(seen), stage.limits)
    return [asdict(each) for each in found]


def _alarm(of: Alarm) -> dict[str, Any]:
    return {
        "date": of.date.isoformat(),
        "level": of.level,
        "share": of.share,
        "usual": of.usual,
        "peak": of.peak,
        "began": of.began.isoformat(),
        "until": plain(of.until),
    }


def _driver(of: Driver) -> dict[str, Any]:
    return asdict(of)


def _lines(seen: Look, document: dict[str, Any]) -> list[str]:
    since = f" since {document['since']}" if document["since"] else ""
    lines = [f"{document['state']}{since}; at most one false alarm in {seen.watch.budget:g} days."]
    if seen.watch.last:
        share, usual, limit = (f"{document[name]:.1%}" for name in ("share", "usual", "limit"))
        lines.append(f"{document['day']}: {share} negative; usual {usual}, limit of one day {limit}.")
    lines += _table(document["drivers"], ("kind", "name", "negative", "points"))
    return [*lines, *_table(document["alarms"], ("date", "level", "peak", "share", "until"))]


def _table(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[str]:
    return table([_rounded(each, names) for each in rows]) if rows else []


def _rounded(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: f"{row[name]:.1%}" if isinstance(row[name], float) else row[name] for name in names}


COMMANDS: dict[str, Callable[..., Answer]] = {"watch": watch}
