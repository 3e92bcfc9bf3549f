"""The formats in data/formats, and which of them a table is in: the format is recognised, not the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.imports.blocks import is_block, is_titled
from lib.imports.spec import Format, Reading, Signs
from lib.imports.words import fold
from lib.model import FileRefused, Message, say
from lib.sources.table import Record, Table

FOLDER = Path(__file__).resolve().parents[2] / "data" / "formats"
DEEPEST = 30
"""How many records may stand above the header."""
_MARKS = (("„", "“", "’"), ("“", "”", "’"), ('"', '"', "'"))
"""Quotation marks and apostrophe as German files, as English ones and as plain text write them."""


@cache
def load() -> Mapping[str, Format]:
    """All formats by id, in the order of their file names."""
    shared = tomllib.loads((FOLDER / "_words.toml").read_text("utf-8"))
    files = sorted(FOLDER.glob("[!_]*.toml"))
    formats = (_format(tomllib.loads(file.read_text("utf-8")), shared) for file in files)
    return {each.id: each for each in formats}


@cache
def genders() -> Mapping[str, str]:
    """Folded word → the gender it stands for."""
    shared = tomllib.loads((FOLDER / "_words.toml").read_text("utf-8"))["genders"]
    return {fold(word): name for name, words in shared.items() for word in words}


def _format(data: dict[str, Any], shared: dict[str, Any]) -> Format:
    columns = {name: _folded(words) for name, words in data.pop("columns", {}).items()}
    signs = data.pop("signs", {})
    return Format(
        signs=Signs(
            fields=tuple(signs.get("fields", ())),
            any=tuple(map(tuple, signs.get("any", ()))),
            without=tuple(signs.get("without", ())),
            hosts=tuple(signs.get("hosts", ())),
            cells=_folded(signs.get("cells", ())),
            values=signs.get("values", {}),
            known_only=signs.get("known_only", False),
            known_unless=tuple(signs.get("known_unless", ())),
            rank=signs.get("rank", 0),
        ),
        ignored=frozenset(columns.pop("ignored", ())),
        columns=columns,
        also={name: _folded(words) for name, words in data.pop("also", {}).items()},
        titles={name: _folded(words) for name, words in data.pop("titles", {}).items()},
        types={fold(word): name for name, words in shared["content_types"].items() for word in words},
        left_out={name: _folded(words) for name, words in data.pop("left_out", {}).items()},
        totals=frozenset(_folded(shared["totals"])),
        people=frozenset(_folded(shared["people"])),
        sentiments={fold(word): name for name, words in shared["sentiments"].items() for word in words},
        private=frozenset(_folded(shared["private"])),
        own=frozenset(_folded(shared["own"])),
        **data,
    )


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    """The words, then those of them that have quotation marks with the marks that other files write."""
    plain = [fold(word) for word in words]
    return tuple(dict.fromkeys([*plain, *(fold(_marked(word, marks)) for marks in _MARKS for word in words)]))


def _marked(word: str, marks: tuple[str, str, str]) -> str:
    """A word with other quotation marks: opening, closing, apostrophe."""
    opening, closing, apostrophe = marks
    word = re.sub(r"[„“”\"]([^„“”\"]*)[“”\"]", rf"{opening}\1{closing}", word)
    return re.sub("['’]", apostrophe, word)


def problems() -> list[str]:
    """Why the formats cannot be read; nothing where they can."""
    try:
        load()
    except (OSError, ValueError, TypeError, KeyError) as error:
        return [str(error)]
    return []


def template(format_id: str = "pulse") -> str:
    """The header line of a file in Pulse's own columns: of posts, or of comments (`pulse_comments`)."""
    return ",".join(words[0] for words in load()[format_id].columns.values()) + "\n"


def recognise(table: Table) -> Reading | None:
    """How to read a table, by the most specific format that fits; None when none does.

    FileRefused, with the format's reason, for a file that holds nothing Pulse keeps.
    """
    found = [reading for format_ in load().values() for reading in _readings(format_, table)]
    if not found:
        return None
    best = max(found, key=lambda r: (r.format.signs.weight, r.format.signs.rank, len(r.columns), -r.header))
    if best.format.kind == "refuse":
        raise FileRefused(Message(best.format.reason))
    return best


def read_as(table: Table, format_: Format) -> Reading:
    """How to read a table that is said to be in a format; FileRefused says which columns lack."""
    if format_.kind == "refuse":
        raise FileRefused(Message(format_.reason))
    fitting = list(_readings(format_, table))
    if fitting:
        return max(fitting, key=lambda reading: len(reading.columns))
    likely = max(
        (read_header(format_, at, record, table) for at, record in _headers(table)),
        key=lambda reading: len(reading.columns),
        default=None,
    )
    lacking = [name for name in format_.signs.fields if likely is None or name not in likely.columns]
    words = [" / ".join(format_.columns[name][:2]) for name in lacking if name in format_.columns]
    raise FileRefused(
        say(
            "The file is not in the format “{format}”; columns not found: {columns}.",
            format=format_.id,
            columns=tuple(words) or "—",
        )
    )


