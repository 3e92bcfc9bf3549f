"""Whether dates in digits begin with the day or with the month: what a file's own dates say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports.spec import Order
from lib.model import Message, say

DAY_FIRST, MONTH_FIRST, EITHER = "dates: day first", "dates: month first", "dates: either"
"""Names of notes: how many dates can be read in one order only, and how many in both."""
_FIRSTS, _SECONDS = "dates: first ", "dates: second "
"""Before a number: how many dates that can be read in both orders have it in front or behind."""

_PAIR = re.compile(r"\s*(\d{1,2})[-/](\d{1,2})(?:[-/]\d{4}\b|\s*$)")


def tally(texts: pa.Array) -> Counter[str]:
    """How many of the dates in digits say which order they are in."""
    found: Counter[str] = Counter()
    for each in pc.value_counts(texts.filter(pc.match_substring_regex(texts, r"^\s*\d{1,2}[-/]"))):
        pair = _PAIR.match(each["values"].as_py())
        if pair is None:
            continue
        first, second, count = int(pair[1]), int(pair[2]), each["counts"].as_py()
        note = _note(first, second)
        if note:
            found[note] += count
        if max(first, second) <= 12:
            found[f"{_FIRSTS}{first}"] += count
            found[f"{_SECONDS}{second}"] += count
    return found


def _note(first: int, second: int) -> str | None:
    if first == second or max(first, second) > 31 or min(first, second) > 12:
        return None
    return DAY_FIRST if first > 12 else MONTH_FIRST if second > 12 else EITHER


def decided(notes: Mapping[str, int], order: Order, by_day: bool = False) -> Order:
    """The order that a file is to be read in: the one its dates speak for, else the format's own. In a file
    `by_day` the number that changes more is the day: 01/02, 02/02, 03/02 are days in a row."""
    day, month = notes.get(DAY_FIRST, 0), notes.get(MONTH_FIRST, 0)
    if by_day and not day and not month and (quicker := _quicker(notes)):
        return quicker
    if order == "dmy":
        return "mdy" if month > day else "dmy"
    return "dmy" if day > month else order


def _quicker(notes: Mapping[str, int]) -> Order | None:
    firsts = sum(name.startswith(_FIRSTS) for name in notes)
    seconds = sum(name.startswith(_SECONDS) for name in notes)
    if firsts == seconds or not notes.get(EITHER):
        return None
    return "dmy" if firsts > seconds else "mdy"


def told(notes: Mapping[str, int], stated: Order, taken: Order) -> Iterator[Message]:
    """What there is to say of the order `taken` where the format has another, or its dates differ."""
    day, month, either = (notes.get(name, 0) for name in (DAY_FIRST, MONTH_FIRST, EITHER))
    first = say("the day") if taken == "dmy" else say("the month")
    if day and month and either:
        yield say(
            "Some dates begin with the day, others with the month: a spreadsheet has rewritten them. Those "
            "that could be both ({count}) are read with {first} first; upload the file as the platform "
            "wrote it.",
            count=either,
            first=first,
        )
    elif taken != stated and taken != "ymd" and (day or month):
        yield say("The dates begin with {first}, and are read so.", first=first)
    elif taken != stated and either:
        yield say(
            "Dates such as 01/02 are read with {first} first, for then they are days in a row; write the "
            "year first if that is wrong.",
            first=first,
        )
    elif stated == "ymd" and either and not month:
        yield say(
            "Dates such as 01/02 are read with the month first; write the year first if they begin with the "
            "day."
        )
