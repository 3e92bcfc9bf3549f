"""What everyone must be able to use: phone, dark theme, screen reader, both languages."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lib.i18n import languages
from lib.settings import ROOT
from tests.browser.screen import headline, settle

PAGES = ["" if file.stem == "overview" else file.stem for file in sorted((ROOT / "pages").glob("*.py"))]

# The menu's list is Streamlit's own markup: `ul > div > li`, which no page of ours can change.
NOT_OURS = {"exclude": [['[data-testid="stSidebarNav"]']]}


def luminance(page: Page, selector: str, property: str) -> float:
    """How light a colour on the page is, from 0 to 1."""
    script = "(element, property) => getComputedStyle(element)[property]"
    colour = page.locator(selector).first.evaluate(script, property)
    red, green, blue = (int(each) for each in re.findall(r"\d+", colour)[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def nothing_beside(page: Page) -> None:
    """Nothing reaches beyond the screen's edge, once what was drawn for a wider one is drawn anew."""
    for box in ("document.documentElement", "document.querySelector('[data-testid=\"stMain\"]')"):
        page.wait_for_function(f"{box}.scrollWidth <= {box}.clientWidth", timeout=20_000)


@pytest.mark.parametrize(("scheme", "language"), [("light", "zh-TW"), ("dark", "en")])
@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_and_on_a_phone_nothing_beside_the_screen(demonstration, visitor, path, scheme, language):
    page = visitor.open(f"{demonstration.url}/{path}?lang={language}", color_scheme=scheme)
    found = Axe().run(page, context=NOT_OURS).response["violations"]
    grave = [
        f"{each['impact']} {each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert grave == []
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    nothing_beside(page)


def test_dark_is_dark_and_light_is_light(demonstration, visitor):
    dark = visitor.open(demonstration.url, color_scheme="dark")
    light = visitor.open(demonstration.url, color_scheme="light")
    for selector in (".stApp", ".card"):
        assert luminance(dark, selector, "backgroundColor") < 0.2
        assert luminance(light, selector, "backgroundColor") > 0.9
    assert luminance(dark, "h1.answer", "color") > 0.8
    assert luminance(light, "h1.answer", "color") < 0.2


@pytest.mark.parametrize("language", languages())
def test_a_phone_never_scrolls_sideways(demonstration, visitor, language):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = visitor.open(f"{demonstration.url}/?lang={language}", **phone)
    nothing_beside(page)
    assert headline(page)


def test_cards_stand_two_by_two_on_a_phone(demonstration, visitor):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = visitor.open(demonstration.url, **phone)
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[2]["y"] > boxes[0]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]


@pytest.mark.parametrize("language", languages())
def test_no_word_of_the_menu_is_in_the_other_language(demonstration, visitor, language):
    page = visitor.open(f"{demonstration.url}/?lang={language}")
    names = [each.split("\n")[-1] for each in page.get_by_test_id("stSidebarNavLink").all_inner_texts()]
    chinese = [bool(re.search("[\u4e00-\u9fff]", name)) for name in names]
    assert chinese == [language == "zh-TW"] * len(list((ROOT / "pages").glob("*.py")))


def test_the_definition_is_one_focus_away(demonstration, visitor):
    page = visitor.open(f"{demonstration.url}/?lang=en")
    tip = page.locator(".card .tip").first
    assert not tip.get_by_role("tooltip").is_visible()
    tip.get_by_role("button").focus()
    assert "reach" in tip.get_by_role("tooltip").inner_text()
