"""Reads the numbers that pages write for people, so that two languages can be compared."""

from __future__ import annotations

import re

UNITS = {"K": 1e3, "M": 1e6, "B": 1e9, "萬": 1e4, "億": 1e8, "%": 0.01}


def amount(text: str) -> float:
    """The number a card writes, to its three figures; words behind it do not count."""
    digits, unit = re.match(r"([\d,.]+)([KMB萬億%]?)", text).groups()
    return float(digits.replace(",", "")) * UNITS.get(unit, 1)
