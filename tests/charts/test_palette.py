"""Both palettes can be read: contrast as the Web Content Accessibility Guidelines compute it."""

import tomllib

import pytest

from lib.charts.palette import DARK, LIGHT, palette
from lib.settings import ROOT


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_on_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("name", "least"),
    [("text", 4.5), ("muted", 4.5), ("event", 4.5), ("accent", 3.0), ("compared", 3.0)],
)
def test_contrast_against_the_background(shown, name, least):
    """Events are labelled in their own colour, so theirs is that of text."""
    assert contrast(getattr(shown, name), shown.background) >= least


def test_the_theme_decides():
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette(None) is LIGHT


def test_charts_stand_on_the_themes_background():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    assert LIGHT.background == theme["light"]["backgroundColor"]
    assert DARK.background == theme["dark"]["backgroundColor"]
