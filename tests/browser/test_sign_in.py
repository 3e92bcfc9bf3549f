"""Signing in with a real OpenID Connect provider on loopback: what was asked for is what is shown after,
and a copied cookie ends with the sign-in it came from."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from lib import demo
from lib.clock import now
from lib.model import EVERYTHING
from lib.store import people
from lib.store.engine import open_store
from lib.store.people import Member
from tests.browser.screen import headline, link, settle
from tests.browser.server import Server, settings_in, start

ANN, BEN = "ann@example.org", "ben@example.org"
SECRETS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "a secret of this test alone, long enough"
client_id = "pulse"
client_secret = "not looked at"
server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """An app over the demonstration, behind a provider that knows three people."""
    folder = tmp_path_factory.mktemp("guarded")
    store = open_store(settings_in(folder).database_url)
    demo.load(store, 400, 1, demo_day())
    people.put(store, Member(ANN, "Ann", "viewer", EVERYTHING), now(), "local")
    people.put(store, Member(BEN, "Ben", "admin", EVERYTHING), now(), "local")
    store.dispose()
    known = [
        User(sub=email, claims={"email": email, "email_verified": True, "name": email.split("@")[0]})
        for email in (ANN, BEN, "eve@example.org")
    ]
    with run_server_in_thread(user_claims=known) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=provider.server_port))
        server = start(folder, "--secrets.files", str(secrets), secrets=str(secrets))
        yield server
        server.stop()


def demo_day():
    from datetime import date

    return date(2026, 11, 21)


def url(server: Server, path: str = "/") -> str:
    return f"http://localhost:{server.port}{path}"


def arrive(browser: Browser, server: Server, path: str, locale: str = "en-GB") -> Page:
    page = browser.new_context(locale=locale).new_page()
    page.goto(url(server, path))
    return page


def sign_in(page: Page, email: str) -> None:
    page.get_by_test_id("stButton").get_by_role("button").first.click()
    page.get_by_placeholder("sub").fill(email)
    page.get_by_role("button", name="Authorize").click()


ASKED = "/content?lang=en&period=custom&from=2026-10-01&to=2026-10-31&compare=none&platform=instagram"


def test_the_page_and_filters_asked_for_survive_the_sign_in(browser, guarded):
    page = arrive(browser, guarded, ASKED)
    expect(page.get_by_text("Sign in to see this page.")).to_be_visible()
    assert page.locator("h1.answer").inner_text() == "Pulse"
    sign_in(page, ANN)
    page.wait_for_url("**/content?**")
    settle(page)
    assert urlsplit(page.url).path == "/content"
    shown = link(page)
    assert {name: shown[name] for name in ("from", "to", "compare", "platform")} == {
        name: values
        for name, values in parse_qs(urlsplit(ASKED).query).items()
        if name in ("from", "to", "compare", "platform")
    }
    expect(page.get_by_text("Signed in as Ann (viewer)")).to_be_visible()
    page.context.close()


def test_who_has_no_rights_is_told_so_in_their_language(browser, guarded):
    page = arrive(browser, guarded, "/", "zh-TW")
    expect(page.get_by_text("請登入以查看此頁。")).to_be_visible()
    sign_in(page, "eve@example.org")
    expect(page.get_by_text("還沒有人授予您權限")).to_be_visible()
    assert page.locator("canvas, svg.marks").count() == 0
    page.context.close()


def test_a_copied_cookie_is_worth_nothing_once_the_sign_in_was_ended(browser, guarded):
    page = arrive(browser, guarded, "/")
    sign_in(page, ANN)
    settle(page)
    assert headline(page) != "Pulse"
    stolen = page.context.cookies()
    thief = browser.new_context(locale="en-GB")
    thief.add_cookies(stolen)
    copy = thief.new_page()
    copy.goto(url(guarded))
    settle(copy)
    expect(copy.get_by_text("Signed in as Ann (viewer)")).to_be_visible()

    admin = arrive(browser, guarded, "/people")
    sign_in(admin, BEN)
    admin.wait_for_url("**/people?**")
    settle(admin)
    admin.get_by_role("combobox", name="Add or change").click()
    admin.get_by_role("option", name="Ann").click()
    admin.get_by_role("button", name="Sign out everywhere").click()
    expect(admin.get_by_text("Every sign-in until now has ended.")).to_be_visible()

    for each in (page, copy):
        each.reload()
        expect(each.get_by_text("This sign-in was ended by an administrator.")).to_be_visible()
        each.context.close()
    admin.context.close()
