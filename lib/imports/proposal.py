"""What the columns of a file in no known format may be, by their words and their values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping as Columns
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from lib.imports import formats, shapes
from lib.imports.counts import counts, decimals
from lib.imports.dates import dates, order_of
from lib.imports.mapping import DATES, Mapping
from lib.imports.spec import COMMENT_FIELDS, DAY_FIELDS, DAY_METRICS, POST_FIELDS, Format
from lib.imports.words import fold

_OF_COMMENTS = re.compile("comment|mention|review|留言|評論|評價|回覆")
"""In the header of an id, a time or a text: the rows are comments."""


_TEXTUAL = {*COMMENT_FIELDS, "content_type", "topic", "title", "paid"}
"""Fields that hold words of any kind."""


def propose(headers: Sequence[str], sample_rows: Sequence[Sequence[str]]) -> Mapping:
    """A mapping from the words of all formats, then from what the values look like."""
    values = {header: _values(at, sample_rows) for at, header in enumerate(headers) if header.strip()}
    found = _comments(values) or _propose(headers, sample_rows, values)
    worded = {**_by_words(values, POST_FIELDS), **_by_words(values, (*DAY_FIELDS, "value"))}
    if found.kind == "comments":
        worded = dict(found.columns)
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


def _comments(values: Columns[str, list[str]]) -> Mapping | None:
    """A mapping for comments, where the words leave no doubt that each row is one."""
    found = _by_words(values, COMMENT_FIELDS, comments=True)
    fields = {name: fold(header) for header, name in found.items()}
    if "written" not in fields or not fields.keys() & {"text", "sentiment"}:
        return None
    told = [fields[name] for name in ("native_id", "written", "text") if name in fields]
    if not (fields.keys() & {"parent", "sentiment"} or any(map(_OF_COMMENTS.search, told))):
        return None
    return _dated(Mapping(found, kind="comments"), values)


def _only_figure(values: Columns[str, list[str]], said: Columns[str, str]) -> dict[str, str]:
    """Of a date and one figure, the figure: the file's name says what it is."""
    rest = [header for header in values if header not in said]
    if len(rest) != 1 or not _numbers(values[rest[0]]):
        return {}
    return {rest[0]: "value"}


def _values(at: int, rows: Sequence[Sequence[str]]) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _by_words(
    values: Columns[str, list[str]],
    fields: Sequence[str],
    first: Format | None = None,
    comments: bool = False,
) -> dict[str, str]:
    """header → field, each field once; a column of dates or counts must hold such values. The words of
    the format `first` count before those of others."""
    known = formats.load()
    of_kind = [each for each in known.values() if (each.kind == "comments") == comments]
    found: dict[str, str] = {}
    for formats_ in ((first,) if first else (), (known["pulse_comments" if comments else "pulse"], *of_kind)):
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
    if name in DATES.values():
        return _dates(cells)
    if name == "permalink":
        return all("/" in cell for cell in cells)
    if name == "sentiment":
        return all(fold(cell) in formats.load()["generic_comments"].sentiments for cell in cells)
    if name == "text":
        return not _numbers(cells)
    if name == "value":
        return _numbers(cells)
    return name in _TEXTUAL or _counts(cells)


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
        cell
        for header, name in mapping.columns.items()
        if name == DATES[mapping.kind]
        for cell in values[header]
    ]
    return replace(mapping, date_format=order_of(cells) if cells else "ymd")
