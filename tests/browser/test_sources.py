"""The sources page in a browser: a sheet is connected, read by itself, and refused once renamed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.screen import cards, headline, settle, to_page
from tests.browser.server import Server, start
from tests.sources.sheets_server import KEY, SheetsServer

HEADER = ["post_id", "platform", "account", "published_at", "reach", "reactions"]


@pytest.fixture
def google() -> Iterator[SheetsServer]:
    """A sheet of two posts."""
    with SheetsServer() as made:
        made.sheets["may"] = [
            HEADER,
            ["1", "x", "q", "2026-03-02", 100, 5],
            ["2", "x", "q", "2026-03-03", 300, 9],
        ]
        yield made


@pytest.fixture
def app(tmp_path, google) -> Iterator[Server]:
    """An app that may read it."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[google]\napi_key = "{KEY}"\n')
    server = start(tmp_path, secrets=str(secrets), sheets_url=google.url)
    yield server
    server.stop()
    assert KEY not in server.said()
    assert "Traceback" not in server.said()


def test_a_sheet_from_connecting_to_a_renamed_column(app, google, visitor):
    page = visitor.open(f"{app.url}/sources?lang=en")
    assert headline(page).startswith("No source is connected")
    page.get_by_label("Address of the sheet").fill("https://docs.google.com/spreadsheets/d/may/edit#gid=0")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("2 rows read · Posts: 2 new")).to_be_visible()
    settle(page)

    page.get_by_role("button", name="Connect", exact=True).click()
    status = page.locator(".source .status")
    expect(status).to_have_text("Fresh")  # the first read is seen to end, without a click
    settle(page)
    to_page(page, "")
    assert cards(page)["Posts"] == "2posts"

    google.sheets["may"][0] = [*HEADER[:4], "People", "reactions"]
    to_page(page, "sources")
    page.get_by_role("button", name="Read now").click()
    expect(status).to_have_text("Cannot be read")
    expect(page.locator(".source .trouble")).to_contain_text("“reach” is missing; there are now: post_id")
    settle(page)
    assert headline(page).startswith("1 of 1 sources cannot be read: may · Sheet1")

    page.goto(f"{app.url}/?lang=en")
    settle(page)
    assert cards(page)["Posts"] == "2posts", "the last good copy stands"
    expect(page.locator(".notice.warn")).to_contain_text("cannot be read: may · Sheet1 (as of")
    page.get_by_test_id("stPageLink").get_by_text("Sources").click()
    page.wait_for_url("**/sources**")
    settle(page)
    assert headline(page).startswith("1 of 1 sources")
