"""Links made for others, on the pages: who sees what through one, and what closed ones say."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.clock import now
from lib.model import EVERYTHING, Goal, Scope
from lib.person import ROLES
from lib.store import audit, goals, links, people, write
from lib.store.links import Link
from lib.store.people import Member
from tests.factories import bring, posts
from tests.pages.screen import PAGES, SHELL, cards, charts, headline, notices, numbers, texts, turn

DAY = date(2026, 3, 2)
VIEW = {"period": ["custom"], "from": ["2026-03-01"], "to": ["2026-03-07"], "compare": ["none"]}
SCOPES = {"all": EVERYTHING, "tea": Scope(("tea",)), "coffee": Scope(("coffee",))}


@pytest.fixture
def guarded(own, tmp_path, monkeypatch):
    """A store behind a sign-in: tea reached 100 and coffee 300 people, a person of each scope and role."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nclient_id = "pulse"\nclient_secret = "x"\ncookie_secret = "y"\n')
    monkeypatch.setenv("PULSE_SECRETS", str(secrets))
    bring(own, posts(post("tea", 100), post("coffee", 300)))
    for role in ROLES:
        for name, scope in SCOPES.items():
            people.put(own, Member(f"{role}.{name}@example.org", f"{role} {name}", role, scope), now(), "x")
    return own


