"""Pure: of each account's figure by a dimension the newest photograph, and the one before it."""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.breakdown import STATES
from lib.metrics.facts import conditions
from lib.model import Query
from lib.store import breakdowns
from lib.store.breakdown_schema import PHOTOGRAPH, SERIES, breakdown
from lib.store.schema import import_log

KNOWN = ("platform", "account", "community")
"""The dimensions by which photographs can be filtered."""

LONGER = 1.25
"""How much longer than another a period may be that is compared with it: February and March are."""


def newest(of: Query) -> sa.Select:
    """The rows of each newest photograph, with file and row, and those of the one before it that may be
    compared: `now` tells them apart. Photographs as of a day are compared where the figure is a state;
    those of a period with one of about its length that ended before.

    Of the query its filters count that photographs know (`KNOWN`), its version and its scope.
    """
    rows = _rows(of)
    photos = _photos(rows)
    latest = _first(sa.select(photos), photos, "latest")
    earlier = _first(_comparable(photos, latest), photos, "earlier")
    chosen = sa.union_all(
        sa.select(*[latest.c[n] for n in (*PHOTOGRAPH, "age")], sa.true().label("now")),
        sa.select(*[earlier.c[n] for n in (*PHOTOGRAPH, "age")], sa.false().label("now")),
    ).cte("chosen")
    kept = [rows.c[column.name] for column in breakdown.c]
    mine = sa.and_(breakdowns.same(rows, chosen, PHOTOGRAPH), rows.c.age == chosen.c.age)
    return (
        sa.select(*kept, chosen.c.now, import_log.c.file)
        .join_from(rows, chosen, mine)
        .join(import_log, import_log.c.id == rows.c.import_id)
        .order_by(*[rows.c[n] for n in SERIES], chosen.c.now.desc(), rows.c.value.desc(), rows.c.bucket)
    )


def brought(import_id: int, limit: int | None, of: Query) -> sa.Select:
    """What each row of one import said of a part, in the file's order."""
    names = ("row", "platform", "account", "metric", "dimension", "bucket", "first_day", "last_day")
    total = sa.func.count().over().label("total")
    select = sa.select(*[breakdown.c[n] for n in (*names, "unit", "value", "whole")], total)
    mine = select.where(breakdown.c.import_id == import_id, *conditions(breakdown, of))
    return mine.order_by(*[breakdown.c[n] for n in ("row", "metric", "bucket")]).limit(limit)


def _rows(of: Query) -> sa.CTE:
    current = breakdowns.current(of.as_of).subquery("parts")
    asked = Query((), where=tuple(each for each in of.where if each[0] in KNOWN), scope=of.scope)
    return sa.select(*current.c).where(*conditions(current, asked)).cte("rows_seen")


def _photos(rows: sa.CTE) -> sa.CTE:
    days = sa.cast(rows.c.last_day - rows.c.first_day, sa.BigInteger) + 1
    return sa.select(*[rows.c[n] for n in (*PHOTOGRAPH, "age")], days.label("days")).distinct().cte("photo")


def _first(select: sa.Select, photos: sa.CTE, name: str) -> sa.CTE:
    """Of the photographs of each figure the one whose days ended last; of several the newest, then the
    longest."""
    order = (photos.c.last_day.desc(), photos.c.age.desc(), photos.c.days.desc())
    place = sa.func.row_number().over(partition_by=[photos.c[n] for n in SERIES], order_by=order)
    ranked = select.add_columns(place.label("place")).subquery(f"{name}_ranked")
    return sa.select(*[c for c in ranked.c if c.name != "place"]).where(ranked.c.place == 1).cte(name)


def _comparable(photos: sa.CTE, latest: sa.CTE) -> sa.Select:
    figure = sa.and_(*[photos.c[n] == latest.c[n] for n in SERIES])
    state = sa.and_(photos.c.days.is_(None), latest.c.days.is_(None), photos.c.metric.in_(STATES))
    alike = sa.and_(
        photos.c.days <= LONGER * latest.c.days,
        latest.c.days <= LONGER * photos.c.days,
    )
    before = photos.c.last_day < latest.c.last_day
    return sa.select(*photos.c).join_from(photos, latest, sa.and_(figure, before, sa.or_(state, alike)))
