"""SpreadsheetML, the XML that old exports name .xls: each worksheet a table of text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from lib.model import FileRefused, say
from lib.sources.scan import Raw
from lib.sources.table import Table, of_rows

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
CELLS = 5_000_000
"""The most cells of a workbook, which has to be held in memory."""
ROWS, COLUMNS = 1 << 20, 1 << 14
"""The most rows and columns, as in Excel: what a few bytes of XML may claim by an index is bounded."""


def is_spreadsheetml(head: str) -> bool:
    """Whether a text file begins as such a workbook does."""
    return head.lstrip()[:5].lower() == "<?xml" and _NAMESPACE in head[:4096]


def worksheets(raw: Raw) -> list[Table]:
    """The filled worksheets; FileRefused when the XML is damaged or plays tricks."""
    try:
        return list(_tables(raw))
    except ParseError as error:
        raise FileRefused(say("The workbook cannot be read: {reason}.", reason=str(error))) from None
    except DefusedXmlException:
        raise FileRefused(
            say("The workbook declares XML entities, which no export does; it is refused.")
        ) from None


def _tables(raw: Raw) -> Iterator[Table]:
    rows: list[list[str]] = []
    name, cells = "", 0
    with raw.open() as stream:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{_SS}Worksheet":
                rows, name = [], element.get(f"{_SS}Name", "")
            elif event == "end" and element.tag == f"{_SS}Row":
                before = len(rows)
                rows += [[] for _ in range(_index(element, ROWS) - before - 1)]
                rows.append(_row(element))
                cells += len(rows) - before + len(rows[-1])
                element.clear()
                _check(cells)
            elif event == "end" and element.tag == f"{_SS}Worksheet":
                _check(len(rows) * max(map(len, rows), default=0))
                if any(any(row) for row in rows):
                    yield of_rows(rows, name)
                element.clear()


def _row(row: Element) -> list[str]:
    texts: list[str] = []
    for cell in row.iter(f"{_SS}Cell"):
        at = _index(cell, COLUMNS)
        texts += [""] * (at - len(texts) - 1)
        data = cell.find(f"{_SS}Data")
        texts.append(_text(data) if data is not None else "")
    return texts


def _index(element: Element, most: int) -> int:
    """The place a row or cell names where some before it are left out; 0 without one."""
    place = element.get(f"{_SS}Index", "0")
    if not place.isdecimal() or len(place) > 7 or int(place) > most:
        _check(CELLS + 1)
    return int(place)


def _check(cells: int) -> None:
    if cells > CELLS:
        raise FileRefused(say("The workbook has more than {count} cells.", count=CELLS))


def _text(data: Element) -> str:
    """A cell's text: whole numbers without a decimal point, dates with a space for the T."""
    text = "".join(data.itertext()).replace("\0", "")
    kind = data.get(f"{_SS}Type")
    if kind == "Number" and text.endswith(".0"):
        return text[:-2]
    if kind == "DateTime":
        return text.replace("T", " ").split(".")[0]
    return text
