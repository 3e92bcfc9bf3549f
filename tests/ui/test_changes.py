"""Changes of the view that come while a page is being drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest
import streamlit as st

from lib.model import Period
from lib.ui import filters
from lib.ui import here as visits
from lib.ui.here import Here
from lib.ui.view import View


class Address:
    """The address bar."""

    def __init__(self) -> None:
        self.holds: Mapping[str, Any] = {}

    def from_dict(self, params: Mapping[str, Any]) -> None:
        self.holds = params


@pytest.fixture
def drawn(monkeypatch) -> Here:
    """What a page was drawn with; then the visitor opened an incident."""
    view = View("en", "custom", Period(date(2026, 11, 1), date(2026, 11, 7)), "previous")
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", Address())
    first = Here(view, *[cast(Any, None)] * 5)
    visits.enter(first)
    filters.go(replace(view, opened="incident:2"))
    return first


def test_a_change_counts_on_top_of_one_that_came_meanwhile(drawn):
    st.session_state["order"] = "reach"
    filters.chosen(drawn, "order", lambda view, id: replace(view, order=str(id)))()
    assert (visits.here().view.opened, visits.here().view.order) == ("incident:2", "reach")
    assert "incident:2" in str(st.query_params.holds)


def test_what_leaves_the_page_calls_back_with_what_it_showed_and_changes_nothing(drawn):
    st.session_state["order"] = drawn.view.order
    filters.chosen(drawn, "order", lambda view, id: replace(view, order=str(id)))()
    assert visits.here().view == replace(drawn.view, opened="incident:2")