def _headers(table: Table) -> Iterator[tuple[int, Record]]:
    for at, record in enumerate(table.top[:DEEPEST]):
        if len(record.filled) > 1:
            yield at, record


def _readings(format_: Format, table: Table) -> Iterator[Reading]:
    if format_.stacked and (at := _preamble(format_, table)) is not None:
        yield Reading(format_, at, table.top[at].cells, {})
    elif format_.titles:
        yield from _by_titles(format_, table)
    elif format_.signs.fields or format_.signs.any:
        for at, record in _headers(table):
            reading = read_header(format_, at, record, table)
            if _fits(reading, table):
                yield reading


def _by_titles(format_: Format, table: Table) -> Iterator[Reading]:
    """Files of several small tables: a record with one cell above a line of headers tells them."""
    for at, (above, below) in enumerate(zip(table.top, table.top[1:], strict=False)):
        if is_titled(format_, above, below) or is_block(format_, above, below):
            yield Reading(format_, at, below.cells, {})
            return


def _preamble(format_: Format, table: Table) -> int | None:
    """Where the first header stands below the lines that tell a file of stacked tables."""
    words = format_.signs.cells
    if not any(fold(record.filled[0]) in words for record in table.top if record.filled):
        return None
    return next((at for at, record in enumerate(table.top) if len(record.filled) > 1), len(table.top) - 1)


def read_header(format_: Format, at: int, record: Record, table: Table) -> Reading:
    """How record `at` of a table is read as the header of a format, whether or not it fits."""
    places = _places(record.cells)
    columns = {}
    for name, words in format_.columns.items():
        word = next((word for word in words if word in places), None)
        if word is not None:
            columns[name] = places[word]
    told = tuple(_twice(record.cells, columns))
    for name, words in format_.also.items():
        columns[name] = (*columns.get(name, ()), *(at for word in words for at in places.get(word, ())))
    columns = {name: at for name, at in columns.items() if at}
    return Reading(format_, at, record.cells, columns, told, _descriptions(format_, columns, at, table))


@lru_cache(maxsize=64)
def _places(cells: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """The columns of each header, folded: every format asks for them, and some files have thousands."""
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        found.setdefault(fold(cell), []).append(at)
    return {word: tuple(columns) for word, columns in found.items() if word}


def _descriptions(format_: Format, columns: Mapping[str, tuple[int, ...]], at: int, table: Table) -> int:
    """1 where the row below the header says what the columns mean: it has neither id nor day."""
    keys = [columns[name][0] for name in ("native_id", "day") if name in columns]
    if not format_.descriptions or not keys or at + 1 >= len(table.top):
        return 0
    cells = table.top[at + 1].cells
    return int(all(key >= len(cells) or not cells[key].strip() for key in keys))


def _twice(headers: Sequence[str], columns: Mapping[str, tuple[int, ...]]) -> Iterator[Message]:
    for name, count in {headers[at[0]]: len(at) for at in columns.values() if len(at) > 1}.items():
        yield say(
            "The header “{header}” stands over {count} columns; of each row the first filled cell counts.",
            header=name,
            count=count,
        )


def _fits(reading: Reading, table: Table) -> bool:
    signs, has = reading.format.signs, reading.columns
    if signs.known_only and not any(name in has for name in signs.known_unless):
        known = {word for words in reading.format.columns.values() for word in words} | reading.format.ignored
        if any(_in_dollars(word) not in known for word in _places(reading.headers)):
            return False
    return (
        all(name in has for name in signs.fields)
        and all(any(name in has for name in group) for group in signs.any)
        and not any(name in has for name in signs.without)
        and _leads_to(signs.hosts, reading, table)
        and all(_look_like(pattern, reading, name, table) for name, pattern in signs.values.items())
    )


def _in_dollars(word: str) -> str:
    """A header of money under the currency that the formats name it with."""
    return re.sub(r"\([a-z]{3}\)$", "(usd)", word)


def _leads_to(hosts: tuple[str, ...], reading: Reading, table: Table) -> bool:
    """The links in the first rows lead to the platform; where there are none, nothing speaks against."""
    columns = reading.columns.get("permalink", ())
    links = [
        cells[at].casefold()
        for cells in table.sample(reading.header)
        for at in columns
        if at < len(cells) and "://" in cells[at]
    ]
    return not hosts or not links or any(host in link for host in hosts for link in links)


def _look_like(pattern: str, reading: Reading, name: str, table: Table) -> bool:
    columns = reading.columns.get(name, ())
    rows = table.sample(reading.header)
    cells = [row[at].strip() for row in rows for at in columns if at < len(row)]
    return all(re.fullmatch(pattern, cell) for cell in cells if cell)
