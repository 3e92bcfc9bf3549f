"""Dates without a year, in the languages that platforms export in."""

from __future__ import annotations

from datetime import date

import pytest

from lib.imports.years import days


@pytest.mark.parametrize(
    "text",
    ["April 12", "Apr 12", "12 April", "12 de abril", "12. April", "12 avr.", "12 aprile", "12 апреля",
     "12 kwietnia", "12 Nisan", "12 huhtikuuta", "12 tháng 4", "12 เมษายน", "12 เม.ย.", "4月12日", "4월 12일",
     "04/12", "4-12"],
)  # fmt: skip
def test_a_day_in_many_languages(text):
    assert days([text], "mdy", date(2026, 11, 22)) == [date(2026, 4, 12)]


def test_digits_in_the_other_order():
    assert days(["12/4", "12.4."], "dmy", date(2026, 11, 22)) == [date(2026, 4, 12)] * 2


@pytest.mark.parametrize("text", ["", "soon", "May", "30 February", "13/13", "Total", "April", "12"])
def test_what_is_no_day(text):
    assert days([text], "mdy", date(2026, 11, 22)) == [None]


def test_365_days_across_new_year():
    made = days(["November 23", "December 31", "January 1", "November 22"], "mdy", date(2026, 11, 22))
    assert made == [date(2025, 11, 23), date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 22)]


def test_a_leap_day_moves_all_days_into_the_year_that_has_it():
    made = days(["February 28", "February 29", "March 1"], "mdy", date(2026, 11, 22))
    assert made == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]


def test_exported_on_a_leap_day():
    assert days(["February 29", "March 1"], "mdy", date(2024, 2, 29)) == [date(2024, 2, 29), date(2023, 3, 1)]
