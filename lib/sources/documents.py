"""JSON files: a list of records becomes a table, one column a key; Telegram's exports are told apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lib.model import FileRefused, Message, say
from lib.sources import telegram
from lib.sources.plain import Plain
from lib.sources.table import Table, of_rows, storable

LARGEST = 1 << 28
"""The most bytes of a JSON file: it has to be held in memory as a whole."""
COLUMNS, CELLS = 2_000, 25_000_000
"""The most keys of all records, and cells of the table that they make: a key of its own in each record would
claim far more memory than the file has bytes."""


def is_json(head: str) -> bool:
    """Whether a text file begins as JSON does, and not as a table does."""
    start = head.lstrip()
    return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]"))


def tables(text: Plain) -> tuple[Table, list[Message]]:
    """The records of a JSON file, and what there is to say of them; FileRefused when it has none."""
    document = _load(text)
    if telegram.is_export(document):
        return telegram.table(document)
    records = _records(document)
    if not records:
        raise FileRefused(say("The file is JSON without a list of records."))
    flat = [dict(_flat(record)) for record in records]
    headers = list(dict.fromkeys(key for record in flat for key in record))
    if len(headers) > COLUMNS:
        raise FileRefused(say("The records of the JSON file have more than {count} keys.", count=COLUMNS))
    if len(headers) * len(flat) > CELLS:
        raise FileRefused(say("The table of the JSON file has more than {count} cells.", count=CELLS))
    return of_rows([headers, *([record.get(key, "") for key in headers] for record in flat)]), []


def _load(text: Plain) -> Any:
    with text.text() as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileRefused(say("The JSON file is larger than {size} MB.", size=LARGEST >> 20))
    try:
        return json.loads(content, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise FileRefused(say("The JSON file is damaged: {reason}.", reason=str(error))) from None


def _records(document: Any) -> list[dict[str, Any]]:
    """The list of objects that the document is, or the longest one that it holds."""
    lists = [document] if isinstance(document, list) else []
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
    found = [[each for each in values if isinstance(each, dict)] for values in lists]
    return max(found, key=len, default=[])


def _flat(record: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Keys with their texts; what lies in another object is named "outer.inner"."""
    for key, value in record.items():
        if isinstance(value, dict) and depth < 5:
            yield from _flat(value, f"{before}{key}.", depth + 1)
        else:
            yield storable(f"{before}{key}"), _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        plain = isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
        return _joined(value) if plain else storable(json.dumps(value, ensure_ascii=False))
    return storable(str(value))


def _joined(values: Iterable[Any]) -> str:
    return ", ".join(map(_text, values))
