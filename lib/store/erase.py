"""Takes a person's words out of the store for good, and keeps them out.

What they wrote is counted on: the day, the platform and how it was judged stay, so that no figure
changes. Pseudonym, words and address go, from every import and from what is derived; an export that is
brought in again does not bring them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store import audit, comments, log
from lib.store.comment_schema import comment, erased_author, erased_comment
from lib.store.erased import GONE
from lib.store.log import Entry
from lib.store.people_schema import person
from lib.store.write import entering


@dataclass(frozen=True)
class Erased:
    """How many comments were made nobody's, and how many people who sign in were removed."""

    comments: int = 0
    people: int = 0


def erase(engine: sa.Engine, pseudonyms: Sequence[str], address: str, at: datetime, who: str) -> Erased:
    """Erases whoever has one of the pseudonyms, and the one who signs in with an e-mail address.

    `at` is UTC without zone. The pseudonyms are kept in a list of their own, to be left out of later
    imports; the audit log says how many comments it were, not whose.
    """
    with entering(engine) as connection:
        connection.execute(erased_author.delete().where(erased_author.c.author.in_(pseudonyms)))
        connection.execute(erased_author.insert(), [{"author": each, "at": at} for each in pseudonyms])
        count = _blank(connection, comment.c.author.in_(pseudonyms), at)
        gone = connection.execute(
            person.delete().where(person.c.email == address.strip().lower()).returning(person.c.id)
        )
        found = Erased(count, len(gone.all()))
        _tell(connection, "erase", f"{found.comments} comments, {found.people} people", at, who)
    return found


def forget_words(engine: sa.Engine, before: datetime, at: datetime, who: str) -> int:
    """Makes the comments written before a moment nobody's, with their words; gives how many."""
    filled = sa.or_(*[comment.c[name].is_not(None) for name in GONE])
    with entering(engine) as connection:
        count = _blank(connection, sa.and_(comment.c.created_at < before, filled), at)
        if count:
            _tell(connection, "retention", f"{count} comments", at, who)
    return count


def _tell(connection: sa.Connection, action: str, what: str, at: datetime, who: str) -> None:
    # A line in the log of imports as well: what pages keep of before is not shown any more.
    log.append(connection, Entry("erase", at, who, captured_at=at))
    audit.write(connection, at, who, action, what)


def _blank(connection: sa.Connection, which: sa.ColumnElement[bool], at: datetime) -> int:
    """Blanks comments wherever a file spoke of them, and what is current of them."""
    numbers = sa.select(comment.c.comment_id).where(which).distinct().subquery()
    count = connection.scalar(sa.select(sa.func.count()).select_from(numbers)) or 0
    if count:
        found = sa.select(numbers.c.comment_id, sa.literal(at, sa.DateTime))
        connection.execute(erased_comment.insert().from_select(["comment_id", "at"], found))
        listed = sa.select(erased_comment.c.comment_id).where(erased_comment.c.at == at)
        connection.execute(comment.update().where(comment.c.comment_id.in_(listed)).values(GONE))
        comments.refresh(connection, listed)
    return count
