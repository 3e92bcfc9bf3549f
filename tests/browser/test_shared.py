"""A frozen view is shared, newer numbers come, and whoever opens the link signed out signs in and reads the
same digits, in either language."""

from __future__ import annotations

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from lib.clock import now
from lib.imports import job
from lib.model import EVERYTHING, ImportOptions, Scope
from lib.store import people
from lib.store.engine import open_store
from lib.store.people import Member
from tests.browser import exports
from tests.browser.screen import figures, link, settle
from tests.browser.server import settings_in, start
from tests.browser.test_sign_in import SECRETS, arrive, sign_in

BEN, MEI = "ben@example.org", "mei@example.org"
VIEW = "/?period=custom&from=2025-07-01&to=2025-09-30&compare=none"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """An app over a small export, behind a provider that knows a manager and a viewer."""
    folder = tmp_path_factory.mktemp("shop")
    settings = settings_in(folder)
    store = open_store(settings.database_url)
    (folder / "first.csv").write_bytes(exports.facebook())
    job.run_all(store, folder / "first.csv", "first.csv", ImportOptions(), settings, now())
    people.put(store, Member(BEN, "Ben", "manager", EVERYTHING), now(), "local")
    people.put(store, Member(MEI, "Mei", "viewer", Scope()), now(), "local")
    store.dispose()
    known = [User(sub=each, claims={"email": each, "email_verified": True}) for each in (BEN, MEI)]
    with run_server_in_thread(user_claims=known) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=provider.server_port))
        server = start(folder, "--secrets.files", str(secrets), secrets=str(secrets))
        yield server
        server.stop()


def newer() -> bytes:
    """The same posts, read again: other numbers."""
    return exports.table(
        exports.FACEBOOK_HEADER,
        exports.facebook_post("939005954986064", "07/10/2025", "夏季新品上市", 9500, 8000, 70, 5, 5),
        exports.facebook_post("939005954986065", "08/20/2025", "手沖教學", 9000, 7400, 95, 20, 10),
    )


def test_a_frozen_view_opens_after_the_sign_in_with_the_same_digits(browser, shop, tmp_path):
    ben = arrive(browser, shop, f"{VIEW}&lang=zh-TW", "zh-TW")
    sign_in(ben, BEN)
    ben.wait_for_url("**from=2025-07-01**")
    expect(ben.locator(".card").first).to_be_visible()
    settle(ben)
    sent = figures(ben)
    assert {*exports.LAST_QUARTER} <= {*sent}
    ben.get_by_role("button", name="分享").click()
    title = ben.get_by_label("標題")
    expect(title).to_be_visible()
    title.fill("第三季")
    ben.get_by_role("button", name="建立連結").click()
    code = ben.get_by_test_id("stCode")
    expect(code).to_contain_text("?v=")
    address = code.inner_text().strip()

    file = tmp_path / "newer.csv"
    file.write_bytes(newer())
    (report,) = shop.ask("import", files=[file.name], folder=str(tmp_path))
    assert report["posts"]["updated"] == 2
    ben.reload()
    settle(ben)
    assert figures(ben) != sent

    for locale, asks, frozen in (
        ("en-GB", "Sign in to see this page.", "Frozen: figures stay as they were"),
        ("zh-TW", "請登入以查看此頁。", "凍結：數字保持資料第"),
    ):
        mei = arrive(browser, shop, address.removeprefix(f"http://localhost:{shop.port}"), locale)
        expect(mei.get_by_text(asks)).to_be_visible()
        assert "第三季" not in mei.locator("body").inner_text()
        sign_in(mei, MEI)
        expect(mei.get_by_text(frozen)).to_be_visible()
        expect(mei.get_by_text("第三季", exact=True)).to_be_visible()
        settle(mei)
        assert figures(mei) == sent
        assert link(mei)["from"] == ["2025-07-01"]
        assert f"v={address.partition('v=')[2]}" in mei.url
        assert "ben" not in mei.url.lower()
        mei.context.close()
    ben.context.close()
