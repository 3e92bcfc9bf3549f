"""Takes a person's words out of the store for good, and keeps them out.

What they wrote is counted on: the day, the platform and how it was judged stay, so that no figure
changes. Pseudonym, words and address go, from every import and from what is derived; an export that is
brought in again does not bring them back.

A line in the log of imports goes with it: what pages keep of before is not shown any more. People and the
audit log are changed in a transaction of their own, under the lock that all their changes take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store import audit, comments, log, people
from lib.store.changing import changing
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
        log.append(connection, Entry("erase", at, who, captured_at=at))
    with changing(engine) as connection:
        theirs = sa.select(person.c.id).where(person.c.email == address.strip().lower())
        numbers = list(connection.scalars(theirs))
        for number in numbers:
            people.removed(connection, number, at)
        audit.write(connection, at, who, "erase", "erased", comments=count, members=len(numbers))
    return Erased(count, len(numbers))


def forget_words(engine: sa.Engine, before: datetime, at: datetime, who: str) -> int:
    """Makes the comments written before a moment nobody's, with their words; gives how many. Those whose
    time of day no file states go by their day."""
    timeless = sa.and_(comment.c.created_at.is_(None), comment.c.day < before.date())
    old = sa.or_(comment.c.created_at < before, timeless)
    filled = sa.or_(*[comment.c[name].is_not(None) for name in GONE])
    with entering(engine) as connection:
        count = _blank(connection, sa.and_(old, filled), at)
        if count:
            log.append(connection, Entry("erase", at, who, captured_at=at))
    if count:
        with changing(engine) as connection:
            audit.write(connection, at, who, "retention", "forgotten", comments=count)
    return count


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
