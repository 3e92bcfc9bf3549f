"""Forecasts that are kept: made once for a history, found again, held to their word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib import kept_forecasts
from lib.analysis.forecast.promises import by_kind, kept
from lib.analysis.forecast.published import publish
from lib.forecast_view import Asked, asked, from_asked
from lib.forecasts import subject
from lib.model import EVERYTHING, NOTHING_SEEN, Scope
from tests.factories import asking, bring, days, posts
from tests.forecasting import demonstration, messages, on, only_quick, seen

NOW = datetime(2026, 6, 1, 8)
VIEW = seen("messages")


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    only_quick(monkeypatch)


class Counting:
    """Fits, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *given):
        self.times += 1
        return publish(*given)


def make(store, view: Asked = VIEW, now: datetime = NOW, fit=publish) -> None:
    kept_forecasts.ask(store, view, now)
    assert kept_forecasts.make(store, view, now, fit=fit)


# --- views ---


def test_the_order_of_filters_makes_no_other_view():
    one = asking(("messages",), where=(("platform", ("x", "discord")), ("account", ("",))))
    two = asking(("messages",), where=(("account", (None,)), ("platform", ("discord", "x"))))
    assert asked(one).view == asked(two).view
    assert asked(one) == asked(two)


def test_each_part_of_a_view_makes_another():
    others = [
        seen("views"),
        seen("messages", (("platform", ("x",)),)),
        seen("messages", grain="week"),
        seen("messages", horizon=56),
        seen("messages", without=("live",)),
        Asked("messages", scope=Scope(("main",))),
        Asked("messages", scope=Scope(platforms=("x",))),
    ]
    assert len({VIEW.view, *(each.view for each in others)}) == 8
    frozen = seen("messages", as_of=3)
    assert (frozen.view, frozen.id != VIEW.id) == (VIEW.view, True)


def test_a_view_written_and_read_back_is_the_same():
    view = asked(
        asking(("heat",), where=(("topic", (None, "新品, 優惠")),), without=("a",), as_of=4), "week", 91
    )
    assert from_asked(view.as_json()) == view


def test_whoever_asks_for_nobody_is_shown_nothing(store):
    messages(store, 0, 70)
    make(store)
    assert Asked("messages").scope == NOTHING_SEEN
    assert VIEW.scope == EVERYTHING
    assert kept_forecasts.standing(store, Asked("messages"), 9) is None
    other = Asked("messages", scope=Scope(("elsewhere",)))
    make(store, other)
    assert kept_forecasts.standing(store, other, 9) is None
    assert "needed: 56" in str(kept_forecasts.trouble(store, other))


# --- making ---


def test_a_forecast_is_made_and_found(store):
    version = messages(store, 0, 70)
    assert kept_forecasts.standing(store, VIEW, version) is None
    make(store)
    found = kept_forecasts.standing(store, VIEW, version)
    assert (found.data_version, found.until_version, found.made_at) == (version, version, NOW)
    assert found.published.first == on(70)
    assert not found.replayed
    assert kept_forecasts.is_current(store, VIEW, version, NOW)


def test_nothing_is_fitted_where_its_history_has_not_changed(store):
    first = messages(store, 0, 70)
    counting = Counting()
    make(store, fit=counting)
    second = bring(store, posts({"reach": 5})).import_id
    assert not kept_forecasts.is_current(store, VIEW, second, NOW)
    make(store, fit=counting)
    assert counting.times == 1
    found = kept_forecasts.standing(store, VIEW, second)
    assert (found.data_version, found.until_version) == (first, second)
    assert kept_forecasts.is_current(store, VIEW, second, NOW)


def test_a_changed_history_is_another_forecast_and_the_old_one_stays(store):
    messages(store, 0, 70)
    make(store)
    newer = messages(store, 70, 77)
    make(store, now=NOW + timedelta(days=7))
    assert kept_forecasts.standing(store, VIEW, newer).published.first == on(77)
    assert kept_forecasts.standing(store, VIEW, 1).published.first == on(70)


def test_what_gives_no_forecast_is_noted_with_its_reason(store):
    version = messages(store, 0, 40)
    make(store)
    assert kept_forecasts.is_current(store, VIEW, version, NOW)
    assert "missing: 16" in str(kept_forecasts.trouble(store, VIEW))
    enough = messages(store, 40, 70)
    make(store)
    assert kept_forecasts.trouble(store, VIEW) is None
    assert kept_forecasts.standing(store, VIEW, enough) is not None


