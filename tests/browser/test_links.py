"""Links: the first after a start, the language in them, what they cannot name; the menu keeps the view."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screen import cards, chips, choose, figures, headline, link, settle, to_page

PLATFORM = "period=custom&from=2026-09-01&to=2026-10-31&compare=previous&platform=facebook"


def test_the_first_request_may_be_a_deep_link(cold, visitor):
    page = visitor.open(f"{cold.url}/content?lang=en&{PLATFORM}")
    assert headline(page) == "Nothing has been brought in yet."
    names = page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    assert [name.split("\n")[-1] for name in names] == [
        "Overview",
        "Trends",
        "Posting times",
        "Content",
        "Audience",
        "Views and links",
        "Sentiment",
        "Sentiment watch",
        "Incidents",
        "Watchlists",
        "Imports",
        "Sources",
        "Data quality",
        "Goals",
        "People",
    ]
    expect(page.get_by_test_id("stSidebar").get_by_text("Compared with")).to_be_visible()
    assert not page.get_by_role("dialog").count(), "no “Page not found”"
    assert link(page)["from"] == ["2026-09-01"]


def test_another_language_keeps_figures_and_filters(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?lang=zh-TW&{PLATFORM}")
    before, filters = figures(page), link(page)
    assert page.evaluate("document.documentElement.lang") == "zh-Hant-TW"
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    page.wait_for_url("**lang=en**")
    expect(page.locator(".chips")).to_contain_text("Platform: Facebook")
    settle(page)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert link(page) == filters | {"lang": ["en"]}
    assert figures(page) == pytest.approx(before, rel=0.01)


def test_another_page_keeps_the_filters(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?lang=en&{PLATFORM}&metric=reach")
    filters, before = link(page), cards(page)
    to_page(page, "content")
    assert link(page) == filters
    assert "Platform: Facebook" in chips(page)
    to_page(page, "imports")
    assert link(page) == filters
    to_page(page, "")
    assert link(page) == filters
    assert cards(page) == before


def test_a_reload_shows_the_same(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/content?lang=en&{PLATFORM}")
    choose(page, "Order by", "Reach")
    page.wait_for_url("**order=reach**")
    settle(page)
    address, shown = page.url, page.get_by_test_id("stMain").inner_text()
    page.reload()
    settle(page)
    assert page.url == address
    assert page.get_by_test_id("stMain").inner_text() == shown


def test_back_leads_back(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?lang=en&{PLATFORM}")
    to_page(page, "content")
    page.go_back()
    page.wait_for_url(lambda url: "/content" not in url)
    expect(page.locator(".card")).not_to_have_count(0)
    settle(page)
    assert "Platform: Facebook" in chips(page)


def test_what_a_link_names_in_vain_is_said_as_plain_text(demonstration, visitor):
    """The words of a link are a stranger's: they must not become a link or a picture on our page."""
    lure = "[free gift](https://evil.example/a)"
    picture = "![x](https://evil.example/x.png)"
    page = visitor.open(f"{demonstration.url}/?lang=en&{PLATFORM}&topic={lure}&topic={picture}&type=photo")
    note = page.locator(".notice")
    expect(note).to_have_count(1)
    assert lure in note.inner_text()
    assert picture in note.inner_text()
    assert note.locator("a, img").count() == 0
    assert link(page)["topic"] == ["*"]
    assert link(page)["type"] == ["photo"]
