"""The clock, as the store keeps instants."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, without zone."""
    return datetime.now(UTC).replace(tzinfo=None)
