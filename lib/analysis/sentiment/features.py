"""What the rules found in a text, as the few numbers that the trained head weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from lib.analysis.sentiment.rules import Reading

EVEN = 6.0
"""What a squared sum of polarities must outgrow to count as strong, as VADER's alpha."""

NAMES = (
    "total",
    "positive",
    "negative",
    "mixed",
    "strongest",
    "last",
    "praises",
    "complaints",
    "silent",
    "asks",
    "wishes",
    "contrasts",
    "denies",
    "turned to praise",
    "turned to complaint",
    "ends asking",
    "exclaims",
    "length",
    "short and silent",
    "asks and silent",
)

_HAN = re.compile(r"[\u3105-\u312f\u3400-\u9fff]")


def chinese(folded: str) -> bool:
    """Whether a text has a Chinese character, bopomofo included."""
    return _HAN.search(folded) is not None


def numbers(folded: Sequence[str], readings: Sequence[Reading]) -> np.ndarray:
    """One row a text, the columns of NAMES, each about 0 to 1 in size."""
    rows = [_row(text, reading) for text, reading in zip(folded, readings, strict=True)]
    return np.array(rows, float).reshape(len(rows), len(NAMES))


def squashed(total: float) -> float:
    """A sum of polarities between -1 and 1."""
    return total / (total * total + EVEN) ** 0.5


def _row(text: str, reading: Reading) -> list[float]:
    up, down = reading.positive, -reading.negative
    values = [each.value for each in reading.said]
    length = len(text.strip())
    silent = not values
    asking = text.rstrip(" .!~,").endswith(("?", "吗", "呢"))
    return [
        squashed(up - down),
        squashed(up),
        squashed(down),
        squashed(min(up, down)),
        max(values, key=abs) / 3 if values else 0.0,
        values[-1] / 3 if values else 0.0,
        min(sum(value > 0 for value in values), 5) / 5,
        min(sum(value < 0 for value in values), 5) / 5,
        float(silent),
        float(reading.asks),
        float(reading.wishes),
        float(reading.contrasts),
        min(reading.denials, 3) / 3,
        squashed(sum(each.value for each in reading.said if each.turned and each.value > 0)),
        squashed(sum(each.value for each in reading.said if each.turned and each.value < 0)),
        float(asking),
        min(text.count("!"), 3) / 3,
        min(length, 200) / 200,
        float(silent and length <= 12),
        float(silent and (reading.asks or asking)),
    ]
