"""Bars of groups: from zero, the highest first, with their intervals."""

from __future__ import annotations

import pytest

from lib.analysis.groups import Group, Ranking
from lib.charts import bars
from lib.charts.palette import DARK, LIGHT
from lib.i18n import locale
from lib.metrics.catalog import METRICS
from tests.charts.specs import colours, encoded, layers, values

EN, ZH = locale("en"), locale("zh-TW")
RATE = METRICS["engagement_rate_by_reach"]
NAMES = {"reel": "Reel", "photo": "Photo", "live": "Live", "text": "Text", None: "not stated"}

REEL = Group("reel", 0.06, 0.05, 0.07, 40)
PHOTO = Group("photo", 0.03, 0.025, 0.035, 90)
LIVE = Group("live", 0.02, None, None, 2)
TEXT = Group("text", None, None, None, 5)


def draw(*groups: Group, palette=LIGHT, locale_=EN):
    drawn = bars.draw(Ranking(groups, None), RATE, NAMES.__getitem__, "Title", "Subtitle", palette, locale_)
    return drawn, drawn.chart.to_dict()


def test_bars_begin_at_zero_and_keep_the_order_given():
    _, spec = draw(REEL, PHOTO, LIVE)
    bar = layers(spec)[0]
    assert bar["mark"]["type"] == "bar"
    assert bar["encoding"]["x"]["field"] == "value"
    assert bar["encoding"]["x"]["scale"]["zero"] is True
    assert values(spec, "value") == [0.06, 0.03, 0.02]
    order = bar["encoding"]["y"]["sort"]
    assert order == values(spec, "name")
    assert [name.split()[0] for name in order] == ["Reel", "Photo", "Live"]


def test_names_carry_their_values():
    _, spec = draw(REEL)
    (name,) = values(spec, "name")
    assert name.startswith("Reel")
    assert name.endswith("6.0%")


def test_intervals_only_where_there_are_some():
    _, spec = draw(REEL, LIVE)
    whiskers = layers(spec)[1]
    assert (whiskers["encoding"]["x"]["field"], whiskers["encoding"]["x2"]["field"]) == ("low", "high")
    assert values(spec, "low", whiskers) == [0.05]
    assert len(layers(draw(LIVE)[1])) == 1


def test_what_has_no_rate_has_no_bar_but_a_row():
    drawn, spec = draw(REEL, TEXT)
    assert len(values(spec, "value")) == 1
    assert drawn.table.values.tolist() == [
        ["Reel", "6.0%", "5.0% – 7.0%", 40],
        ["Text", "—", "too few days to tell", 5],
    ]


def test_finding_and_table_stand_in_for_the_drawing():
    drawn, _ = draw(REEL)
    assert (drawn.title, drawn.subtitle, drawn.finding) == ("Title", "Subtitle", "Title")
    assert list(drawn.table.columns) == ["Group", "Engagement rate by reach", "95% interval", "Posts"]


def test_the_chinese_chart_is_chinese():
    drawn, spec = draw(REEL, LIVE, locale_=ZH)
    titles = {tip["title"] for tips in encoded(spec, "tooltip") for tip in tips}
    assert all(any("\u4e00" <= c <= "\u9fff" for c in title) for title in [*titles, *drawn.table.columns])


@pytest.mark.parametrize("groups", [(), (TEXT,)], ids=["none", "none with a rate"])
def test_nothing_to_draw_still_draws(groups):
    assert values(draw(*groups)[1], "value") == []


def test_the_chart_follows_the_theme():
    assert colours(draw(REEL)[1]).isdisjoint(colours(draw(REEL, palette=DARK)[1]))
