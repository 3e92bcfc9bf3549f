"""The export day in the names that platforms give their files."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from lib.imports.captured import day_in, end_of


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Jan-14-2025_Apr-14-2025_1396269028466733.csv", date(2025, 4, 14)),
        ("Jan-14-2025_Apr-14-2025_1396269028466733 (1).csv", date(2025, 4, 14)),
        ("account_analytics_content_2024-11-21_2025-02-19.csv", date(2025, 2, 19)),
        ("tweet_activity_metrics_Yama_20161201_20170101_en.csv", date(2017, 1, 1)),
        ("Content 2026-02-01_2026-03-01 Yama.csv", date(2026, 3, 1)),
        ("Facebook Insights Data Export - Yama - 2014-08-24 - 2015-02-19.csv", date(2015, 2, 19)),
        ("Facebook Insights Data Export (Post Level) - Yama - 2017-07-27.xlsx", date(2017, 7, 27)),
        ("Overview_2025-08-28_1787841428_yama.zip/Overview.csv", date(2026, 8, 27)),
        ("Content 2026-02-01_2026-03-01 Yama.zip/Table data.csv", date(2026, 3, 1)),
        ("20161201_20170101/Table data.csv", None),
        ("Foo-14-2025_Bar-14-2025.csv", None),
        ("20161201_20171301.csv", None),
        ("Table data.csv", None),
        ("posts_2026.csv", None),
    ],
)
def test_the_last_day_of_the_span(name, day):
    assert day_in(name) == day


def test_the_end_of_a_local_day():
    assert end_of(date(2025, 4, 14), ZoneInfo("Asia/Taipei")) == datetime(2025, 4, 14, 15, 59, 59)
    assert end_of(date(2025, 4, 14), ZoneInfo("America/New_York")) == datetime(2025, 4, 15, 3, 59, 59)
