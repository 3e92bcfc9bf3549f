"""Pure: what each role may do, and how scopes meet. The one place where that is decided; what is not
allowed here is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lib.model import PulseError, Scope, say
from lib.person import ROLES, Person, Role

ACTIONS: Mapping[str, Role] = {
    "see": "viewer",
    "export": "viewer",
    "note": "manager",
    "share": "viewer",
    "import": "manager",
    "undo": "manager",
    "goals": "manager",
    "label": "manager",
    "watch": "manager",
    "incident": "manager",
    "breaks": "manager",
    "plan": "manager",
    "mail": "manager",
    "connect": "admin",
    "clear": "admin",
    "people": "admin",
    "links": "admin",
    "audit": "admin",
}
"""What can be done → the least role that may do it."""

WHOLE = ("import", "undo", "connect", "clear", "breaks", "people", "links", "audit")
"""What touches everybody's figures, or shows them: only for those who may see all platforms and
communities."""


class Forbidden(PulseError):
    """Somebody asked for what they may not do."""


def at_least(person: Person, role: Role) -> bool:
    """Whether a person's role is this one or a higher one."""
    return person.role in ROLES and ROLES.index(person.role) >= ROLES.index(role)


def may(person: Person, action: str) -> bool:
    """Whether a person may do something; never what nobody has thought of. Who came by a link that
    anybody may open looks at it, and no more."""
    if person.page:
        return action == "see"
    if action not in ACTIONS or not at_least(person, ACTIONS[action]):
        return False
    return action not in WHOLE or sees_all(person.scope)


def require(person: Person, action: str) -> None:
    """Raises Forbidden where a person may not do something."""
    if not may(person, action):
        raise Forbidden(say("You have no right to do this. An administrator of Pulse can give it to you."))


def sees_all(scope: Scope) -> bool:
    """Whether a scope leaves nothing out but private channels."""
    return not scope.limits


def meet(one: Scope, other: Scope) -> Scope:
    """What both scopes allow."""
    return Scope(
        _both(one.communities, other.communities),
        _both(one.platforms, other.platforms),
        one.private and other.private,
        _both(one.accounts, other.accounts),
    )


_LIMITED = ("communities", "platforms", "accounts")


def join(one: Scope, other: Scope) -> Scope:
    """A scope that allows what both together do, and never more. Where no scope can say that (one is
    limited by platform, the other by community), it is the first alone."""
    if one.limits == other.limits:
        return replace(one, private=one.private or other.private)
    for wide, narrow in ((one, other), (other, one)):
        if meet(wide, narrow).limits == narrow.limits:
            return wide
    unlike = [name for name in _LIMITED if getattr(one, name) != getattr(other, name)]
    if len(unlike) > 1:
        return one
    joined: dict[str, Any] = {name: _either(getattr(one, name), getattr(other, name)) for name in unlike}
    return replace(one, **joined, private=one.private and other.private)


def _both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(value for value in one if value in other)


def _either(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if one is None or other is None else tuple(dict.fromkeys((*one, *other)))
