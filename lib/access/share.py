"""Links made for others: whether one opens, to whom, and what of it they see.

A link shows what its maker sees now and saw then, and never more; who opens it sees of that what
their own rights allow. One that anybody may open shows its very view and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from lib.access import identity, policy
from lib.model import EVERYTHING, Message, PulseError, Scope, say
from lib.person import LOCAL, Person
from lib.settings import Settings
from lib.store import group_visits, links, log, people
from lib.store.links import Link
from lib.store.people import Member

STRANGER = "link"
"""The id of who came by a link that anybody may open."""

FREE = ("lang", "metric", "order", "grain", "model", "why", "part")
"""The parameters that a stranger may choose: how the very same rows are looked at."""

Params = Mapping[str, Sequence[str]]


class Closed(PulseError):
    """A link does not open."""


@dataclass(frozen=True)
class Opened:
    """A link that is open, and the scope it carries now. `as_of`: the version it is frozen at."""

    link: Link
    scope: Scope


def find(engine: sa.Engine, settings: Settings, id: str, now: datetime) -> Opened:
    """An open link. Errors: Closed, with the reason."""
    link = links.known(engine, id)
    if link is None:
        raise Closed(say("There is no such link. Perhaps a piece of its address was lost on the way."))
    return _open(engine, settings, link, now)


def for_anyone(engine: sa.Engine, settings: Settings, id: str, now: datetime) -> Opened | None:
    """A link that opens without a sign-in; None where there is none, which a stranger is not told.
    Errors: Closed, for one that was such a link."""
    link = links.known(engine, id) if settings.public_links else None
    return _open(engine, settings, link, now) if link is not None and link.anyone else None


def _open(engine: sa.Engine, settings: Settings, link: Link, now: datetime) -> Opened:
    with engine.connect() as connection:
        newest = log.data_version(connection)
    reason = _why_closed(link, now, newest)
    if reason is not None:
        raise Closed(reason)
    scope = carried(engine, settings, link, now)
    if scope is None:
        raise Closed(_why_ended(settings, link))
    if link.parent is not None:
        scope = policy.meet(scope, find(engine, settings, link.parent, now).scope)
    if _empty(scope):
        raise Closed(say("This link is closed: who made it no longer sees what it shows."))
    return Opened(link, scope)


def _why_closed(link: Link, now: datetime, newest: int) -> Message | None:
    if link.revoked is not None:
        return say("This link was revoked. Ask who sent it for a new one.")
    if link.expires is not None and link.expires <= now:
        return say("This link has expired. Ask who sent it for a new one.")
    if link.version > newest:
        return say("This link is of data that this database does not have: an older copy of it was restored.")
    return None


class Made(Protocol):
    """What somebody made to be seen by others on their behalf: `who` (a Person's id) saw `scope`."""

    @property
    def who(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def scope(self) -> Scope: ...


def carried(engine: sa.Engine, settings: Settings, link: Made, now: datetime) -> Scope | None:
    """What the maker of a link, or a planned report, saw then and sees now; None where they have no rights
    any more."""
    person = maker(engine, settings, link, now)
    return None if person is None else policy.meet(link.scope, person.scope)


def maker(engine: sa.Engine, settings: Settings, made: Made, now: datetime) -> Person | None:
    """Who made a link or planned a report, with the role and the scope they have now; None where they have
    no rights any more, or no sign-in of late confirms those they have by a group."""
    number = made.who[1:]
    if made.who == LOCAL.id:
        return LOCAL
    if made.who == identity.ADMIN:
        named = made.owner in map(identity.admin_key, settings.admin_addresses)
        return Person(identity.ADMIN, "", "admin", EVERYTHING, made.owner) if named else None
    if made.who.startswith("p") and number.isdecimal():
        member = people.member(engine, int(number))
        return None if member is None else standing(settings, member)
    return _by_group(engine, settings, made.owner, now) if by_group(made) else None


def by_group(made: Made) -> bool:
    """Whether a link was made, or a report planned, with rights by a group."""
    return made.who.startswith("g")


def _by_group(engine: sa.Engine, settings: Settings, owner: str, now: datetime) -> Person | None:
    """Somebody with rights by a group. Whether they are in it still, the provider tells at a sign-in alone:
    the groups of the last one count, with the rights those have now, until it is too long ago."""
    for member in people.members(engine):
        if member.subject is not None and identity.group_key(member.subject) == owner:
            return standing(settings, member)
    visit = group_visits.last(engine, owner)
    if visit is None or visit.at < now - timedelta(settings.group_days):
        return None
    return identity.by_groups([each for each in people.groups(engine) if each.id in visit.groups], "", owner)


def _why_ended(settings: Settings, link: Made) -> Message:
    if not by_group(link):
        return say("This link is closed: who made it no longer has access.")
    return say(
        "This link is closed: who made it had their rights by a group, which no sign-in of the last {n} days "
        "confirms.",
        n=settings.group_days,
    )


def standing(settings: Settings, member: Member) -> Person | None:
    """A member as they are while nobody is signed in; None where their access was ended."""
    if member.disabled:
        return None
    if member.email in settings.admin_addresses:
        return Person(f"p{member.id}", member.name, "admin", EVERYTHING)
    return Person(f"p{member.id}", member.name, member.role, member.scope)


def _empty(scope: Scope) -> bool:
    return () in scope.limits.values()


def within(person: Person, opened: Opened) -> Person:
    """Somebody while they look through a link: what both see. Errors: Closed, where that is nothing of
    what the link shows."""
    scope = policy.meet(person.scope, opened.scope)
    if nothing_left(opened.link.params, scope):
        raise Closed(
            say("Your rights show nothing of this view. Ask an administrator of Pulse, or who sent the link.")
        )
    return replace(person, scope=scope)


def nothing_left(params: Params, scope: Scope) -> bool:
    """Whether a scope shows nothing, or none of the platforms or communities a view is filtered by."""
    if _empty(scope):
        return True
    for key, seen in scope.limits.items():
        asked = [value for value in params.get(key, ()) if value != "*"]
        if asked and not {*asked} & {*seen}:
            return True
    return False


def stranger(opened: Opened) -> Person:
    """Who comes by a link that anybody may open: a viewer of its page, never of private comments."""
    return Person(STRANGER, "", "viewer", replace(opened.scope, private=False), page=opened.link.page)


def narrowed(person: Person, opened: Opened) -> bool:
    """Whether somebody sees fewer communities or platforms through a link than its maker did."""
    made, seen = (replace(each, private=False) for each in (opened.link.scope, person.scope))
    return policy.meet(made, seen) != made


def params(opened: Opened, asked: Params, person: Person) -> Params:
    """The parameters of the view that a link shows, given those of the address: of a bare link its own
    view, later what its visitor changed. Frozen is frozen; a stranger changes nothing but
    how its rows are looked at."""
    link = opened.link
    if person.page:
        asked = {key: asked[key] for key in FREE if key in asked}
    moved = "from" in asked
    frozen = {} if link.as_of is None else {"as_of": [str(link.as_of)]}
    return {**({} if moved else link.params), **asked, **frozen}
