"""Links to a view as they are kept: made, opened, revoked; none is deleted."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import PulseError, Scope, say
from lib.store import audit, log, params, scopes
from lib.store.changing import changing
from lib.store.link_schema import link
from lib.store.schema import import_log

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
TITLE, NOTE = 120, 600
"""Characters of a title and of a note."""


@dataclass(frozen=True)
class Link:
    """A view made for others: `page` and its URL parameters, without the language. `as_of` is the data
    version a frozen one keeps; `version` the newest when it was made. `who` (a Person's id) made it and
    saw `scope`; `owner` tells whose it is, also among those who share an id; `parent` is the link by
    which they saw it themselves. Moments are UTC without zone."""

    page: str
    params: Mapping[str, Sequence[str]]
    title: str
    version: int
    who: str
    owner: str
    scope: Scope
    at: datetime
    note: str = ""
    as_of: int | None = None
    anyone: bool = False
    parent: str | None = None
    expires: datetime | None = None
    revoked: datetime | None = None
    opens: int = 0
    opened_at: datetime | None = None
    id: str = ""


def make(engine: sa.Engine, new: Link) -> Link:
    """Keeps a link; gives it with its id, which nobody can guess. PulseError without a title, or where
    title or note are too long."""
    title, note = " ".join(new.title.split()), new.note.strip()
    if not title or len(title) > TITLE or len(note) > NOTE:
        raise PulseError(
            say(
                "Give it a title of 1 to {most} characters, and a note of {note} at most.",
                most=TITLE,
                note=NOTE,
            )
        )
    made = replace(new, title=title, note=note, id=secrets.token_urlsafe(9))
    with changing(engine) as connection:
        connection.execute(link.insert().values(_row(made)))
        audit.write(connection, made.at, made.who, "link", "made", **_told(made))
    return made


def known(engine: sa.Engine, id: str) -> Link | None:
    """The link with an id, whether it still opens or not."""
    if not _ID.fullmatch(id):
        return None
    with engine.connect() as connection:
        row = connection.execute(sa.select(link).where(link.c.id == id)).mappings().first()
        return None if row is None else _link(row)


def listed(engine: sa.Engine, owner: str | None = None, limit: int = 500) -> list[Link]:
    """The links of somebody, of all with None; the newest first."""
    query = sa.select(link).order_by(link.c.at.desc(), link.c.id).limit(limit)
    if owner is not None:
        query = query.where(link.c.owner == owner)
    with engine.connect() as connection:
        return [_link(row) for row in connection.execute(query).mappings()]


def revoke(engine: sa.Engine, id: str, at: datetime, who: str, owner: str | None = None) -> None:
    """Ends a link; with an `owner`, only one of theirs. PulseError where there is none to end."""
    mine = sa.and_(link.c.id == id, link.c.revoked.is_(None))
    if owner is not None:
        mine = sa.and_(mine, link.c.owner == owner)
    with changing(engine) as connection:
        if connection.scalar(sa.select(link.c.id).where(mine)) is None:
            raise PulseError(say("There is no such link of yours to revoke."))
        connection.execute(link.update().where(mine).values(revoked=at))
        audit.write(connection, at, who, "link", "revoked", link=_short(id))


def revoke_of(connection: sa.Connection, who: str, at: datetime) -> None:
    """Ends all links of somebody who loses their rights, inside a transaction."""
    connection.execute(link.update().where(link.c.who == who, link.c.revoked.is_(None)).values(revoked=at))


def opened(engine: sa.Engine, id: str, at: datetime, stranger: str = "") -> None:
    """Counts an opening; one by a `stranger`, who has not signed in, stands in the audit log."""
    with changing(engine) as connection:
        count = {"opens": link.c.opens + 1, "opened_at": at}
        connection.execute(link.update().where(link.c.id == id).values(count))
        if stranger:
            audit.write(connection, at, stranger, "link", "opened", link=_short(id))


def imports_since(engine: sa.Engine, version: int) -> int:
    """How many imports in force came after a data version."""
    found = log.active().subquery()
    with engine.connect() as connection:
        count = sa.select(sa.func.count()).select_from(found).where(found.c.id > version)
        return connection.scalar(count) or 0


def undone_since(engine: sa.Engine, version: int) -> int:
    """How many imports were taken back after a data version that knew them."""
    undo = sa.select(sa.func.count()).where(
        import_log.c.kind == "undo", import_log.c.id > version, import_log.c.undoes <= version
    )
    with engine.connect() as connection:
        return connection.scalar(undo) or 0


def _short(id: str) -> str:
    # The audit log tells links apart, but opens none.
    return f"{id[:4]}…"


def _told(made: Link) -> dict[str, str | int | None]:
    told: dict[str, str | int | None] = {"link": _short(made.id), "page": made.page, "as_of": made.as_of}
    return told | {"anyone": made.anyone or None}


def _row(made: Link) -> dict[str, object]:
    row = {name: getattr(made, name) for name in Link.__dataclass_fields__}
    return row | {"params": params.write(made.params), "scope": scopes.write(made.scope)}


def _link(row: sa.RowMapping) -> Link:
    return Link(**{**row, "params": params.read(row["params"]), "scope": scopes.read(row["scope"])})
