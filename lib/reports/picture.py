"""Charts as pictures for paper and slides: SVG and PNG, in the light colours, with fonts that are there."""

from __future__ import annotations

import copy
from typing import Any

from lib import typeset

WIDTH = 640
"""Pixels of a chart as wide as the page; half of it, where two stand side by side, is drawn on 330."""
HALF = 330
SCALE = 2.0
"""Pixels of a PNG for each of the chart's."""

PAPER = "#ffffff"


def svg(spec: dict[str, Any], width: int = WIDTH) -> str:
    """A Vega-Lite chart as SVG."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_sized(spec, width))


def png(spec: dict[str, Any], width: int = WIDTH, background: str = PAPER) -> bytes:
    """A Vega-Lite chart as PNG."""
    import vl_convert

    return vl_convert.vegalite_to_png(_sized(spec, width, background), scale=SCALE)


def _sized(spec: dict[str, Any], width: int, background: str = "transparent") -> dict[str, Any]:
    """The chart for a page: as wide as asked, with a font this machine has, nothing to click on."""
    made = copy.deepcopy(spec)
    made["width"] = width
    chinese = [name for name in typeset.FAMILIES if name in typeset.families()]
    config = made.setdefault("config", {})
    config["background"] = background
    config["font"] = ", ".join([*chinese[:1], "DejaVu Sans", "sans-serif"])
    return made
