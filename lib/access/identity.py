"""From what the sign-in provider says of somebody to the person they are here, or the reason they are
nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from lib.access import policy
from lib.model import EVERYTHING, Message, PulseError, say
from lib.person import ROLES, Person
from lib.settings import Settings
from lib.store import group_visits, people
from lib.store.people import Group, Member

ADMIN = "admin"
"""The id of those whom only the settings name."""


class Denied(PulseError):
    """Somebody who signed in has no way in. `again`: signing in once more may help."""

    def __init__(self, message: Message, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True)
class Claims:
    """What the provider vouches for. `subject` is its lasting name for somebody, `issued` when they
    signed in (UTC without zone), `verified` whether the address is known to be theirs (None: it does
    not say); `every` is all it states."""

    subject: str
    email: str
    verified: bool | None
    name: str
    issued: datetime
    every: Mapping[str, Any]


def claims(user: Mapping[str, Any]) -> Claims | None:
    """The claims of an ID token, as Streamlit hands them on; None of somebody who has not signed in."""
    if not user.get("is_logged_in"):
        return None
    issuer, subject, issued = (user.get(name) for name in ("iss", "sub", "iat"))
    if not issuer or not subject or not isinstance(issued, int | float):
        return None
    verified = user.get("email_verified")
    return Claims(
        f"{issuer}|{subject}",
        str(user.get("email") or "").strip().lower(),
        None if verified is None else verified in (True, "true"),
        str(user.get("name") or user.get("email") or ""),
        datetime.fromtimestamp(issued, UTC).replace(tzinfo=None),
        dict(user),
    )


def recognise(engine: sa.Engine, settings: Settings, said: Claims, now: datetime) -> Person:
    """The person with these claims, `now` in UTC without zone.

    A member's own rights come before those of their groups; the addresses of `PULSE_ADMINS` may do
    all. Errors: Denied, for a sign-in that is too old or was ended, and for who has no rights.
    """
    if now - said.issued > timedelta(hours=settings.session_hours):
        raise Denied(say("You signed in too long ago."), again=True)
    member = _member(engine, settings, said)
    if member is not None:
        _check_standing(member, said)
    if _is_admin(settings, said):
        number = f"p{member.id}" if member else ADMIN
        return Person(number, said.name, "admin", EVERYTHING, "" if member else admin_key(said.email))
    if member is not None:
        return Person(f"p{member.id}", member.name, member.role, member.scope)
    found = by_groups(_vouched(engine, said), said.name, group_key(said.subject))
    if found is None:
        _left(engine, said)
        raise Denied(
            say("You have signed in, but nobody has given you rights here. Ask an administrator of Pulse.")
        )
    return found


def keep_visit(engine: sa.Engine, said: Claims, person: Person) -> None:
    """Keeps by which groups somebody came in: what they made for others goes on by it for a while."""
    if person.own == group_key(said.subject):
        numbers = [group.id for group in _vouched(engine, said) if group.id is not None]
        group_visits.came(engine, person.own, numbers, said.issued)


def _left(engine: sa.Engine, said: Claims) -> None:
    """Forgets by which groups somebody came in who is in none any more."""
    key = group_key(said.subject)
    before = group_visits.last(engine, key)
    if before is not None and before.at <= said.issued:
        group_visits.came(engine, key, (), said.issued)


def _member(engine: sa.Engine, settings: Settings, said: Claims) -> Member | None:
    member = people.known(engine, said.subject, said.email)
    if member is None or member.subject == said.subject:
        return member
    # The first sign-in goes by the address, so it must be known to be theirs.
    return people.bind(engine, member, said.subject) if _trusted(settings, said) else None


def _trusted(settings: Settings, said: Claims) -> bool:
    return said.verified is True or (said.verified is None and settings.trust_addresses)


def _is_admin(settings: Settings, said: Claims) -> bool:
    return bool(said.email) and said.email in settings.admin_addresses and _trusted(settings, said)


def admin_key(email: str) -> str:
    """What tells apart the administrators whom only the settings name."""
    return f"a-{_digest(email)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _check_standing(member: Member, said: Claims) -> None:
    if member.disabled:
        raise Denied(say("Your access was ended. Ask an administrator of Pulse."))
    if member.valid_after is not None and said.issued <= member.valid_after:
        raise Denied(say("This sign-in was ended by an administrator."), again=True)


def group_key(subject: str) -> str:
    """What tells apart those whose rights come by a group."""
    return f"s-{_digest(subject)}"


def _vouched(engine: sa.Engine, said: Claims) -> list[Group]:
    """The groups with rights that the provider states."""
    return [group for group in people.groups(engine) if group.value in stated(said.every, group.claim)]


def by_groups(mine: Sequence[Group], name: str, key: str) -> Person | None:
    """Somebody of these groups: the highest role any of them gives, with what the groups of that role may
    see. None where there is no group."""
    if not mine:
        return None
    role = max((group.role for group in mine), key=ROLES.index)
    highest = [group for group in mine if group.role == role]
    scope = reduce(policy.join, [group.scope for group in highest])
    return Person(f"g{highest[0].id}", name, role, scope, key)


def stated(every: Mapping[str, Any], claim: str) -> tuple[str, ...]:
    """The values of a claim; `a.b` is the claim b inside a, as Keycloak nests its roles."""
    found: Any = every.get(claim)
    if found is None and "." in claim:
        found = every
        for name in claim.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
    if found is None:
        return ()
    return tuple(map(str, found)) if isinstance(found, list | tuple) else (str(found),)
