"""Why it changed, on the page Trends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib.model import Break
from lib.store import breaks
from tests.factories import bring, posts
from tests.pages.screen import texts, visit
from tests.test_explanations import MONDAY, NOW, published

WEEK = {"period": "custom", "from": f"{NOW.start}", "to": f"{NOW.end}", "metric": "engagement_rate_by_reach"}


@pytest.fixture
def filled(own):
    """A week of reels and texts, then one with fewer reels."""
    reel = {"content_type": "reel", "reach": 100, "engagements": 10}
    text = {"content_type": "text", "reach": 100, "engagements": 1, "platform": "x", "account": "at"}
    rows = [
        *published(0, 7, **reel),
        *published(0, 7, **text),
        *published(7, 3, **reel),
        *published(7, 7, **text),
    ]
    bring(own, posts(*rows), captured_at=datetime(2026, 6, 1))
    return own


def why(app) -> list[str]:
    return [text for text in texts(app) if "from the mix" in text or "Not explained" in text]


def test_the_change_is_taken_apart(filled):
    found = texts(visit("trends", **WEEK))
    assert any(each.startswith("Engagement rate by reach fell by ") for each in found)
    assert any("−1.8 pp from the mix by content type (less Reel)" in each for each in found)


def test_the_dimension_is_in_the_link(filled):
    app = visit("trends", why="platform", **WEEK)
    assert "mix by platform (less Facebook)" in why(app)[0]
    assert app.query_params["why"] == "platform"


def test_without_a_comparison_there_is_nothing_to_explain(filled):
    found = texts(visit("trends", **WEEK, compare="none"))
    assert "Choose a period to compare with, and the change is taken apart here." in found


def test_a_break_is_named_in_place_of_parts(filled):
    new = Break("x", "reach", MONDAY + timedelta(8), "Viewers", "")
    breaks.add(filled, new, datetime(2026, 6, 1), "mia")
    (told,) = why(visit("trends", **WEEK))
    assert told.startswith("Not explained: x counts otherwise since 2026-01-13 (Viewers)")


def test_what_began_after_the_compared_period_is_no_rise(filled):
    found = texts(visit("trends", period="all", metric="posts"))
    assert "There is nothing to compare with: one of the two periods has no figure." in found
    assert not [each for each in found if each.startswith("Posts rose")]
