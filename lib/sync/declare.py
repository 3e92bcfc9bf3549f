"""Declaring sources, for the page and the command alike: what an address may hold, and what follows
from changing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.model import PulseError, say
from lib.store import sources
from lib.store.audit import Line
from lib.store.sources import KINDS, Source
from lib.sync.pin import SAID

SHORTEST_INTERVAL = 5
"""Minutes: shorter than this, a sheet's quota and a person's patience are spent on nothing."""


@dataclass(frozen=True)
class Address:
    """What an address of one kind holds: what it must, one of what, and what it may."""

    needed: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


PRIVATE = "private"
"""The option of a source that sends its data in: whether its token sees comments of private channels."""

ADDRESSES = {
    "sheet": Address(("spreadsheet",), may=("worksheet",)),
    "database": Address(("connection",), ("table", "select"), ("cursor", "limit")),
    "live": Address(("connection", "columns"), ("table", "select"), ("timezone", "types")),
    "push": Address(("token_sha256",)),
}


def new_id(name: str, taken: Collection[str]) -> str:
    """A short id made of a name, unlike those taken."""
    plain = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")[:40] or "source"
    return next(
        id for n in range(1, len(taken) + 2) if (id := plain if n == 1 else f"{plain}-{n}") not in taken
    )


def check(source: Source) -> None:
    """PulseError when a source cannot be what it is declared as. Only known keys are kept, so that
    no password comes to lie in the database."""
    if source.kind not in KINDS:
        raise PulseError(
            say("“{kind}” is no kind of source; there are {known}.", kind=source.kind, known=", ".join(KINDS))
        )
    if not source.name.strip() or not re.fullmatch(r"[\w.-]{1,60}", source.id):
        raise PulseError(say("A source needs a name, and an id of letters, digits and hyphens."))
    if source.every_minutes is not None and source.every_minutes < SHORTEST_INTERVAL:
        raise PulseError(say("A source is read every {least} minutes at most.", least=SHORTEST_INTERVAL))
    _known(source.address, ADDRESSES[source.kind])
    _only(source.options, (*SAID, "columns", *([PRIVATE] if source.kind == "push" else [])))
    if not isinstance(source.options.get(PRIVATE, False), bool):
        raise PulseError(say("“{name}” is true or false.", name=PRIVATE))


def _known(address: Mapping[str, Any], wanted: Address) -> None:
    _only(address, (*wanted.needed, *wanted.one_of, *wanted.may))
    lacking = [name for name in wanted.needed if not address.get(name)]
    if wanted.one_of and sum(bool(address.get(name)) for name in wanted.one_of) != 1:
        lacking.append(" / ".join(wanted.one_of))
    if lacking:
        raise PulseError(say("The address lacks {what}.", what=", ".join(lacking)))


def _only(given: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise PulseError(
            say(
                "Not known here: {unknown}; known are {known}.",
                unknown=", ".join(unknown),
                known=", ".join(known),
            )
        )


def where(source: Source) -> str:
    """Where a source is read, in a few words; never a secret."""
    address = source.address
    if source.kind == "sheet":
        place = re.search(r"/d/([\w-]+)", str(address["spreadsheet"]))
        sheet = place[1] if place else str(address["spreadsheet"])
        sheet = sheet if len(sheet) <= 14 else f"{sheet[:12]}…"
        return " · ".join([sheet, *([str(address["worksheet"])] if address.get("worksheet") else [])])
    if source.kind == "push":
        return ""
    table = str(address.get("table") or address.get("select") or "")
    return f"{address['connection']} · {table[:80]}"


def connect(engine: sa.Engine, source: Source) -> None:
    """Keeps a source, in place of one with its id. Where its address or its options are others than
    before, it is read from the beginning."""
    check(source)
    before = {each.id: each for each, _ in sources.all_sources(engine)}.get(source.id)
    if before is None:
        # What a source of that id left behind says nothing of this one.
        sources.remove(engine, source.id)
    act = "source connected" if before is None else "source changed"
    sources.put(engine, source, _told(source, act, source.at, source.who))
    if before is not None and (before.address, before.options) != (source.address, source.options):
        restart(engine, source.id)


def change(engine: sa.Engine, id: str, at: datetime, who: str, **changes: Any) -> None:
    """Changes a source's name, its interval, or whether it is on; `at` is UTC without zone."""
    source = replace(sources.one(engine, id)[0], **changes)
    check(source)
    sources.put(engine, source, _told(source, "source changed", at, who))


def restart(engine: sa.Engine, id: str) -> None:
    """Forgets how far a source was read: its next run imports all there is, as a new photograph."""
    _, state = sources.one(engine, id)
    sources.save_state(engine, replace(state, cursor=None, sha256=None))


def disconnect(engine: sa.Engine, id: str, at: datetime, who: str) -> Source:
    """Forgets a source, `at` in UTC without zone; what it brought stays. PulseError when there is none."""
    source, _ = sources.one(engine, id)
    sources.remove(engine, id, _told(source, "source removed", at, who))
    return source


def _told(source: Source, act: str, at: datetime, who: str) -> Line:
    return Line(at, who, "settings", act, {"source": source.name, "kind": source.kind})
