"""How engagement arrives, drawn: the curve over its band, named lines beside it, a table of all."""

from __future__ import annotations

import pytest

from lib.analysis.maturity import Curve
from lib.charts import maturity
from lib.charts.palette import DARK, LIGHT
from lib.i18n import locale
from tests.charts.specs import colours, layers, values

EN = locale("en")


def curve(platform: str | None, after_a_day: float, posts: int = 100) -> Curve:
    """So much is there after one day, all after thirty; sure to two hundredths or so."""
    samples = tuple((after_a_day + step, 1.0) for step in (-0.01, 0.01))
    return Curve(platform, "engagements", (1.0, 30.0), (after_a_day, 1.0), samples, posts)


ALL, FACEBOOK, LINE = curve(None, 0.5), curve("facebook", 0.4, 60), curve("line", 0.9, 40)


def name(platform: str | None) -> str:
    return platform or "All platforms"


def draw(*beside: Curve, main: Curve = ALL, palette=LIGHT):
    drawn = maturity.draw(main, beside, name, "Title", "Subtitle", palette, EN)
    return drawn, drawn.chart.to_dict()


def marks(spec) -> list[str]:
    return [layer["mark"]["type"] for layer in layers(spec)]


def test_the_curve_runs_from_nothing_over_its_band():
    _, spec = draw()
    assert marks(spec) == ["rule", "area", "line", "point"]
    band = layers(spec)[1]
    age, share, low, high = (values(spec, field, band) for field in ("age", "share", "low", "high"))
    assert (age[0], share[0]) == (0, 0)
    assert share == sorted(share)
    assert all(a <= b <= c for a, b, c in zip(low, share, high, strict=True))
    assert layers(spec)[1]["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_it_shows_the_days_until_all_have_settled():
    """Half there at one day, and a constant rate to 30: 95 % long after a week."""
    _, spec = draw()
    assert values(spec, "age", layers(spec)[1])[-1] == pytest.approx(1.3 * ALL.settled)
    quick = curve(None, 0.99)
    assert values(draw(main=quick)[1], "age", layers(draw(main=quick)[1])[1])[-1] == 7


def test_platforms_are_thin_lines_with_their_names():
    _, spec = draw(FACEBOOK, LINE)
    assert marks(spec)[4:] == ["line", "text", "text"] * 2
    named = [values(spec, "name", layer) for layer in layers(spec) if layer["mark"]["type"] == "text"]
    assert named == [["facebook"], ["facebook"], ["line"], ["line"]]


def test_only_the_best_known_have_a_line_but_all_a_row():
    beside = [curve(f"p{n}", 0.5, n) for n in range(10, 16)]
    drawn, spec = draw(*beside)
    named = {values(spec, "name", layer)[0] for layer in layers(spec) if layer["mark"]["type"] == "text"}
    assert named == {"p15", "p14", "p13", "p12"}
    assert len(drawn.table) == 7


def test_the_table_says_when_half_and_when_nearly_all_is_there():
    drawn, _ = draw(LINE)
    assert list(drawn.table.columns)[:2] == ["Platform", "Half is there after"]
    first, second = drawn.table.values.tolist()
    assert first[:2] == ["All platforms", "24 hours"]
    assert second[0] == "line"
    assert first[3:] == ["50%", "48% – 52%", 100]  # ±2.262 · 0.01


def test_spans_of_time():
    said = [maturity.span_text(days, EN) for days in (0.01, 1 / 24, 0.5, 1.5, 1.6, 12.34)]
    assert said == ["1 hour", "1 hour", "12 hours", "36 hours", "1.6 days", "12.3 days"]


def test_the_chart_follows_the_theme():
    assert colours(draw(LINE)[1]).isdisjoint(colours(draw(LINE, palette=DARK)[1]))
