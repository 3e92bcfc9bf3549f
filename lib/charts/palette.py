"""Colours by theme; contrast against the background is 4.5 : 1 for text, 3 : 1 for marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """The colours a chart draws with."""

    dark: bool
    accent: str
    compared: str
    text: str
    muted: str
    grid: str
    event: str
    background: str


LIGHT = Palette(False, "#0b6e67", "#84918d", "#1b2b2a", "#5b6a67", "#e3e7e1", "#b4471b", "#fcfcfa")
DARK = Palette(True, "#4cc4b6", "#6d7b78", "#e7eeec", "#a3b1ae", "#26312f", "#f0935f", "#101615")


def palette(theme: str | None) -> Palette:
    """The palette of "light" or "dark"."""
    return DARK if theme == "dark" else LIGHT
