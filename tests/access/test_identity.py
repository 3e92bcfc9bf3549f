"""From claims to a person: own rights, groups, the first sign-in, ended and old ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lib.access import identity
from lib.access.identity import Denied, claims, recognise
from lib.model import EVERYTHING, PulseError, Scope
from lib.settings import Settings
from lib.store import audit, people
from lib.store.people import Group, Member

NOW = datetime(2026, 11, 25, 12)
SETTINGS = Settings(admins="Boss@example.org, second@example.org")
ANN = Member("ann@example.org", "Ann", "viewer", Scope(("tea",)))


def token(email: str = "ann@example.org", subject: str = "1", hours: float = 1, **more) -> identity.Claims:
    """What a provider says of somebody who signed in so many hours ago."""
    issued = (NOW - timedelta(hours=hours) - datetime(1970, 1, 1)).total_seconds()
    said = {"is_logged_in": True, "iss": "https://id", "sub": subject, "iat": issued, "email": email}
    found = claims({**said, "email_verified": True, **more})
    assert found is not None
    return found


def test_who_has_not_signed_in_has_no_claims():
    assert claims({}) is None
    assert claims({"is_logged_in": False, "email": "ann@example.org"}) is None
    assert claims({"is_logged_in": True, "email": "ann@example.org"}) is None, "no subject, no moment"


def test_a_stranger_is_denied(store):
    with pytest.raises(Denied) as error:
        recognise(store, SETTINGS, token(), NOW)
    assert not error.value.again


def test_a_member_has_their_own_rights(store):
    kept = people.put(store, ANN, NOW, "local")
    found = recognise(store, SETTINGS, token(), NOW)
    assert (found.id, found.role, found.scope) == (f"p{kept.id}", "viewer", Scope(("tea",)))
    assert people.members(store)[0].subject == "https://id|1"


def test_after_the_first_sign_in_the_subject_counts_and_no_address(store):
    people.put(store, ANN, NOW, "local")
    recognise(store, SETTINGS, token(), NOW)
    assert recognise(store, SETTINGS, token("ann.married@example.org"), NOW).name == "Ann"
    with pytest.raises(Denied):
        recognise(store, SETTINGS, token(subject="2"), NOW)


@pytest.mark.parametrize("verified", [False, "false", None])
def test_an_address_nobody_vouches_for_opens_nothing(store, verified):
    people.put(store, ANN, NOW, "local")
    for email in ("ann@example.org", "boss@example.org"):
        with pytest.raises(Denied):
            recognise(store, SETTINGS, token(email, email_verified=verified), NOW)


def test_a_silent_provider_can_be_trusted_by_setting(store):
    people.put(store, ANN, NOW, "local")
    trusting = replace(SETTINGS, trust_addresses=True)
    assert recognise(store, trusting, token(email_verified=None), NOW).name == "Ann"
    with pytest.raises(Denied):
        recognise(store, trusting, token("second@example.org", "9", email_verified=False), NOW)


def test_the_settings_name_those_who_may_do_all(store):
    found = recognise(store, SETTINGS, token("BOSS@example.org"), NOW)
    assert (found.role, found.scope) == ("admin", EVERYTHING)


def test_a_sign_in_has_a_greatest_age(store):
    people.put(store, ANN, NOW, "local")
    recognise(store, SETTINGS, token(hours=11.9), NOW)
    with pytest.raises(Denied) as error:
        recognise(store, SETTINGS, token(hours=12.1), NOW)
    assert error.value.again


def test_a_sign_in_ended_stays_ended_whoever_holds_its_cookie(store):
    kept = people.put(store, ANN, NOW, "local")
    before = token(hours=1)
    recognise(store, SETTINGS, before, NOW)
    people.sign_out(store, kept.id, NOW - timedelta(minutes=30), "local")
    with pytest.raises(Denied):
        recognise(store, SETTINGS, before, NOW)
    assert recognise(store, SETTINGS, token(hours=0.4), NOW).name == "Ann"


def test_access_that_was_ended_is_not_given_back_by_a_group(store):
    people.put_group(store, Group("groups", "staff", "manager", EVERYTHING), NOW, "local")
    people.put(store, replace(ANN, disabled=True), NOW, "local")
    with pytest.raises(Denied):
        recognise(store, SETTINGS, token(groups=["staff"]), NOW)


def test_groups_give_the_highest_role_and_what_its_groups_see(store):
    for value, role, scope in (
        ("all", "viewer", EVERYTHING),
        ("tea", "manager", Scope(("tea",))),
        ("coffee", "manager", Scope(("coffee",))),
    ):
        people.put_group(store, Group("realm.roles", value, role, scope), NOW, "local")
    found = recognise(store, SETTINGS, token(realm={"roles": ["all", "tea", "coffee", "else"]}), NOW)
    assert (found.role, found.scope) == ("manager", Scope(("coffee", "tea")))
    assert recognise(store, SETTINGS, token(subject="3", **{"realm.roles": "all"}), NOW).role == "viewer"


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@example.org", "ann@example", "a b@example.org"])
def test_what_is_no_address_is_refused(store, email):
    with pytest.raises(PulseError):
        people.put(store, replace(ANN, email=email), NOW, "local")
    assert people.members(store) == []


def test_an_address_stands_once(store):
    kept = people.put(store, ANN, NOW, "local")
    with pytest.raises(PulseError):
        people.put(store, replace(ANN, email="ANN@example.org"), NOW, "local")
    changed = people.put(store, replace(kept, role="manager"), NOW, "local")
    assert [(member.id, member.role) for member in people.members(store)] == [(changed.id, "manager")]


def test_rights_are_in_the_audit_log_without_an_address(store):
    people.put(store, ANN, NOW, "p7")
    (line,) = audit.lines(store)
    assert (line.who, line.action, line.act) == ("p7", "rights", "person")
    assert (line.facts["person"], line.facts["role"]) == ("p1", "viewer")
    assert "ann@" not in str(line)
