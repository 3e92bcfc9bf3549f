"""Engagements of a post: the sum of the counts its platform counts as such."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import platforms

_COMBINED = ("reactions", "comments", "shares")


def engagements(platform: pa.Array, counts: Mapping[str, pa.Array], combined: pa.Array) -> pa.Array:
    """Engagements a post, null where nothing of them is stated.

    Where reactions, comments or shares are not stated, the one figure that some exports give for
    the three of them together stands in.
    """
    result = pa.nulls(len(platform), pa.int64())
    for each in pc.unique(platform).to_pylist():
        parts = platforms.load()[each].engagements
        result = pc.if_else(pc.equal(platform, each), _sum(parts, counts, combined), result)
    return result


def _sum(parts: tuple[str, ...], counts: Mapping[str, pa.Array], combined: pa.Array) -> pa.Array:
    stated = _total([counts[name] for name in parts])
    rest = [counts[name] for name in parts if name not in _COMBINED]
    together = _total([combined, *rest])
    gap = pc.invert(_all_valid([counts[name] for name in _COMBINED]))
    return pc.if_else(pc.and_(gap, combined.is_valid()), together, stated)


def _total(values: list[pa.Array]) -> pa.Array:
    """The sum of what is stated; null where nothing is."""
    result = values[0]
    for value in values[1:]:
        both = pc.add(pc.fill_null(result, 0), pc.fill_null(value, 0))
        result = pc.if_else(pc.and_(result.is_null(), value.is_null()), pa.scalar(None, pa.int64()), both)
    return result


def _all_valid(values: list[pa.Array]) -> pa.Array:
    valid = values[0].is_valid()
    for value in values[1:]:
        valid = pc.and_(valid, value.is_valid())
    return valid
