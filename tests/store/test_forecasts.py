"""Published forecasts in the store: none is lost, doubled or made by two at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread

from lib.store import forecasts, write
from lib.store.forecasts import Row
from tests.factories import bring, posts
from tests.forecasting import demonstration

NOW = datetime(2026, 3, 1, 12)


def row(version: int, print_: str = "a", view: str = "v", **change) -> Row:
    return Row(**{**vars(Row(view, version, version, NOW, version, print_, "{}")), **change})


def test_the_newest_up_to_a_version_stands(store):
    for version in (1, 4, 6):
        forecasts.save(store, row(version))
    forecasts.save(store, row(5, view="other"))
    found = [forecasts.standing(store, "v", version) for version in (0, 1, 3, 5, 9)]
    assert [each and each.data_version for each in found] == [None, 1, 1, 4, 6]
    assert [each.data_version for each in forecasts.published(store, "v", 5)] == [1, 4]


def test_the_same_is_kept_once_and_never_overwritten(store):
    forecasts.save(store, row(1, document="first"))
    forecasts.save(store, row(1, document="second"))
    assert [each.document for each in forecasts.published(store, "v", 9)] == ["first"]


def test_a_forecast_may_stand_for_later_versions(store):
    forecasts.save(store, row(1))
    forecasts.stands(store, row(1), 5)
    forecasts.stands(store, row(1), 3)
    assert forecasts.standing(store, "v", 9).until_version == 5


def test_a_view_is_leased_for_one_making(store):
    forecasts.ask(store, "v", "[]", NOW)
    assert forecasts.lease(store, "v", NOW, NOW + timedelta(minutes=3))
    assert not forecasts.lease(store, "v", NOW + timedelta(minutes=2), NOW + timedelta(minutes=5))
    assert forecasts.lease(store, "v", NOW + timedelta(minutes=3), NOW + timedelta(minutes=6))
    forecasts.done(store, "v", 7, NOW)
    assert forecasts.lease(store, "v", NOW, NOW + timedelta(minutes=3))
    forecasts.release(store, "v")
    assert forecasts.wanted(store, "v").leased_until is None
    assert forecasts.wanted(store, "v").done_version == 7


def test_two_at_once_get_one_lease(store):
    forecasts.ask(store, "v", "[]", NOW)
    both, got = Barrier(2), []

    def take() -> None:
        both.wait()
        got.append(forecasts.lease(store, "v", NOW, NOW + timedelta(minutes=3)))

    threads = [Thread(target=take) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(got) == [False, True]


def test_looking_is_noted_and_being_kept_up_is_not(store):
    later = NOW + timedelta(days=3)
    forecasts.ask(store, "one", "[]", NOW)
    forecasts.ask(store, "two", "[]", NOW)
    forecasts.ask(store, "one", "[]", later)
    forecasts.ask(store, "two", "[]", later, looking=False)
    assert [each.id for each in forecasts.asked_since(store, NOW, 9)] == ["one", "two"]
    assert [each.id for each in forecasts.asked_since(store, later, 9)] == ["one"]
    assert [each.id for each in forecasts.asked_since(store, NOW, 1)] == ["one"]


def test_what_is_deleted_for_good_takes_its_forecasts_along(store):
    mine = bring(store, posts({"reach": 5})).import_id
    shown = demonstration(store)
    for version in (mine, shown, shown + 5):
        forecasts.save(store, row(version))
    forecasts.ask(store, "v", "[]", NOW)
    forecasts.done(store, "v", shown + 5, NOW)
    write.forget(store, "demo", NOW, "tester")
    assert [each.data_version for each in forecasts.published(store, "v", 99)] == [mine]
    assert forecasts.wanted(store, "v").done_version == -1
    # one that was under way meanwhile comes too late
    forecasts.save(store, row(shown))
    assert [each.data_version for each in forecasts.published(store, "v", 99)] == [mine]
