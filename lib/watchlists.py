"""A watch over each watchlist: how often it is mentioned by day, and whether that is more than usual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from lib.analysis.watch import Alarm
from lib.analysis.watch.terms import pattern
from lib.analysis.watch.volume import VolumeWatch, watch_volume
from lib.metrics import run, watched
from lib.model import EVERYTHING, PulseError, Query, Scope, say
from lib.store import watch as store
from lib.store import watchlists
from lib.store.watch import Raised, Stand
from lib.store.watchlists import KINDS, MODES, Watchlist
from lib.watches import Kept

MOST = 20
"""Lists there can be: each raises false alarms within a budget of its own."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class Heard:
    """A list, its watch, and the data version it was worked out from."""

    of: Watchlist
    watch: VolumeWatch
    version: int


def hear(engine: sa.Engine, of: Watchlist, scope: Scope = EVERYTHING, as_of: int | None = None) -> Heard:
    """How often a list was mentioned, from the first day with comments on, or from the day on which somebody
    had the usual learnt anew, and its alarms."""
    decided = store.setting(engine, of.watch)
    every = watched.mentions(engine, Query((), scope=scope, as_of=as_of), pattern(of.mode, of.body))
    found = [each for each in every if decided.anchor is None or each[0] >= decided.anchor]
    start = found[0][0] if found else date.min
    hits = [0] * ((found[-1][0] - start).days + 1) if found else []
    for day, count in found:
        hits[(day - start).days] = count
    version = run.data_version(engine) if as_of is None else as_of
    return Heard(of, watch_volume(start, hits, decided.budget_days, Kept(engine)), version)


def learn(engine: sa.Engine, of: Watchlist, day: date, at: datetime, who: str) -> None:
    """Has the usual of a list learnt anew from a day on, and looks at it."""
    store.decide(engine, replace(store.setting(engine, of.watch), anchor=day), at, who)
    settle(engine, hear(engine, of), at)


def add(engine: sa.Engine, new: Watchlist, at: datetime, who: str) -> str:
    """Keeps a new list; gives its id. PulseError for a name or words that cannot be."""
    if not new.name.strip() or len(new.name) > LONGEST_NAME:
        raise PulseError(say("Give the list a name of 1 to {most} characters.", most=LONGEST_NAME))
    if new.kind not in KINDS or new.mode not in MODES:
        raise PulseError(say("A list is of words or of patterns."))
    pattern(new.mode, new.body)
    if len(watchlists.all_lists(engine)) >= MOST:
        raise PulseError(say("There are {most} lists already; remove one first.", most=MOST))
    return watchlists.add(engine, new, at, who)


def settle(engine: sa.Engine, heard: Heard, at: datetime) -> None:
    """Keeps how a list's watch stands, and its alarms."""
    made, name = heard.watch, heard.of.watch
    last = made.days[-1] if made.days else None
    stand = Stand(
        name,
        heard.version,
        made.state,
        made.since,
        last.day if last else None,
        float(last.hits) if last else None,
        last.usual if last else None,
    )
    found = [_raised(name, each, made.budget) for each in made.alarms]
    store.settle(engine, stand, found, at)


def _raised(name: str, of: Alarm, budget: float) -> Raised:
    return Raised(name, of.date, of.level, of.peak, of.share, of.usual, of.began, of.until, budget)


def stale(engine: sa.Engine) -> list[Watchlist]:
    """The lists whose watch has not seen the newest data."""
    version = run.data_version(engine)
    seen = {each.watch: each.version for each in store.stands(engine)}
    return [each for each in watchlists.all_lists(engine) if seen.get(each.watch) != version]
