"""The view a forecast is of: what tells one kept forecast from another."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from lib.analysis.forecast.history import History
from lib.forecasts import Grain
from lib.model import NOTHING_SEEN, Query, Scope

HORIZONS = (28, 56, 91)
"""Days ahead that pages offer: 4, 8 and 13 weeks."""


@dataclass(frozen=True)
class Asked:
    """A view whose forecast is asked for, and on whose behalf: `horizon` in days; `as_of` the data version
    of a frozen one. What one scope may see is never shown to another."""

    metric: str
    where: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    grain: Grain = "day"
    horizon: int = HORIZONS[0]
    without: tuple[str, ...] = ()
    as_of: int | None = None
    scope: Scope = NOTHING_SEEN

    @property
    def view(self) -> str:
        """The key under which its forecasts are kept, the same for every version."""
        return hashlib.sha256(self._json(None).encode()).hexdigest()[:32]

    @property
    def id(self) -> str:
        """The key under which it is asked for."""
        return self.view if self.as_of is None else f"{self.view}@{self.as_of}"

    def _json(self, as_of: int | None) -> str:
        where = {id: sorted(value or "" for value in values) for id, values in self.where}
        seen = self.scope
        limits = [None if values is None else sorted(values) for values in (seen.communities, seen.platforms)]
        # A scope by account came later: the keys of all others stay what they were.
        accounts = () if seen.accounts is None else (sorted(seen.accounts),)
        scope = (*limits, *accounts, seen.private)
        parts = (self.metric, where, self.grain, self.horizon, sorted(self.without), as_of, scope)
        return json.dumps(parts, sort_keys=True, ensure_ascii=False)

    def as_json(self) -> str:
        """The view for the store."""
        return self._json(self.as_of)

    @property
    def query(self) -> Query:
        """Its history as a query."""
        return Query(
            (self.metric,), where=self.where, as_of=self.as_of, without=self.without, scope=self.scope
        )

    def steps(self, history: History) -> int:
        """The horizon in steps of its history, rounded up."""
        return -(-self.horizon // history.step)


def asked(query: Query, grain: Grain = "day", horizon: int = HORIZONS[0]) -> Asked:
    """The view of a query's one metric, whatever the order in which its filters were named; its period
    does not matter: a forecast is made of all there is."""
    scope = query.scope or NOTHING_SEEN
    given = Asked(query.metrics[0], query.where, grain, horizon, query.without, query.as_of, scope)
    return from_asked(given.as_json())


def from_asked(text: str) -> Asked:
    """What `Asked.as_json` wrote."""
    id, where, grain, horizon, without, as_of, (*limits, private) = json.loads(text)
    communities, platforms, *rest = (None if each is None else tuple(each) for each in limits)
    scope = Scope(communities, platforms, private, *rest)
    pairs = tuple((name, tuple(value or None for value in values)) for name, values in where.items())
    return Asked(id, pairs, grain, horizon, tuple(without), as_of, scope)
