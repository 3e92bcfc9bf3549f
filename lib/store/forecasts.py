"""Published forecasts, and the views they are asked for. None is overwritten, nor deleted unless its data
are: each stays a promise to be laid beside what came.

A forecast is made from the data of one version; while nothing of its history changes it stands for
later versions too (`until_version`). Several processes may work on the same views: a view is leased
for one making, and what is written twice is written once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib.store.changing import changing
from lib.store.forecast_schema import forecast, forecast_trial, forecast_view
from lib.store.schema import import_log

TRIALS_FOR = timedelta(days=30)
"""How long trials are kept."""


@dataclass(frozen=True)
class Wanted:
    """A view whose forecast is wanted. `id` is the view's key, with the version of a frozen one;
    `asked` the view as JSON; `done_version` the data version up to which it was worked out, `error` (JSON)
    why that gave none."""

    id: str
    asked: str
    asked_at: datetime
    done_version: int = -1
    done_at: datetime | None = None
    error: str | None = None
    leased_until: datetime | None = None


@dataclass(frozen=True)
class Row:
    """A published forecast: of which view, from the data of which version, standing up to which; when the
    store had `made_version`. `fingerprint` tells the history it was made of."""

    view: str
    data_version: int
    until_version: int
    made_at: datetime
    made_version: int
    fingerprint: str
    document: str


def standing(engine: sa.Engine, view: str, version: int) -> Row | None:
    """The newest forecast of a view from the data of a version or an earlier one."""
    query = sa.select(forecast).where(forecast.c.view == view, forecast.c.data_version <= version)
    newest = query.order_by(forecast.c.data_version.desc(), forecast.c.made_at.desc()).limit(1)
    with engine.connect() as connection:
        found = connection.execute(newest).mappings().first()
    return None if found is None else Row(**found)


def published(engine: sa.Engine, view: str, until: int) -> list[Row]:
    """Every forecast of a view from the data of a version or earlier, the oldest first."""
    query = sa.select(forecast).where(forecast.c.view == view, forecast.c.data_version <= until)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(forecast.c.data_version, forecast.c.made_at)).mappings()
        return [Row(**row) for row in rows]


def save(engine: sa.Engine, row: Row) -> None:
    """Keeps a forecast; nothing where another process kept the same already, or where data it may be
    made of were deleted for good meanwhile."""
    forgotten = sa.exists().where(import_log.c.kind == "forget", import_log.c.id > row.made_version)
    try:
        with changing(engine) as connection:
            if not connection.scalar(sa.select(forgotten)):
                connection.execute(forecast.insert().values(asdict(row)))
    except sa.exc.IntegrityError:
        return


def stands(engine: sa.Engine, row: Row, until: int) -> None:
    """Notes that a forecast is still what would be made at a later version."""
    same = [forecast.c[name] == getattr(row, name) for name in ("view", "data_version", "fingerprint")]
    change = forecast.update().where(*same, forecast.c.until_version < until)
    with changing(engine) as connection:
        connection.execute(change.values(until_version=until))


def wanted(engine: sa.Engine, id: str) -> Wanted | None:
    """A view that was asked for."""
    with engine.connect() as connection:
        query = sa.select(forecast_view).where(forecast_view.c.id == id)
        found = connection.execute(query).mappings().first()
    return None if found is None else Wanted(**found)


def asked_since(engine: sa.Engine, since: datetime, most: int) -> list[Wanted]:
    """The views somebody asked for since a moment, the last first."""
    query = sa.select(forecast_view).where(forecast_view.c.asked_at >= since)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(forecast_view.c.asked_at.desc()).limit(most)).mappings()
        return [Wanted(**row) for row in rows]


def ask(engine: sa.Engine, id: str, asked: str, now: datetime, looking: bool = True) -> None:
    """Notes a view; with `looking`, that somebody asked for it now."""
    known = forecast_view.c.id == id
    try:
        with changing(engine) as connection:
            if looking:
                connection.execute(forecast_view.update().where(known).values(asked_at=now))
            if connection.scalar(sa.select(forecast_view.c.id).where(known)) is None:
                connection.execute(forecast_view.insert().values(asdict(Wanted(id, asked, now))))
    except sa.exc.IntegrityError:
        return  # another process noted it a moment before


def lease(engine: sa.Engine, id: str, now: datetime, until: datetime) -> bool:
    """Takes a view for one making; False when another process has it."""
    free = sa.or_(forecast_view.c.leased_until.is_(None), forecast_view.c.leased_until <= now)
    taken = forecast_view.update().where(forecast_view.c.id == id, free).values(leased_until=until)
    with changing(engine) as connection:
        return connection.execute(taken.returning(forecast_view.c.id)).first() is not None


def done(engine: sa.Engine, id: str, version: int, now: datetime, error: str | None = None) -> None:
    """Notes that a view is worked out up to a version, and lets it go."""
    values = {"done_version": version, "done_at": now, "error": error, "leased_until": None}
    with changing(engine) as connection:
        connection.execute(forecast_view.update().where(forecast_view.c.id == id).values(values))


def release(engine: sa.Engine, id: str) -> None:
    """Lets a view go that was not worked out."""
    with changing(engine) as connection:
        connection.execute(forecast_view.update().where(forecast_view.c.id == id).values(leased_until=None))


def forget(engine: sa.Engine, since: int) -> None:
    """Deletes for good the forecasts from the data of a version and later ones, which are deleted for
    good too."""
    with changing(engine) as connection:
        connection.execute(forecast.delete().where(forecast.c.data_version >= since))
        connection.execute(forecast_view.update().values(done_version=-1))


def trials(engine: sa.Engine, seen: str) -> str | None:
    """What was kept of trials that saw the same."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(forecast_trial.c.document).where(forecast_trial.c.seen == seen))


def save_trials(engine: sa.Engine, seen: str, document: str, now: datetime) -> None:
    """Keeps what trials gave; those of histories long grown past are let go."""
    try:
        with changing(engine) as connection:
            connection.execute(forecast_trial.delete().where(forecast_trial.c.at < now - TRIALS_FOR))
            connection.execute(forecast_trial.insert().values(seen=seen, at=now, document=document))
    except sa.exc.IntegrityError:
        return
