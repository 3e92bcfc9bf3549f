"""The recovery chart: its band, its marks, its table, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.analysis.incident.recovery import Day, recover
from lib.charts.palette import DARK, LIGHT
from lib.charts.recovery import draw
from lib.i18n import locale

BEGAN = date(2026, 5, 4)


@pytest.fixture(scope="module")
def found():
    shares = {**dict.fromkeys(range(-56, 0), 10), 0: 40, **dict.fromkeys(range(1, 12), 11)}
    return recover([Day(BEGAN + timedelta(n), 100, bad) for n, bad in shares.items()], BEGAN)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_it_draws_the_band_the_days_and_both_marks(found, palette, language):
    figure = draw(found, "Back", palette, locale(language))
    spec = figure.chart.to_dict()
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["area", "rule", "rule", "rule", "line", "point"]
    assert len(figure.table) == 28 + 12
    assert figure.table.iloc[28].tolist()[:4] == ["2026-05-04", "2026-05-04", 100, 0.4]
    assert "2026" in figure.legend


def test_without_a_return_there_is_no_mark_of_one(found):
    short = recover([Day(BEGAN + timedelta(n), 100, 10 if n < 0 else 40) for n in range(-56, 3)], BEGAN)
    layers = draw(short, "Not back", LIGHT, locale("en")).chart.to_dict()["layer"]
    assert [layer["mark"]["type"] for layer in layers].count("rule") == 2
