"""Pure: reads the parameters of a URL, and remembers what of them names nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

ALL = "*"
NOT_STATED = "~"
"""In the URL: posts of which no source states the dimension. In a view it is the empty text."""

Params = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Dropped:
    """A part of a link that names nothing there is."""

    key: str
    value: str


class Reader:
    """Reads parameters and remembers what it could not use."""

    def __init__(self, params: Params) -> None:
        self._params = params
        self.dropped: list[Dropped] = []

    def text(self, key: str) -> str:
        values = self._params.get(key) or [""]
        return values[-1].replace("\x00", "")[:200]

    def one(self, key: str, known: Sequence[str] | Mapping[str, object], default: str) -> str:
        value = self.text(key)
        return value if value in known else self._drop(key, value, default)

    def many(self, key: str, known: Sequence[str]) -> list[str]:
        values = [value for value in self._params.get(key, []) if value not in (ALL, "")]
        there = {*known, NOT_STATED}
        for value in values:
            if value not in there:
                self._drop(key, value, "")
        kept = dict.fromkeys(value for value in values if value in there)
        return ["" if value == NOT_STATED else value for value in kept]

    def day(self, key: str) -> date | None:
        value = self.text(key)
        try:
            found = date.fromisoformat(value) if value else None
        except ValueError:
            found = None
        if found is not None and not 1990 <= found.year <= 2199:
            found = None
        if value and found is None:
            self._drop(key, value, "")
        return found

    def opened(self, key: str, metrics: Sequence[str]) -> str:
        value = self.text(key)
        kind, _, id = value.partition(":")
        numbered = kind in ("post", "import", "incident") and id.isdecimal() and len(id) < 16
        numbered = numbered or (kind == "slot" and re.fullmatch(r"[1-7]-(1?\d|2[0-3])", id) is not None)
        return value if numbered or (kind == "metric" and id in metrics) else self._drop(key, value, "")

    def number(self, key: str, most: int) -> int | None:
        value = self.text(key)
        if value and not (value.isdecimal() and len(value) < 10 and int(value) <= most):
            self._drop(key, value, "")
            return None
        return int(value) if value else None

    def drop(self, key: str, day: date | None) -> None:
        """Remembers a day that could be read but not used."""
        if day is not None:
            self._drop(key, day.isoformat(), "")

    def _drop(self, key: str, value: str, default: str) -> str:
        if value:
            self.dropped.append(Dropped(key, value[:60]))
        return default
