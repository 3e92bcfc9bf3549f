"""Mappings for files in no known format: proposed (`lib.imports.proposal`), corrected by a person,
remembered. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lib.imports import formats
from lib.imports.spec import COMMENT_FIELDS, DAY_FIELDS, DAY_METRICS, POST_FIELDS, Format, Order
from lib.imports.words import fold
from lib.model import Message, say

FIELDS: Columns[str, tuple[str, ...]] = {
    "posts": POST_FIELDS,
    "days": DAY_FIELDS,
    "comments": COMMENT_FIELDS,
}
"""What the columns of a file may be, by what its rows are."""
DATES = {"posts": "published", "days": "day", "comments": "written"}
"""The field that says when, by what the rows are."""


@dataclass(frozen=True)
class Mapping:
    """Which field each header fills (one of FIELDS of its kind). `date_format` is the order of
    dates such as 01/02/2026, None as long as nobody can tell; `platform` is that of all rows. Of a
    proposal, `guessed` are the headers that only their values speak for, `unclear` those over numbers
    that nothing tells of."""

    columns: Columns[str, str] = field(default_factory=dict)
    date_format: Order | None = None
    platform: str | None = None
    kind: Literal["posts", "days", "comments"] = "posts"
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
        allowed = FIELDS.get(kind, ())
        columns = {str(header): name for header, name in values.get("columns", {}).items() if name}
        wrong = [name for name in columns.values() if name not in allowed]
        if wrong or not allowed or values.get("date_format") not in (None, "ymd", "mdy", "dmy"):
            raise ValueError(f"not a mapping: {', '.join(map(str, wrong)) or kind}")
        return cls(columns, values.get("date_format"), values.get("platform") or None, kind)


def signature(headers: Iterable[str]) -> str:
    """What a file is remembered by: its header words, in any order."""
    words = sorted({fold(header) for header in headers} - {""})
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def missing(mapping: Mapping) -> list[Message]:
    """What must still be said before a file can be imported by the mapping."""
    has = set(mapping.columns.values())
    found = []
    if mapping.kind == "comments":
        if "written" not in has:
            found.append(say("Say which column holds the time of each comment."))
        if not has & {"text", "sentiment"}:
            found.append(say("Say which column holds the text or the label of each comment."))
    elif mapping.kind == "posts":
        if not has & {"native_id", "permalink"}:
            found.append(say("Say which column holds the id or the link of each post."))
        if "published" not in has:
            found.append(say("Say which column holds the day of publication."))
    else:
        if "day" not in has:
            found.append(say("Say which column holds the day."))
        if not has & {*DAY_METRICS, "value"}:
            found.append(say("Say which daily figure the file holds."))
    if mapping.date_format is None and DATES[mapping.kind] in has:
        found.append(say("Say whether dates such as 01/02 begin with the day or with the month."))
    return found


def as_format(mapping: Mapping) -> Format:
    """The mapping as a format, so that mapped files are read like all others."""
    columns: dict[str, tuple[str, ...]] = {}
    for header, name in mapping.columns.items():
        columns[name] = (*columns.get(name, ()), fold(header))
    needed = (DATES[mapping.kind],)
    base = formats.load()["generic"]
    return replace(
        base,
        kind=mapping.kind,
        columns=columns,
        platform=mapping.platform,
        order=mapping.date_format or "ymd",
        signs=replace(base.signs, fields=needed),
    )
