"""What a trend is read against: holidays and a goal."""

from __future__ import annotations

from datetime import timedelta

from lib.analysis.holidays import Holiday
from lib.charts.backdrop import Due, Mark
from lib.charts.palette import LIGHT
from lib.i18n import locale
from tests.charts.test_trend import MON, domain, draw, layers, points, values

OFF = [Holiday(MON, MON + timedelta(1), "Peace Memorial Day")]


def of_kind(spec: dict, kind: str) -> list[dict]:
    return [each for each in layers(spec) if each["mark"]["type"] == kind]


def test_a_holiday_is_a_grey_column_around_its_days():
    drawn, spec = draw("reach", points(10, 20), holidays=OFF)
    (shade,) = of_kind(spec, "rect")
    (start,), (end,) = values(spec, "from", shade), values(spec, "to", shade)
    assert (start[:13], end[:13]) == (f"{MON - timedelta(1)}T12", f"{MON + timedelta(1)}T12")
    assert values(spec, "title", shade) == ["Peace Memorial Day"]
    assert drawn.legend.startswith("Grey columns: ")
    assert "Peace Memorial Day" in drawn.legend


def test_many_holidays_are_named_under_the_pointer_alone():
    many = [Holiday(MON + timedelta(2 * n), MON + timedelta(2 * n), "Day") for n in range(7)]
    assert draw("reach", points(10, 20), holidays=many)[0].legend == "Grey columns: public holidays"
    assert draw("reach", points(10, 20))[0].legend == ""


def test_the_goal_is_a_named_dashed_line_on_the_same_axis():
    due = [Due(MON + timedelta(n), 50.0) for n in range(2)]
    _, spec = draw("reach", points(10, 20), due=due)
    (line,) = [each for each in of_kind(spec, "line") if each["mark"]["color"] == LIGHT.text]
    assert values(spec, "due", line) == [50, 50]
    assert [values(spec, "name", each) for each in of_kind(spec, "text")] == [[locale("en").t("Goal")]]
    assert domain(spec)[1] > 50


def test_of_two_close_signs_one_stands_above_the_other():
    days = points(*[10.0] * 100)
    marks = [Mark(MON + timedelta(n), "Event") for n in (5, 6, 40)]
    _, spec = draw("reach", days, events=marks)
    height = {
        sign: each["encoding"]["y"]["value"]
        for each in of_kind(spec, "text")
        for sign in values(spec, "n", each)
    }
    assert height["②"] < height["①"] == height["③"]


def test_the_legend_says_the_year_where_there_are_several():
    one, other = Mark(MON, "Sale"), Mark(MON + timedelta(365), "Fair")
    assert draw("reach", points(10, 20), events=[one])[0].legend == "① 2 Mar Sale"
    assert (
        draw("reach", points(10, 20), events=[one, other])[0].legend == "① 2 Mar 2026 Sale　② 2 Mar 2027 Fair"
    )
