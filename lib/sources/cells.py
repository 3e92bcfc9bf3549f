"""The cells of a Google Sheet as text that reads the same whatever the sheet's locale.

Values are asked for unformatted, with dates as serial numbers: what is shown ("1.234", "3/4/26", "12K")
depends on locale and format, and may hide the year or half the digits. A number alone does not say that
it is a date, though, so the formats of the first rows are looked at, and the numbers of a column of
dates are written as ISO 8601, those of a column of percents with their sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

LOOKED_AT = 50
"""How many rows tell the format of their columns."""

_START = datetime.fromisoformat("1899-12-30")
_LAST = 2_958_466  # the first day after the year 9999
_MODERN = (29_000, 80_000)  # as dates, the years 1979 to 2118
_EXACT = 10**15

Rows = Sequence[Sequence[Any]]
Kinds = Mapping[int, str]
"""The number format of each column whose numbers are not plain: DATE, DATE_TIME, TIME or PERCENT."""


def formats_matter(rows: Rows) -> bool:
    """Whether there are numbers that could be dates, times or percents."""
    return any(_could_be(cell) for row in rows[:LOOKED_AT] for cell in row)


def _could_be(cell: Any) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return cell % 1 != 0 or _MODERN[0] <= cell <= _MODERN[1] or cell == 1


def kinds(rows: Rows, formats: Sequence[Sequence[str]]) -> Kinds:
    """The kind of each column, from the format types of the cells of the first rows: the one that most
    of its numbers have."""
    seen: dict[int, Counter[str]] = {}
    for row, types in zip(rows, formats, strict=False):
        for at, (cell, kind) in enumerate(zip(row, types, strict=False)):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                seen.setdefault(at, Counter())[kind] += 1
    return {
        at: kind
        for at, counted in seen.items()
        if (kind := counted.most_common(1)[0][0]) in ("DATE", "DATE_TIME", "TIME", "PERCENT")
    }


def texts(rows: Rows, kinds: Kinds) -> list[tuple[str, ...]]:
    """Each row's cells as text."""
    if not kinds:
        return [tuple([_text(cell) for cell in row]) for row in rows]
    return [tuple([_text(cell, kinds.get(at)) for at, cell in enumerate(row)]) for row in rows]


def _text(cell: Any, kind: str | None = None) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if cell is None:
        return ""
    if kind == "PERCENT":
        return f"{_plain(Decimal(str(cell)) * 100)}%"
    if kind and 0 <= cell < _LAST:
        return _moment(cell, kind)
    if abs(cell) >= _EXACT:
        # A sheet keeps 15 digits. The exponent shows the importer that the rest of an id is lost.
        return f"{cell:.14E}"
    return str(cell) if isinstance(cell, int) else _plain(Decimal(str(cell)))


def _plain(number: Decimal) -> str:
    """Without an exponent, without zeros at the end of a fraction: "12345", "0.05"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(serial: float, kind: str) -> str:
    """A serial number (days since the end of 1899, the time as a fraction) in ISO 8601. The wall
    clock as the sheet shows it; a date with a time of day keeps it although the format hides it."""
    moment = _START + timedelta(seconds=round(serial * 86_400))
    if kind == "TIME":
        hours, rest = divmod(round(serial * 86_400), 3_600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"
    if kind == "DATE" and serial % 1 == 0:
        return moment.date().isoformat()
    return moment.isoformat(" ")
