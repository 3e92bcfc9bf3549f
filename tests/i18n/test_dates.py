"""Days, periods and hours as each language writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from lib.i18n import DASH, locale

EN, ZH = locale("en"), locale("zh-TW")
SUNDAY = date(2026, 11, 22)


def test_a_day_with_its_weekday():
    assert EN.date(SUNDAY) == "Sun 22 Nov"
    assert ZH.date(SUNDAY) == "11月22日（日）"
    assert EN.date(SUNDAY, with_weekday=False) == "22 Nov"
    assert ZH.date(SUNDAY, with_weekday=False) == "11月22日"


def test_a_day_of_another_year_says_which():
    assert EN.date(SUNDAY, today=date(2026, 1, 1)) == "Sun 22 Nov"
    assert EN.date(SUNDAY, today=date(2027, 1, 1)) == "Sun 22 Nov 2026"
    assert ZH.date(SUNDAY, today=date(2027, 1, 1)) == "2026年11月22日（日）"
    assert ZH.date(SUNDAY, False, year=True) == "2026年11月22日"


def test_a_period_says_once_what_its_days_share():
    first, october, before = date(2026, 11, 1), date(2026, 10, 5), date(2025, 12, 20)
    assert EN.period(first, SUNDAY) == "1–22 Nov"
    assert ZH.period(first, SUNDAY) == "11月1日至22日"
    assert EN.period(october, SUNDAY, year=True) == "5 Oct – 22 Nov 2026"
    assert ZH.period(october, SUNDAY, today=date(2027, 1, 1)) == "2026年10月5日至11月22日"
    assert EN.period(before, SUNDAY) == "20 Dec 2025 – 22 Nov 2026"
    assert ZH.period(before, SUNDAY) == "2025年12月20日至2026年11月22日"
    assert ZH.period(SUNDAY, SUNDAY) == "11月22日"


def test_an_instant_stays_in_its_zone():
    noon = datetime(2026, 11, 22, 4, 5, tzinfo=UTC).astimezone(ZoneInfo("Asia/Taipei"))
    assert EN.datetime(noon) == "22 Nov 2026, 12:05"
    assert ZH.datetime(noon) == "2026年11月22日 12:05"
    assert ZH.datetime(datetime(2026, 1, 2, 3, 4)) == "2026年1月2日 03:04"


def test_months_weekdays_and_hours():
    assert (EN.month(SUNDAY), ZH.month(SUNDAY)) == ("Nov 2026", "2026年11月")
    assert (EN.weekday(1), EN.weekday(7, short=False)) == ("Mon", "Sunday")
    assert (ZH.weekday(1), ZH.weekday(7, short=False)) == ("週一", "星期日")
    assert (EN.hour(0), ZH.hour(19)) == ("00:00", "19:00")
    assert (EN.first_weekday, ZH.first_weekday) == (1, 7)


def test_no_day_is_a_dash():
    assert EN.date(pd.NaT) == EN.month(pd.NaT) == EN.datetime(pd.NaT) == DASH
