"""The same thing said twice in one file, however far apart and in whatever pieces it comes."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.imports import twice
from lib.imports.spool import Spool
from tests.factories import days, posts

MON = date(2026, 1, 5)


def spooled(*tables: pa.Table) -> tuple[Spool, list, int]:
    spool = Spool()
    for table in tables:
        spool.add(table)
    refused, same = spool.settle()
    return spool, refused, same


def rows(spool: Spool) -> list[int]:
    return [row for table in spool.tables() for row in table["row"].to_pylist()]


def test_a_repeat_counts_once_and_a_contradiction_is_refused():
    first = posts({"native_id": "a", "reach": 1, "row": 2}, {"native_id": "b", "reach": 2, "row": 3})
    later = posts(
        {"native_id": "a", "reach": 1, "row": 4},
        {"native_id": "b", "reach": 9, "row": 5},
        {"native_id": "c", "reach": 2, "row": 6},
    )
    spool, refused, same = spooled(first, later)
    assert same == 1
    assert [(each.reject.row, str(each.reject.reason), each.reject.value) for each in refused] == [
        (5, "Row 3 says the same thing with other numbers.", "b")
    ]
    assert rows(spool) == [2, 3, 6]
    assert spool.rows == 3
    assert rows(spool) == [2, 3, 6], "it can be read again"


def test_the_first_row_is_the_measure_of_all_later_ones():
    spool, refused, same = spooled(
        posts(*[{"native_id": "a", "reach": reach, "row": n} for n, reach in enumerate((5, 6, 5, 6), 2)])
    )
    assert (rows(spool), [each.reject.row for each in refused], same) == ([2], [3, 5], 1)


def test_posts_and_days_are_told_apart():
    spool, refused, same = spooled(
        posts({"row": 2}), days("a", {MON: 1.0}), days("a", {MON: 2.0}), posts({"row": 9})
    )
    assert (spool.rows, same, len(refused)) == (2, 1, 1)
    assert refused[0].reject.value == "2026-01-05"
    assert refused[0].kind == "days"


def test_missing_and_zero_are_not_the_same():
    spool, refused, _ = spooled(posts({"native_id": "a", "reach": None}, {"native_id": "a", "reach": 0}))
    assert (spool.rows, len(refused)) == (1, 1)


def test_a_whole_table_at_once():
    table = days("a", {MON: 1.0}).append_column("part", pa.array(["x"]))
    both = pa.concat_tables([table, table, days("a", {MON: 3.0}).append_column("part", pa.array(["y"]))])
    found, rejects, same = twice.once(both, (*twice.DAY_KEY, "part"), twice.DAY_VALUES)
    assert (found["value"].to_pylist(), rejects, same) == ([1.0, 3.0], [], 1)


pieces = st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2)), max_size=8), max_size=5)


@pytest.mark.parametrize("held", [5, twice._HELD])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces)
def test_it_is_as_if_the_file_were_read_row_by_row(held, monkeypatch, found):
    monkeypatch.setattr(twice, "_HELD", held)
    first: dict[int, int] = {}
    kept, same, clashing, row = [], 0, [], 1
    tables = []
    for piece in found:
        made = []
        for key, reach in piece:
            row += 1
            made.append({"native_id": str(key), "reach": reach, "row": row})
            if key not in first:
                first[key] = reach
                kept.append(row)
            elif first[key] == reach:
                same += 1
            else:
                clashing.append(row)
        tables.append(posts(*made))
    spool, refused, repeated = spooled(*tables)
    assert (rows(spool), repeated) == (kept, same)
    assert [each.reject.row for each in refused] == clashing
