"""The week as a heatmap."""

from __future__ import annotations

import pytest

from lib.charts import heatmap
from lib.charts.heatmap import Cell
from lib.charts.palette import palette
from lib.i18n import locale

CELLS = [Cell(4, 20, 0.23, {"Posts": "41"}, "content?x"), Cell(1, 9, -0.05, {"Posts": "12"}, "content?y")]


def drawn(cells, language="en", theme="light", **options):
    return heatmap.draw(cells, "Finding", "about", palette(theme), locale(language), **options)


def layers(figure):
    return figure.chart.to_dict(validate=False)["layer"]


def rows(figure, layer):
    spec = figure.chart.to_dict(validate=False)
    return spec["datasets"][layers(figure)[layer]["data"]["name"]]


def test_slots_without_evidence_are_hatched():
    figure = drawn(CELLS)
    known, hatched = layers(figure)
    assert (known["mark"]["type"], hatched["mark"]["type"]) == ("rect", "text")
    assert len(rows(figure, 0)) == 2
    assert len(rows(figure, 1)) == 166


@pytest.mark.parametrize(("language", "first"), [("en", "Mon"), ("zh-TW", "週日")])
def test_the_week_begins_where_the_reader_says(language, first):
    assert layers(drawn(CELLS, language))[0]["encoding"]["y"]["sort"][0] == first


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_diverging_scale_is_centred_on_no_difference(theme):
    scale = layers(drawn(CELLS, theme=theme, diverging=True))[0]["encoding"]["color"]["scale"]
    assert scale["domain"] == [-0.23, -0.115, 0, 0.115, 0.23]
    assert len(scale["range"]) == 5
    small = layers(drawn([Cell(1, 1, 0.02, {"n": "1"})], diverging=True))[0]["encoding"]["color"]["scale"]
    assert small["domain"][-1] == 0.1  # small differences do not look large


def test_the_table_holds_the_slots_and_what_they_open():
    figure = drawn(CELLS)
    assert list(figure.table["Slot"]) == ["Thursday 20:00", "Monday 09:00"]
    assert figure.links == ["content?x", "content?y"]
    assert layers(figure)[0]["encoding"]["href"]["field"] == "link"


def test_nothing_known_draws_nothing():
    assert drawn([]).chart is None


def test_a_slot_that_cannot_be_told_from_the_usual_is_grey():
    figure = drawn([Cell(1, 9, 0.4, {"Posts": "3"}, sure=False), Cell(1, 10, 0.2, {"Posts": "9"})])
    colored, grey, _ = layers(figure)
    assert [row["hour"] for row in rows(figure, 0)] == [10]
    assert [row["hour"] for row in rows(figure, 1)] == [9]
    assert "color" in colored["encoding"]
    assert "color" not in grey["encoding"]
    assert len(figure.table) == 2


def test_the_ends_of_the_colours_are_worded():
    key = layers(drawn(CELLS, diverging=True, scale=lambda value: f"{value:+.0%}"))[0]["encoding"]["color"]
    assert key["legend"]["values"] == [-0.23, 0, 0.23]
    assert all(words in key["legend"]["labelExpr"] for words in ("-23%", "+0%", "+23%"))
    nothing = drawn([Cell(1, 9, 0.1, {"Posts": "1"}, sure=False)], scale=str)
    assert layers(nothing)[0]["encoding"]["color"]["legend"] is None


def test_slots_known_by_their_posts_alone_are_hatched_and_in_the_table():
    figure = drawn([Cell(1, 9, None, {"Posts": "2"})])
    assert len(rows(figure, 1)) == 168
    assert list(figure.table["Posts"]) == ["2"]


def test_outlined_slots_get_a_ring():
    figure = drawn([Cell(1, 9, 3, {"n": "3"}, outlined=True), Cell(1, 10, 4, {"n": "4"})])
    assert len(rows(figure, 2)) == 1
