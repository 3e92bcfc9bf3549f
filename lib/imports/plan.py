"""How a file is going to be read: by its format, by a mapping, or not at all and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from lib.imports import formats, personal, platforms
from lib.imports.counts import decimals
from lib.imports.dates import dates
from lib.imports.joined import joined, sharing
from lib.imports.mapping import Mapping, as_format, missing, signature
from lib.imports.proposal import propose
from lib.imports.spec import Format, Reading
from lib.imports.words import fold
from lib.model import FileRefused, ImportOptions, Message, quoted, say
from lib.sources.table import Table
from lib.sources.upload import Upload

_MAPPED = ("generic", "generic_comments")
"""Formats that stand for "by the mapping that is proposed"."""

Recall = Callable[[str], Mapping | None]
"""Signature → the mapping remembered for it."""


@dataclass(frozen=True)
class Part:
    """A table of a file, and how it is read."""

    table: Table
    reading: Reading


@dataclass(frozen=True)
class Plan:
    """The tables of a file that are read, and how. `mapping` is set where a mapping says how."""

    parts: tuple[Part, ...]
    warnings: tuple[Message, ...] = ()
    mapping: Mapping | None = None

    @property
    def first(self) -> Part:
        return self.parts[0]

    @property
    def format(self) -> str:
        """The ids of the formats, which are more than one in a workbook of different sheets."""
        return " + ".join(dict.fromkeys(part.reading.format.id for part in self.parts))

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers over columns that are not read, and not known to be of no use."""
        return tuple(dict.fromkeys(header for part in self.parts for header in _ignored(part.reading)))


def _ignored(reading: Reading) -> Iterator[str]:
    # Stacked tables have headers of their own, further down.
    read = {at for columns in reading.columns.values() for at in columns}
    for at, header in enumerate(reading.headers if read else ()):
        if at not in read and header.strip() and fold(header) not in reading.format.ignored:
            yield header.strip()


class Unrecognised(FileRefused):
    """No format fits and no mapping is remembered: a person has to say what the columns are."""

    def __init__(self, table: Table) -> None:
        super().__init__(
            say(
                "The format of this file is not recognised. Say what its columns mean, "
                "or name them as in Pulse's template."
            )
        )
        self.table = table
        self.header = header_of(table)
        self.mapping = propose(table.top[self.header].cells, table.sample(self.header))


def plan(upload: Upload, options: ImportOptions, recall: Recall) -> Plan:
    """How to read a file; FileRefused when it is no export of posts or daily figures."""
    if options.platform and platforms.named(options.platform) is None:
        known = tuple(platforms.load())
        raise FileRefused(
            say("“{platform}” is no platform; known are {known}.", platform=options.platform, known=known)
        )
    if options.mapping is not None:
        return _mapped(upload.tables[0], _mapping(options))
    if options.format and options.format not in _MAPPED:
        return _in_format(upload, options.format)
    found = _recognised(upload)
    if found is not None:
        return found
    table = upload.tables[0]
    header = header_of(table)
    personal.refuse_people(table.top[header].cells, table.sample(header))
    _refuse_headless(table.top[header].filled)
    known_mapping = recall(signature(table.top[header].cells))
    if known_mapping is not None:
        return _mapped(table, known_mapping)
    unknown = Unrecognised(table)
    if options.format in _MAPPED or _is_series(unknown):
        return _mapped(table, unknown.mapping)
    raise unknown


def _is_series(unknown: Unrecognised) -> bool:
    """Whether a table is a day and one figure that no format has a word for: it needs no questions, for the
    file's name says what the figure is."""
    headers = unknown.table.top[unknown.header].filled
    found = {name: header for header, name in unknown.mapping.columns.items()}
    if len(headers) != 2 or sorted(found) != ["day", "value"] or missing(unknown.mapping):
        return False
    word = fold(found["value"])
    known = (e for e in formats.load().values() if e.kind != "refuse" and e.id != "date_value")
    return not any(word in each.ignored or any(word in w for w in each.columns.values()) for each in known)


def header_of(table: Table) -> int:
    """Where the header of a table in no known format stands: the first of the fullest records."""
    filled = [len(record.filled) for record in table.top[: formats.DEEPEST]]
    return filled.index(max(filled))


def _refuse_headless(cells: Sequence[str]) -> None:
    """FileRefused where the first line of a day and figures is one of figures already: taken for a header,
    it would be lost."""
    day, *figures = cells
    if figures and dates([day]) and not any(decimals(pa.array(figures))[1].to_pylist()):
        raise FileRefused(
            say(
                "The first line holds figures already, and no line above says what they are. Write one "
                "there, such as date,value."
            )
        )


def _mapping(options: ImportOptions) -> Mapping:
    try:
        return Mapping.from_json(options.mapping or {})
    except ValueError as error:
        raise FileRefused(say("The mapping cannot be used: {reason}.", reason=str(error))) from None


def _mapped(table: Table, mapping: Mapping) -> Plan:
    lacking = missing(mapping)
    if lacking:
        raise FileRefused(lacking[0])
    part = Part(table, formats.read_as(table, as_format(mapping)))
    return Plan((part,), _people(part), mapping)


def _in_format(upload: Upload, format_id: str) -> Plan:
    if format_id not in formats.load():
        raise FileRefused(
            say(
                "There is no format “{format}”; known are {known}.",
                format=format_id,
                known=tuple(formats.load()),
            )
        )
    refusal: FileRefused | None = None
    format_ = formats.load()[format_id]
    for table in _joined(upload.tables, format_):
        try:
            return _planned(upload, [Part(table, formats.read_as(table, format_))])
        except FileRefused as error:
            refusal = refusal or error
    raise refusal or FileRefused(say("The file is empty."))


def _recognised(upload: Upload) -> Plan | None:
    """All tables in a known format; the reason of a refused one only counts without such."""
    refusal: FileRefused | None = None
    found: list[Part] = []
    for table in upload.tables:
        try:
            reading = formats.recognise(table)
        except FileRefused as error:
            refusal = refusal or error
            continue
        if reading is not None and reading.format.joined and len(upload.tables) > 1:
            return _in_format(upload, reading.format.id)
        if reading is not None:
            found.append(Part(table, reading))
    if refusal is not None and not found:
        raise refusal
    return _planned(upload, found) if found else None


def _joined(tables: Sequence[Table], format_: Format) -> Sequence[Table]:
    """The tables, those of the same posts as one where the format says so."""
    if not format_.joined:
        return tables
    for word in format_.columns["native_id"]:
        same = sharing(tables, word)
        if len(same) > 1:
            return [joined(same, word)]
    return tables


def _planned(upload: Upload, parts: list[Part]) -> Plan:
    told = [message for part in parts for message in _people(part)]
    read = {part.table.sheet for part in parts}
    others = quoted(table.sheet or "" for table in upload.tables if table.sheet not in read)
    if others and not any(part.reading.format.joined for part in parts):
        told.append(say("Sheets that are not read: {sheets}.", sheets=others))
    return Plan(tuple(parts), tuple(told))


def _people(part: Part) -> tuple[Message, ...]:
    """What to say of personal data in a table. FileRefused where it would be kept."""
    return tuple(personal.ignored(part.reading, part.table.sample(part.reading.header)))
