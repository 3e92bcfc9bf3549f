"""A process of its own in which an Excel workbook is read, so that what a file claims costs no more than it.

A few bytes can name a cell in the last row and column. The library takes memory for all before it at once
and, where there is none, ends the process it runs in. Run with `-m` this is that process: the workbook
comes on standard input; JSON goes out, a line for each sheet, each batch of its rows, and the end or the
reason there is none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

CELLS = 30_000_000
"""The most cells of one sheet, from the first there is to the last that is filled."""
MEMORY, SECONDS = 4 << 30, 600
"""The most memory, and time of a processor, that the process may take."""
EXACT = 10**15
"""Excel keeps 15 digits: from here on a number is no longer the one that was exported."""
ROWS = 10_000
"""Rows of a line."""


def told(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """What there is to say of a workbook, part by part: `sheet`, `rows` of it, then `end`; or `refused`."""
    try:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            yield {"sheet": name}
            yield from _rows(book.get_sheet_by_name(name))
    except PasswordError:
        yield {"refused": "password"}
    except MemoryError:
        yield {"refused": "large"}
    except (CalamineError, OSError, ValueError) as error:
        yield {"refused": "unreadable", "reason": str(error)}
    else:
        yield {"end": True}


def _rows(sheet: CalamineSheet) -> Iterator[dict[str, Any]]:
    last = sheet.end or (0, 0)
    if (last[0] + 1) * (last[1] + 1) > CELLS:
        raise MemoryError
    rows = sheet.to_python(skip_empty_area=False)
    if any(any(cell not in ("", None) for cell in row) for row in rows):
        for start in range(0, len(rows), ROWS):
            yield {"rows": [[*map(_text, row)] for row in rows[start : start + ROWS]]}


def _text(cell: Any) -> str:
    """A cell as text: dates as ISO, whole numbers without a decimal point, and a number too long
    for Excel in its exponent form, which says that digits are lost."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell).replace("\0", "")


def _number(value: float) -> str:
    if value != value or abs(value) >= EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else repr(value)


def _bound() -> None:
    """Bounds this process, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound()
    for part in told(sys.stdin.buffer):
        sys.stdout.write(json.dumps(part, separators=(",", ":")) + "\n")
