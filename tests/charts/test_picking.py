"""A time chart that listens for a day: a column for each of its days, and nothing opens."""

from __future__ import annotations

import json
from datetime import date

import pytest
import vl_convert

from lib.charts import control, picking, trend
from lib.charts.control import Day, Named
from lib.charts.palette import LIGHT
from lib.charts.trend import Mark, Point, Trend
from lib.i18n import locale
from lib.metrics.catalog import METRICS

EN = locale("en")
MON, TUE = date(2026, 3, 2), date(2026, 3, 3)


def of_metric():
    points = [Point(MON, 10, link="?a"), Point(TUE, 20, link="?b")]
    made = Trend(METRICS["reach"], "day", points, [Mark(MON, "Sale")])
    return trend.draw(made, "Title", "Subtitle", LIGHT, EN)


def of_watch():
    days = [Day(MON, 0.1, 0.1, 0.3, 20), Day(TUE, 0.2, 0.1, 0.3, 20)]
    return control.draw(Named("Share", True), days, [], "Title", "Subtitle", LIGHT, EN)


@pytest.mark.parametrize("draw", [of_metric, of_watch])
def test_each_day_can_be_chosen_and_nothing_opens(draw):
    drawn = draw()
    before = drawn.chart.to_dict()
    made = picking.listening(before, drawn.days, LIGHT.accent, EN)
    columns = made["layer"][-1]
    assert [row[picking.DAY] for row in columns["data"]["values"]] == ["2026-03-02", "2026-03-03"]
    assert columns["params"][0] == {
        "name": picking.CHOSEN,
        "select": {"type": "point", "on": "click", "fields": [picking.DAY], "clear": False},
    }
    assert "href" not in json.dumps(made)
    vega = vl_convert.vegalite_to_vega(made)
    assert picking.CHOSEN in {signal["name"] for signal in vega["signals"]}


def test_the_chart_that_does_not_listen_stays_as_it_is():
    drawn = of_metric()
    before = drawn.chart.to_dict()
    told = json.dumps(before)
    picking.listening(before, drawn.days, LIGHT.accent, EN)
    assert json.dumps(before) == told
    assert "href" in told
