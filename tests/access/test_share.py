"""Links made for others: when they open, to whom, and never more than both sides may see."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from lib import privacy
from lib.access import identity, policy, share
from lib.access.share import Closed, Opened
from lib.metrics import run
from lib.model import EVERYTHING, NOTHING_SEEN, PulseError, Query, Scope
from lib.person import LOCAL, Person
from lib.settings import Settings
from lib.store import audit, group_visits, links, people, report_plans, write
from lib.store.links import Link
from lib.store.people import Group, Member
from lib.store.report_plans import Plan
from tests.access.test_policy import SCOPES, shown
from tests.factories import bring, posts

NOW = datetime(2026, 11, 25, 12)
SETTINGS = Settings()
PUBLIC = Settings(public_links=True)
TEA, COFFEE = Scope(("tea",)), Scope(("coffee",))
VIEW = {"from": ["2026-01-01"], "to": ["2026-01-31"], "platform": ["*"], "community": ["*"]}


def new(**changes) -> Link:
    """A live link of the local administrator's."""
    return replace(Link("overview", VIEW, "January", 0, "local", "local", EVERYTHING, NOW), **changes)


def by(member: Member, **changes) -> Link:
    return new(who=f"p{member.id}", owner=f"p{member.id}", scope=member.scope, **changes)


def find(store, link: Link, given: Settings = SETTINGS, now: datetime = NOW) -> Opened:
    return share.find(store, given, link.id, now)


def test_what_is_kept_comes_back(store):
    given = new(note="Look at\nMay", as_of=3, version=0, anyone=True, expires=NOW, scope=TEA, parent="x")
    made = links.make(store, given)
    assert replace(made, id="") == given
    assert len(made.id) == 12
    assert links.known(store, made.id) == made
    assert links.make(store, given).id != made.id


@pytest.mark.parametrize("title", ["", "  \n", "x" * 121])
def test_a_link_has_a_title(store, title):
    with pytest.raises(PulseError):
        links.make(store, new(title=title))
    assert links.listed(store) == []


@pytest.mark.parametrize("id", ["", "x", "' OR 1=1 --", "%", "\x00", "A" * 4000])
def test_a_forged_id_opens_nothing(store, id):
    links.make(store, new())
    with pytest.raises(Closed, match="no such link"):
        share.find(store, SETTINGS, id, NOW)
    assert share.for_anyone(store, PUBLIC, id, NOW) is None


def test_a_link_expires_at_its_moment(store):
    made = links.make(store, new(expires=NOW + timedelta(days=7)))
    assert find(store, made, now=NOW + timedelta(days=7, seconds=-1)).link == made
    with pytest.raises(Closed, match="expired"):
        find(store, made, now=NOW + timedelta(days=7))


def test_a_revoked_link_is_closed(store):
    made = links.make(store, new())
    links.revoke(store, made.id, NOW, "local", "local")
    with pytest.raises(Closed, match="revoked"):
        find(store, made)
    with pytest.raises(PulseError):
        links.revoke(store, made.id, NOW, "local", "local")


def test_nobody_revokes_anothers_link_but_an_administrator(store):
    made = links.make(store, new(owner="p1"))
    with pytest.raises(PulseError):
        links.revoke(store, made.id, NOW, "p2", "p2")
    assert find(store, made).link == made
    links.revoke(store, made.id, NOW, "p3")
    with pytest.raises(Closed):
        find(store, made)


def test_a_link_shrinks_with_its_maker_and_never_grows(store):
    ann = people.put(store, Member("ann@example.org", "Ann", "manager", Scope(("tea", "coffee"))), NOW, "x")
    made = links.make(store, by(ann))
    assert find(store, made).scope == Scope(("tea", "coffee"))
    people.put(store, replace(ann, scope=TEA), NOW, "x")
    assert find(store, made).scope == TEA
    people.put(store, replace(ann, scope=EVERYTHING), NOW, "x")
    assert find(store, made).scope == Scope(("tea", "coffee"))
    people.put(store, replace(ann, scope=Scope(("milk",))), NOW, "x")
    with pytest.raises(Closed, match="no longer sees"):
        find(store, made)
    people.put(store, replace(ann, disabled=True), NOW, "x")
    with pytest.raises(Closed, match="no longer has access"):
        find(store, made)


