"""Pure: a time chart that lets one point at a day instead of opening what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lib.i18n import Locale

CHOSEN = "chosen"
"""The selection that holds the day, as `DAY` in ISO form: the browser's time zone cannot shift it."""

DAY = "iso"
AIMED = "aimed"


def listening(spec: dict[str, Any], days: Sequence[date], color: str, locale: Locale) -> dict[str, Any]:
    """The chart (a layered one, as Vega-Lite has it) with a column to click for each of its days, on top of
    all else; nothing opens."""
    shown = [_closed(layer) for layer in spec["layer"]]
    return {**spec, "layer": [*shown, _columns(next(_time(spec)), days, color, locale)]}


def _closed(layer: dict[str, Any]) -> dict[str, Any]:
    encoding = {name: each for name, each in layer.get("encoding", {}).items() if name != "href"}
    return {**layer, "encoding": encoding} if "encoding" in layer else layer


def _time(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The axis of days, as a layer of the chart has it."""
    for layer in spec["layer"]:
        x = layer.get("encoding", {}).get("x", {})
        if x.get("field") == "day":
            yield x


def _columns(x: dict[str, Any], days: Sequence[date], color: str, locale: Locale) -> dict[str, Any]:
    rows = [
        {"day": f"{day.isoformat()}T00:00:00", DAY: day.isoformat(), "when": locale.date(day, year=True)}
        for day in days
    ]
    return {
        "data": {"values": rows},
        "params": [
            {"name": CHOSEN, "select": {"type": "point", "on": "click", "fields": [DAY], "clear": False}},
            {"name": AIMED, "select": {"type": "point", "on": "pointerover", "fields": [DAY]}},
        ],
        "mark": {
            "type": "rule",
            "color": color,
            "cursor": "crosshair",
            "strokeWidth": {"expr": f"max(2, min(44, width / {len(rows)}))"},
        },
        "encoding": {
            "x": x,
            "opacity": {"condition": {"param": AIMED, "empty": False, "value": 0.25}, "value": 0.001},
            "tooltip": [{"field": "when", "type": "nominal", "title": locale.t("Day")}],
        },
    }
