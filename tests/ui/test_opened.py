"""What is opened stands in the link, and posts of which nothing is stated can be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.ui.view import Known, from_url, to_url

KNOWN = Known(
    {"content_type": ["photo"], "metric": ["signups"]}, date(2026, 1, 1), date(2026, 1, 31), ["en"], 7
)


@pytest.mark.parametrize("opened", ["metric:reach", "metric:signups", "post:12", "import:3", ""])
def test_what_is_opened_comes_back_from_the_link(opened):
    view, _ = from_url({}, KNOWN, "en")
    view = replace(view, opened=opened)
    again, dropped = from_url(to_url(view), KNOWN, "en")
    assert (again, dropped) == (view, [])
    assert ("open" in to_url(view)) == bool(opened)


@pytest.mark.parametrize(
    "value", ["metric:likes", "post:x", "post:-1", "import:", "page:1", "post:" + "9" * 40]
)
def test_what_cannot_be_opened_is_said(value):
    view, dropped = from_url({"open": [value]}, KNOWN, "en")
    assert view.opened == ""
    assert [each.key for each in dropped] == ["open"]


def test_a_group_that_states_nothing_has_a_link():
    view, _ = from_url({}, KNOWN, "en")
    view = view.filtered("content_type", [""])
    assert to_url(view)["type"] == ["~"]
    again, dropped = from_url(to_url(view), KNOWN, "en")
    assert (again.chosen("content_type"), dropped) == (("",), [])


def test_a_series_of_a_file_can_be_the_charts_metric():
    view, dropped = from_url({"metric": ["signups"]}, KNOWN, "en")
    assert (view.metric, dropped) == ("signups", [])
