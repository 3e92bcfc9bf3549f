"""What is worth saying of a table once all its rows were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lib.imports.rows import Context
from lib.imports.spec import Reading
from lib.imports.words import LONGEST
from lib.model import Message, say

_COUNTED: Mapping[str, Message] = {
    "same": say("{count} rows repeat an earlier row and count once."),
    "cut": say("{count} texts were cut after {length} characters.", length=LONGEST),
    "dots": say(
        "Numbers such as {value} are read with the dot before their decimals; write them without dots if "
        "these group thousands.",
        value="1.234",
    ),
    "undated": say("The file does not say which days its figures cover; they are not compared with others."),
    "platform": say("{count} rows name a platform that Pulse does not know."),
    "sentiment": say(
        "{count} labels are in words that Pulse does not know; those comments are judged by Pulse."
    ),
    "lost ids": say("{count} ids lost digits in a spreadsheet and are left out."),
}
"""Notes that say how many rows they are of."""


def noted(notes: Counter[str], reading: Reading, context: Context) -> Iterator[Message]:
    """What there is to say of the notes taken of a table's rows."""
    for name in reading.format.left_out:
        if count := notes[f"left out: {name}"]:
            column = reading.name(name)
            yield say(
                "Rows left out because of what their column {column} says: {count}.",
                count=count,
                column=column,
            )
    if notes["yearless"]:
        yield say(
            "The dates have no year; they are taken as those up to {day}. Give another export day if not.",
            day=context.until,
        )
    for name, message in _COUNTED.items():
        if notes[name]:
            yield Message(message.text, {**message.params, "count": notes[name]})


def against_totals(totals: dict[str, int], sums: Counter[str]) -> Iterator[Message]:
    """Where the file's own totals are not what its rows add up to."""
    for name, total in totals.items():
        if name in sums and sums[name] != total:
            yield say(
                "The file's total row says {total} {metric}, its rows add up to {sum}; the rows count.",
                total=total,
                metric=name,
                sum=sums[name],
            )
