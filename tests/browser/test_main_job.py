"""The main job: a manager uploads the platforms' own files, leadership opens a link and sees the same."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from lib.i18n import locale
from lib.imports import formats
from tests.browser import exports
from tests.browser.screen import add, cards, chips, choose, figures, link, settle, to_page, upload

ZH = locale("zh-TW")


def counts(posts: int) -> str:
    """What a preview says of so many new posts."""
    words = "{kind}: {new} new, {updated} updated, {unchanged} unchanged"
    return ZH.t(words, kind=ZH.t("Posts"), new=posts, updated=0, unchanged=0)


def test_upload_look_share(workshop, visitor):
    manager = visitor.open(f"{workshop.url}/imports", locale="zh-TW")
    upload(manager, facebook=exports.facebook(), x=exports.x())
    expect(manager.get_by_role("heading", name="facebook.csv")).to_be_visible()
    expect(manager.get_by_role("heading", name="x.csv")).to_be_visible()
    settle(manager)
    for id, posts in (("meta_facebook_content", 3), ("x_content", 2)):
        name = ZH.t(formats.load()[id].name)
        expect(manager.get_by_text(ZH.t("recognised as: {format}", format=name))).to_have_count(1)
        expect(manager.get_by_text(counts(posts))).to_have_count(1)

    manager.get_by_test_id("stBaseButton-primary").click()
    expect(manager.locator(".notice.good")).to_have_count(2)
    expect(manager.locator(".notice")).to_have_count(2)

    to_page(manager, "")
    choose(manager, "期間", "上一季")
    manager.wait_for_url("**period=last_quarter**")
    add(manager, "平台", "Facebook")
    manager.wait_for_url("**platform=facebook**")
    expect(manager.locator(".chips")).to_contain_text("平台")
    settle(manager)
    assert set(figures(manager)) >= exports.LAST_QUARTER
    address = manager.url

    leader = visitor.open(address, locale="en-GB")
    assert link(leader) == link(manager)
    assert figures(leader) == figures(manager)
    leader.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    leader.wait_for_url("**lang=en**")
    expect(leader.locator(".chips")).to_contain_text("Platform: Facebook")
    settle(leader)
    assert figures(leader) == figures(manager)
    assert cards(leader)["Posts"] == "2posts"
    assert "1 Jul – 30 Sept 2025" in chips(leader)
    assert link(leader) == link(manager) | {"lang": ["en"]}


def test_the_same_link_in_the_other_language(workshop, visitor):
    """Only the language in the link differs."""
    file = Path(workshop.settings.run_dir, "facebook.csv")
    file.write_bytes(exports.facebook())
    (report,) = workshop.ask("import", files=[file.name], folder=str(file.parent))
    assert report["posts"]["new"] == 3
    params = "period=last_quarter&from=2025-07-01&to=2025-09-30&platform=facebook"
    english = visitor.open(f"{workshop.url}/?lang=en&{params}", locale="zh-TW")
    chinese = visitor.open(f"{workshop.url}/?lang=zh-TW&{params}", locale="en-GB")
    assert figures(english) == figures(chinese)
    assert set(figures(english)) >= exports.LAST_QUARTER


def test_the_link_button_copies_the_address(demonstration, visitor):
    page = visitor.open(demonstration.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert link(page)["platform"] == ["*"], "the address holds the whole view, defaults written out"
