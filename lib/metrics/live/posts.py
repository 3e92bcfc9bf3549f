"""Pure: a foreign table as posts: a select that has the columns of `post_current`.

The metric query then runs where the table lies, and finds what an import of the same rows would have
made of them: the same days and hours, content types and engagements.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.imports import platforms
from lib.imports.words import fold
from lib.metrics.live.table import COUNTS, NEEDED, WORDS, Foreign, Kind
from lib.model import DETAILS, IDENTITY, NUMBERS, Period
from lib.store import current
from lib.store.schema import post_current

_TOGETHER = ("reactions", "comments", "shares")


def posts(of: Foreign, columns: set[str], at: datetime, period: Period | None = None) -> sa.Subquery:
    """The posts with the columns named, as `store.current.posts` gives them: always with the
    identity, the calendar and `captured_at`. `post_id` is empty: the store does not know them.

    `period` may leave out rows that lie outside of it by what an index knows; the exact days are
    the query's to take.
    """
    read = _read(of, columns | {"day"}, at, period)
    plain = {c.name: c for c in read.c if c.name in (*IDENTITY, *DETAILS, *NUMBERS, "captured_at")}
    plain |= {c.name: c for c in current.calendar(read.c.day)}
    if "engagements" in columns:
        plain["engagements"] = _engagements(of, read).label("engagements")
    kept = [c for c in post_current.c if c.name in (columns | _ALWAYS)]
    return sa.select(*[plain.get(c.name, _nothing(c)) for c in kept]).subquery("posts")


_ALWAYS = {"post_id", *IDENTITY, "day", "week", "month", "weekday", "captured_at"}


def _nothing(column: sa.Column) -> sa.ColumnElement:
    return sa.cast(sa.null(), column.type).label(column.name)


def _read(of: Foreign, columns: set[str], at: datetime, period: Period | None) -> sa.Subquery:
    """Their columns as ours, row by row, before anything is worked out of them."""
    counted = {*COUNTS} if "engagements" in columns else columns
    found: dict[str, sa.ColumnElement | None] = {
        **{name: _words(of, name) for name in {*IDENTITY, *(columns & {*WORDS})}},
        **{name: _count(of, name) for name in COUNTS if name in counted},
        **{name: made for name, made in _published(of).items() if name in columns},
        "paid": _raw(of, "paid") if "paid" in columns else None,
        "captured_at": _instant(of, "captured_at", at),
    }
    made = [value.label(name) for name, value in sorted(found.items()) if value is not None]
    # An import refuses a row without id or date.
    whole = [raw.is_not(None) for name in NEEDED if (raw := _raw(of, name)) is not None]
    select = sa.select(*made).select_from(of.relation)
    return select.where(*whole, *_roughly(of, period)).subquery("declared_posts")


_TYPES: Mapping[Kind, sa.types.TypeEngine] = {
    "zoned": sa.DateTime(timezone=True),
    "naive": sa.DateTime(),
    "date": sa.Date(),
    "number": sa.Numeric(),
    "text": sa.Text(),
    "flag": sa.Boolean(),
}


def _raw(of: Foreign, name: str) -> sa.ColumnElement | None:
    """Their column for a field of ours, None where none is declared."""
    column = of.columns.get(name)
    if column is None:
        return None
    kind = of.kinds.get(column, "other")
    exactly = sa.quoted_name(column, quote=True)
    return sa.column(exactly, _TYPES.get(kind, sa.types.NullType()))


def _words(of: Foreign, name: str) -> sa.ColumnElement | None:
    """A field as tidy text, null where it is empty; the source's constant stands in."""
    raw, constant = _raw(of, name), of.constants.get(name)
    if raw is None:
        return None if constant is None else sa.literal(constant, sa.Text)
    said = sa.func.nullif(sa.func.trim(sa.cast(raw, sa.Text)), "")
    if name == "platform":
        return _translated(said, _platform_words(), sa.literal(constant, sa.Text))
    if name == "content_type":
        return _translated(said, of.types, said)
    if name == "author_kind":
        return _translated(said, {"brand": "brand", "member": "member"}, sa.null())
    return said if constant is None else sa.func.coalesce(said, sa.literal(constant, sa.Text))


def _translated(
    said: sa.ColumnElement, words: Mapping[str, str], other: sa.ColumnElement
) -> sa.ColumnElement:
    """A word of theirs in ours; case does not matter."""
    by_meaning: dict[str, list[str]] = {}
    for word, meaning in words.items():
        by_meaning.setdefault(meaning, []).append(word)
    lower = sa.func.lower(said)
    return sa.case(*[(lower.in_(found), meaning) for meaning, found in by_meaning.items()], else_=other)


