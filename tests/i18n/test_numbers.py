"""Numbers as each language writes them."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.i18n import DASH, languages, locale

EN, ZH = locale("en"), locale("zh-TW")


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (999, "999", "999"),
        (1000, "1K", "1,000"),
        (1234, "1.23K", "1,234"),
        (9999, "10K", "9,999"),
        (12_345, "12.3K", "1.23萬"),
        (123_456, "123K", "12.3萬"),
        (999_499, "999K", "99.9萬"),
        (999_500, "1M", "100萬"),
        (12_345_678, "12.3M", "1,230萬"),
        (99_950_000, "100M", "1億"),
        (123_456_789, "123M", "1.23億"),
        (5_000_000_000, "5B", "50億"),
        (-45_600, "−45.6K", "−4.56萬"),
        (12.345, "12.3", "12.3"),
        (0.01236, "0.0124", "0.0124"),
        (999.6, "1K", "1,000"),
        (1234.0, "1.23K", "1,234"),
        (np.int64(20_000), "20K", "2萬"),
    ],
)
def test_compact(value, english, chinese):
    assert EN.compact(value) == english
    assert ZH.compact(value) == chinese


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_compact_never_shows_more_than_three_figures_or_loses_the_size(value):
    if value == int(value) and abs(value) < 1000:
        return
    text = EN.compact(value)
    number = text.replace("−", "-").replace(",", "").rstrip("KMBT")
    scale = 1000.0 ** " KMBT".index(text[-1] if text[-1] in "KMBT" else " ")
    assert len(number.lstrip("-0.").replace(".", "").rstrip("0")) <= 3
    assert float(number) * scale == pytest.approx(value, rel=0.0051)


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (1234567, None, "1,234,567"),
        (1234.5, None, "1,234.5"),
        (2.0, None, "2"),
        (2, 1, "2.0"),
        (0.125, 2, "0.13"),
        (-0.04, 1, "0.0"),
        (-1234, None, "−1,234"),
        (Decimal("2.675"), 2, "2.68"),
    ],
)
def test_numbers_in_full_are_rounded_half_up(value, digits, written):
    assert EN.number(value, digits) == ZH.number(value, digits) == written


@pytest.mark.parametrize(
    ("fraction", "percent", "change"),
    [
        (0.0, "0.0%", "0.0%"),
        (0.0613, "6.1%", "+6.1%"),
        (-0.18, "−18.0%", "−18.0%"),
        (-0.0001, "0.0%", "0.0%"),
        (0.9994, "99.9%", "+99.9%"),
        (0.9996, "100%", "+100%"),
        (2.345, "235%", "+235%"),
    ],
)
def test_percent_and_change(fraction, percent, change):
    assert ZH.percent(fraction) == percent
    assert ZH.change(fraction) == change
    assert EN.percent(0.00613, 3) == "0.613%"


def test_points_are_named():
    assert EN.points(0.007) == "+0.7 pp"
    assert ZH.points(0.007) == "+0.7 個百分點"
    assert ZH.points(-0.0123) == "−1.2 個百分點"
    assert ZH.points(0.007, sign=False) == "0.7 個百分點"


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, pd.NA, pd.NaT, np.float64("nan")])
@pytest.mark.parametrize("language", languages())
def test_what_is_not_known_is_a_dash(language, nothing):
    here = locale(language)
    for write in (here.number, here.compact, here.percent, here.change, here.points, here.write):
        assert write(nothing) == DASH