def test_a_making_that_breaks_off_leaves_the_view_free(store):
    version = messages(store, 0, 70)

    def broken(*given):
        raise EOFError

    kept_forecasts.ask(store, VIEW, NOW)
    with pytest.raises(EOFError):
        kept_forecasts.make(store, VIEW, NOW, fit=broken)
    assert not kept_forecasts.is_current(store, VIEW, version, NOW)
    assert kept_forecasts.make(store, VIEW, NOW)


def test_only_one_process_makes_a_view(store):
    messages(store, 0, 70)
    kept_forecasts.ask(store, VIEW, NOW)

    def meanwhile(*given):
        assert not kept_forecasts.make(store, VIEW, NOW)
        return publish(*given)

    assert kept_forecasts.make(store, VIEW, NOW, fit=meanwhile)


def test_an_import_while_a_history_is_read_begins_it_anew(store, monkeypatch):
    messages(store, 0, 70)
    real, late = kept_forecasts.subject, []

    def slow(*given):
        found = real(*given)
        if not late:
            late.append(messages(store, 70, 77))
        return found

    monkeypatch.setattr(kept_forecasts, "subject", slow)
    make(store)
    found = kept_forecasts.standing(store, VIEW, 99)
    assert (found.data_version, found.published.first) == (late[0], on(77))


# --- frozen views ---


def test_a_frozen_view_shows_what_stood_then(store):
    first = messages(store, 0, 70)
    make(store)
    newer = messages(store, 70, 77)
    make(store)
    frozen = seen("messages", as_of=first)
    assert kept_forecasts.standing(store, frozen, newer).published.first == on(70)


def test_a_frozen_view_that_was_not_forecast_then_gets_its_own_marked(store):
    first = messages(store, 0, 70)
    newer = messages(store, 70, 77)
    make(store)
    frozen = seen("messages", as_of=first)
    assert kept_forecasts.standing(store, frozen, newer) is None
    make(store, frozen)
    found = kept_forecasts.standing(store, frozen, newer)
    assert (found.published.first, found.replayed) == (on(70), True)
    assert kept_forecasts.is_current(store, frozen, newer, NOW)
    assert kept_forecasts.standing(store, VIEW, newer).published.first == on(77)


# --- promises ---


def test_promises_are_laid_beside_what_comes(store):
    messages(store, 0, 70)
    make(store)
    assert kept(kept_forecasts.promises(store, VIEW, subject(store, VIEW.query))).steps == 0
    messages(store, 70, 80, extra=1)
    (promise,) = kept_forecasts.promises(store, VIEW, subject(store, VIEW.query))
    assert promise.arrived == 10
    line = [point.value for point in promise.published.of(promise.published.model).points[:10]]
    actual = list(promise.actual[:10])
    error = sum(abs(a - b) for a, b in zip(actual, line, strict=True)) / 10
    found = kept([promise])
    assert found.mase == pytest.approx(error / promise.published.yardstick)
    assert found.since == on(70)


def test_a_replay_is_no_published_promise(store):
    first = messages(store, 0, 70)
    messages(store, 70, 80)
    make(store, seen("messages", as_of=first))
    found = by_kind(kept_forecasts.promises(store, VIEW, subject(store, VIEW.query)))
    assert [len(found[False]), len(found[True])] == [0, 1]


# --- what is kept up to date ---


def test_standard_views_and_those_looked_at_lately_are_kept_up(store):
    bring(store, days("heat", {on(0): 1.0}))
    mine = seen("messages", (("platform", ("discord",)),), "week", 56)
    kept_forecasts.ask(store, mine, NOW - timedelta(days=5))
    kept_forecasts.ask(store, seen("gone"), NOW)
    kept_forecasts.ask(store, seen("views", as_of=1), NOW)
    kept_forecasts.ask(store, seen("views", (("topic", ("a",)),)), NOW - timedelta(days=40))
    found = kept_forecasts.kept_up(store, NOW)
    assert found[0] == mine
    assert [each.metric for each in found[1:]] == [*kept_forecasts.STANDARD, "heat"]
    assert all(not each.where for each in found[1:])


def test_the_demonstration_has_an_earlier_forecast_and_real_data_none(store):
    messages(store, 0, 70)
    assert kept_forecasts.earlier(store, VIEW) is None
    first = demonstration(store)
    demonstration(store)
    assert kept_forecasts.earlier(store, VIEW) == seen("messages", as_of=first)
    assert kept_forecasts.earlier(store, seen("messages", as_of=first)) is None
