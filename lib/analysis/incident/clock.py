"""Pure: the clock of an incident: how long it took to detect, to take charge, to state and to resolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lib.model import N_

Status = Literal["met", "missed", "taken", "running", "overdue", "waiting", "unknown"]
"""In time; too late; done, without a target; running, and not late yet; running, and late; running, without
a target; cannot be said."""

READINGS = {
    "detect": (N_("Time to detect"), "started", "detected"),
    "acknowledge": (N_("Time to take charge"), "detected", "acknowledged"),
    "state": (N_("Time to first statement"), "detected", "stated"),
    "resolve": (N_("Time to resolve"), "detected", "resolved"),
}
"""id → (name, from which moment, to which). All but the first are counted from detection: until then
nobody could act."""


@dataclass(frozen=True)
class Reading:
    """One time of the clock, at a moment. `taken` is None while it runs or cannot be said; `due` is when
    it must end to be in time."""

    id: str
    taken: timedelta | None
    due: datetime | None
    target: timedelta | None
    status: Status
    left: timedelta | None
    """How much is left until `due`, while it runs; below zero when late."""


def clock(moments: Mapping[str, datetime], targets: Mapping[str, int], now: datetime) -> dict[str, Reading]:
    """All four times at a moment; `targets` are minutes by reading. Instants are UTC without zone."""
    return {
        id: _reading(id, moments.get(start), moments.get(end), targets.get(id), now)
        for id, (_, start, end) in READINGS.items()
    }


def _reading(
    id: str, start: datetime | None, end: datetime | None, minutes: int | None, now: datetime
) -> Reading:
    target = None if minutes is None else timedelta(minutes=minutes)
    if start is None or (end is not None and end < start):
        return Reading(id, None, None, target, "unknown", None)
    due = None if target is None else start + target
    if end is None:
        left = None if due is None else due - now
        status: Status = "waiting" if left is None else ("overdue" if left < timedelta(0) else "running")
        return Reading(id, None, due, target, status, left)
    taken = end - start
    if target is None:
        return Reading(id, taken, None, None, "taken", None)
    return Reading(id, taken, due, target, "met" if taken <= target else "missed", None)
