"""Young posts on the overview: marked, compared at equal age, and how engagement arrives where known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories import bring, posts
from tests.pages.screen import cards, texts, visit

END = datetime(2026, 3, 29, 16)
"""When the last photograph was taken: the end of a day in Taipei."""


def community(days: int, captured: datetime):
    """Three posts at noon of every day until the photograph, of 100 to 102 engagements in the end, half of
    what is missing arriving every day."""
    rows = []
    for n in range(3 * days):
        born = END - timedelta(days=days - n // 3 - 0.5)
        age = (captured - born) / timedelta(1)
        if age > 0:
            there = 1 - 0.5**age
            numbers = {"engagements": round((100 + n // 3 % 3) * there), "reach": round(2000 * there)}
            rows.append({"native_id": str(n), "published_at": born, "day": born.date(), **numbers})
    return posts(*rows)


@pytest.fixture
def photographs(own):
    """Brings the community as it stood so many days before the end."""

    def bring_all(*days_before: int) -> None:
        for back in days_before:
            captured = END - timedelta(back)
            bring(own, community(90, captured), captured_at=captured)

    return bring_all


def said(**params) -> str:
    return " ".join(texts(visit(period="28d", **params)))


def test_read_every_week_the_young_days_are_compared_at_equal_age(photographs):
    photographs(28, 21, 14, 7, 0)
    page = said()
    assert "changes compare them with earlier posts at the same age" in page
    assert "grey: the compared period at the same age" in page
    assert "within the usual swing · at equal age" in page
    assert "How engagement arrives" in page
    assert "Half of a post's engagement is there after 24 hours" in page


def test_read_twice_the_compared_days_are_estimated_along_the_curve(photographs):
    """Every post under two weeks on the first day was read again: that tells the curve, but of the compared
    period's last week there is no reading at its age."""
    photographs(50, 36, 0)
    page = said()
    assert "within the usual swing · at equal age, estimated" in page
    assert cards(visit(period="28d"))["Engagements"]


def test_read_once_only_the_settled_days_are_compared(photographs):
    photographs(0)
    page = said()
    assert "were under 7 days old when their numbers were read" in page
    assert "within the usual swing · settled days" in page
    assert "How engagement arrives" not in page


def test_the_same_export_under_two_days_invents_nothing(own):
    table = community(90, END)
    bring(own, table, captured_at=END)
    bring(own, table, captured_at=END + timedelta(20))
    assert "How engagement arrives" not in said()


def test_a_frozen_view_learns_from_what_was_known_then(photographs):
    photographs(28, 21, 14, 7, 0)
    assert "How engagement arrives" in said(as_of="5")
    assert "How engagement arrives" not in said(as_of="1")