def post(community: str, reach: int) -> dict:
    row = {"day": DAY, "community": community, "account": community, "account_name": community}
    return {**row, "text": f"{community} words", "reach": reach, "engagements": reach // 10}


def member(store, email: str) -> Member:
    return next(each for each in people.members(store) if each.email == f"{email}@example.org")


def made(store, by: str = "manager.all", page: str = "overview", **changes) -> Link:
    """A link of somebody's to a week in March."""
    maker = member(store, by)
    who = f"p{maker.id}"
    link = Link(page, VIEW, "The week", 1, who, who, maker.scope, now(), "Look at *this* <b>")
    return links.make(store, replace(link, **changes))


def come(link: Link | str, email: str | None, language: str = "en", **params) -> AppTest:
    """Opens a link as somebody who signed in; as nobody with None."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": language}
    app.user = {"is_logged_in": email is not None}
    if email is not None:
        address = f"{email}@example.org"
        said = {"iss": "https://id", "sub": address, "iat": int(time.time()), "email": address}
        app.user = {"is_logged_in": True, **said, "email_verified": True}
    id = link if isinstance(link, str) else link.id
    app.query_params.update(({"v": id} if id else {}) | params)
    return app.run()


def seen(app: AppTest) -> tuple[str, str]:
    """Posts and engagements on the cards."""
    assert not app.exception
    found = cards(app)
    return found["Posts"], found["Engagements"]


def said(app: AppTest) -> str:
    return " ".join(texts(app))


# --- who sees what ---


@pytest.mark.parametrize(
    ("by", "opener", "figures"),
    [
        ("manager.all", "viewer.all", ("2", "40")),
        ("manager.all", "viewer.tea", ("1", "10")),
        ("manager.tea", "admin.all", ("1", "10")),
        ("viewer.coffee", "admin.all", ("1", "30")),
        ("viewer.coffee", "viewer.coffee", ("1", "30")),
    ],
)
def test_a_link_shows_what_both_sides_may_see(guarded, by, opener, figures):
    app = come(made(guarded, by), opener)
    assert seen(app) == figures
    assert app.query_params["from"] == "2026-03-01"
    less = "You see the part of it" in said(app)
    assert less is (by == "manager.all" and opener == "viewer.tea")
    assert f"Shared by {by.replace('.', ' ')}" in said(app)
    assert {"The week", "Look at *this* <b>"} <= {*texts(app)}


def test_its_scope_holds_on_other_pages_and_after_a_change_of_filters(guarded):
    app = come(made(guarded, "manager.tea"), "admin.all")
    app.selectbox(key="f_compare").set_value("previous").run()
    assert seen(app) == ("1", "10")
    assert app.multiselect(key="f_community").options == ["tea"]
    turn(app, "content")
    assert "coffee" not in said(app)
    assert "The week" in said(app)


def test_one_leaves_a_shared_view_for_ones_own(guarded):
    app = come(made(guarded, "manager.tea"), "admin.all")
    app.button(key="leave-link").click().run()
    assert "v" not in app.query_params
    assert seen(app) == ("2", "40")
    assert "The week" not in said(app)


def test_two_who_see_nothing_in_common_see_nothing(guarded):
    for language, words in (
        ("en", "Your rights show nothing of this view."),
        ("zh-TW", "您的權限看不到此畫面"),
    ):
        app = come(made(guarded, "manager.tea"), "viewer.coffee", language)
        assert words in said(app)
        assert not cards(app)


def test_a_view_of_another_scope_does_not_open_as_another_view(guarded):
    link = made(guarded, params=VIEW | {"community": ["coffee"]})
    assert seen(come(link, "viewer.coffee")) == ("1", "30")
    app = come(link, "viewer.tea")
    assert "Your rights show nothing of this view." in said(app)
    assert not cards(app)


def test_a_link_opens_its_own_page_and_only_to_the_roles_it_is_for(guarded):
    link = made(guarded, page="content")
    assert "Content" in said(come(link, "viewer.all"))
    app = come(made(guarded, page="imports"), "viewer.all")
    assert "This page is not open to your role." in notices(app, "warn")


def test_a_link_shrinks_under_the_eyes_of_who_looks_at_it(guarded):
    link = made(guarded, "manager.all")
    app = come(link, "viewer.all")
    people.put(guarded, replace(member(guarded, "manager.all"), scope=Scope(("tea",))), now(), "x")
    assert seen(app.run()) == ("1", "10")
    people.put(guarded, replace(member(guarded, "manager.all"), disabled=True), now(), "x")
    assert "who made it no longer has access" in said(app.run())
    assert not cards(app)


# --- closed ---


@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("state", ["forged", "expired", "revoked"])
def test_a_closed_link_says_why_in_the_visitors_language(guarded, state, language):
    past = now() - timedelta(minutes=1)
    link = made(guarded, expires=past if state == "expired" else None)
    if state == "revoked":
        links.revoke(guarded, link.id, past, "x")
    words = {
        "forged": ("There is no such link.", "沒有這個連結"),
        "expired": ("This link has expired.", "此連結已過期"),
        "revoked": ("This link was revoked.", "此連結已撤銷"),
    }[state][language == "zh-TW"]
    app = come("x" + link.id if state == "forged" else link, "admin.all", language)
    assert words in said(app)
    assert not cards(app)
    assert not app.dataframe
    assert "tea" not in said(app)


def test_who_has_not_signed_in_is_asked_to_and_learns_nothing(guarded):
    for id in (made(guarded).id, "forged"):
        app = come(id, None)
        assert "Sign in to see this page." in said(app)
        assert "The week" not in said(app)


# --- for anyone ---


def test_a_link_for_anyone_shows_its_view_and_nothing_else(guarded, monkeypatch):
    monkeypatch.setenv("PULSE_PUBLIC_LINKS", "yes")
    link = made(guarded, "manager.tea", anyone=True)
    app = come(link, None, **{"from": "2020-01-01", "to": "2026-12-31", "community": "coffee"})
    assert seen(app) == ("1", "10")
    assert app.query_params["from"] == "2026-03-01"
    assert not app.multiselect
    assert {box.key for box in app.selectbox} == {"metric"}
    assert seen(app.selectbox(key="metric").set_value("reach").run()) == ("1", "10")
    assert "manager tea" not in said(app), "strangers are told no names"
    assert not any(button.label in ("Share", "Leave the shared view") for button in app.button)
    for page in PAGES:
        if page != "overview":
            turn(app, page)
            assert "This page is not open to your role." in notices(app, "warn"), page
            assert not app.dataframe
    newest = audit.lines(guarded)[0]
    assert (newest.who, newest.act, newest.facts) == ("link", "opened", {"link": f"{link.id[:4]}…"})


def test_a_link_for_anyone_asks_for_a_sign_in_where_the_setting_is_off(guarded):
    link = made(guarded, anyone=True)
    assert "Sign in to see this page." in said(come(link, None))
    assert seen(come(link, "viewer.tea")) == ("1", "10")


def test_a_closed_link_for_anyone_says_so_to_strangers(guarded, monkeypatch):
    monkeypatch.setenv("PULSE_PUBLIC_LINKS", "yes")
    link = made(guarded, anyone=True)
    links.revoke(guarded, link.id, now(), "x")
    assert "This link was revoked." in said(come(link, None))


# --- live and frozen ---


def later(store) -> None:
    """Newer numbers: tea reached 206, coffee as before."""
    bring(store, posts(post("tea", 206)), captured_at=datetime(2026, 5, 1))


def shapes(app: AppTest) -> list:
    return [numbers(each) for each in (*charts(app), *(table.value for table in app.dataframe))]


@pytest.mark.parametrize("page", ["overview", "content", "trends"])
def test_a_frozen_link_shows_the_same_after_later_imports(guarded, page):
    goals.save(guarded, Goal("engagements", 100.0, "month", date(2026, 3, 1)), now(), "x")
    link = made(guarded, page=page, as_of=1)
    before = come(link, "viewer.all")
    later(guarded)
    new = {**post("milk", 900), "platform": "x", "day": date(2026, 4, 20)}
    bring(guarded, posts(new), captured_at=datetime(2026, 5, 2))
    write.undo(guarded, 1, now(), "x")
    after = come(link, "viewer.all")
    assert headline(after) == headline(before)
    assert texts(after.main) == texts(before.main)
    assert shapes(after) == shapes(before)


def test_a_live_link_tells_what_has_changed_since(guarded):
    link = made(guarded)
    assert "Live: nothing was imported since it was sent." in said(come(link, "viewer.all"))
    later(guarded)
    app = come(link, "viewer.all")
    assert "Live: 1 import since it was sent: Reach (sum of posts) +26.5% and Engagements +25.0%." in said(
        app
    )
    assert seen(app) == ("2", "50")
    zh = come(link, "viewer.all", "zh-TW")
    assert "即時更新：分享後有 1 次匯入：觸及人數（各貼文加總） +26.5%和互動次數 +25.0%。" in said(zh)


# --- making, listing, revoking ---


def share(app: AppTest, title: str, kind: str) -> str:
    """Makes a link through the form; gives its address."""
    app.session_state["share"] = True
    app.run()
    app.text_input(key="link-title").set_value(title)
    app.radio(key="link-kind").set_value(kind)
    app.button(key="link-make").click()
    app.session_state["share"] = True
    app.run()
    return app.code[0].value


@pytest.mark.parametrize("kind", ["frozen", "live"])
def test_a_view_is_shared_from_its_page(guarded, kind):
    first = made(guarded, "manager.tea")
    address = share(come(first, "viewer.all"), "Mine", kind)
    (link,) = [each for each in links.listed(guarded) if each.title == "Mine"]
    assert address.endswith(f"/?v={link.id}")
    viewer = member(guarded, "viewer.all")
    assert (link.who, link.parent, link.page) == (f"p{viewer.id}", first.id, "overview")
    assert link.scope.communities == ("tea",)
    assert link.as_of == (1 if kind == "frozen" else None)
    assert link.params["from"] == ["2026-03-01"]
    assert not {"lang", "v"} & {*link.params}
    assert not link.anyone
    assert timedelta(days=29) < link.expires - now() < timedelta(days=31)


def test_ones_own_links_are_listed_and_revoked_and_an_administrators_are_all(guarded):
    ours, others = made(guarded, "viewer.all", title="Ours"), made(guarded, "manager.tea", title="Theirs")
    come(ours, "viewer.tea")
    app = turn(come(ours, "viewer.all"), "views")
    app.button(key="leave-link").click().run()
    (table,) = app.dataframe
    assert table.value[["Title", "Standing", "Opened"]].values.tolist() == [["Ours", "is open", 2]]
    assert headline(app) == "1 link is open."
    app.button(key="revoke-link").click().run()
    assert links.known(guarded, ours.id).revoked is not None
    assert app.dataframe[0].value["Standing"].tolist() == ["revoked"]
    boss = turn(come(others, "admin.all"), "views")
    boss.button(key="leave-link").click().run()
    assert {*boss.dataframe[0].value["Title"]} == {"Ours", "Theirs"}
