"""The control chart: what it draws, and the numbers beside it."""

from datetime import date

import pytest

from lib.charts.control import Day, Named, Span, draw
from lib.charts.palette import LIGHT
from lib.i18n import locale

EN = locale("en")
SHARE, NUMBER = Named("Negative share", share=True), Named("Mentions", share=False)
DAYS = [Day(date(2026, 3, 1), 0.1, 0.12, 0.3, 40), Day(date(2026, 3, 2), 0.5, 0.12, 0.31, 38)]
ALARM = Span(date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2), "severe", True)


def drawn(of=SHARE, days=DAYS, spans=(ALARM,)):
    return draw(of, days, spans, "1 alarm", "by day", LIGHT, EN)


def test_the_table_holds_what_is_drawn():
    assert drawn().table.to_dict("records")[1] == {
        "Day": "2026-03-02",
        "Comments": 38,
        "Negative share": 0.5,
        "Usual": 0.12,
        "Limit of one day": 0.31,
    }


def test_a_number_is_of_no_comments():
    days = [Day(date(2026, 3, 1), 7, 2.5, 9.1)]
    made = drawn(NUMBER, days, ())
    assert list(made.table) == ["Day", "Mentions", "Usual", "Limit of one day"]
    assert "labelExpr" in str(made.chart.to_dict())


@pytest.mark.parametrize("spans", [(), (ALARM,)])
def test_an_alarm_is_a_band_and_a_mark(spans):
    marks = [layer["mark"]["type"] for layer in drawn(spans=spans).chart.to_dict()["layer"]]
    assert marks.count("rect") == marks.count("text") == len(spans)
    assert marks.count("line") == 3


def test_an_alarm_raised_before_the_days_drawn_is_a_band_alone():
    """A mark outside them would stretch the axis."""
    earlier = Span(date(2026, 1, 2), date(2026, 3, 1), date(2026, 3, 2), "severe", True)
    made = drawn(spans=(earlier,))
    marks = [layer["mark"]["type"] for layer in made.chart.to_dict()["layer"]]
    assert (marks.count("rect"), marks.count("text")) == (1, 0)
    assert "Alarm" not in made.legend


def test_without_a_day_there_is_no_chart():
    assert drawn(days=(), spans=()).chart is None


def test_the_signs_are_named():
    assert all(word in drawn().legend for word in ("Negative share", "Usual", "Limit of one day", "Alarm"))
