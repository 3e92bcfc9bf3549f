"""Mappings for files in no known format: proposed, corrected by a person, remembered. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pyarrow as pa

from lib.imports import formats, shapes
from lib.imports.counts import counts, decimals
from lib.imports.dates import dates, order_of
from lib.imports.spec import DAY_FIELDS, DAY_METRICS, POST_FIELDS, Format, Order
from lib.imports.words import fold
from lib.model import Message, say


@dataclass(frozen=True)
class Mapping:
    """Which field each header fills (POST_FIELDS or DAY_FIELDS). `date_format` is the order of
    dates such as 01/02/2026, None as long as nobody can tell; `platform` is that of all rows. Of a
    proposal, `guessed` are the headers that only their values speak for, `unclear` those over numbers
    that nothing tells of."""

    columns: Columns[str, str] = field(default_factory=dict)
    date_format: Order | None = None
    platform: str | None = None
    kind: Literal["posts", "days"] = "posts"
    guessed: tuple[str, ...] = field(default=(), compare=False)
    unclear: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> str:
        return json.dumps(
            {
                "columns": dict(self.columns),
                "date_format": self.date_format,
                "platform": self.platform,
                "kind": self.kind,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, data: str | Columns[str, Any]) -> Mapping:
        """From `to_json` or the dict of it; ValueError when it is no mapping."""
        values = json.loads(data) if isinstance(data, str) else data
        if not isinstance(values, Columns) or not isinstance(values.get("columns", {}), Columns):
            raise ValueError("not a mapping")
        kind = values.get("kind", "posts")
        allowed = {"posts": POST_FIELDS, "days": DAY_FIELDS}.get(kind, ())
        columns = {str(header): name for header, name in values.get("columns", {}).items() if name}
        wrong = [name for name in columns.values() if name not in allowed]
        if wrong or not allowed or values.get("date_format") not in (None, "ymd", "mdy", "dmy"):
            raise ValueError(f"not a mapping: {', '.join(map(str, wrong)) or kind}")
        return cls(columns, values.get("date_format"), values.get("platform") or None, kind)


def signature(headers: Iterable[str]) -> str:
    """What a file is remembered by: its header words, in any order."""
    words = sorted({fold(header) for header in headers} - {""})
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def propose(headers: Sequence[str], sample_rows: Sequence[Sequence[str]]) -> Mapping:
    """A mapping from the words of all formats, then from what the values look like."""
    values = {header: _values(at, sample_rows) for at, header in enumerate(headers) if header.strip()}
    found = _propose(headers, sample_rows, values)
    worded = {**_by_words(values, POST_FIELDS), **_by_words(values, (*DAY_FIELDS, "value"))}
    guessed = tuple(header for header in values if header in found.columns and header not in worded)
    rest = (header for header in values if header not in found.columns)
    return replace(found, guessed=guessed, unclear=tuple(h for h in rest if _numbers(values[h])))


def _propose(
    headers: Sequence[str], sample_rows: Sequence[Sequence[str]], values: Columns[str, list[str]]
) -> Mapping:
    posts = _by_words(values, POST_FIELDS)
    known = shapes.known_format(values, posts)
    if known is not None:
        # What the format's own words say goes before what they mean elsewhere.
        own = _by_words(values, POST_FIELDS, known.format)
        posts = {**own, **known.columns}
        posts = _by_shape(values, posts)
        posts |= shapes.by_arithmetic(headers, sample_rows, posts)
        order = _dated(Mapping(posts), values).date_format or known.format.order
        return Mapping(posts, order, known.format.platform)
    posts = _by_shape(values, posts)
    if "native_id" in posts.values() or "permalink" in posts.values():
        return _dated(Mapping(posts), values)
    days = {header: "day" if name == "published" else name for header, name in posts.items()}
    said = {header: name for header, name in days.items() if name in ("day", "platform", "account")}
    metrics = _by_words({h: v for h, v in values.items() if h not in said}, (*DAY_METRICS, "value"))
    return _dated(Mapping(said | (metrics or _only_figure(values, said)), kind="days"), values)


def _only_figure(values: Columns[str, list[str]], said: Columns[str, str]) -> dict[str, str]:
    """Of a date and one figure, the figure: the file's name says what it is."""
    rest = [header for header in values if header not in said]
    if len(rest) != 1 or not _numbers(values[rest[0]]):
        return {}
    return {rest[0]: "value"}


