"""What tests of kept forecasts share: models that cost nothing, and daily readings to forecast."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from lib.analysis.forecast import models
from lib.forecast_view import Asked
from lib.model import EVERYTHING
from lib.store import write
from tests.factories import bring, days

seen = partial(Asked, scope=EVERYTHING)
"""The view of somebody who may see all."""

MONDAY = date(2026, 1, 5)
WEEK = (30, 32, 35, 31, 40, 12, 10)


def on(n: int) -> date:
    return MONDAY + timedelta(n)


def only_quick(monkeypatch) -> None:
    """Two models in place of four: repeating last week, and under Prophet's name the same a tenth higher."""

    def higher(train, horizon, hint=None):
        return models.naive(train, horizon)[0] * 1.1, None

    monkeypatch.setattr(models, "BASE", {"naive": models.naive, "prophet": higher})


def messages(store: sa.Engine, first: int, end: int, extra: int = 0) -> int:
    """Brings messages of the days from `first` up to (without) `end`; gives the data version."""
    readings = {on(n): float(WEEK[n % 7] + n % 3 + extra) for n in range(first, end)}
    captured = datetime.combine(on(end), datetime.min.time())
    return bring(store, days("messages", readings), captured_at=captured).import_id


def demonstration(store: sa.Engine) -> int:
    """An import as the demonstration's are; gives its number."""
    entry = write.Entry("demo", datetime(2026, 2, 2), "tester", captured_at=datetime(2026, 2, 1))
    with write.importing(store, entry) as batch:
        batch.days(days("followers", {on(0): 5.0}))
        return batch.merge().import_id
