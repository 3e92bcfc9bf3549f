"""The audit log: who did what, beside the log of imports, which keeps its own.

A line holds what was done as an act with its facts, not as a sentence: `lib.ui.audit` says it in the
reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.store.changing import changing, next_number
from lib.store.people_schema import audit
from lib.store.schema import import_log

ACTS: Mapping[str, tuple[str, ...]] = {
    "sign-in": ("came",),
    "sign-out everywhere": ("ended",),
    "rights": ("person", "person removed", "group", "group removed"),
    "link": ("made", "revoked", "opened"),
    "export": ("file", "report", "mailed"),
    "settings": (
        "report planned",
        "report ended",
        "break added",
        "break removed",
        "source connected",
        "source changed",
        "source removed",
        "watch decided",
        "watch ended",
        "list added",
        "list removed",
        "hours",
    ),
    "import": ("file", "demo"),
    "undo": ("undone",),
    "clear": ("forgotten",),
    "scores": ("judged",),
    "labels": ("labelled",),
    "note": ("pinned", "removed"),
    "erase": ("erased",),
    "retention": ("forgotten",),
    "backup": ("saved",),
    "restore": ("restored",),
}
"""Every action, and the acts it is told apart by."""

_OF_LOG = {
    "file": ("import", "file", ""),
    "demo": ("import", "demo", ""),
    "undo": ("undo", "undone", "undone"),
    "forget": ("clear", "forgotten", "forgotten"),
    "break": ("settings", "break added", "break removed"),
    "scores": ("scores", "judged", ""),
    "labels": ("labels", "labelled", ""),
    "note": ("note", "pinned", "removed"),
}
"""Kinds of lines in the log of imports → the action, its act, and its act where the line takes another
one back. What is not here has a line of its own in the audit log."""


@dataclass(frozen=True)
class Line:
    """`who` did something `at` a moment (UTC without zone): an act of an action, and its facts. A line
    from before there were acts holds a `text` instead."""

    at: datetime
    who: str
    action: str
    act: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which lines: of these actions and people (none: of all), from a moment on, before a moment (UTC
    without zone)."""

    actions: Sequence[str] = ()
    people: Sequence[str] = ()
    since: datetime | None = None
    before: datetime | None = None


ALL = Wanted()


def write(
    connection: sa.Connection, at: datetime, who: str, action: str, act: str, **facts: str | int | None
) -> None:
    """Adds a line inside a transaction of `changing`. Facts that are None are left out."""
    said = {name: value for name, value in facts.items() if value is not None}
    add(connection, Line(at, who, action, act, said))


def add(connection: sa.Connection, line: Line | None) -> None:
    """Adds a line, where there is one, inside a transaction of `changing`."""
    if line is None:
        return
    if line.act not in ACTS.get(line.action, ()):
        raise ValueError(f"no act of the audit log: {line.action}, {line.act}")
    what = json.dumps({"act": line.act, **line.facts}, ensure_ascii=False)
    number = next_number(connection, audit.c.id)
    row = {"id": number, "at": line.at, "who": line.who, "action": line.action, "what": what}
    connection.execute(audit.insert().values(row))


def forget(engine: sa.Engine, before: datetime) -> None:
    """Takes away the lines from before a moment (UTC without zone)."""
    with changing(engine) as connection:
        connection.execute(audit.delete().where(audit.c.at < before))


def lines(engine: sa.Engine, limit: int | None = 1000, wanted: Wanted = ALL) -> list[Line]:
    """What was done, newest first: the audit log and the log of imports together; all of it without a
    limit."""
    own = _asked(sa.select(audit), audit, wanted)
    if wanted.actions:
        own = own.where(audit.c.action.in_(wanted.actions))
    kinds = [kind for kind, (action, *_) in _OF_LOG.items() if action in (wanted.actions or ACTS)]
    names = ("id", "at", "who", "kind", "file", "undoes")
    imports = _asked(sa.select(*[import_log.c[name] for name in names]), import_log, wanted)
    imports = imports.where(import_log.c.kind.in_(kinds))
    with engine.connect() as connection:
        found = [_own(row) for row in connection.execute(own.limit(limit)).mappings()]
        found += [_import(row) for row in connection.execute(imports.limit(limit)).mappings()]
    return sorted(found, key=lambda line: line.at, reverse=True)[:limit]


def people(engine: sa.Engine) -> list[str]:
    """Everybody who did something that stands in either log."""
    both = sa.union(sa.select(audit.c.who), sa.select(import_log.c.who)).subquery()
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(both.c.who).order_by(both.c.who)))


def _asked(select: sa.Select, table: sa.Table, wanted: Wanted) -> sa.Select:
    if wanted.people:
        select = select.where(table.c.who.in_(wanted.people))
    if wanted.since is not None:
        select = select.where(table.c.at >= wanted.since)
    if wanted.before is not None:
        select = select.where(table.c.at < wanted.before)
    return select.order_by(table.c.at.desc(), table.c.id.desc())


def _own(row: sa.RowMapping) -> Line:
    what = row["what"]
    facts = json.loads(what) if what.startswith('{"act"') else None
    if facts is None:
        return Line(row["at"], row["who"], row["action"], text=what)
    return Line(row["at"], row["who"], row["action"], facts.pop("act"), facts)


def _import(row: sa.RowMapping) -> Line:
    action, done, taken_back = _OF_LOG[row["kind"]]
    act = taken_back if row["undoes"] is not None else done
    facts = {"number": row["undoes"] or row["id"]}
    # What a note says stays with the note.
    if row["file"] and action != "note":
        facts["file"] = row["file"]
    return Line(row["at"], row["who"], action, act, facts)
