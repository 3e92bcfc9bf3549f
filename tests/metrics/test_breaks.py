"""Definition breaks: what they touch, and that no comparison crosses one."""

from __future__ import annotations

from datetime import date

from lib.analysis.summary import Side, summarise
from lib.imports import platforms
from lib.metrics import breaks
from lib.metrics.catalog import METRICS
from lib.model import Period

NOVEMBER = breaks.Break("facebook", "views", date(2025, 11, 15), "views, not impressions", "a source")
AFTER, UNTIL = date(2025, 10, 1), date(2025, 12, 1)


def found(monkeypatch, id: str, platforms=("facebook",), after=AFTER, until=UNTIL):
    monkeypatch.setattr(breaks, "load", lambda: (NOVEMBER,))
    return breaks.within(METRICS[id], platforms, after, until)


def test_a_break_touches_what_is_made_of_the_metric(monkeypatch):
    assert found(monkeypatch, "views") == [NOVEMBER]
    assert found(monkeypatch, "engagement_rate_by_views") == [NOVEMBER]
    assert found(monkeypatch, "click_through_rate") == [NOVEMBER]
    assert found(monkeypatch, "reach") == []


def test_other_platforms_and_days_are_untouched(monkeypatch):
    assert found(monkeypatch, "views", platforms=("x",)) == []
    assert found(monkeypatch, "views", after=NOVEMBER.day) == []
    assert found(monkeypatch, "views", until=date(2025, 11, 14)) == []
    assert found(monkeypatch, "views", until=NOVEMBER.day) == [NOVEMBER]


def test_the_ledger_names_known_platforms_and_counts():
    assert breaks.load()
    for each in breaks.load():
        assert each.platform in platforms.load()
        assert each.metric in METRICS
        assert each.source


def test_a_broken_metric_is_shown_but_not_compared():
    def side(start: date, views: int) -> Side:
        return Side(
            Period(start, start), {"views": views, "reach": 1}, [{"day": start, "views": views, "reach": 1}]
        )

    metrics = [METRICS["views"], METRICS["reach"]]
    views, reach = summarise(
        metrics, side(date(2025, 12, 1), 50), side(date(2025, 11, 1), 20), None, broken={"views"}
    )
    assert (views.value, views.broken, views.change.verdict, views.change.before) == (
        50,
        True,
        "unknown",
        None,
    )
    assert (reach.broken, reach.change.before) == (False, 1)
