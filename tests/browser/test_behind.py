"""A number leads to its posts and they to file and row; the way back leads to the same view."""

from __future__ import annotations

import re
from datetime import datetime

from playwright.sync_api import expect

from tests.browser.screen import cards, cells, expect_cells, headline, link, settle, to_page


def test_card_posts_observations_and_back(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?compare=none", locale="en-GB")
    address, shown = page.url, cards(page)
    page.get_by_role("link", name="What is behind Engagements", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=metric%3Aengagements**")
    settle(page)
    assert headline(page).startswith(f"Engagements: {shown['Engagements']}, from ")
    grid = page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 16, "y": 58})
    expect(page.get_by_role("heading", name="Where these numbers come from")).to_be_visible()
    expect_cells(page, "File", ["demo"])
    assert cells(page, "Row")[0].replace(",", "").isdigit()
    page.go_back()
    page.wait_for_url(address)
    settle(page)
    assert cards(page) == shown


def test_a_day_of_the_chart_opens_on_a_phone_too(demonstration, visitor):
    page = visitor.open(
        f"{demonstration.url}/?metric=posts", locale="en-GB", viewport={"width": 390, "height": 844}
    )
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.scroll_into_view_if_needed()
    settle(page)
    size = chart.bounding_box()
    assert size is not None
    chart.click(position={"x": size["width"] * 0.6, "y": size["height"] * 0.4})
    page.wait_for_url("**open=metric%3Aposts**")
    settle(page)
    found = link(page)
    assert found["from"] == found["to"]
    assert "from" in headline(page)


def test_the_menu_leaves_behind_what_was_opened(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/content?open=metric:reach&platform=instagram", locale="en-GB")
    assert headline(page).startswith("Reach (sum of posts): ")
    to_page(page, "")
    expect(page.locator(".card").first).to_be_visible()
    assert "open" not in link(page)
    assert link(page)["platform"] == ["instagram"]


def test_a_day_is_chosen_on_the_chart_for_a_note_wherever_the_reader_is(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?lang=en", timezone_id="America/New_York")
    page.get_by_role("button", name="Choose the day on the chart").click()
    expect(page.get_by_text("Click a day on the chart: a note for it opens.")).to_be_visible()
    settle(page)
    chart = page.get_by_test_id("stVegaLiteChart").first
    size = chart.bounding_box()
    assert size is not None
    spot = {"x": size["width"] * 0.6, "y": size["height"] * 0.4}
    chart.hover(position=spot)
    aimed = page.locator("#vg-tooltip-element").inner_text()
    chart.click(position=spot)
    field = page.get_by_test_id("stDateInput").filter(has_text="Day").first
    expect(field).to_be_visible()
    day = datetime.strptime(re.sub(r"[^\d/]", "", field.inner_text()), "%Y/%m/%d")
    assert f"{day:%a} {day.day} {day:%b %Y}" in aimed
    assert "open" not in link(page), "no point opens what is behind it meanwhile"
