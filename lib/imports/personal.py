"""Personal data on the way in: lists of people are refused, columns of addresses are not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lib.imports.spec import HINTS, Reading
from lib.imports.words import fold
from lib.model import FileRefused, Message, say

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[A-Za-z]{2,}")


def addresses(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Which columns hold e-mail addresses, by the values of the first rows."""
    columns = [[row[at].strip() for row in rows if at < len(row)] for at in range(len(headers))]
    return [at for at, cells in enumerate(columns) if _are_addresses([cell for cell in cells if cell])]


def refuse_people(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """FileRefused for a table in no known format that holds e-mail addresses."""
    for at in addresses(headers, rows):
        raise FileRefused(
            say(
                "The column {column} holds e-mail addresses of people. Pulse keeps no personal data: "
                "take that column out, if the file is one of posts or daily figures.",
                column=headers[at] or at + 1,
            )
        )


def ignored(reading: Reading, rows: Sequence[Sequence[str]]) -> Iterator[Message]:
    """What to say of columns in a known format that name people and are not read. FileRefused where
    one of addresses would be kept."""
    # Whoever wrote a comment becomes a pseudonym, so an address may stand there.
    out = (*HINTS, "author") if reading.format.kind == "comments" else HINTS
    fields = {name: at for name, at in reading.columns.items() if name not in out}
    kept = {at for columns in fields.values() for at in columns}
    found = addresses(reading.headers, rows)
    if kept & set(found):
        refuse_people(reading.headers, rows)
    named = [at for at, header in enumerate(reading.headers) if fold(header) in reading.format.people]
    for at in sorted({*found, *named} - kept - {*reading.columns.get("author", ())}):
        yield say("The column {column} names people; it is left out.", column=reading.headers[at])


def _are_addresses(cells: list[str]) -> bool:
    return bool(cells) and 2 * sum(bool(_ADDRESS.fullmatch(cell)) for cell in cells) > len(cells)
