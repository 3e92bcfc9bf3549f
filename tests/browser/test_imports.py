"""The imports page in a browser: unknown files, broken files, the demonstration, taking back."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import expect

from tests.browser import exports
from tests.browser.screen import cards, choose, expect_cells, headline, settle, to_page, upload

UNKNOWN = "Ref no;When;Caption;People;Hearts"
NASTY = '**bold** <img src=x onerror="window.caught=1"> [go](javascript:alert(1)) ![p](https://evil.example/p.png)'


def primary(page):
    return page.get_by_test_id("stBaseButton-primary")


def bring(page, **files: bytes) -> None:
    """Uploads and imports, all files being known."""
    upload(page, **files)
    for name in files:
        expect(page.get_by_role("heading", name=f"{name}.csv")).to_be_visible()
    settle(page)
    expect(primary(page)).to_be_enabled()
    primary(page).click()
    for name in files:
        expect(page.locator(".notice.good").filter(has_text=f"{name}.csv")).to_have_count(1)
    settle(page)


def edit(page, grid, cell) -> None:
    """Opens a cell of a grid for writing. After a choice in a box the first click only leaves the box, and
    a grid that is just being drawn takes no key."""
    field = page.locator('[id^="gdg-overlay"] input')
    for _ in range(10):
        grid.click(position=cell)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        try:
            expect(field).to_be_focused(timeout=6_000)
        except AssertionError:
            continue
        return
    expect(field).to_be_focused()


def test_an_unknown_file_is_explained_once_and_remembered(workshop, visitor):
    first = f"{UNKNOWN}\nA-00000001;03/02/2025;hello there;10;1\nA-00000002;03/04/2025;again;20;2\n"
    page = visitor.open(f"{workshop.url}/imports?lang=en")
    upload(page, crm=first.encode())
    means = page.get_by_test_id("stDataFrame").first
    expect(means).to_be_visible()
    settle(page)
    expect(page.get_by_text("Say whether dates such as 01/02")).to_be_visible()
    expect(primary(page)).to_be_disabled()

    choose(page, "Dates", "Month first")
    expect(page.get_by_text("recognised as")).to_be_visible()
    settle(page)
    # "People" is what nobody can know: the fourth row, the last column.
    edit(page, means, {"x": means.bounding_box()["width"] - 80, "y": 4 * 35 + 17})
    page.keyboard.type("Reach")
    page.keyboard.press("Enter")
    expect_cells(page, "Means", ["Post id", "Published", "Text", "Reach (sum of posts)", "Reactions"])
    page.wait_for_timeout(500)  # the grid hands its changes on after a moment
    expect(page.get_by_text("Posts: 2 new")).to_be_visible()
    settle(page)
    primary(page).click()
    expect(page.locator(".notice.good")).to_have_count(1)
    rows = workshop.ask("query", metrics=["posts", "reach", "reactions"], by=["month"], where=[])["rows"]
    assert rows == [{"month": "2025-03-01", "posts": 2, "reach": 30, "reactions": 3}]

    # 02/03 alone could be either: that it is February the third was learned from the first file.
    settle(page)
    second = f"{UNKNOWN}\nA-00000003;02/03/2025;third;5;1\n"
    bring(page, later=second.encode())
    rows = workshop.ask("query", metrics=["reach"], by=["day"], where=[])["rows"]
    assert rows[0] == {"day": "2025-02-03", "reach": 5}


def test_a_broken_file_is_refused_in_words(workshop, visitor):
    page = visitor.open(f"{workshop.url}/imports?lang=en")
    upload(page, broken=bytes(range(256)) * 8, empty=b"", zeros=b"\0" * 500)
    expect(page.locator(".notice.bad")).to_have_count(3)
    settle(page)
    shown = page.get_by_test_id("stMain").inner_text()
    assert "Traceback" not in shown
    assert "could not be drawn" not in shown
    expect(primary(page)).to_be_disabled()
    assert workshop.ask("query", metrics=["posts"], by=[], where=[])["rows"] == [{"posts": 0}]


def test_one_click_removes_the_demonstration(workshop, visitor):
    assert workshop.ask("demo", posts=60)["posts"] == 60
    page = visitor.open(f"{workshop.url}/?lang=en")
    expect(page.get_by_role("status").filter(has_text="invented")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="Nothing has been brought in yet.")).to_be_visible()
    settle(page)
    assert page.get_by_text("invented").count() == 0
    page.get_by_role("link", name="Upload exports").click()
    expect(page.locator('input[type="file"]')).to_be_attached()


def test_an_import_can_be_taken_back(workshop, visitor):
    page = visitor.open(f"{workshop.url}/imports?lang=en")
    bring(page, facebook=exports.facebook())
    assert headline(page).startswith("3 posts")
    page.get_by_role("button", name="Undo an import").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("h1.answer")).to_have_text("Nothing has been brought in yet.")
    settle(page)
    expect_cells(page, "State", ["in force", "undone"])
    to_page(page, "")
    assert cards(page) == {}


def test_texts_of_posts_stay_plain_text(workshop, visitor):
    """A browser that took them for markup would run, open or fetch something; `visitor` sees that too."""
    nasty = exports.facebook_post("939005954986067", "11/04/2025", NASTY, 9000, 5000, 900, 10, 10)
    formula = exports.facebook_post("939005954986068", "11/03/2025", "=1+1", 9000, 5000, 800, 10, 10)
    page = visitor.open(f"{workshop.url}/imports?lang=en")
    bring(page, **{"**bold** _file_ <b>": exports.table(exports.FACEBOOK_HEADER, nasty, formula)})
    assert "**bold** _file_ <b>.csv" in page.locator(".notice.good").inner_text()

    to_page(page, "")
    words = page.locator(".post .words").filter(has_text="bold").first
    assert words.inner_text() == NASTY
    assert words.locator("img, strong, a a").count() == 0
    assert [
        each for each in page.locator(".posts a").all() if "evil" in (each.get_attribute("href") or "")
    ] == []

    to_page(page, "content")
    expect_cells(page, "Text", [NASTY, "=1+1"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").last.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert {row["Text"] for row in rows} == {NASTY, "'=1+1"}
    assert page.evaluate("window.caught") is None