def test_who_comes_after_a_removed_person_does_not_inherit_their_links(store):
    ann = people.put(store, Member("ann@example.org", "Ann", "viewer", EVERYTHING), NOW, "x")
    made = links.make(store, by(ann))
    people.remove(store, ann.id, NOW, "x")
    ben = people.put(store, Member("ben@example.org", "Ben", "viewer", EVERYTHING), NOW, "x")
    assert ben.id != ann.id
    with pytest.raises(Closed, match="revoked"):
        find(store, made)


SUBJECT = "https://id.example|7"
MEMBER = identity.group_key(SUBJECT)


def test_a_group_members_link_follows_the_group(store):
    group = people.put_group(store, Group("groups", "staff", "viewer", Scope(("tea", "coffee"))), NOW, "x")
    made = links.make(store, new(who=f"g{group.id}", owner=MEMBER, scope=Scope(("tea", "coffee"))))
    group_visits.came(store, MEMBER, [group.id], NOW)
    people.put_group(store, replace(group, scope=TEA), NOW, "x")
    assert find(store, made).scope == TEA
    plan = Plan("overview", VIEW, "en", "week", (1,), f"g{group.id}", MEMBER, EVERYTHING, NOW, NOW)
    report_plans.make(store, plan)
    people.remove_group(store, group.id, NOW, "x")
    assert report_plans.running(store) == []
    with pytest.raises(Closed):
        find(store, made)


def sign_in(store, at: datetime, *groups: str) -> None:
    """A sign-in of the member, whom the provider states to be in these groups."""
    said = identity.Claims(SUBJECT, "m@example.org", True, "M", at, {"groups": list(groups)})
    with suppress(identity.Denied):
        identity.keep_visit(store, said, identity.recognise(store, SETTINGS, said, at))


def shown_at(store, link: Link, at: datetime) -> Scope | None:
    try:
        return find(store, link, now=at).scope
    except Closed:
        return None


def test_rights_by_a_group_last_as_long_as_a_sign_in_confirms_them(store):
    _, both = (
        people.put_group(store, Group("groups", name, "manager", scope), NOW, "x")
        for name, scope in (("tea", TEA), ("both", Scope(("tea", "coffee"))))
    )
    made = links.make(store, new(who=f"g{both.id}", owner=MEMBER, scope=both.scope))
    with pytest.raises(Closed, match="no sign-in of the last 30 days"):  # a forged owner opens nothing
        find(store, made)
    sign_in(store, NOW, "both", "tea")
    month = NOW + timedelta(30)
    assert shown_at(store, made, month) == both.scope
    assert shown_at(store, made, month + timedelta(seconds=1)) is None
    sign_in(store, month, "tea")  # they left one of the two groups
    assert shown_at(store, made, month) == TEA
    sign_in(store, month + timedelta(1), "others")
    assert shown_at(store, made, month + timedelta(1)) is None
    sign_in(store, month + timedelta(2), "both")
    assert shown_at(store, made, month + timedelta(2)) == both.scope
    # Access that was ended for the person is not given back by the group, also not for what they made.
    people.put(store, Member("m@example.org", "M", "viewer", TEA, subject=SUBJECT, disabled=True), NOW, "x")
    assert shown_at(store, made, month + timedelta(2)) is None


def test_sign_ins_by_groups_are_kept_no_longer_than_they_count(store):
    group_visits.came(store, MEMBER, [1], NOW)
    privacy.retain(store, SETTINGS, NOW + timedelta(30))
    assert group_visits.last(store, MEMBER) is not None
    privacy.retain(store, SETTINGS, NOW + timedelta(30, 1))
    assert group_visits.last(store, MEMBER) is None


