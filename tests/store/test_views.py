"""Views kept under a name: whose they are, who opens them, and the one start page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lib.model import EVERYTHING, PulseError
from lib.store import people, views
from lib.store.people import Member
from lib.store.views import SavedView

AT = datetime(2026, 3, 1, 8)
PARAMS = {"period": ["28d"], "platform": ["x", "facebook"]}
MINE = SavedView("p1", "p1", "Every  Monday", "content", PARAMS, AT)


def names(store, owner: str) -> list[str]:
    return [view.name for view in views.listed(store, owner)]


def test_what_is_kept_comes_back_to_its_owner_alone(store):
    kept = views.keep(store, MINE)
    assert kept == replace(MINE, name="Every Monday", number=1)
    assert views.listed(store, "p1") == [kept]
    assert views.listed(store, "p2") == []
    assert views.start_of(store, "p1") is None


def test_ones_own_come_first_then_the_teams(store):
    for owner, name, team in (("p1", "B", True), ("p1", "A", False), ("p2", "0", True), ("p2", "1", False)):
        views.keep(store, replace(MINE, owner=owner, name=name, team=team))
    assert names(store, "p1") == ["A", "B", "0"]
    assert names(store, "p2") == ["0", "1", "B"]
    assert names(store, "p3") == ["0", "B"]


def test_the_same_name_is_kept_once(store):
    views.keep(store, MINE)
    views.keep(store, replace(MINE, owner="p2"))
    again = views.keep(store, replace(MINE, page="trends"))
    assert (again.number, again.page) == (1, "trends")
    assert len(views.listed(store, "p1")) == 1


def test_there_is_one_start_page_a_person(store):
    first, second = (views.keep(store, replace(MINE, name=name, start=True)) for name in "AB")
    other = views.keep(store, replace(MINE, owner="p2", start=True))
    assert views.start_of(store, "p1") == second
    views.change(store, first.number, "p1", team=True, start=True)
    assert views.start_of(store, "p1") == replace(first, team=True)
    views.change(store, first.number, "p1", team=False, start=False)
    assert views.start_of(store, "p1") is None
    assert views.start_of(store, "p2") == other


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_view_has_a_name(store, name):
    with pytest.raises(PulseError):
        views.keep(store, replace(MINE, name=name))


def test_nobody_touches_anothers_view(store):
    kept = views.keep(store, replace(MINE, team=True))
    with pytest.raises(PulseError):
        views.change(store, kept.number, "p2", team=False, start=False)
    with pytest.raises(PulseError):
        views.remove(store, kept.number, "p2")
    assert views.listed(store, "p1") == [kept]
    views.remove(store, kept.number, "p1")
    assert names(store, "p1") == []


def test_views_go_with_who_is_removed(store):
    ann = people.put(store, Member("ann@example.org", "Ann", "viewer", EVERYTHING), AT, "x")
    views.keep(store, replace(MINE, owner=f"p{ann.id}"))
    people.remove(store, ann.id, AT, "x")
    assert names(store, f"p{ann.id}") == []
