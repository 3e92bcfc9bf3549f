"""The parts of a change as bars, in both languages and themes."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.decompose import Days, decompose
from lib.charts import why
from lib.charts.palette import palette
from lib.i18n import languages, locale
from lib.metrics.catalog import METRICS

NAMES = ["reel", "text"]


def days(tops, bottoms=(0, 0), count: int = 10) -> Days:
    made = (np.tile(np.array(each, float) / count, (count, 1)) for each in (tops, bottoms))
    return Days(*made)


def draw(metric: str, split, language: str = "en", theme: str = "light"):
    def name(by, value):
        return (value or "not stated").title()

    return why.draw(METRICS[metric], split, name, "Finding", "about", palette(theme), locale(language))


@pytest.fixture
def rate():
    return decompose("content_type", "ratio", NAMES, days([4, 3], [50, 150]), days([10, 1], [100, 100]))


def rows(figure) -> list[dict]:
    spec = figure.chart.to_dict()
    data = [layer["data"]["name"] for layer in spec["layer"]]
    every = [row for name in data for row in spec["datasets"][name] if "name" in row]
    return list({row["name"]: row for row in every}.values())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_parts_and_groups_are_bars(rate, language, theme):
    figure = draw("engagement_rate_by_reach", rate, language, theme)
    bars = {row["name"].split("  ")[0]: row["value"] for row in rows(figure)}
    assert list(bars.values())[:2] == pytest.approx([-0.01875, -0.00125])
    assert bars["· Reel"] == pytest.approx(-0.01125 - 0.0075)
    assert bars["· Text"] == pytest.approx(-0.0075 + 0.00625)


def test_amounts_stand_beside_the_names(rate):
    names = [row["name"] for row in rows(draw("engagement_rate_by_reach", rate))]
    assert names[:2] == ["Mix by content type  −1.9 pp", "Rate  −0.1 pp"]


def test_the_table_has_every_group(rate):
    table = draw("engagement_rate_by_reach", rate).table
    assert table.to_dict("records")[0] == {
        "Group": "Reel",
        "Share before": "50.0%",
        "Share now": "25.0%",
        "Before": "10.0%",
        "Now": "8.0%",
        "Mix by content type": "−1.1 pp",
        "Rate": "−0.8 pp",
    }


def test_what_adds_up_is_only_its_groups():
    split = decompose("platform", "sum", NAMES, days([30, 5]), days([10, 8]))
    figure = draw("posts", split)
    assert [row["name"] for row in rows(figure)] == ["Reel  +20", "Text  −3"]
    assert "Grey" not in figure.legend


def test_nothing_that_changed_is_no_chart():
    split = decompose("platform", "sum", NAMES, days([10, 8]), days([10, 8]))
    figure = draw("posts", split)
    assert figure.chart is None
    assert len(figure.table) == 2
