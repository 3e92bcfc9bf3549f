"""Who sees which page: every page × role × scope, default closed."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.access.identity import Denied
from lib.access.policy import Forbidden
from lib.clock import now
from lib.model import EVERYTHING, Scope
from lib.person import ROLES
from lib.settings import load
from lib.store import people, write
from lib.store.people import Member
from lib.ui import entry, reporting, shared, taking
from tests.factories import bring, posts
from tests.pages.screen import PAGES, SHELL, notices, texts

MANAGED = {"imports", "sources", "quality", "goals"}
WHOLE = {"imports", "sources", "quality", "people"}
ADMINISTERED = {"people"}
SCOPES = {"all": EVERYTHING, "tea": Scope(("tea",))}


@pytest.fixture
def guarded(own, tmp_path, monkeypatch):
    """A store behind a sign-in, with a post of two communities and a person of each role and scope."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nclient_id = "pulse"\nclient_secret = "x"\ncookie_secret = "y"\n')
    monkeypatch.setenv("PULSE_SECRETS", str(secrets))
    rows = [
        {"community": name, "account": name, "text": f"{name} words", "reach": 10}
        for name in ("tea", "coffee")
    ]
    bring(own, posts(*rows))
    for role in ROLES:
        for name, scope in SCOPES.items():
            member = Member(f"{role}.{name}@example.org", f"{role} {name}", role, scope)
            people.put(own, member, now(), "local")
    return own


def enter(page: str, email: str | None, hours: float = 0.0, language: str = "en") -> AppTest:
    """Opens a page as somebody who signed in so many hours ago; as nobody with None."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": language}
    signed_in = {"is_logged_in": email is not None}
    if email is not None:
        issued = int(time.time() - hours * 3600)
        signed_in |= {
            "iss": "https://id",
            "sub": email,
            "iat": issued,
            "email": email,
            "email_verified": True,
        }
    app.user = signed_in
    app.run()
    if page != PAGES[0]:
        app.switch_page(f"../../pages/{page}.py")
        app.run()
    return app


@pytest.mark.parametrize("name", list(SCOPES))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_to_those_it_is_for(guarded, page, role, name):
    app = enter(page, f"{role}.{name}@example.org")
    assert not app.exception
    rank = ROLES.index(role)
    least = 2 if page in ADMINISTERED else 1 if page in MANAGED else 0
    opens = rank >= least and (name == "all" or page not in WHOLE)
    closed = "This page is not open to your role." in notices(app, "warn")
    assert closed is not opens
    assert ("To the start page" in texts(app)) is closed
    if name == "tea":
        assert "coffee" not in json.dumps(texts(app))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("email", "hours", "words"),
    [
        (None, 0, "Sign in to see this page."),
        ("stranger@example.org", 0, "nobody has given you rights here"),
        ("admin.all@example.org", 13, "You signed in too long ago."),
    ],
)
def test_nobody_else_sees_a_word(guarded, page, email, hours, words):
    app = enter(page, email, hours)
    said = " ".join(texts(app))
    assert words in said
    assert "tea" not in said.replace("team", "")
    assert not app.dataframe


def test_a_sign_in_that_was_ended_shows_nothing_at_the_next_click(guarded):
    app = enter("overview", "viewer.all@example.org")
    assert "Sign in" not in {button.label for button in app.button}
    (member,) = [each for each in people.members(guarded) if each.email == "viewer.all@example.org"]
    people.sign_out(guarded, member.id, now(), "local")
    app.run()
    assert "This sign-in was ended by an administrator." in notices(app, "warn")
    assert not app.get("vega_lite_chart")


def test_the_door_speaks_the_languages(guarded):
    assert "請登入以查看此頁。" in " ".join(texts(enter("overview", None, language="zh-TW")))


@pytest.mark.parametrize(("role", "leads"), [("viewer", False), ("manager", True)])
def test_nothing_leads_where_a_visitor_may_not_go(guarded, role, leads):
    app = enter("content", f"{role}.all@example.org")
    app.query_params.update({"open": "post:1"})
    app.run()
    said = " ".join(texts(app))
    assert "Where these numbers come from" in said
    assert ("Import 1: " in said) is leads


@pytest.mark.parametrize("page", ["overview", "sentiment", "watchlists"])
@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_an_empty_page_asks_nobody_for_what_they_may_not_do(guarded, page, role):
    write.undo(guarded, 1, now(), "local")
    said = " ".join(texts(enter(page, f"{role}.all@example.org")))
    asked = any(words in said for words in ("Upload", "a name or word here"))
    assert asked is (role == "manager")
    assert ("manager" in said.replace(f"{role} all (manager)", "")) is (role == "viewer")


def drawn(store, monkeypatch, email: str):
    """Where somebody is whose page was drawn, and stays open."""
    issued = int(time.time()) - 60
    said = {"is_logged_in": True, "iss": "https://id", "sub": email, "iat": issued, "email": email}
    user = SimpleNamespace(to_dict=lambda: {**said, "email_verified": True})
    monkeypatch.setattr(st, "user", user)
    monkeypatch.setattr(st, "session_state", {})
    settings = load()
    person = entry.visitor(store, settings)
    here = reporting.visit(store, settings, person, "overview", {"lang": ["en"]}, now())
    return replace(here, again=shared.again(store, settings, None))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Your rights have changed"), ("zh-TW", "此頁面顯示之後，您的權限已變更")]
)
def test_a_click_with_rights_of_before_is_refused_in_words(guarded, language, words):
    app = enter("watch", "manager.all@example.org", language=language)
    (member,) = [each for each in people.members(guarded) if each.email == "manager.all@example.org"]
    people.put(guarded, replace(member, role="viewer"), now(), "local")
    app.button("watch-keep").click().run()
    assert not app.exception
    assert any(each.startswith(words) for each in notices(app, "bad"))
    assert "version 1" in " ".join(texts(app)).replace("版本", "version")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda store, of: people.sign_out(store, of.id, now(), "local"), Denied),
        (lambda store, of: people.put(store, replace(of, disabled=True), now(), "local"), Denied),
        (lambda store, of: people.put(store, replace(of, role="viewer"), now(), "local"), Forbidden),
        (lambda store, of: people.put(store, replace(of, scope=Scope(("tea",))), now(), "local"), Forbidden),
    ],
    ids=["signed out", "ended", "lesser role", "smaller scope"],
)
def test_a_page_drawn_before_does_and_gives_nothing_with_rights_of_then(guarded, monkeypatch, change, error):
    here = drawn(guarded, monkeypatch, "manager.all@example.org")
    assert taking._taken(here, "posts.csv", lambda: b"made") == b"made"
    here.require("goals")
    (member,) = [each for each in people.members(guarded) if each.email == "manager.all@example.org"]
    change(guarded, member)
    with pytest.raises(error):
        taking._taken(here, "posts.csv", lambda: b"made")
    with pytest.raises(error):
        here.require("goals")