def test_a_named_administrators_link_lasts_as_long_as_the_name(store):
    key = identity.admin_key("boss@example.org")
    made = links.make(store, new(who="admin", owner=key))
    assert find(store, made, Settings(admins="Boss@example.org,x@example.org")).scope == EVERYTHING
    with pytest.raises(Closed, match="no longer has access"):
        find(store, made, Settings(admins="x@example.org"))
    assert "boss" not in key


def test_a_link_made_through_a_link_ends_with_it(store):
    first = links.make(store, new(scope=TEA))
    second = links.make(store, new(parent=first.id))
    assert find(store, second).scope == TEA
    links.revoke(store, first.id, NOW, "local")
    with pytest.raises(Closed, match="revoked"):
        find(store, second)


def test_a_link_of_data_that_is_not_there_is_closed(store):
    made = links.make(store, new(version=5, as_of=5))
    with pytest.raises(Closed, match="older copy"):
        find(store, made)


# --- what is seen ---


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCOPES, SCOPES, SCOPES)
def test_nobody_sees_more_than_the_maker_then_and_now_and_they_themselves(made, now, opener):
    opened = Opened(new(scope=made), policy.meet(made, now))
    everyone = shown(made) & shown(now) & shown(opener)
    try:
        seen = share.within(Person("p9", "", "viewer", opener), opened)
    except Closed:
        assert everyone == set()
    else:
        assert shown(seen.scope) == everyone
        if not share.narrowed(seen, opened):
            assert {row[:2] for row in shown(seen.scope)} == {row[:2] for row in shown(made)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCOPES)
def test_a_stranger_sees_what_the_maker_sees_but_no_private_channel(scope):
    person = share.stranger(Opened(new(scope=scope), scope))
    assert shown(person.scope) == {row for row in shown(scope) if not row[2]}
    assert [action for action in policy.ACTIONS if policy.may(person, action)] == ["see"]


@pytest.mark.parametrize(
    ("asked", "rights", "opens"),
    [
        ({"community": ["coffee"]}, TEA, False),
        ({"community": ["coffee", "tea"]}, TEA, True),
        ({"community": ["*"]}, TEA, True),
        ({"platform": ["x"]}, Scope(None, ("facebook",)), False),
        ({"platform": ["x"]}, TEA, True),
        ({}, NOTHING_SEEN, False),
    ],
)
def test_a_view_of_which_nothing_is_theirs_does_not_open_to_somebody(asked, rights, opens):
    opened = Opened(new(params=VIEW | asked), EVERYTHING)
    person = Person("p9", "", "admin", rights)
    if opens:
        assert share.within(person, opened).scope == rights
    else:
        with pytest.raises(Closed, match="nothing of this view"):
            share.within(person, opened)


def test_a_bare_link_shows_its_view_then_what_its_visitor_chose():
    opened, bare = Opened(new(), EVERYTHING), {"v": ["id"], "lang": ["en"]}
    assert share.params(opened, bare, LOCAL) == VIEW | bare
    moved = bare | {"from": ["2026-02-01"], "to": ["2026-02-03"]}
    assert share.params(opened, moved, LOCAL) == moved


def test_frozen_is_frozen_whatever_the_address_says():
    opened = Opened(new(as_of=3, version=3), EVERYTHING)
    for asked in ({"v": ["id"]}, {"v": ["id"], "from": ["2026-02-01"]}, {"as_of": ["9"], "from": ["x"]}):
        assert share.params(opened, asked, LOCAL)["as_of"] == ["3"]