def missing(mapping: Mapping) -> list[Message]:
    """What must still be said before a file can be imported by the mapping."""
    has = set(mapping.columns.values())
    found = []
    if mapping.kind == "posts":
        if not has & {"native_id", "permalink"}:
            found.append(say("Say which column holds the id or the link of each post."))
        if "published" not in has:
            found.append(say("Say which column holds the day of publication."))
    else:
        if "day" not in has:
            found.append(say("Say which column holds the day."))
        if not has & {*DAY_METRICS, "value"}:
            found.append(say("Say which daily figure the file holds."))
    if mapping.date_format is None and has & {"published", "day"}:
        found.append(say("Say whether dates such as 01/02 begin with the day or with the month."))
    return found


def as_format(mapping: Mapping) -> Format:
    """The mapping as a format, so that mapped files are read like all others."""
    columns: dict[str, tuple[str, ...]] = {}
    for header, name in mapping.columns.items():
        columns[name] = (*columns.get(name, ()), fold(header))
    needed = ("published",) if mapping.kind == "posts" else ("day",)
    base = formats.load()["generic"]
    return replace(
        base,
        kind=mapping.kind,
        columns=columns,
        platform=mapping.platform,
        order=mapping.date_format or "ymd",
        signs=replace(base.signs, fields=needed),
    )


def _values(at: int, rows: Sequence[Sequence[str]]) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _by_words(
    values: Columns[str, list[str]], fields: Sequence[str], first: Format | None = None
) -> dict[str, str]:
    """header → field, each field once; a column of dates or counts must hold such values. The words of
    the format `first` count before those of others."""
    found: dict[str, str] = {}
    for formats_ in ((first,) if first else (), (formats.load()["pulse"], *formats.load().values())):
        synonyms = _synonyms(formats_, fields)
        for header, cells in values.items():
            names = [name for name in synonyms.get(fold(header), ()) if name not in found.values()]
            fitting = [name for name in names if header not in found and _plausible(name, cells)]
            if fitting:
                found[header] = fitting[0]
    return found


def _synonyms(formats_: Sequence[Format], fields: Sequence[str]) -> dict[str, list[str]]:
    """word → the fields it stands for in some formats."""
    synonyms: dict[str, list[str]] = {}
    for format_ in formats_:
        for name in fields:
            for word in format_.columns.get(name, ()):
                synonyms.setdefault(word, []).append(name)
    return synonyms


def _plausible(name: str, cells: list[str]) -> bool:
    if name in ("published", "day"):
        return _dates(cells)
    if name == "permalink":
        return all("/" in cell for cell in cells)
    textual = (
        "native_id",
        "platform",
        "account",
        "account_name",
        "community",
        "content_type",
        "topic",
        "title",
        "text",
    )
    if name == "value":
        return _numbers(cells)
    return name in (*textual, "author_kind", "paid") or _counts(cells)


def _by_shape(values: Columns[str, list[str]], found: dict[str, str]) -> dict[str, str]:
    """Adds what the values alone tell: dates, links, long texts, ids."""
    found = dict(found)
    looks = (("published", _dates), ("permalink", _links), ("native_id", _ids), ("text", _prose))
    for name, fits in looks:
        rest = [header for header, cells in values.items() if header not in found and cells]
        fitting = [header for header in rest if fits(values[header])]
        if fitting and name not in found.values():
            varied = max(fitting, key=lambda header: len(set(values[header])))
            found[varied if name in ("published", "text") else fitting[0]] = name
    return found


def _dates(cells: list[str]) -> bool:
    if not cells:
        return True
    return dates(cells) and not all(re.fullmatch(r"\d{5,}", cell) and len(cell) != 8 for cell in cells)


def _counts(cells: list[str]) -> bool:
    return not cells or sum(counts(pa.array(cells))[1].to_pylist()) <= 0.2 * len(cells)


def _numbers(cells: list[str]) -> bool:
    return bool(cells) and not any(decimals(pa.array(cells))[1].to_pylist())


def _links(cells: list[str]) -> bool:
    return all(cell.startswith(("http://", "https://")) for cell in cells)


def _ids(cells: list[str]) -> bool:
    unlike = len(set(cells)) == len(cells)
    return unlike and all(re.fullmatch(r"[\w-]*\d[\w-]*", cell) and len(cell) >= 8 for cell in cells)


def _prose(cells: list[str]) -> bool:
    return sum(map(len, cells)) > 25 * len(cells) and not _links(cells)


def _dated(mapping: Mapping, values: Columns[str, list[str]]) -> Mapping:
    """With the order of dates, where the values tell it."""
    cells = [
        c for header, name in mapping.columns.items() if name in ("published", "day") for c in values[header]
    ]
    return replace(mapping, date_format=order_of(cells) if cells else "ymd")
