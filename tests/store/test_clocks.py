"""The two clocks: what is current does not depend on the order of uploads, and an undo restores
exactly what was before."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.metrics import reached, run
from lib.model import EVERYTHING, PulseError, Scope, Tally
from lib.store import merge, verify, write
from lib.store.engine import open_store
from lib.store.schema import daily_current, observation, post, post_current
from tests.factories import asking, bring, days, posts

FEB, MAR, APR = datetime(2026, 2, 1), datetime(2026, 3, 1), datetime(2026, 4, 1)


def current(store, table=post_current):
    """The derived table as a set of rows, the surrogate key left out."""
    columns = [c for c in table.c if c.name != "post_id"]
    with store.connect() as connection:
        return sorted(map(tuple, connection.execute(sa.select(*columns))), key=str)


def reach(store):
    return run.fetch(store, asking(("reach",))).rows[0]["reach"]


def test_new_updated_unchanged(store):
    assert bring(store, posts({"reach": 1}, {"reach": 2})).posts == Tally(2, 0, 0)
    again = bring(store, posts({"reach": 1}, {"reach": 3}, {"reach": 4}), captured_at=MAR)
    assert again.posts == Tally(1, 1, 1)
    assert reach(store) == 8


def test_the_newest_export_is_current_whatever_the_order(store):
    bring(store, posts({"reach": 30}), captured_at=APR)
    outcome = bring(store, posts({"reach": 20}), captured_at=MAR)
    assert outcome.posts == Tally(0, 0, 1)
    assert outcome.older == 1
    assert reach(store) == 30


def test_a_column_left_out_does_not_blank_what_was_known(store):
    bring(store, posts({"reach": 10, "topic": "news"}), captured_at=FEB)
    bring(store, posts({"reach": None, "views": 50}), captured_at=MAR)
    assert run.fetch(store, asking(("reach", "views"), by=("topic",))).rows == (
        {"topic": "news", "reach": 10, "views": 50},
    )


def test_undo_restores_exactly_what_was_before(store):
    bring(
        store, posts({"reach": 1}, {"reach": 2}), days("followers", {date(2026, 1, 1): 5.0}), captured_at=FEB
    )
    before, before_days = current(store), current(store, daily_current)
    second = bring(
        store,
        posts({"reach": 7, "topic": "late"}, {"reach": 2}, {"reach": 9}),
        days("followers", {date(2026, 1, 1): 6.0, date(2026, 1, 2): 8.0}),
        captured_at=MAR,
    )
    assert current(store) != before
    write.undo(store, second.import_id, APR, "tester")
    assert current(store) == before
    assert current(store, daily_current) == before_days
    with pytest.raises(PulseError, match="not in force"):
        write.undo(store, second.import_id, APR, "tester")
    assert run.fetch(store, asking(("reach",), as_of=second.import_id)).rows[0]["reach"] == 18


def test_many_posts_are_brought_up_to_date_in_steps(store, monkeypatch):
    monkeypatch.setattr(merge, "AT_ONCE", 2)
    bring(store, posts(*({"reach": n} for n in range(5))), captured_at=FEB)
    before = current(store)
    again = bring(store, posts(*({"reach": n + n % 2} for n in range(6))), captured_at=MAR)
    assert again.posts == Tally(new=1, updated=2, unchanged=3)
    assert reach(store) == 0 + 2 + 2 + 4 + 4 + 6
    assert verify.differences(store) == []
    write.undo(store, again.import_id, APR, "tester")
    assert current(store) == before
    assert verify.differences(store) == []


def test_an_undone_import_can_come_again(store):
    first = bring(store, posts({"reach": 1}))
    write.undo(store, first.import_id, MAR, "tester")
    assert bring(store, posts({"reach": 1})).posts == Tally(1, 0, 0)


def test_a_failure_leaves_nothing(store):
    bring(store, posts({"reach": 1}))
    kept, version = current(store), run.data_version(store)
    entry = write.Entry("file", FEB, "tester")

    def fail() -> None:
        with write.importing(store, entry) as batch:
            batch.posts(posts({"reach": 99}, {"reach": 100}))
            batch.merge()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (current(store), run.data_version(store)) == (kept, version)


def test_a_dry_run_counts_and_writes_nothing(store):
    outcome = bring(store, posts({"reach": 1}), dry_run=True)
    assert outcome.posts == Tally(1, 0, 0)
    assert current(store) == []
    assert run.data_version(store) == 0


def test_days_are_tallied_and_changes_follow(store):
    first = {date(2026, 1, 1): 100.0, date(2026, 1, 3): 110.0}
    assert bring(store, days("followers", first)).days == Tally(2, 0, 0)
    later = {date(2026, 1, 2): 104.0, date(2026, 1, 3): 111.0, date(2026, 1, 1): 100.0}
    assert bring(store, days("followers", later), captured_at=MAR).days == Tally(1, 1, 1)
    rows = run.fetch(store, asking(("followers", "follower_growth"), by=("day",))).rows
    assert [(row["followers"], row["follower_growth"]) for row in rows] == [(100, None), (104, 4), (111, 7)]


def test_forgetting_the_demonstration_deletes_it(store):
    bring(store, posts({"reach": 5, "native_id": "real"}))
    with write.importing(store, write.Entry("demo", FEB, "demo")) as batch:
        batch.posts(posts({"reach": 1}, {"reach": 1}))
        batch.days(days("followers", {date(2026, 1, 1): 5.0}))
        batch.merge()
    assert run.extent(store, scope=EVERYTHING).demo
    assert write.forget(store, "demo", MAR, "tester") == 1
    assert not run.extent(store, scope=EVERYTHING).demo
    assert reach(store) == 5
    with store.connect() as connection:
        left = [connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in (post, observation)]
    assert left == [1, 1]
    assert current(store, daily_current) == []


NUMBER = st.one_of(st.none(), st.integers(0, 9))
ROW = st.fixed_dictionaries({"native_id": st.sampled_from("abc"), "reach": NUMBER, "views": NUMBER})
EXPORT = st.tuples(
    st.lists(ROW, min_size=1, max_size=3, unique_by=lambda r: r["native_id"]), st.integers(1, 28)
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(exports=st.lists(EXPORT, min_size=2, max_size=4, unique_by=lambda e: e[1]), data=st.data())
def test_order_never_matters_and_derived_tables_follow(make_url, exports, data):
    turned = data.draw(st.permutations(exports))
    found = []
    for order in (exports, turned):
        store = open_store(make_url("duckdb"))
        for rows, day in order:
            bring(store, posts(*rows), captured_at=datetime(2026, 2, day))
        assert verify.differences(store) == []
        found.append([row[:-1] for row in current(store)])
        store.dispose()
    assert found[0] == found[1]


def test_how_far_the_data_reached_at_a_version(store):
    bring(store, posts({"day": date(2026, 1, 5), "reach": 1}))
    bring(store, days("followers", {date(2026, 1, 9): 5.0}, platform="x", account="a", community="tea"))
    bring(store, posts({"day": date(2026, 2, 1), "reach": 1, "native_id": "later"}))

    def told(as_of: int, scope: Scope) -> dict:
        return {row["platform"]: row["day"] for row in run.rows_of(store, reached.last_days(as_of, scope))}

    assert told(0, EVERYTHING) == {}
    assert told(1, EVERYTHING) == {"facebook": date(2026, 1, 5)}
    assert told(2, EVERYTHING) == {"facebook": date(2026, 1, 5), "x": date(2026, 1, 9)}
    assert told(3, EVERYTHING) == {"facebook": date(2026, 2, 1), "x": date(2026, 1, 9)}
    assert told(3, Scope(("tea",))) == {"x": date(2026, 1, 9)}
