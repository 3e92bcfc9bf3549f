"""A watch over the store's comments: how it stands, what drives an alarm, and what is told to whom."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import numpy as np
import sqlalchemy as sa

from lib.analysis import watch as chart
from lib.analysis.watch import Alarm, Counts, Limits, Watch
from lib.analysis.watch.baseline import MOST
from lib.analysis.watch.drivers import Driver, drivers, words
from lib.analysis.watch.limits import LONGEST, SHORTEST, weeks_of
from lib.metrics import run, watched
from lib.metrics.breaks import ledger
from lib.model import EVERYTHING, Period, PulseError, Query, Scope, say
from lib.store import watch as store
from lib.store.watch import ALL, Raised, Stand

COMMUNITY = "community:"
BEFORE = 8 * 7
"""Days before an alarm that its own days are compared with to find its drivers."""

COUNTED = "comments"
"""A definition break of this count begins a new baseline."""


@dataclass(frozen=True)
class Look:
    """A watch as it stands: the replay, and the counts it was made of."""

    name: str
    watch: Watch
    counts: Counts
    of: Query
    version: int


def name(of: str | None) -> str:
    """The watch over a community's comments, or over all."""
    return f"{COMMUNITY}{of}" if of else ALL


def community(watch: str) -> str:
    """The community whose comments a watch is over; empty of the one over all."""
    return watch.removeprefix(COMMUNITY) if watch.startswith(COMMUNITY) else ""


def asked(watch: str, scope: Scope = EVERYTHING, as_of: int | None = None) -> Query:
    """The comments a watch is over, as a query on somebody's behalf."""
    of = community(watch)
    where = ((("community", (of,)),)) if of else ()
    return Query((), (), where, as_of=as_of, scope=scope)


def look(
    engine: sa.Engine,
    watch: str = ALL,
    budget: float | None = None,
    scope: Scope = EVERYTHING,
    as_of: int | None = None,
) -> Look:
    """Replays a watch; without a budget, with the one that was decided. PulseError for a budget out of
    bounds."""
    decided = store.setting(engine, watch)
    budget = decided.budget_days if budget is None else budget
    if not SHORTEST <= budget <= LONGEST:
        raise PulseError(say("A budget is {least} to {most} days.", least=str(SHORTEST), most=str(LONGEST)))
    of = asked(watch, scope, as_of)
    history = chart.counts(watched.daily(engine, of))
    anchors = [decided.anchor] if decided.anchor else []
    anchors += [each.day for each in ledger(engine, as_of) if each.metric == COUNTED]
    made = chart.watch(history, budget, anchors, Kept(engine))
    return Look(watch, made, history, of, run.data_version(engine) if as_of is None else as_of)


class Kept(MutableMapping[str, Limits]):
    """Limits that were simulated before, in the store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._found = store.Limits(engine)

    def __getitem__(self, key: str) -> Limits:
        return Limits(**{name: tuple(values) for name, values in self._found[key].items()})

    def __setitem__(self, key: str, value: Limits) -> None:
        self._found[key] = asdict(value)

    def __delitem__(self, key: str) -> None:
        del self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def current(seen: Look) -> Alarm | None:
    """The alarm that lasts, if one does."""
    last = seen.watch.alarms[-1] if seen.watch.alarms else None
    return last if last is not None and last.until is None else None


def driven(engine: sa.Engine, seen: Look, alarm: Alarm) -> list[Driver]:
    """What drove an alarm: its days against the eight weeks before it began."""
    last = alarm.until or seen.counts.day(len(seen.counts) - 1)
    now = Period(alarm.began, last)
    before = Period(alarm.began - timedelta(BEFORE), alarm.began - timedelta(1))
    found: list[Driver] = []
    for kind in watched.GROUPS:
        found += drivers(kind, *(watched.groups(engine, seen.of, kind, each) for each in (now, before)))
    return [each for each in found if each.name] + _words(engine, seen, now, before)


def _words(engine: sa.Engine, seen: Look, now: Period, before: Period) -> list[Driver]:
    texts, earlier = (watched.negative_texts(engine, seen.of, each) for each in (now, before))
    return words(texts, earlier, _total(seen.counts, now), _total(seen.counts, before))


def _total(counts: Counts, period: Period) -> int:
    first, last = (min(max(counts.at(day), 0), len(counts)) for day in (period.start, period.end))
    return int(counts.n[first : last + 1].sum())


def settle(engine: sa.Engine, seen: Look, at: datetime) -> None:
    """Keeps how a watch stands, and its alarms."""
    last, usual = seen.watch.last, seen.watch.stage
    stand = Stand(
        seen.name,
        seen.version,
        seen.watch.state,
        seen.watch.since,
        last.day if last else None,
        last.share if last else None,
        usual.baseline.usual.share if usual else None,
    )
    found = [_raised(seen, each) for each in seen.watch.alarms]
    store.settle(engine, stand, found, at)


def _raised(seen: Look, of: Alarm) -> Raised:
    return Raised(
        seen.name, of.date, of.level, of.peak, of.share, of.usual, of.began, of.until, seen.watch.budget
    )


def stale(engine: sa.Engine) -> list[str]:
    """The watches that have not seen the newest data."""
    version = run.data_version(engine)
    seen = {each.watch: each.version for each in store.stands(engine)}
    return [each for each in store.watched(engine) if seen.get(each) != version]


def volumes(seen: Look) -> np.ndarray:
    """The last half-year's comments as (week, day)."""
    return weeks_of(seen.counts.n[-MOST:])
