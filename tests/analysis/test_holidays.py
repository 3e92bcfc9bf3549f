"""Public holidays by name."""

from __future__ import annotations

from datetime import date

from lib.analysis.holidays import Holiday, between, marked


def test_days_in_a_row_are_one_mark_and_a_day_off_goes_by_its_holiday():
    # 2026: Children's Day is Saturday 4 April (Friday off), Tomb-Sweeping Day Sunday 5 April (Monday off)
    found = between("TW", date(2026, 4, 1), date(2026, 5, 1), "zh-TW")
    assert found == [
        Holiday(date(2026, 4, 3), date(2026, 4, 6), "兒童節 · 民族掃墓節"),
        Holiday(date(2026, 5, 1), date(2026, 5, 1), "勞動節"),
    ]


def test_in_english_over_the_turn_of_the_year_and_cut_at_the_ends():
    found = between("TW", date(2025, 12, 20), date(2026, 2, 18), "en")
    assert [each.name for each in found] == [
        "Constitution Day",
        "Founding Day of the Republic of China",
        "Chinese New Year's Eve · Chinese New Year",
    ]
    assert found[-1].last == date(2026, 2, 18)


def test_of_many_years_the_long_ones_are_marked():
    assert len(marked("TW", date(2026, 1, 1), date(2026, 12, 31), "en")) == 11
    long = marked("TW", date(2016, 1, 1), date(2026, 12, 31), "en")
    assert all((each.last - each.first).days >= 2 for each in long)
    assert sum("Chinese New Year" in each.name for each in long) == 11
