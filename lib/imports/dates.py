"""Dates as platforms write them, array-wise: days and hours in the community's time zone, instants
in UTC. A date without a time of day has neither hour nor instant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import months, years
from lib.imports.spec import Order
from lib.imports.words import trim
from lib.imports.zone import to_utc, to_wall

_HALF = "AM|PM|am|pm|a\\.m\\.|p\\.m\\.|上午|下午|午前|午後|오전|오후"
_WEEKDAY = r"(?:\s?[(（]?(?:週|周|星期)?[日一二三四五六月火水木金土일월화수목금토][)）]?)?"
_DIGITS = (
    r"^(?P<a>\d{1,4})(?P<sep>[-/.年년])\s?(?P<b>\d{1,2})[-/.月월]\s?(?P<c>\d{1,4})[日號号일]?\.?"
    + _WEEKDAY
    + rf"(?:[T ,]+(?P<before>{_HALF})?\s?(?P<h>\d{{1,2}}):(?P<m>\d{{2}})"
    rf"(?::(?P<s>\d{{2}})(?:[.,]\d+)?)?\s?(?P<after>{_HALF})?)?"
    r"\s?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_COMPACT = r"^(?P<a>(?:19|20)\d{2})(?P<b>\d{2})(?P<c>\d{2})$"
_AFTERNOON = pa.array(["PM", "pm", "p.m.", "下午", "午後", "오후"])
_DAY = 86_400_000_000
_EXCEL = 25_569  # what Excel calls 1970-01-01
_FIRST, _LAST = -354_285 * _DAY, 376_200 * _DAY  # the years 1000 to 2999
_MOST = 0.8
"""The share of cells that have to be dates: a total row may stand among them."""
_NONE = np.iinfo(np.int64).min
"""Microseconds that stand for "no offset stated"."""


@dataclass
class Clock:
    """Wall clocks read so far: microseconds since 1970, the offset from UTC where one is stated."""

    wall: np.ndarray
    offset: np.ndarray
    timed: np.ndarray
    read: np.ndarray

    @classmethod
    def empty(cls, size: int) -> Clock:
        return cls(np.zeros(size, np.int64), np.full(size, _NONE), np.zeros(size, bool), np.zeros(size, bool))

    def put(self, where: np.ndarray, part: Clock) -> None:
        """Takes over what another clock read of the rows `where` (positions)."""
        hit = where[part.read]
        for name in ("wall", "offset", "timed"):
            getattr(self, name)[hit] = getattr(part, name)[part.read]
        self.read[hit] = True


@dataclass(frozen=True)
class Moments:
    """`day` date32, `hour` int16 and `instant` (UTC without zone); `read` says which were dates."""

    day: pa.Array
    hour: pa.Array
    instant: pa.Array
    read: np.ndarray
    yearless: int = 0


def moments(texts: pa.Array, order: Order, zone: ZoneInfo, until: date | None = None) -> Moments:
    """Reads dates. `order` is that of dates in digits that do not begin with the year; dates without
    a year lie in the year that ends with `until`, where that is given."""
    clock = read(texts, order)
    yearless = _without_year(texts, order, until, clock) if until and not clock.read.all() else 0
    wall, utc = clock.wall.copy(), np.zeros(len(texts), np.int64)
    zoned = clock.read & (clock.offset != _NONE)
    utc[zoned] = clock.wall[zoned] - clock.offset[zoned]
    wall[zoned] = to_wall(utc[zoned], zone)
    timed = clock.timed & clock.read
    if timed.sum() > 2 and not zoned.any() and not (wall[timed] % _DAY).any():
        timed = np.zeros(len(texts), bool)  # all at midnight: a spreadsheet put the time there
    local = timed & ~zoned
    utc[local] = to_utc(wall[local], zone)
    days = (wall // _DAY).astype(np.int32)
    return Moments(
        pa.array(days, mask=~clock.read).cast(pa.date32()),
        pa.array((wall % _DAY // 3_600_000_000).astype(np.int16), mask=~timed),
        pa.array(utc, pa.int64(), mask=~timed).cast(pa.timestamp("us")),
        clock.read,
        yearless,
    )


def _without_year(texts: pa.Array, order: Order, until: date, clock: Clock) -> int:
    """Reads what is left as dates without a year; gives how many there were."""
    left = np.flatnonzero(~clock.read)
    coded = trim(texts).take(pa.array(left)).dictionary_encode()
    found = years.days([text or "" for text in coded.dictionary.to_pylist()], order, until)
    part = Clock.empty(len(left))
    for at, each in enumerate(found):
        if each is not None:
            where = coded.indices.to_numpy(zero_copy_only=False) == at
            part.wall[where] = (each - date(1970, 1, 1)).days * _DAY
            part.read[where] = True
    clock.put(left, part)
    return int(part.read.sum())


def read(texts: pa.Array, order: Order) -> Clock:
    """Wall clocks from texts, by the quickest way that reads them."""
    texts = trim(texts)
    clock = Clock.empty(len(texts))
    for way in (_iso, _digits, _compact, _serial, _named):
        left = np.flatnonzero(~clock.read)
        if len(left):
            clock.put(left, way(texts if len(left) == len(texts) else texts.take(pa.array(left)), order))
    clock.read &= (clock.wall >= _FIRST) & (clock.wall < _LAST)
    return clock


def dates(cells: Sequence[str]) -> bool:
    """Whether most of some cells are dates, with a year or without."""
    known = max(int(read(pa.array(cells, pa.string()), order).read.sum()) for order in ("mdy", "dmy"))
    return max(known, years.named(cells)) >= _MOST * len(cells)


def order_of(cells: Sequence[str]) -> Order | None:
    """The order of dates in digits: None when some of them could be read both ways and none tells."""
    pairs = [re.match(r"(\d{1,2})[-/](\d{1,2})[-/]\d{4}", cell.strip()) for cell in cells]
    numbers = [(int(pair[1]), int(pair[2])) for pair in pairs if pair]
    if not numbers:
        return "ymd"
    if any(first > 12 for first, _ in numbers):
        return "dmy"
    return "mdy" if any(second > 12 for _, second in numbers) else None


def _iso(texts: pa.Array, order: Order) -> Clock:
    """All of them ISO 8601 without an offset, or none."""
    filled = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    try:
        stamps = pc.cast(filled, pa.timestamp("us"))
    except pa.ArrowInvalid:
        return Clock.empty(len(texts))
    clock = Clock.empty(len(texts))
    clock.wall = pc.fill_null(stamps.cast(pa.int64()), 0).to_numpy(zero_copy_only=False).copy()
    clock.timed = pc.greater(pc.binary_length(texts), 10).to_numpy(zero_copy_only=False)
    clock.read = stamps.is_valid().to_numpy(zero_copy_only=False)
    return clock


def _digits(texts: pa.Array, order: Order) -> Clock:
    return _fields(pc.extract_regex(texts, _DIGITS), order)


def _compact(texts: pa.Array, order: Order) -> Clock:
    return _fields(pc.extract_regex(texts, _COMPACT), "ymd")


def _serial(texts: pa.Array, order: Order) -> Clock:
    """Days since the end of 1899, as Excel numbers them, with the time as a fraction."""
    clock = Clock.empty(len(texts))
    numbered = pc.match_substring_regex(texts, r"^[3-7]\d{4}(\.\d+)?$")
    days = pc.cast(pc.if_else(numbered, texts, "0"), pa.float64()).to_numpy(zero_copy_only=False)
    clock.wall = np.round((days - _EXCEL) * 86_400).astype(np.int64) * 1_000_000
    clock.timed = days % 1 > 0
    clock.read = numbered.fill_null(False).to_numpy(zero_copy_only=False)
    return clock


def _fields(found: pa.StructArray, order: Order) -> Clock:
    """The clock of matched parts, each checked against the calendar."""
    part = {field.name: pc.struct_field(found, field.name) for field in found.type}
    a, b, c = (_number(part[name]) for name in "abc")
    first = pc.fill_null(pc.equal(pc.binary_length(part["a"]), 4), False).to_numpy(zero_copy_only=False)
    minguo = (a > 99) & (a < 1000)  # a year of the Republic of China: 113/01/02 is of 2024
    a, first = np.where(minguo, a + 1911, a), first | minguo
    dotted = np.zeros(len(a), bool)
    if "sep" in part:
        dotted = pc.fill_null(pc.equal(part["sep"], "."), False).to_numpy(zero_copy_only=False)
    dmy = dotted | (order == "dmy")
    year, month = np.where(first, a, c), np.where(first | dmy, b, a)
    day = np.where(first, c, np.where(dmy, a, b))
    clock = Clock.empty(len(a))
    start, fits = _calendar(year, month, day)
    time, right = _time(part) if "h" in part else (np.zeros(len(a), np.int64), np.ones(len(a), bool))
    clock.wall = start * _DAY + time
    clock.read = found.is_valid().to_numpy(zero_copy_only=False) & fits & right & (first | (year > 999))
    if "h" in part:
        clock.timed = pc.not_equal(part["h"], "").fill_null(False).to_numpy(zero_copy_only=False)
        clock.offset = _offset(part["zone"])
    return clock


def _number(texts: pa.Array) -> np.ndarray:
    filled = pc.if_else(pc.equal(texts, ""), "0", pc.fill_null(texts, "0"))
    return filled.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _calendar(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(days since 1970, mask of the dates that exist)."""
    fits = (month >= 1) & (month <= 12) & (day >= 1) & (year > 0)
    index = np.where(fits, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = index.astype("datetime64[D]").astype(np.int64)
    length = (index + 1).astype("datetime64[D]").astype(np.int64) - first
    return first + day - 1, fits & (day <= length)


def _time(part: dict[str, pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    hour, minute, second = (_number(part[name]) for name in "hms")
    half = pc.if_else(pc.equal(part["before"], ""), part["after"], part["before"])
    late = pc.fill_null(pc.is_in(half, _AFTERNOON), False).to_numpy(zero_copy_only=False)
    halved = pc.fill_null(pc.not_equal(half, ""), False).to_numpy(zero_copy_only=False)
    right = (hour < 24) & (minute < 60) & (second < 60) & (~halved | (hour <= 12))
    hour = np.where(halved, hour % 12 + 12 * late, hour)
    return ((hour * 60 + minute) * 60 + second) * 1_000_000, right


def _offset(texts: pa.Array) -> np.ndarray:
    coded = texts.dictionary_encode()
    meanings = np.array([_microseconds(text) for text in coded.dictionary.to_pylist()] or [_NONE], np.int64)
    return meanings[pc.fill_null(coded.indices, 0).to_numpy(zero_copy_only=False)]


def _microseconds(text: str | None) -> int:
    if not text:
        return _NONE
    if text in ("Z", "UTC"):
        return 0
    digits = text[1:].replace(":", "")
    return (-1 if text[0] == "-" else 1) * (int(digits[:2]) * 60 + int(digits[2:])) * 60_000_000


def _named(texts: pa.Array, order: Order) -> Clock:
    """Dates with a month's name: each different text once."""
    coded = texts.dictionary_encode()
    found = [None if not text else months.read(text) for text in coded.dictionary.to_pylist()]
    clock = Clock.empty(len(found))
    for at, moment in enumerate(found):
        if moment is not None:
            stamp = moment[0].replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
            offset = moment[0].utcoffset()
            clock.wall[at] = int(stamp.total_seconds()) * 1_000_000
            clock.offset[at] = _NONE if offset is None else int(offset.total_seconds()) * 1_000_000
            clock.timed[at], clock.read[at] = moment[1], True
    where = coded.indices.to_numpy(zero_copy_only=False)
    return Clock(clock.wall[where], clock.offset[where], clock.timed[where], clock.read[where])
