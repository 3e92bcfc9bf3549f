"""Workbooks whose sheets say different things of the same posts: one wide table of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from lib.imports.words import fold
from lib.sources.table import Table, of_rows


def joined(tables: Sequence[Table], key: str) -> Table:
    """The first table with the columns of the others beside it, row by row by the values under the
    header `key`. A column of another sheet is named "Sheet - Header", as in the CSV of the same
    export; rows that are only in another sheet are left out."""
    main, *others = [_rows(table) for table in tables]
    at = _column(main[0], key)
    wide = [list(row) for row in main]
    for table, rows in zip(tables[1:], others, strict=True):
        here = _column(rows[0], key)
        new = [n for n, header in enumerate(rows[0]) if header not in main[0]]
        wide[0] += [f"{table.sheet} - {rows[0][n]}" for n in new]
        known = {row[here]: [row[n] for n in new] for row in reversed(rows[1:])}
        for row in wide[1:]:
            row += known.get(row[at], [""] * len(new)) if row[at] else [""] * len(new)
    return of_rows(wide, main_sheet(tables))


def main_sheet(tables: Sequence[Table]) -> str | None:
    """The name that the joined table goes by."""
    return tables[0].sheet


def sharing(tables: Sequence[Table], key: str) -> list[Table]:
    """The tables that have a header `key` in their first row, the widest first."""
    found = [table for table in tables if table.top and key in map(fold, table.top[0].cells)]
    return sorted(found, key=lambda table: -len(table.top[0].cells))


def _rows(table: Table) -> list[tuple[str, ...]]:
    records = list(table.records())
    width = max(len(record.cells) for record in records)
    return [tuple(chain(record.cells, [""] * (width - len(record.cells)))) for record in records]


def _column(header: Sequence[str], key: str) -> int:
    return [fold(cell) for cell in header].index(key)
