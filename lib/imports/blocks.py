"""Files of several small tables under one another, each with its title: Meta's overviews."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa

from lib.imports.counts import counts
from lib.imports.dates import order_of, read
from lib.imports.rows import Context
from lib.imports.spec import Format, Order
from lib.imports.words import fold
from lib.model import FileRefused, Message, quoted, say
from lib.sources.table import Chunk, Record

_PLATFORMS = ("facebook", "instagram")
_OF = "do|da|de|du|del|di|no|na|ao|à|a|em|en|sur|su|auf|von|bei|på|of|on|from"
"""What joins a figure to its platform in a title: "Alcance do Instagram", "Räckvidd på Facebook"."""
_NAMED = re.compile(rf"(?:\b(?:{_OF})\s+)?(?:{'|'.join(_PLATFORMS)})(?:\s*[-の])?")
WIDEST = 2
"""The most columns a block with an unknown title may have: the day and one figure."""


@dataclass(frozen=True)
class Block:
    """A title, and below it days and figures. `metric` and `platform` are None where the title
    does not say them."""

    title: str
    metric: str | None
    platform: str | None
    order: Order
    chunk: Chunk
    told: tuple[Message, ...] = ()


def title_of(format_: Format, title: str) -> tuple[str | None, str | None]:
    """(metric, platform) of a title such as "Facebook reach" or "Alcance do Instagram"."""
    words = fold(title)
    platform = next((name for name in _PLATFORMS if name in words), None)
    rest = fold(_NAMED.sub(" ", words))
    metric = next((name for name, known in format_.titles.items() if words in known or rest in known), None)
    return metric, platform


class Titled(Protocol):
    """What stands below a title; the title may say the platform."""

    @property
    def title(self) -> str: ...

    @property
    def platform(self) -> str | None: ...


T = TypeVar("T", bound=Titled)


def known(
    found: Sequence[T], says: Callable[[T], str | None], context: Context, warnings: list[Message]
) -> list[T]:
    """Those whose title says what they are of; the titles of the others are named in a warning. FileRefused
    where none does."""
    kept = [block for block in found if says(block) is not None]
    others = quoted(block.title for block in found if says(block) is None)
    if not kept:
        raise FileRefused(say("The figures of this file are not known to Pulse: {titles}.", titles=others))
    if others:
        warnings.append(say("Not known, so left out: {titles}.", titles=others))
    if any(not (block.platform or context.platform) for block in kept):
        warnings.append(
            say("The file does not say whether it is of Facebook or Instagram; name the platform.")
        )
    return kept


def is_block(format_: Format, above: Record, below: Record) -> bool:
    """Whether a record is a block's title and the next its line of headers."""
    if "day" not in format_.columns or len(above.filled) != 1 or len(below.filled) < 2:
        return False
    day = fold(below.cells[0]) in format_.columns["day"]
    known = title_of(format_, above.filled[0])[0] is not None
    return day and (known or len(below.filled) <= WIDEST)


def is_titled(format_: Format, above: Record, below: Record) -> bool:
    """Whether a record is the title of a table of parts, and the next the first of its lines."""
    if format_.kind != "breakdowns" or len(above.filled) != 1 or not below.filled:
        return False
    return title_of(format_, above.filled[0])[0] is not None


def split(format_: Format, records: Iterable[Record]) -> Iterator[Block]:
    """The blocks of a file; the first figure of each line counts."""
    title, lines, above = None, list[Record](), None
    for record in records:
        if not record.filled:
            continue
        if above is not None and is_block(format_, above, record):
            if title is not None:
                yield _block(format_, title, lines[:-1])
            title, lines = above.filled[0], []
        else:
            lines.append(record)
        above = record
    if title is not None:
        yield _block(format_, title, lines)


def _block(format_: Format, title: str, lines: list[Record]) -> Block:
    metric, platform = title_of(format_, title)
    days = [line.cells[0] for line in lines]
    values = [line.cells[1] if len(line.cells) > 1 else "" for line in lines]
    columns = (pa.array(days, pa.string()), pa.array(values, pa.string()))
    rows = pa.array([line.row for line in lines], pa.int64())
    chunk = Chunk(columns, rows)
    if metric == "followers" and _falls(columns[1]):
        told = say(
            "“{title}” falls by more than half from one day to the next, so it is taken as the followers won "
            "on each day, and not as how many there are.",
            title=title.strip(),
        )
        return Block(title.strip(), "new_followers", platform, _order(days), chunk, (told,))
    return Block(title.strip(), metric, platform, _order(days), chunk)


def _falls(values: pa.Array) -> bool:
    """Whether a figure loses more than half within a day, as no number of followers does: in several
    languages Meta calls those of a day and those of all days the same."""
    figures = counts(values)[0].drop_null().to_pylist()
    return any(2 * after < before for before, after in pairwise(figures))


def _order(days: list[str]) -> Order:
    """The order of the dates; where both can be read, the one under which the days lie closer."""
    order = order_of(days)
    if order is not None:
        return order
    spans: dict[Order, int] = {}
    for each in ("mdy", "dmy"):
        clock = read(pa.array(days, pa.string()), each)
        spans[each] = int(np.ptp(clock.wall[clock.read])) if clock.read.any() else 0
    return min(spans, key=lambda each: spans[each])
