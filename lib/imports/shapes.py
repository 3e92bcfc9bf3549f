"""What values alone tell of a file whose words are in an unknown language. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa

from lib.imports import formats
from lib.imports.counts import counts
from lib.imports.dates import dates
from lib.imports.spec import Format

_MOST = 0.8
"""The share of the filled cells that have to look alike: a total row may stand among them."""


@dataclass(frozen=True)
class Known:
    """A format that the values of a table look like, and which header is which of its fields."""

    format: Format
    columns: Mapping[str, str]


def known_format(values: Mapping[str, Sequence[str]], said: Mapping[str, str]) -> Known | None:
    """The format whose shapes all have a column, by the most shapes; `said` holds what the words
    told already, which goes first. A table of no dates is none: it holds no posts."""
    dated = [header for header, cells in values.items() if _dates(cells)]
    if not dated:
        return None
    rest = {header: cells for header, cells in values.items() if header not in dated}
    found = [known for each in formats.load().values() if (known := _fitting(each, rest, said)) is not None]
    return max(found, key=lambda known: len(known.format.shape), default=None)


def _fitting(format_: Format, values: Mapping[str, Sequence[str]], said: Mapping[str, str]) -> Known | None:
    columns: dict[str, str] = {}
    for name, pattern in format_.shape.items():
        worded = [header for header in values if said.get(header) == name]
        free = [header for header in values if header not in said and header not in columns]
        alike = [header for header in worded or free if _alike(pattern, values[header])]
        if not alike:
            return None
        columns[max(alike, key=lambda header: len(set(values[header])))] = name
    if not columns:
        return None
    account = None if "account" in said.values() else _account(values, {**said, **columns})
    return Known(format_, {**columns, **({account: "account"} if account else {})})


def _account(values: Mapping[str, Sequence[str]], taken: Mapping[str, str]) -> str | None:
    """The column of one long number again and again: the page's id."""
    again = (h for h, cells in values.items() if h not in taken and len(cells) >= 2 * len(set(cells)) > 0)
    numbers = (h for h in again if all(re.fullmatch(r"\d{9,19}", cell) for cell in values[h]))
    return next(numbers, None)


def _alike(pattern: str, cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(re.fullmatch(pattern, cell)) for cell in cells) >= _MOST * len(cells)


def _dates(cells: Sequence[str]) -> bool:
    """Whether the cells are dates, with a year or without, and more than numbers."""
    texts = [cell for cell in cells if not re.fullmatch(r"\d*([.,]\d*)?", cell)]
    return bool(texts) and dates(cells)


def by_arithmetic(
    headers: Sequence[str], rows: Sequence[Sequence[str]], taken: Mapping[str, str]
) -> dict[str, str]:
    """What columns of counts are, where their numbers tell: one that is the sum of the next three is
    reactions, comments and shares together; of the two before it the larger is views, the smaller
    reach; a count beside hours with decimals is the views of videos."""
    free = [at for at, header in enumerate(headers) if header.strip() and header not in taken]
    table = {at: _column(at, rows) for at in free}
    whole = [at for at in free if table[at] is not None]
    found: dict[int, str] = {}
    for at in whole:
        if _is_sum(at, table):
            found |= {at: "combined", at + 1: "reactions", at + 2: "comments", at + 3: "shares"}
            found |= _views_and_reach(at, table)
            break
    if not found:
        hours = (first for first, second in pairwise(free) if _hours(first, second, table, rows))
        found = {first: "views" for first in list(hours)[:1]}
    said = set(taken.values())
    return {headers[at]: name for at, name in found.items() if name not in said}


def _column(at: int, rows: Sequence[Sequence[str]]) -> list[int] | None:
    """The counts of a column, None where it holds anything else."""
    numbers, wrong = counts(pa.array([row[at] if at < len(row) else "" for row in rows], pa.string()))
    if any(wrong.to_pylist()) or numbers.null_count == len(numbers):
        return None
    return [number or 0 for number in numbers.to_pylist()]


def _is_sum(at: int, table: Mapping[int, list[int] | None]) -> bool:
    whole, *parts = (table.get(at + n) for n in range(4))
    if whole is None or any(part is None for part in parts) or len(set(whole)) < 3:
        return False
    return all(total == sum(each) for total, *each in zip(whole, *filter(None, parts), strict=True))


def _views_and_reach(at: int, table: Mapping[int, list[int] | None]) -> dict[int, str]:
    first, second = table.get(at - 2), table.get(at - 1)
    if first is None or second is None:
        return {}
    if all(a >= b for a, b in zip(first, second, strict=True)):
        return {at - 2: "views", at - 1: "reach"}
    if all(a <= b for a, b in zip(first, second, strict=True)):
        return {at - 2: "reach", at - 1: "views"}
    return {}


def _hours(
    first: int, second: int, table: Mapping[int, list[int] | None], rows: Sequence[Sequence[str]]
) -> bool:
    cells = [row[second].strip() for row in rows if second < len(row)]
    decimal = sum(bool(re.fullmatch(r"\d+[.,]\d{2,}", cell)) for cell in cells)
    return second == first + 1 and table[first] is not None and decimal * 2 > len(cells) > 0
