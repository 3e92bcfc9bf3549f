"""The trend chart: what is plotted, where its axis begins, and what stands in for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.charts import trend
from lib.charts.ahead import Step
from lib.charts.palette import DARK, LIGHT
from lib.charts.trend import Mark, Point, Trend
from lib.i18n import locale
from lib.metrics.catalog import METRICS
from tests.charts.specs import colours, encoded, layers, values

EN, ZH = locale("en"), locale("zh-TW")
MON = date(2026, 3, 2)


def points(*now: float | None, before: tuple[float | None, ...] = ()) -> list[Point]:
    was = [*before, *[None] * len(now)]
    return [Point(MON + timedelta(n), value, was[n]) for n, value in enumerate(now)]


def draw(metric: str, made: list[Point], palette=LIGHT, locale_=EN, grain: str = "day", **options):
    drawn = trend.draw(Trend(METRICS[metric], grain, made, **options), "Title", "Subtitle", palette, locale_)
    return drawn, drawn.chart.to_dict() if drawn.chart else {}


def domain(spec: dict) -> list[float]:
    found = {tuple(e["scale"]["domain"]) for e in encoded(spec, "y") if "scale" in e}
    assert len(found) == 1, "all lines stand on one axis"
    return list(found.pop())


def test_both_periods_are_plotted_by_day():
    _, spec = draw("reach", points(10, 20, None, 30, before=(5, 5, 5, 5)))
    assert {e["field"] for e in encoded(spec, "x")} == {"day"}
    assert {e["field"] for e in encoded(spec, "y")} == {"before", "settled", "value"}
    assert values(spec, "settled") == [10, 20, None, 30]
    assert values(spec, "before") == [5, 5, 5, 5]


@pytest.mark.parametrize(
    ("metric", "made", "step"),
    [("posts", (1, 3), 1), ("posts", (1.5, 3), None), ("engagement_rate_by_reach", (0, 1), None)],
)
def test_an_axis_of_whole_numbers_has_no_halves(metric, made, step):
    _, spec = draw(metric, points(*made))
    assert {e["axis"].get("tickMinStep") for e in encoded(spec, "y") if "axis" in e} == {step}


def test_the_compared_period_is_grey_and_thin_below_the_present():
    _, spec = draw("reach", points(10, 20, before=(5, 5)))
    first, second, *_ = layers(spec)
    assert (first["mark"]["color"], second["mark"]["color"]) == (LIGHT.compared, LIGHT.accent)
    assert first["mark"]["strokeWidth"] < second["mark"]["strokeWidth"]


def test_the_chart_follows_the_theme():
    made = points(10, 20, before=(5, 5))
    shown = [
        colours(draw("reach", made, palette, events=[Mark(MON, "Sale")], young_from=MON)[1])
        for palette in (LIGHT, DARK)
    ]
    assert shown[0].isdisjoint(shown[1])


def test_counts_and_rates_begin_at_zero():
    for metric, low in (("reach", 1000.0), ("engagement_rate_by_reach", 0.04)):
        bottom, top = domain(draw(metric, points(low, low * 1.02))[1])
        assert bottom == 0.0
        assert top > low * 1.02


def test_followers_are_seen_to_move():
    bottom, top = domain(draw("followers", points(10_000, 10_020))[1])
    assert 9_900 < bottom < 10_000
    assert 10_020 < top < 10_100


def test_what_falls_below_zero_is_not_cut_off():
    bottom, top = domain(draw("follower_growth", points(-30, 10))[1])
    assert bottom < -30
    assert top > 10


def test_the_compared_period_fits_too():
    assert domain(draw("reach", points(10, before=(99,)))[1])[1] > 99


@pytest.mark.parametrize("made", [[], points(None, None)], ids=["no days", "no values"])
def test_nothing_known_is_no_chart_but_a_table(made):
    drawn, _ = draw("reach", made, events=[Mark(MON, "Sale")], young_from=MON)
    assert drawn.chart is None
    assert len(drawn.table) == len(made)


def test_what_is_not_known_has_no_line():
    """An empty line makes the browser complain."""
    for made, field in ((points(10, 20), "before"), (points(None, None, before=(5, 6)), "settled")):
        _, spec = draw("reach", made)
        assert field not in {e["field"] for e in encoded(spec, "y")}
        assert layers(spec)


def test_young_days_are_dashed_and_joined_to_the_settled_ones():
    _, spec = draw("reach", points(10, 20, 30, 15), young_from=MON + timedelta(3))
    assert values(spec, "settled") == [10, 20, 30, None]
    (dashed,) = [each for each in layers(spec) if "strokeDash" in each["mark"]]
    assert dashed["encoding"]["y"]["field"] == "value"
    assert values(spec, "value", dashed) == [30, 15]


def test_a_period_without_young_days_has_no_dashes():
    _, spec = draw("reach", points(10, 20))
    assert not any("strokeDash" in each["mark"] for each in layers(spec))


def test_events_are_labelled():
    _, spec = draw("reach", points(10, 20), events=[Mark(MON, "Summer sale")])
    rule, text = layers(spec)[-2:]
    assert (rule["mark"]["type"], text["mark"]["type"]) == ("rule", "text")
    assert values(spec, "title", text) == ["Summer sale"]


def test_the_pointer_finds_value_comparison_and_day():
    _, spec = draw("engagement_rate_by_reach", points(0.0512, before=(0.04,)))
    tips = [e for e in encoded(spec, "tooltip") if [tip["field"] for tip in e] == ["when", "said", "was"]]
    assert tips
    assert [values(spec, name) for name in ("when", "said", "was")] == [
        ["Mon 2 Mar 2026"],
        ["5.1%"],
        ["4.0%"],
    ]


def test_finding_and_table_stand_in_for_the_drawing():
    drawn, _ = draw("reach", points(10, None, before=(5, 6)))
    assert (drawn.title, drawn.subtitle, drawn.finding) == ("Title", "Subtitle", "Title")
    assert list(drawn.table.columns) == ["Day", "This period", "Compared period"]
    assert drawn.table["Day"].tolist() == ["2026-03-02", "2026-03-03"]
    assert drawn.table["This period"].iloc[0] == 10
    assert drawn.table["This period"].isna().tolist() == [False, True]
    assert drawn.table["Compared period"].tolist() == [5, 6]


def test_the_chinese_chart_is_chinese():
    drawn, spec = draw("reach", points(120_000, 50), locale_=ZH)
    assert not any(name.isascii() for name in drawn.table.columns)
    titles = {tip["title"] for tips in encoded(spec, "tooltip") for tip in tips}
    assert not any(title.isascii() for title in titles)
    assert values(spec, "said") == ["12萬", "50"]
    assert "萬" in str(encoded(spec, "y"))
    assert all("月" in month for month in spec["config"]["locale"]["time"]["months"])


def test_a_young_value_says_how_much_of_it_has_arrived():
    young = MON + timedelta(2)
    _, spec = draw("engagements", points(10, 20, 5), young_from=young, arrived={young: 0.604})
    assert values(spec, "there") == ["—", "—", "≈ 60%"]
    tips = {tip["title"] for tips in encoded(spec, "tooltip") for tip in tips}
    assert "Arrived so far" in tips
    _, plain = draw("engagements", points(10, 20, 5))
    assert "Arrived so far" not in {tip["title"] for tips in encoded(plain, "tooltip") for tip in tips}


# --- what is forecast ---

AHEAD = [Step(MON + timedelta(n), 20 + n, 10 + n, 40 + n) for n in range(1, 4)]


def test_the_forecast_is_a_lighter_line_over_a_band_of_the_same_hue():
    _, spec = draw("reach", points(10, 20), ahead=AHEAD)
    band, line, *_ = layers(spec)
    assert (band["mark"]["type"], line["mark"]["type"]) == ("area", "line")
    assert band["mark"]["color"] == line["mark"]["color"] == LIGHT.accent
    assert band["mark"]["opacity"] < line["mark"]["opacity"] < 1
    assert values(spec, "middle", line) == [21, 22, 23]
    assert (values(spec, "low", band), values(spec, "high", band)) == ([11, 12, 13], [41, 42, 43])


def test_the_band_fits_and_stands_on_the_same_axis():
    bottom, top = domain(draw("reach", points(10, 20), ahead=AHEAD)[1])
    assert bottom == 0
    assert top > 43


def test_without_a_forecast_there_is_no_band():
    assert not any(each["mark"]["type"] == "area" for each in layers(draw("reach", points(10, 20))[1]))


def test_the_table_has_the_forecast_beside_and_after_what_came():
    made = [Point(MON + timedelta(n), 10 + n, None, f"?day={n}") for n in range(2)]
    drawn, _ = draw("reach", made, ahead=AHEAD)
    assert drawn.table["Day"].tolist() == [(MON + timedelta(n)).isoformat() for n in range(4)]
    assert drawn.table["Forecast"].tolist()[1:] == [21, 22, 23]
    assert drawn.table["Band from"].isna().tolist() == [True, False, False, False]
    assert drawn.links == ["?day=0", "?day=1", None, None]


def test_what_the_pointer_is_told_has_value_and_band():
    _, spec = draw("engagement_rate_by_reach", points(0.05), ahead=[Step(MON, 0.05, 0.04, 0.061)])
    told = next(each for each in layers(spec) if "between" in str(each.get("encoding", {}).get("tooltip")))
    assert values(spec, "between", told) == ["4.0% – 6.1%"]
