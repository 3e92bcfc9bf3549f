"""Named periods, worked out by hand on a calendar."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model import Period
from lib.ui import periods

FIRST = date(2024, 2, 10)
DAYS = st.dates(date(1991, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("id", "anchor", "start", "end"),
    [
        ("7d", date(2026, 3, 3), date(2026, 2, 25), date(2026, 3, 3)),
        ("28d", date(2026, 11, 21), date(2026, 10, 25), date(2026, 11, 21)),
        ("90d", date(2026, 11, 21), date(2026, 8, 24), date(2026, 11, 21)),
        ("365d", date(2024, 12, 31), date(2024, 1, 2), date(2024, 12, 31)),
        ("last_month", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("last_month", date(2028, 3, 1), date(2028, 2, 1), date(2028, 2, 29)),
        ("last_month", date(2026, 1, 15), date(2025, 12, 1), date(2025, 12, 31)),
        ("last_quarter", date(2026, 11, 21), date(2026, 7, 1), date(2026, 9, 30)),
        ("last_quarter", date(2026, 10, 1), date(2026, 7, 1), date(2026, 9, 30)),
        ("last_quarter", date(2026, 9, 30), date(2026, 4, 1), date(2026, 6, 30)),
        ("last_quarter", date(2026, 2, 10), date(2025, 10, 1), date(2025, 12, 31)),
        ("year", date(2026, 11, 21), date(2026, 1, 1), date(2026, 11, 21)),
        ("all", date(2026, 11, 21), FIRST, date(2026, 11, 21)),
    ],
)
def test_by_hand(id, anchor, start, end):
    assert periods.preset(id, anchor, FIRST) == Period(start, end)


@settings(deadline=None)
@given(st.sampled_from(list(periods.PRESETS)), DAYS, DAYS)
def test_a_period_never_runs_past_the_newest_day(id, anchor, first):
    found = periods.preset(id, anchor, first)
    assert found.start <= found.end <= anchor


def test_the_default_is_one_of_them():
    assert periods.DEFAULT in periods.PRESETS
    assert periods.CUSTOM not in periods.PRESETS
