"""Breakdowns on two clocks: which photograph is current, and which one it is compared with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from lib.analysis.breakdowns import photographs
from lib.metrics import run
from lib.metrics.facts import Unscoped
from lib.metrics.photographs import newest
from lib.model import Query, Scope, Tally
from lib.store import write
from lib.store.breakdown_schema import BREAKDOWNS
from tests.factories import asking, bring

FEB, MAR, APR = datetime(2026, 2, 1), datetime(2026, 3, 1), datetime(2026, 4, 1)
FOLLOWERS = {"platform": "facebook", "account": "page", "community": "main", "metric": "followers",
             "dimension": "city", "unit": "share"}  # fmt: skip
VIEWS = {
    **FOLLOWERS,
    "platform": "website",
    "metric": "site_views",
    "dimension": "page_path",
    "unit": "count",
}


def photo(
    day: date, first: date | None = None, whole: float | None = None, base: Any = FOLLOWERS, **values: float
):
    """A photograph of some parts."""
    rows = [
        {
            **base,
            "bucket": name,
            "value": value,
            "first_day": first,
            "last_day": day,
            "whole": whole,
            "row": n,
        }
        for n, (name, value) in enumerate(values.items(), 2)
    ]
    return pa.Table.from_pylist(rows, schema=BREAKDOWNS)


def shown(store, **of: Any) -> list[tuple]:
    """(day, {part: (share, change)}) of each newest photograph."""
    found = photographs(run.rows_of(store, newest(asking((), **of))))

    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return [
        (each.last, {part.bucket: (rounded(part.share), rounded(part.change)) for part in each.parts})
        for each in found
    ]


def test_the_newest_photograph_counts_whole_and_is_compared_with_the_one_before(store):
    first = bring(store, photo(FEB.date(), Taipei=0.5, Tainan=0.2), captured_at=FEB)
    assert first.breakdowns == Tally(new=2)
    assert bring(store, photo(FEB.date(), Taipei=0.5, Tainan=0.1), captured_at=FEB).breakdowns == Tally(
        0, 1, 1
    )
    second = bring(store, photo(MAR.date(), Taipei=0.55, Yilan=0.05), captured_at=MAR)
    now = [(MAR.date(), {"Taipei": (0.55, 0.05), "Yilan": (0.05, None)})]
    assert shown(store) == now
    # A file found later, of a day in between: history, and what the newest is compared with.
    assert bring(
        store, photo(date(2026, 2, 15), Taipei=0.52), captured_at=datetime(2026, 2, 15)
    ).breakdowns.new
    assert shown(store) == [(MAR.date(), {"Taipei": (0.55, 0.03), "Yilan": (0.05, None)})]
    assert shown(store, as_of=second.import_id) == now
    write.undo(store, second.import_id, APR, "tester")
    assert shown(store) == [(date(2026, 2, 15), {"Taipei": (0.52, 0.02)})]
    assert shown(store, as_of=second.import_id) == now


def test_an_older_export_of_the_same_days_changes_nothing(store):
    days = {"day": date(2026, 1, 31), "first": date(2026, 1, 1)}
    bring(store, photo(**days, base=VIEWS, a=60, b=20), captured_at=MAR)
    assert bring(store, photo(**days, base=VIEWS, a=50, c=20), captured_at=FEB).breakdowns == Tally(
        unchanged=2
    )
    assert shown(store) == [(date(2026, 1, 31), {"a": (0.75, None), "b": (0.25, None)})]
    again = bring(store, photo(**days, base=VIEWS, a=60, b=20, c=20), captured_at=APR)
    assert again.breakdowns == Tally(new=1, unchanged=2)


@pytest.mark.parametrize(
    ("before", "whole", "change"),
    [
        ((date(2026, 1, 1), date(2026, 1, 31)), 100, 0.1),
        ((date(2025, 11, 1), date(2026, 1, 31)), 100, None),  # three months are no month
        ((None, date(2026, 1, 31)), 100, None),  # of days that nothing states
        ((date(2026, 1, 1), date(2026, 1, 31)), None, None),  # shares of the parts listed, which differ
    ],
    ids=["a month", "three months", "not stated", "other parts"],
)
def test_only_what_is_alike_is_compared(store, before, whole, change):
    first, last = before
    bring(store, photo(last, first, whole, VIEWS, a=50, b=10), captured_at=FEB)
    bring(store, photo(date(2026, 2, 28), date(2026, 2, 1), whole, VIEWS, a=60, c=10), captured_at=MAR)
    ((day, parts),) = shown(store)
    assert day == date(2026, 2, 28)
    assert parts["a"] == (0.6 if whole else pytest.approx(0.8571), change)


def test_people_have_no_share_of_a_sum(store):
    bring(store, photo(FEB.date(), FEB.date(), base={**VIEWS, "metric": "active_users"}, a=6, b=4))
    assert shown(store) == [(FEB.date(), {"a": (None, None), "b": (None, None)})]


def test_a_photograph_is_seen_within_a_scope_alone(store):
    bring(
        store,
        photo(FEB.date(), Taipei=0.5),
        photo(FEB.date(), base={**FOLLOWERS, "platform": "x"}, Taipei=0.4),
    )
    seen = photographs(run.rows_of(store, newest(Query((), scope=Scope(platforms=("x",))))))
    assert [each.platform for each in seen] == ["x"]
    assert run.rows_of(store, newest(Query((), scope=Scope(communities=("other",))))) == ()
    assert len(shown(store, where=(("platform", ("facebook",)), ("topic", ("news",))))) == 1
    with pytest.raises(Unscoped):
        newest(Query(()))


def test_each_part_leads_to_its_file_and_row(store):
    bring(store, photo(FEB.date(), Taipei=0.5, Tainan=0.2))
    rows = run.rows_of(store, newest(asking(())))
    assert [(row["bucket"], row["file"], row["row"]) for row in rows] == [
        ("Taipei", "test.csv", 2),
        ("Tainan", "test.csv", 3),
    ]


def test_a_demonstration_goes_with_its_parts(store):
    with write.importing(store, write.Entry("demo", FEB, "demo", captured_at=FEB)) as batch:
        batch.breakdowns(photo(FEB.date(), Taipei=0.5))
        batch.merge()
    assert shown(store)
    write.forget(store, "demo", MAR, "tester")
    assert shown(store) == []
