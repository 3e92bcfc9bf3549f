"""How a file is going to be read: by its format, by a mapping, or not at all and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lib.imports import formats, platforms
from lib.imports.mapping import Mapping, as_format, missing, propose, signature
from lib.imports.spec import Reading
from lib.model import FileRefused, ImportOptions, Message, say
from lib.sources.table import Table
from lib.sources.upload import Upload

Recall = Callable[[str], Mapping | None]
"""Signature → the mapping remembered for it."""


@dataclass(frozen=True)
class Plan:
    """The table of a file that is read, and how. `mapping` is set where a mapping says how."""

    table: Table
    reading: Reading
    warnings: tuple[Message, ...] = ()
    mapping: Mapping | None = None


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
        known = ", ".join(platforms.load())
        raise FileRefused(
            say("“{platform}” is no platform; known are {known}.", platform=options.platform, known=known)
        )
    if options.mapping is not None:
        return _mapped(upload.tables[0], _mapping(options))
    if options.format and options.format != "generic":
        return _in_format(upload, options.format)
    found = _recognised(upload)
    if found is not None:
        return found
    table = upload.tables[0]
    known_mapping = recall(signature(table.top[header_of(table)].cells))
    if known_mapping is not None:
        return _mapped(table, known_mapping)
    unknown = Unrecognised(table)
    if options.format == "generic":
        return _mapped(table, unknown.mapping)
    raise unknown


def header_of(table: Table) -> int:
    """Where the header of a table in no known format stands: the first of the fullest records."""
    filled = [len(record.filled) for record in table.top[: formats.DEEPEST]]
    return filled.index(max(filled))


def _mapping(options: ImportOptions) -> Mapping:
    try:
        return Mapping.from_json(options.mapping or {})
    except ValueError as error:
        raise FileRefused(say("The mapping cannot be used: {reason}.", reason=str(error))) from None


def _mapped(table: Table, mapping: Mapping) -> Plan:
    lacking = missing(mapping)
    if lacking:
        raise FileRefused(lacking[0])
    return Plan(table, formats.read_as(table, as_format(mapping)), mapping=mapping)


def _in_format(upload: Upload, format_id: str) -> Plan:
    if format_id not in formats.load():
        raise FileRefused(
            say(
                "There is no format “{format}”; known are {known}.",
                format=format_id,
                known=", ".join(formats.load()),
            )
        )
    refusal: FileRefused | None = None
    for table in upload.tables:
        try:
            return Plan(table, formats.read_as(table, formats.load()[format_id]), _which_sheet(upload, table))
        except FileRefused as error:
            refusal = refusal or error
    raise refusal or FileRefused(say("The file is empty."))


def _recognised(upload: Upload) -> Plan | None:
    """The first sheet in a known format; the reason of a refused one only counts without such."""
    refusal: FileRefused | None = None
    for table in upload.tables:
        try:
            reading = formats.recognise(table)
        except FileRefused as error:
            refusal = refusal or error
            continue
        if reading is not None:
            return Plan(table, reading, _which_sheet(upload, table))
    if refusal is not None:
        raise refusal
    return None


def _which_sheet(upload: Upload, table: Table) -> tuple[Message, ...]:
    if len(upload.tables) < 2:
        return ()
    return (
        say(
            "The workbook has {count} filled sheets; “{sheet}” was read.",
            count=len(upload.tables),
            sheet=table.sheet,
        ),
    )
