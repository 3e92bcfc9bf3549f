"""Forecasts that are kept: made where they are missing or out of date, found again, held to their word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib import kept_trials
from lib.analysis.forecast.history import History, Marks, require
from lib.analysis.forecast.promises import Promise, against
from lib.analysis.forecast.published import Published, from_json, publish, to_json
from lib.analysis.forecast.trials import Replays
from lib.forecast_view import Asked, from_asked
from lib.forecasts import Subject, subject
from lib.metrics import offered, run
from lib.metrics.catalog import METRICS, answers, metric
from lib.metrics.live.sources import Live
from lib.model import EVERYTHING, Message, PulseError
from lib.store import forecasts as store
from lib.store import log, messages

STANDARD = (
    "engagement_rate_by_reach",
    "engagement_rate_by_views",
    "engagement_rate_by_followers",
    "engagements",
    "reach_per_post",
    "views",
    "posts",
    "comments",
    "shares",
    "page_views",
    "followers",
)
"""The metrics whose unfiltered forecast is made after every import, asked for or not."""

MOST_SERIES = 6
"""Imported daily series that are forecast likewise."""

ASKED_WITHIN, MOST_ASKED = timedelta(30), 60
"""Which other views are kept up to date: those somebody looked at lately, and how many at most."""

LEASE = timedelta(minutes=3)
LIVE_FOR = timedelta(hours=1)
"""How long a forecast with live sources stands: their data move without the data version."""

Fit = Callable[[History, int, Marks, Replays | None], tuple[Published, Replays]]


@dataclass(frozen=True)
class Stored:
    """A published forecast: from the data of which version, standing up to which; `made_at` is UTC
    without zone; `replayed`: made later than its data."""

    published: Published
    data_version: int
    until_version: int
    made_at: datetime
    replayed: bool


def _stored(row: store.Row) -> Stored:
    replayed = row.made_version > row.data_version
    return Stored(from_json(row.document), row.data_version, row.until_version, row.made_at, replayed)


def standing(engine: sa.Engine, asked: Asked, version: int) -> Stored | None:
    """The newest forecast of a view there is, from the data of its version or, of one that is not frozen,
    of `version` or earlier. A frozen view takes none but its own, or the one that stood then."""
    at = version if asked.as_of is None else asked.as_of
    row = store.standing(engine, asked.view, at)
    if row is None or (asked.as_of is not None and row.until_version < at):
        return None
    return _stored(row)


def is_current(engine: sa.Engine, asked: Asked, version: int, now: datetime, live: bool = False) -> bool:
    """Whether a view has been worked out for a data version (its own, where it is frozen)."""
    at = version if asked.as_of is None else asked.as_of
    known = store.wanted(engine, asked.id)
    if known is None or known.done_version < at:
        return False
    return not live or asked.as_of is not None or (known.done_at or now) + LIVE_FOR > now


def trouble(engine: sa.Engine, asked: Asked) -> Message | None:
    """Why a view that was worked out has no forecast."""
    known = store.wanted(engine, asked.id)
    return None if known is None else messages.read(known.error)


def ask(engine: sa.Engine, asked: Asked, now: datetime, looking: bool = True) -> None:
    """Notes a view, and whether somebody is `looking` at it, so that its forecast is kept up to date."""
    store.ask(engine, asked.id, asked.as_json(), now, looking)


def make(
    engine: sa.Engine, asked: Asked, now: datetime, live: Live | None = None, fit: Fit = publish
) -> bool:
    """Works a view out for the newest data, or its own version; False where another process is at it.

    Nothing is fitted where the history is the one of the newest forecast. What gives no forecast (too
    short a history, a question the catalog refuses) is noted with its reason.
    """
    if not store.lease(engine, asked.id, now, now + LEASE):
        return False
    error = None
    try:
        found, version = _read(engine, asked, live)
        _publish(engine, asked, found, version, now, fit)
    except PulseError as reason:
        version, error = run.data_version(engine), messages.written(reason.message)
    except BaseException:
        store.release(engine, asked.id)
        raise
    store.done(engine, asked.id, version if asked.as_of is None else asked.as_of, now, error)
    return True


def _read(engine: sa.Engine, asked: Asked, live: Live | None) -> tuple[Subject, int]:
    """A view's history and the newest data version, both of one moment: an import in between begins it
    anew."""
    while True:
        version = run.data_version(engine)
        found = subject(engine, asked.query, asked.grain, live)
        if asked.as_of is not None or run.data_version(engine) == version:
            return found, version


def _publish(engine: sa.Engine, asked: Asked, found: Subject, version: int, now: datetime, fit: Fit) -> None:
    of = version if asked.as_of is None else asked.as_of
    history, marks, steps = found.history, found.marks, asked.steps(found.history)
    print_ = kept_trials.fingerprint(history, marks, steps)
    newest = store.standing(engine, asked.view, of)
    if newest is not None and newest.fingerprint == print_:
        store.stands(engine, newest, of)
        return
    require(history, steps)
    seen = kept_trials.key(history, marks, steps)
    known = kept_trials.found(engine, seen)
    made, replays = fit(history, steps, marks, known)
    if known is None:
        kept_trials.keep(engine, seen, replays, now)
    store.save(engine, store.Row(asked.view, of, of, now, version, print_, to_json(made)))


def promises(engine: sa.Engine, asked: Asked, found: Subject) -> list[Promise]:
    """Every published forecast of a view beside what has come of it, the oldest first. `found` is the
    view's history as it is known now (or at its version)."""
    rows = map(_stored, store.published(engine, asked.view, found.data_version))
    return [
        Promise(
            row.published,
            row.data_version,
            row.made_at,
            row.replayed,
            against(row.published, found.history, found.marks),
        )
        for row in rows
    ]


def standard(engine: sa.Engine) -> list[Asked]:
    """The views that are forecast asked for or not: the standard metrics, unfiltered, four weeks ahead."""
    series = offered.series(engine, EVERYTHING)[:MOST_SERIES]
    return [Asked(id, scope=EVERYTHING) for id in (*STANDARD, *series)]


def kept_up(engine: sa.Engine, now: datetime) -> list[Asked]:
    """Every view to be kept up to date: those looked at lately first, then the standard ones."""
    known = [from_asked(each.asked) for each in store.asked_since(engine, now - ASKED_WITHIN, MOST_ASKED)]
    mine = [each for each in known if each.as_of is None and _there(engine, each)]
    return [*mine, *(each for each in standard(engine) if each not in mine)]


def earlier(engine: sa.Engine, asked: Asked) -> Asked | None:
    """Of a demonstration: the view as its first photograph showed it, so that there is a forecast to
    hold to its word. It is worked out from what was known then, and says so."""
    first = log.first(engine, "demo") if asked.as_of is None else None
    return None if first is None else replace(asked, as_of=first)


def _there(engine: sa.Engine, asked: Asked) -> bool:
    """Whether the metric is (still) one that can be asked so."""
    known = asked.metric in METRICS or asked.metric in offered.series(engine, asked.scope)
    return known and answers(metric(asked.metric), [id for id, _ in asked.where])
