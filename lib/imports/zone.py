"""Wall clocks and instants, array-wise; hours that a clock change skips or repeats are no error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

Offset = Callable[[datetime], timedelta | None]

_DAY = 86_400_000_000  # microseconds
_QUARTER = _DAY // 96  # clocks change on full quarters of an hour
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock


def to_utc(wall: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    """Wall clock → UTC, both int64 microseconds since 1970. Of a repeated hour the first is meant."""
    return wall - _shift(wall, lambda at: at.replace(tzinfo=zone).utcoffset())


def to_wall(utc: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    """UTC → wall clock, both int64 microseconds since 1970."""
    return utc + _shift(utc, lambda at: at.replace(tzinfo=UTC).astimezone(zone).utcoffset())


def _shift(moments: np.ndarray, offset: Offset) -> np.ndarray:
    """The offsets of wall clocks or instants: by the day, and on days with a clock change by the
    quarter of an hour."""
    if not len(moments):
        return moments
    days, where = np.unique(moments // _DAY, return_inverse=True)
    starts, ends = _offsets(days * _DAY, offset), _offsets((days + 1) * _DAY, offset)
    shifts = starts[where]
    changing = (starts != ends)[where]
    if changing.any():
        quarters, where = np.unique(moments[changing] // _QUARTER, return_inverse=True)
        shifts[changing] = _offsets(quarters * _QUARTER, offset)[where]
    return shifts


def _offsets(moments: np.ndarray, offset: Offset) -> np.ndarray:
    found = (offset(_EPOCH + timedelta(microseconds=int(moment))) or timedelta() for moment in moments)
    return np.array([each // timedelta(microseconds=1) for each in found], np.int64)