def test_a_stranger_changes_nothing_but_how_the_rows_are_looked_at():
    opened = Opened(new(), EVERYTHING)
    free = {"lang": ["en"], "metric": ["reach"], "grain": ["week"]}
    tried = {"from": ["2020-01-01"], "platform": ["x"], "open": ["metric:reach"], "as_of": ["1"], "q": ["x"]}
    assert share.params(opened, free | tried, share.stranger(opened)) == VIEW | free


def test_only_a_link_for_anyone_opens_without_sign_in_and_only_where_it_may(store):
    made = [links.make(store, new(anyone=anyone)) for anyone in (True, False)]
    for allowed, link, opens in (
        (PUBLIC, made[0], True),
        (PUBLIC, made[1], False),
        (SETTINGS, made[0], False),
    ):
        assert (share.for_anyone(store, allowed, link.id, NOW) is not None) is opens
    links.revoke(store, made[0].id, NOW, "local")
    with pytest.raises(Closed, match="revoked"):
        share.for_anyone(store, PUBLIC, made[0].id, NOW)


def test_openings_are_counted_and_a_strangers_stands_in_the_audit_log(store):
    made = links.make(store, new())
    links.opened(store, made.id, NOW)
    links.opened(store, made.id, NOW + timedelta(hours=1), share.STRANGER)
    kept = links.known(store, made.id)
    assert (kept.opens, kept.opened_at) == (2, NOW + timedelta(hours=1))
    short, told = f"{made.id[:4]}…", audit.lines(store)
    assert [(line.who, line.act, line.facts) for line in told] == [
        ("link", "opened", {"link": short}),
        ("local", "made", {"link": short, "page": "overview"}),
    ]
    assert made.id not in str(told), "the log opens no link"


# --- figures ---


@pytest.fixture
def counted(store):
    """Tea 10 and 20 reached, coffee 300; version 2."""
    row = {"day": date(2026, 1, 5)}
    bring(store, posts({**row, "community": "tea", "account": "t", "reach": 10}), at=NOW)
    brought = [{"community": "tea", "account": "u", "reach": 20}, {"community": "coffee", "reach": 300}]
    bring(store, posts(*({**row, **each} for each in brought)), at=NOW)
    return store


def reach(store, scope: Scope, as_of: int | None = None) -> int | None:
    return run.fetch(store, Query(("reach",), as_of=as_of, scope=scope)).rows[0]["reach"]


def test_figures_through_a_link_are_those_of_both_scopes(counted):
    made = links.make(counted, new(version=2, scope=TEA))
    seen = [
        reach(counted, share.within(Person("p9", "", "viewer", own), find(counted, made)).scope)
        for own in (EVERYTHING, TEA, Scope(("tea", "coffee")))
    ]
    assert seen == [30, 30, 30]
    everybodys = links.make(counted, new(version=2))
    assert (
        reach(counted, share.within(Person("p9", "", "viewer", COFFEE), find(counted, everybodys)).scope)
        == 300
    )


def test_a_frozen_link_keeps_its_digits_through_imports_and_undos(counted):
    made = links.make(counted, new(version=2, as_of=2))
    row = {"day": date(2026, 1, 5), "community": "tea", "account": "t", "reach": 11}
    bring(counted, posts(row), captured_at=datetime(2026, 3, 1), at=NOW)
    write.undo(counted, 2, NOW, "x")
    opened = find(counted, made)
    assert reach(counted, opened.scope, opened.link.as_of) == 330
    assert reach(counted, opened.scope) == 11


def test_what_came_since_is_counted(counted):
    assert (links.imports_since(counted, 2), links.undone_since(counted, 2)) == (0, 0)
    bring(counted, posts({"reach": 1, "account": "v"}), at=NOW)
    write.undo(counted, 1, NOW, "x")
    bring(counted, posts({"reach": 1, "account": "w"}), at=NOW)
    write.undo(counted, 5, NOW, "x")
    assert links.imports_since(counted, 2) == 1, "no. 3; no. 5 was taken back"
    assert links.undone_since(counted, 2) == 1, "no. 1; no. 5 came later itself"
