"""An incident from its opening to the library, in a browser, in both languages; nothing written ever runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import headline, link, settle
from tests.browser.server import Server, start

EVIL = '<img src=x onerror="window.hurt=1"> ![p](https://evil.example/x.png) <script>window.hurt=1</script>'


@pytest.fixture
def app(tmp_path) -> Iterator[Server]:
    """An app over a small demonstration."""
    server = start(tmp_path)
    server.ask("demo", posts=60)
    yield server
    server.stop()
    assert "Traceback" not in server.said()


def press(page: Page, name: str) -> None:
    """Presses the button of that name that can be seen, and waits."""
    page.get_by_role("button", name=name, exact=True).filter(visible=True).last.click()
    settle(page)


def fill(page: Page, words: dict[str, str]) -> None:
    """Fills the form that can be seen, label by label."""
    for label, text in words.items():
        field = page.get_by_label(label, exact=True).filter(visible=True).last
        field.fill(text)
        field.blur()  # else the hint below the field goes as the button is pressed, and moves it away


def show(page: Page, part: str) -> None:
    """Turns to a part of the incident."""
    page.get_by_test_id("stButtonGroup").get_by_text(part, exact=True).click()
    settle(page)


def leave(page: Page) -> None:
    """Closes what has popped up."""
    page.keyboard.press("Escape")
    settle(page)


def turn(page: Page, language: str) -> None:
    """The same view in another language."""
    address = page.url.split("?")[0]
    page.goto(f"{address}?{urlencode({**link(page), 'lang': [language]}, doseq=True)}")
    settle(page)


def begun(page: Page) -> None:
    """Opened by hand, taken charge of, the first step ticked off."""
    page.get_by_text("Open an incident", exact=True).click()
    fill(page, {"What happened, in a few words": f"S1 valve {EVIL}", "What is known so far": EVIL})
    press(page, "Open the incident")
    expect(page.locator("h1.answer")).to_contain_text("S1 valve <img src=x")
    press(page, "I take charge")
    page.get_by_test_id("stCheckbox").first.locator("label").click()
    settle(page)
    expect(page.locator(".under").first).to_contain_text("done")


def stated(page: Page) -> None:
    """In Chinese: drafted from the template, blanks refused, reworded, signed off, published."""
    show(page, "聲明")
    press(page, "擬一份聲明")
    press(page, "建立草稿")
    leave(page)
    expect(page.locator(".lines .status").first).to_have_text("草稿")
    press(page, "改寫")
    fill(page, {"內文": f"我們知道了，中午前再說明。{EVIL}"})
    press(page, "存成新版本")
    leave(page)
    press(page, "核可")
    fill(page, {"核可者的職務": "法務"})
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="核可").filter(visible=True).click()
    settle(page)
    leave(page)
    expect(page.locator(".lines .status").first).to_have_text("已核可")
    press(page, "填寫發布處")
    fill(page, {"發布處（平台、連結）": "Facebook"})
    press(page, "儲存")
    leave(page)
    expect(page.locator(".lines .status").first).to_have_text("已發布")


def closed(page: Page) -> None:
    """In Chinese: resolved, reviewed, closed."""
    press(page, "已解決")
    expect(page.get_by_role("button", name="已解決", exact=True)).to_have_count(0)
    show(page, "檢討")
    press(page, "撰寫檢討")
    fill(page, {"原因": f"冷焊。{EVIL}", "缺口": "未逐批測試"})
    press(page, "儲存")
    leave(page)
    press(page, "結案")
    expect(page.locator("h1.answer")).to_contain_text("已結案")


def test_an_incident_from_its_opening_to_the_library(app, visitor):
    page = visitor.open(f"{app.url}/incidents?lang=en")
    assert headline(page) == "No incident is open."
    expect(page.locator(".incidents .incident")).to_have_count(1)  # the demonstration's past one
    begun(page)
    turn(page, "zh-TW")
    stated(page)
    closed(page)
    turn(page, "en")
    with page.expect_download() as got:
        page.get_by_role("button", name="PDF").click()
    assert got.value.suggested_filename.endswith(".pdf")
    page.goto(f"{app.url}/incidents?lang=en&q=冷焊")
    settle(page)
    expect(page.locator(".incidents .incident")).to_have_count(1)
    expect(page.locator(".incidents .incident")).to_contain_text("S1 valve")
    assert page.evaluate("window.hurt") is None
