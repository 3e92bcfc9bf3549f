"""What is not allowed is denied; scopes meet and join without ever showing more than they should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import policy
from lib.model import EVERYTHING, NOTHING_SEEN, Scope
from lib.person import LOCAL, ROLES, Person

VALUES = ("a", "b", "c")
LIMITS = st.none() | st.lists(st.sampled_from(VALUES), unique=True).map(tuple)
SCOPES = st.builds(Scope, LIMITS, LIMITS, st.booleans(), LIMITS)


def shown(scope: Scope) -> set[tuple[str, str, bool, str]]:
    """Every row (community, platform, private, account) a scope shows."""
    return {
        (community, platform, private, account)
        for community in VALUES
        for platform in VALUES
        for private in (False, True)
        for account in VALUES
        if (scope.communities is None or community in scope.communities)
        and (scope.platforms is None or platform in scope.platforms)
        and (scope.private or not private)
        and (scope.accounts is None or account in scope.accounts)
    }


@given(SCOPES, SCOPES)
def test_where_scopes_meet_only_what_both_show_is_seen(one, other):
    assert shown(policy.meet(one, other)) == shown(one) & shown(other)


@given(SCOPES, SCOPES)
def test_scopes_joined_never_show_more_than_both_together(one, other):
    both = shown(policy.join(one, other))
    assert both <= shown(one) | shown(other)
    assert both >= shown(one) or both >= shown(other) or both >= {r for r in shown(one) if not r[2]}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", list(policy.ACTIONS))
@pytest.mark.parametrize("scope", [EVERYTHING, Scope(), Scope(("a",)), Scope(None, ("a",)), NOTHING_SEEN])
def test_every_cell_of_role_action_and_scope(role, action, scope):
    order = {"viewer": 0, "manager": 1, "admin": 2}
    least = {
        "see": 0, "export": 0, "share": 0,
        "note": 1, "import": 1, "undo": 1, "goals": 1, "label": 1, "watch": 1,
        "incident": 1, "breaks": 1, "plan": 1, "mail": 1,
        "connect": 2, "clear": 2, "people": 2, "links": 2, "audit": 2,
    }  # fmt: skip
    limited = scope.communities is not None or scope.platforms is not None
    whole = action in ("import", "undo", "connect", "clear", "breaks", "people", "links", "audit")
    expected = order[role] >= least[action] and not (whole and limited)
    person = Person("p1", "", role, scope)
    assert policy.may(person, action) is expected
    if expected:
        policy.require(person, action)
    else:
        with pytest.raises(policy.Forbidden):
            policy.require(person, action)


def test_what_nobody_thought_of_is_denied():
    assert not policy.may(LOCAL, "launch rockets")
    assert not policy.may(Person("p1", "", "owner", EVERYTHING), "see")
