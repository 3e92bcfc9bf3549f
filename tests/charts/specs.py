"""Reads a Vega-Lite specification: its layers, what they encode, the numbers they draw."""

from __future__ import annotations

import json
import re
from typing import Any

Spec = dict[str, Any]


def layers(spec: Spec) -> list[Spec]:
    return spec["layer"]


def encoded(spec: Spec, channel: str) -> list[Any]:
    """What each layer puts on a channel."""
    return [each["encoding"][channel] for each in layers(spec) if channel in each.get("encoding", {})]


def values(spec: Spec, field: str, layer: Spec | None = None) -> list[Any]:
    """A column of a layer's rows; without a layer, of the first rows that have it."""
    names = [
        each.get("data", spec.get("data", {})).get("name") for each in ([layer] if layer else layers(spec))
    ]
    for name in names:
        rows = spec["datasets"][name]
        if layer is not None or not rows or field in rows[0]:
            return [row[field] for row in rows]
    raise KeyError(field)


def colours(spec: Spec) -> set[str]:
    """Every colour named anywhere."""
    return set(re.findall(r"#[0-9a-f]{6}\b", json.dumps({**spec, "datasets": None})))
