"""A language as charts need it."""

from lib.i18n import locale

EN, ZH = locale("en"), locale("zh-TW")


def test_vega_has_all_it_needs_of_a_time_locale():
    time = ZH.vega()["time"]
    assert set(time) == {
        *("dateTime", "date", "time", "periods", "days", "shortDays", "months", "shortMonths"),
    }
    assert time["days"][0] == "星期日"
    assert time["shortDays"] == ["週日", "週一", "週二", "週三", "週四", "週五", "週六"]
    assert time["shortMonths"][10] == "11月"
    assert time["periods"] == ["上午", "下午"]
    assert EN.vega()["time"]["shortDays"][:2] == ["Sun", "Mon"]
    assert (EN.axis_day, ZH.axis_day) == ("%-d %b", "%-m月%-d日")
    assert (EN.axis_month, ZH.axis_month) == ("%b %Y", "%Y年%-m月")


def test_vega_numbers():
    assert ZH.vega()["number"]["thousands"] == ","
    assert ZH.vega()["number"]["minus"] == "−"


def test_axes_count_in_the_units_of_the_language():
    assert ZH.axis_number().startswith("abs(datum.value) >= 1000000000000 ? ")
    assert (
        "abs(datum.value) >= 10000 ? format(datum.value / 10000, ',.3~r') + '萬' : format(datum.value, ',')"
        in ZH.axis_number()
    )
    assert EN.axis_number("x").endswith("abs(x) >= 1000 ? format(x / 1000, ',.3~r') + 'K' : format(x, ',')")