def _platform_words() -> dict[str, str]:
    known = platforms.load().values()
    return {fold(word): each.id for each in known for word in (each.id, each.name, *each.words)}


def _count(of: Foreign, name: str) -> sa.ColumnElement | None:
    raw = _raw(of, name)
    if raw is None:
        return None
    if of.kinds[of.columns[name]] == "text":
        raw = sa.func.nullif(sa.func.trim(raw), "")
    return sa.cast(raw, sa.BigInteger)


def _published(of: Foreign) -> dict[str, sa.ColumnElement]:
    """Day and hour in the community's time zone, and the instant; a date alone has only the day."""
    kind, raw = of.kinds[of.columns["published"]], _raw(of, "published")
    if kind == "date":
        return {"day": sa.cast(raw, sa.Date)}
    if kind == "naive" and of.zone == of.home:
        wall: Any = raw
    else:
        wall = sa.func.timezone(of.home, raw if kind == "zoned" else sa.func.timezone(of.zone, raw))
    hour = sa.cast(sa.extract("hour", sa.type_coerce(wall, sa.DateTime)), sa.SmallInteger)
    return {"day": sa.cast(wall, sa.Date), "hour": hour, "published_at": _utc(of, "published")}


def _utc(of: Foreign, name: str) -> sa.ColumnElement:
    """A moment of theirs as an instant in UTC without zone."""
    kind, raw = of.kinds[of.columns[name]], _raw(of, name)
    zoned = raw if kind == "zoned" else sa.func.timezone(of.zone, sa.cast(raw, sa.DateTime))
    return sa.func.timezone("UTC", zoned, type_=sa.DateTime)


def _instant(of: Foreign, name: str, at: datetime) -> sa.ColumnElement:
    """When the numbers were true: as they say, else now."""
    return _utc(of, name) if name in of.columns else sa.literal(at, sa.DateTime)


def _roughly(of: Foreign, period: Period | None) -> list[sa.ColumnElement[bool]]:
    """Two days more than the period on either side, on the column as it stands: no zone is further
    from another, and their index can serve it."""
    raw = _raw(of, "published")
    if period is None or raw is None:
        return []
    first, last = (
        max(period.start.toordinal() - 2, 1),
        min(period.end.toordinal() + 2, date.max.toordinal()),
    )
    return [raw >= sa.literal(date.fromordinal(first)), raw <= sa.literal(date.fromordinal(last))]


def _engagements(of: Foreign, read: sa.Subquery) -> sa.ColumnElement:
    """As `imports.engagement`: the counts the row's platform counts, null where none is stated; the
    one figure for reactions, comments and shares stands in where one of the three is not stated."""
    known = platforms.load()
    if "platform" not in of.columns:
        return _sum(read, known[of.constants["platform"]].engagements)
    by_rule: dict[tuple[str, ...], list[str]] = {}
    for each in known.values():
        by_rule.setdefault(each.engagements, []).append(each.id)
    usual = known["other"].engagements
    others = [(read.c.platform.in_(ids), _sum(read, rule)) for rule, ids in by_rule.items() if rule != usual]
    return sa.case(*others, else_=_sum(read, usual))


def _sum(read: sa.Subquery, parts: tuple[str, ...]) -> sa.ColumnElement:
    stated = _total([read.c[name] for name in parts if name in read.c])
    if "combined" not in read.c:
        return stated
    rest = [read.c[name] for name in parts if name not in _TOGETHER and name in read.c]
    gaps = [read.c[name].is_(None) for name in _TOGETHER if name in read.c]
    gap = sa.or_(*gaps) if len(gaps) == len(_TOGETHER) else sa.true()
    stands_in = sa.and_(gap, read.c.combined.is_not(None))
    return sa.case((stands_in, _total([read.c.combined, *rest])), else_=stated)


def _total(values: list[sa.ColumnElement]) -> sa.ColumnElement:
    """The sum of what is stated; null where nothing is."""
    if not values:
        return sa.cast(sa.null(), sa.BigInteger)
    if len(values) == 1:
        return values[0]
    sum_: Any = sa.func.coalesce(values[0], 0)
    for value in values[1:]:
        sum_ = sum_ + sa.func.coalesce(value, 0)
    return sa.case((sa.func.coalesce(*values).is_not(None), sum_))
