"""Counts, ids, dates and words as platforms write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.imports.counts import changes, counts, decimals, shares, why
from lib.imports.dates import moments, order_of
from lib.imports.ids import ids
from lib.imports.words import LONGEST, fold, tidy

TAIPEI, BERLIN = ZoneInfo("Asia/Taipei"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("5218", 5218),
        (" 7 ", 7),
        ("5218.0", 5218),
        ("1,234", 1234),
        ("1,234,567", 1234567),
        ("1 234", 1234),
        ("28\u202f000", 28000),
        ("１，２３４", 1234),
        ("0012", 12),
        ("5,0", 5),
        ("'88", 88),
        ("999999999999999", 999999999999999),
    ],
)
def test_counts_are_read(text: str, value: int):
    values, wrong = counts(pa.array([text]))
    assert (values.to_pylist(), wrong.to_pylist()) == ([value], [False])


@pytest.mark.parametrize("text", ["", " ", "-", "--", "NAN", "nan", "N/A", "#N/A", "undefined", "null", "—"])
def test_unknown_is_null_and_never_zero(text: str):
    values, wrong = counts(pa.array([text, "3"]))
    assert (values.to_pylist(), wrong.to_pylist()) == ([None, 3], [False, False])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", "negative"),
        ("−5", "negative"),
        ("1.5", "not a whole number"),
        ("12,34", "not a whole number"),
        ("9" * 20, "too large"),
        ("1,000,000,000,000,000", "too large"),
        ("many", "not a number"),
        ("1.2萬", "not a number"),
        ("6.49E+05", "not a number"),
        ("29.41%", "not a number"),
    ],
)
def test_what_is_no_count_is_wrong_and_says_why(text: str, reason: str):
    values, wrong = counts(pa.array([text]))
    assert (values.to_pylist(), wrong.to_pylist()) == ([None], [True])
    assert reason in str(why(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("18355151116178767", "18355151116178767"),
        ("939005954986064.0", "939005954986064"),
        ("9.39005954986064E+14", "939005954986064"),
        ('="456"', "456"),
        ("'0123", "0123"),
        ("Sx0ytsHc1kk", "Sx0ytsHc1kk"),
        ("undefined", None),
        ("", None),
    ],
)
def test_ids_are_text(text: str, kept: str | None):
    found, lost = ids(pa.array([text]))
    assert (found.to_pylist(), lost.to_pylist()) == ([kept], [False])


@pytest.mark.parametrize("text", ["6.49E+17", "1.83552e+16", "9.39E+14", "18355151116178768.0"])
def test_ids_with_lost_digits_are_known(text: str):
    assert ids(pa.array([text, "12"]))[1].to_pylist() == [True, False]


def test_long_ids_that_all_end_in_zeros_were_rounded_by_a_spreadsheet():
    rounded = ["18355151116178700", "18355151116178800", "18355151116179000"]
    assert ids(pa.array(rounded))[1].to_pylist() == [True, True, True]
    assert ids(pa.array([*rounded, "18355151116178767"]))[1].to_pylist() == [False] * 4


def at(texts: list[str], order="mdy", zone=TAIPEI) -> list[tuple]:
    found = moments(pa.array(texts, pa.string()), order, zone)
    return list(zip(found.day.to_pylist(), found.hour.to_pylist(), found.instant.to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("text", "day", "hour", "instant"),
    [
        ("03/18/2025 09:48", date(2025, 3, 18), 9, datetime(2025, 3, 18, 1, 48)),
        ("3/8/2025 9:48:30 PM", date(2025, 3, 8), 21, datetime(2025, 3, 8, 13, 48, 30)),
        ("3/8/2025 12:05 AM", date(2025, 3, 8), 0, datetime(2025, 3, 7, 16, 5)),
        ("2025/3/8 下午 9:48", date(2025, 3, 8), 21, datetime(2025, 3, 8, 13, 48)),
        ("2017-05-31 14:12 +0000", date(2017, 5, 31), 22, datetime(2017, 5, 31, 14, 12)),
        ("2017-05-31 23:12 +0000", date(2017, 6, 1), 7, datetime(2017, 5, 31, 23, 12)),
        ("2026-03-01T10:30:00+08:00", date(2026, 3, 1), 10, datetime(2026, 3, 1, 2, 30)),
        ("2026-03-01T10:30:00.123Z", date(2026, 3, 1), 18, datetime(2026, 3, 1, 10, 30)),
        ("2025-03-18 09:48", date(2025, 3, 18), 9, datetime(2025, 3, 18, 1, 48)),
        ("Mar 25, 2023, 3:04 PM", date(2023, 3, 25), 15, datetime(2023, 3, 25, 7, 4)),
    ],
)
def test_times_of_day_are_local_and_instants_utc(text, day, hour, instant):
    assert at([text]) == [(day, hour, instant)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-18", date(2025, 3, 18)),
        ("20250318", date(2025, 3, 18)),
        ("03/18/2025", date(2025, 3, 18)),
        ("18.03.2025", date(2025, 3, 18)),
        ("2025年3月18日", date(2025, 3, 18)),
        ("Mon Feb 17 2025", date(2025, 2, 17)),
        ("Sun, Nov 9, 2025", date(2025, 11, 9)),
        ("Mar 25, 2023", date(2023, 3, 25)),
        ("28 sept. 2026", date(2026, 9, 28)),
        ("mar. 28 juil. 2026", date(2026, 7, 28)),
        ("28 de set. de 2026", date(2026, 9, 28)),
        ("18 Dez. 2022", date(2022, 12, 18)),
    ],
)
def test_a_date_alone_has_no_hour_and_no_instant(text, day):
    assert at([text]) == [(day, None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "", "Lifetime", "02/30/2025 10:00", "18/03/2025 09:48", "2025-13-01", "24/12/99", "February 28",
        "03/18/2025 25:00", "0000-01-01", "Feb 30, 2025", "12:00", "2025", "3 Mar 4 2025",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text):
    assert at([text]) == [(None, None, None)]


def test_hours_that_a_clock_change_skips_or_repeats_do_no_harm():
    skipped, repeated = "2025-03-30T02:30:00", "2025-10-26T02:30:00"
    assert at([skipped, repeated, "2025-07-01T12:00:00"], zone=BERLIN) == [
        (date(2025, 3, 30), 2, datetime(2025, 3, 30, 1, 30)),
        (date(2025, 10, 26), 2, datetime(2025, 10, 26, 0, 30)),
        (date(2025, 7, 1), 12, datetime(2025, 7, 1, 10, 0)),
    ]


def test_instants_on_both_sides_of_a_clock_change_get_their_own_offset():
    stamps = ["2025-03-30T00:59:00Z", "2025-03-30T01:00:00Z"]
    assert [hour for _, hour, _ in at(stamps, zone=BERLIN)] == [1, 3]


def test_a_column_that_is_all_midnight_has_no_time_of_day():
    assert at(["2/17/2025 0:00", "2/18/2025 0:00", "2/19/2025 0:00"])[0] == (date(2025, 2, 17), None, None)
    assert at(["2/17/2025 0:00", "2/18/2025 9:00", "2/19/2025 0:00"])[0][1] == 0


def test_dates_of_many_kinds_in_one_column():
    texts = ["2025-03-18", "03/19/2025 10:00", "", "Mar 20, 2025", "20250321"]
    assert [day for day, _, _ in at(texts)] == [
        date(2025, 3, 18), date(2025, 3, 19), None, date(2025, 3, 20), date(2025, 3, 21),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/02/2026", "03/04/2026"], None),
        (["01/02/2026", "13/04/2026"], "dmy"),
        (["01/02/2026", "03/14/2026"], "mdy"),
        (["2026-01-02", "Mar 3, 2026"], "ymd"),
    ],
)
def test_the_order_of_a_date_is_known_or_must_be_asked(cells, order):
    assert order_of(cells) == order


def test_words_are_folded():
    assert fold(" Impressionen-\u00adKlick\u00adrate\u200b ") == "impressionen-klickrate"
    assert fold("Ｐｏｓｔ\u00a0ＩＤ") == fold("post id")
    assert fold("心情、留言和分享次數") == "心情、留言和分享次數"


@given(st.lists(st.text("a \n\t\r\0\x1f\x7f\u3000營\x80", max_size=4), min_size=1), st.integers(0, 3))
def test_texts_are_tidy_wherever_in_an_array_they_stand(texts, start):
    plain = [re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text) for text in texts]
    wanted = [pc.utf8_trim_whitespace(text).as_py() or None for text in plain]
    assert tidy(pa.array(texts).slice(start)).to_pylist() == wanted[start:]


def test_texts_lose_control_characters_and_overlength():
    kept = tidy(pa.array(["a\x00b\x07c\n", "x" * (LONGEST + 5), "  ", "營\t火"]))
    assert kept.to_pylist() == ["abc", "x" * LONGEST, None, "營\t火"]


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("-5", -5), ("−1,234", -1234), ("'-3", -3), ("-", None), ("--", None)]
)
def test_changes_may_be_negative(text, value):
    values, wrong = changes(pa.array([text]))
    assert (values.to_pylist(), wrong.to_pylist()) == ([value], [False])


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["9.59", "-1", "1e3", "7"], [9.59, -1, 1000, 7]),
        (["29.41%", "0 %", ""], [0.2941, 0, None]),
        (["6,369", "1,234,567.5", "'12"], [6369, 1234567.5, 12]),
        (["9,59", "1.234,5", "12"], [9.59, 1234.5, 12]),
        (["0,123"], [0.123]),
        (["NAN", "--", "undefined"], [None, None, None]),
    ],
)
def test_decimals_and_percents(texts, values):
    found, wrong = decimals(pa.array(texts))
    assert found.to_pylist() == pytest.approx(values)
    assert not any(wrong.to_pylist())


@pytest.mark.parametrize("text", ["many", "1.2.3", "5 apples", "1e999"])
def test_what_is_no_decimal(text):
    assert decimals(pa.array([text]))[1].to_pylist() == [True]


def test_shares_are_fractions_with_or_without_their_sign():
    found, wrong = shares(pa.array(["25.5", "25.5%", "", "0"]))
    assert found.to_pylist() == pytest.approx([0.255, 0.255, None, 0])
    assert not any(wrong.to_pylist())


def test_days_as_excel_numbers_them():
    found = moments(pa.array(["44008", "44008.75"]), "mdy", TAIPEI)
    assert found.day.to_pylist() == [date(2020, 6, 26)] * 2
    assert found.hour.to_pylist() == [None, 18]


@pytest.mark.parametrize(
    "text",
    [
        "18. März 2025, 14:05 Uhr", "18 mars 2025 kl. 14:05", "18 de marzo de 2025 a las 14:05",
        "18 de março de 2025 às 14:05", "2025年3月18日(火) 14:05", "2025/3/18 下午 2:05",
        "2025년 3월 18일 (화) 오후 2:05", "18-Mar-2025 14:05", "18.03.2025 14:05",
    ],
)  # fmt: skip
def test_dates_of_the_languages_that_platforms_export_in(text):
    found = moments(pa.array([text]), "mdy", TAIPEI)
    assert (found.day.to_pylist(), found.hour.to_pylist()) == ([date(2025, 3, 18)], [14])


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234", "900", ""], [1234, 900, None]),
        (["25.928", "25.930"], [25928, 25930]),
        (["1.234.567", "12"], [1234567, 12]),
        (["12.000", "15.000"], [12, 15]),
        (["5218.0", "1.0"], [5218, 1]),
    ],
)
def test_dots_group_digits_where_the_column_shows_that_they_do(texts, values):
    assert counts(pa.array(texts))[0].to_pylist() == values


@pytest.mark.parametrize("texts", [["1.234", "5000"], ["1.234", "2.5"]])
def test_dots_that_may_be_decimal_signs_are_refused(texts):
    assert counts(pa.array(texts))[1].to_pylist()[0]
