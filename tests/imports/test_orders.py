"""Dates in digits are read in the order that the file's own dates speak for."""

from __future__ import annotations

from datetime import date

import pytest

from lib.sources import delimited
from tests.imports.files import FACEBOOK, PULSE, read, refused, table, told


def export(*days: str, row: dict[str, str] = FACEBOOK, when: str = "Publish time") -> bytes:
    """A file with one post a day given."""
    rows = [{**row, next(iter(row)): f"93900595498606{at}", when: day} for at, day in enumerate(days)]
    return table(*rows)


def days(rows: list[dict]) -> list[date]:
    return [row["day"] for row in rows]


def test_a_file_whose_dates_begin_with_the_day_is_read_so():
    """Month first, 18/02 would be refused and 05/12 silently be the 12th of May."""
    rows, found = read(export("18/02/2025 03:17", "05/12/2025 14:00"))
    assert days(rows) == [date(2025, 2, 18), date(2025, 12, 5)]
    assert (refused(found), told(found)) == ([], ["The dates begin with the day, and are read so."])
    assert found.read == 2


def test_a_file_in_the_formats_own_order_is_read_once_and_nothing_is_said():
    rows, found = read(export("02/18/2025 03:17", "05/12/2025 14:00"))
    assert days(rows) == [date(2025, 2, 18), date(2025, 5, 12)]
    assert told(found) == []


def test_dates_that_could_be_both_are_in_the_formats_order():
    rows, found = read(export("05/12/2025", "04/11/2025"))
    assert days(rows) == [date(2025, 5, 12), date(2025, 4, 11)]
    assert told(found) == []


def test_a_date_that_comes_late_decides_for_all(monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK", 400)
    rows, _ = read(export("05/12/2025", "04/11/2025", "03/10/2025", "28/02/2025"))
    assert days(rows) == [date(2025, 12, 5), date(2025, 11, 4), date(2025, 10, 3), date(2025, 2, 28)]


def test_dates_in_both_orders_are_told():
    rows, found = read(export("02/18/2025", "02/19/2025", "18/03/2025", "05/12/2025"))
    assert days(rows) == [date(2025, 2, 18), date(2025, 2, 19), date(2025, 5, 12)]
    assert [row for row, _, _ in refused(found)] == [4]
    (said,) = told(found)
    assert said.startswith("Some dates begin with the day, others with the month")
    assert "(1) are read with the month first" in said


def test_a_date_that_does_not_exist_decides_nothing():
    rows, found = read(export("13/13/2025", "32/01/2025", "05/12/2025"))
    assert days(rows) == [date(2025, 5, 12)]
    assert len(refused(found)) == 2


@pytest.mark.parametrize(
    ("cells", "expected", "told_of"),
    [
        (("25/12/2025", "05/12/2025"), [date(2025, 12, 25), date(2025, 12, 5)], "begin with the day"),
        (("12/25/2025", "05/12/2025"), [date(2025, 12, 25), date(2025, 5, 12)], None),
        (("05/12/2025", "04/12/2025"), [date(2025, 5, 12), date(2025, 4, 12)], "month first"),
        (("2025-12-05", "05/05/2025"), [date(2025, 12, 5), date(2025, 5, 5)], None),
    ],
)
def test_files_that_should_begin_with_the_year(cells, expected, told_of):
    rows, found = read(export(*cells, row=PULSE, when="published_at"))
    assert days(rows) == expected
    assert [told_of in each for each in told(found)] == ([True] if told_of else [])


def test_dates_without_a_year_too():
    rows, _ = read(b"Date,Video views,Profile views\n28/02,5,1\n03/02,6,1\n")
    assert {row["day"] for row in rows} == {date(2026, 2, 28), date(2026, 2, 3)}
