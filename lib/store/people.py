"""Who may sign in, with what rights: by person, or by a group that the provider vouches for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.model import PulseError, Scope, say
from lib.person import ROLES, Role
from lib.store import audit, links, report_plans, scopes, views
from lib.store.changing import changing, next_number
from lib.store.people_schema import group_right, person


@dataclass(frozen=True)
class Member:
    """Somebody with rights of their own. `valid_after` (UTC without zone) ends all earlier sign-ins;
    `subject` is the provider's name for them, None before the first sign-in."""

    email: str
    name: str
    role: Role
    scope: Scope
    id: int | None = None
    subject: str | None = None
    disabled: bool = False
    valid_after: datetime | None = None


@dataclass(frozen=True)
class Group:
    """The rights of everybody for whom the provider states this value of this claim."""

    claim: str
    value: str
    role: Role
    scope: Scope
    id: int | None = None


def members(engine: sa.Engine) -> list[Member]:
    """Everybody with rights of their own, by name."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(person).order_by(person.c.name, person.c.id)).mappings()
        return [_member(row) for row in rows]


def known(engine: sa.Engine, subject: str, email: str) -> Member | None:
    """The member the provider's subject belongs to, or, where none has it, the one of the address who
    has not signed in yet."""
    first = sa.and_(person.c.subject.is_(None), person.c.email == email.lower())
    query = sa.select(person).where(sa.or_(person.c.subject == subject, first))
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(person.c.subject.is_(None), person.c.id)).mappings()
        return next(map(_member, rows), None)


def put(engine: sa.Engine, member: Member, at: datetime, who: str) -> Member:
    """Adds a member, or changes the one of that number; gives it with its number. PulseError for an
    address that is none or another's, an unknown role, and for the last administrator's removal."""
    email = member.email.strip().lower()
    if not _is_address(email):
        raise PulseError(say("“{text}” is no e-mail address.", text=member.email.strip()))
    _check(member.role)
    with changing(engine) as connection:
        other = sa.select(person.c.id).where(person.c.email == email, person.c.id != (member.id or 0))
        if connection.scalar(other) is not None:
            raise PulseError(say("{email} is in the list already.", email=email))
        number = member.id or next_number(connection, person.c.id)
        kept = replace(member, id=number, email=email, name=member.name.strip() or email)
        connection.execute(person.delete().where(person.c.id == number))
        connection.execute(person.insert().values({**_row(kept), "at": at, "who": who}))
        ended = kept.disabled or None
        rights = {"person": f"p{number}", "role": kept.role, "scope": scopes.write(kept.scope)}
        audit.write(connection, at, who, "rights", "person", **rights, ended=ended)
    return kept


def bind(engine: sa.Engine, member: Member, subject: str) -> Member:
    """Ties a member to the provider's name for them, at the first sign-in."""
    with changing(engine) as connection:
        connection.execute(person.update().where(person.c.id == member.id).values(subject=subject))
    return replace(member, subject=subject)


def member(engine: sa.Engine, number: int) -> Member | None:
    """The member of a number."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(person).where(person.c.id == number)).mappings().first()
        return None if row is None else _member(row)


def signed_in(engine: sa.Engine, who: str, at: datetime) -> None:
    """Keeps that somebody came in."""
    with changing(engine) as connection:
        audit.write(connection, at, who, "sign-in", "came")


def sign_out(engine: sa.Engine, number: int, at: datetime, who: str) -> None:
    """Ends every sign-in of a member before `at`, wherever its cookie was copied to."""
    with changing(engine) as connection:
        connection.execute(person.update().where(person.c.id == number).values(valid_after=at))
        audit.write(connection, at, who, "sign-out everywhere", "ended", person=f"p{number}")


def remove(engine: sa.Engine, number: int, at: datetime, who: str) -> None:
    """Takes a member's own rights away, and what goes with them; the rights of their groups stay."""
    with changing(engine) as connection:
        removed(connection, number, at)
        audit.write(connection, at, who, "rights", "person removed", person=f"p{number}")


def removed(connection: sa.Connection, number: int, at: datetime) -> None:
    """Takes a member out, inside a transaction, with their links, kept views and planned reports."""
    connection.execute(person.delete().where(person.c.id == number))
    _ended(connection, f"p{number}", at)
    views.remove_of(connection, f"p{number}")


def _ended(connection: sa.Connection, who: str, at: datetime) -> None:
    """Ends what carries the rights of somebody, or of a group, that loses them."""
    links.revoke_of(connection, who, at)
    report_plans.leave(connection, who, at)


def groups(engine: sa.Engine) -> list[Group]:
    """The rights by group, in order of claim and value."""
    with engine.connect() as connection:
        order = (group_right.c.claim, group_right.c.value, group_right.c.id)
        rows = connection.execute(sa.select(group_right).order_by(*order)).mappings()
        return [
            Group(row["claim"], row["value"], row["role"], scopes.read(row["scope"]), row["id"])
            for row in rows
        ]


def put_group(engine: sa.Engine, group: Group, at: datetime, who: str) -> Group:
    """Gives a group rights, in place of those it had; its number stays. PulseError where claim or
    value is empty."""
    claim, value = group.claim.strip(), group.value.strip()
    if not claim or not value:
        raise PulseError(say("Name the claim and its value, as the sign-in provider states them."))
    _check(group.role)
    with changing(engine) as connection:
        same = sa.and_(group_right.c.claim == claim, group_right.c.value == value)
        number = connection.scalar(sa.select(group_right.c.id).where(same)) or next_number(
            connection, group_right.c.id
        )
        connection.execute(group_right.delete().where(same))
        row = {
            "id": number,
            "claim": claim,
            "value": value,
            "role": group.role,
            "scope": scopes.write(group.scope),
        }
        connection.execute(group_right.insert().values({**row, "at": at, "who": who}))
        rights = {"role": group.role, "scope": scopes.write(group.scope)}
        audit.write(connection, at, who, "rights", "group", claim=claim, value=value, **rights)
    return replace(group, claim=claim, value=value, id=number)


def remove_group(engine: sa.Engine, number: int, at: datetime, who: str) -> None:
    """Takes a group's rights away, and the links and planned reports that carry them."""
    with changing(engine) as connection:
        connection.execute(group_right.delete().where(group_right.c.id == number))
        _ended(connection, f"g{number}", at)
        audit.write(connection, at, who, "rights", "group removed", group=number)


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and "." in host and len(text) <= 254 and not any(c.isspace() for c in text))


def _check(role: str) -> None:
    if role not in ROLES:
        raise PulseError(say("There is no role “{role}”.", role=role))


def _row(member: Member) -> dict[str, object]:
    return {**asdict(member), "scope": scopes.write(member.scope)}


def _member(row: sa.RowMapping) -> Member:
    kept = {name: row[name] for name in Member.__dataclass_fields__ if name != "scope"}
    return Member(**kept, scope=scopes.read(row["scope"]))
