"""A visitor's screen: opening pages, waiting for them, reading and using what they show."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    TimeoutError,
    expect,
)

from tests.pages.amounts import amount

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How Chromium is started, here and by the bench: quiet, and without a call to other hosts."""

# Streamlit tries the page's own path first when it looks for its server; then the right one.
_SEARCHING = re.compile(r"/\w+/_stcore/(health|host-config)$")

# Drawn: the script has ended, no skeleton or stale part is left, and it has been so for a while. What is
# folded away is drawn when it is opened, sometimes before.
_SETTLED = """() => {
  const all = selector => document.querySelectorAll(selector).length
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
    .filter(chart => !chart.closest('details:not([open])'))
  const still = all('[data-test-script-state="notRunning"]') && !all('[data-testid="stSkeleton"]')
    && all('h1.answer') && charts.every(chart => chart.querySelector('svg, canvas'))
  window.pulseStill = still ? window.pulseStill ?? performance.now() : undefined
  return still && performance.now() - window.pulseStill > 400
}"""

expect.set_options(timeout=60_000)


class Visitor:
    """Opens pages, each in a browser context of its own, and remembers what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.problems: list[str] = []
        self._host = ""

    def open(self, url: str, locale: str = "en-GB", **options: Any) -> Page:
        """A page drawn to the end."""
        self._host = urlsplit(url).netloc
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = self._browser.new_context(locale=locale, **options)
        context.set_default_timeout(60_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error in the page: {error}"))
        page.on("request", self._request)
        page.goto(url)
        settle(page)
        return page

    def screens(self) -> list[str]:
        """What each open page shows, as text under its address."""
        pages = [page for context in self._contexts for page in context.pages]
        return [f"{page.url}\n{page.locator('body').inner_text(timeout=5_000)}" for page in pages]

    def leave(self) -> list[str]:
        """Closes all; what went wrong."""
        for context in self._contexts:
            context.close()
        return self.problems

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _SEARCHING.search(message.location.get("url", "")):
            self.problems.append(f"{message.type} in the console: {message.text}")

    def _request(self, request: Request) -> None:
        found = urlsplit(request.url)
        if found.scheme not in ("data", "blob") and found.netloc != self._host:
            self.problems.append(f"request to another host: {request.url}")


def settle(page: Page) -> None:
    """Waits until the page is drawn."""
    page.wait_for_function(_SETTLED, polling=100, timeout=120_000)


def link(page: Page) -> dict[str, list[str]]:
    """The address bar's parameters."""
    return parse_qs(urlsplit(page.url).query)


def headline(page: Page) -> str:
    """The page's answer."""
    return page.locator("h1.answer").inner_text()


def chips(page: Page) -> list[str]:
    """The filters in force, as the page says them."""
    return page.locator(".chips > span").all_inner_texts()


def cards(page: Page) -> dict[str, str]:
    """Label → value with unit."""
    labels = page.locator(".card h2").all_inner_texts()
    return dict(zip(labels, page.locator(".card .value").all_inner_texts(), strict=True))


def figures(page: Page) -> list[float]:
    """The numbers of the cards, whatever the language writes them with: 1.7K and 1,700 are the same."""
    return [amount(value) for value in cards(page).values()]


def choose(page: Page, label: str, option: str) -> None:
    """Chooses in a select box."""
    _pick(page.get_by_test_id("stSelectbox"), label, option)


def add(page: Page, label: str, option: str) -> None:
    """Adds to a multiple choice."""
    _pick(page.get_by_test_id("stMultiSelect"), label, option)
    page.keyboard.press("Escape")


def _pick(boxes: Locator, label: str, option: str) -> None:
    """Opens a box and takes an option. A page that is drawn meanwhile closes the box: it is opened anew."""
    page = boxes.page
    box = boxes.filter(has=page.get_by_text(label, exact=True)).locator("input").first
    found = page.get_by_role("option", name=option, exact=True)
    for _ in range(10):
        box.click()
        try:
            found.click(timeout=6_000)
        except TimeoutError:
            page.keyboard.press("Escape")
            continue
        return
    found.click()


def upload(page: Page, **files: bytes) -> None:
    """Hands over files, named by the arguments with `.csv` behind."""
    given = [{"name": f"{name}.csv", "mimeType": "text/csv", "buffer": data} for name, data in files.items()]
    page.locator('input[type="file"]').set_input_files(given)  # type: ignore[arg-type]


def to_page(page: Page, path: str) -> None:
    """Follows the menu to the page at a path; the start page's is empty."""
    menu = page.get_by_test_id("stSidebarNavLink")
    menu.nth([urlsplit(href(each)).path for each in menu.all()].index(f"/{path}")).click()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}")
    settle(page)


def href(locator: Locator) -> str:
    """Where a link leads."""
    return locator.get_attribute("href") or ""


def cells(page: Page, column: str) -> list[str]:
    """A column of the table on the page that has it."""
    for table in page.get_by_test_id("stDataFrame").all():
        headers = table.locator("canvas th").all_text_contents()
        if column in headers:
            rows = [each.locator("td").all_text_contents() for each in table.locator("canvas tbody tr").all()]
            return [row[headers.index(column)] for row in rows]
    return []


def expect_cells(page: Page, column: str, wanted: list[str]) -> None:
    """Waits until a column begins with these cells; the drawn table follows its page by a moment."""
    for _ in range(600):
        if cells(page, column)[: len(wanted)] == wanted:
            return
        page.wait_for_timeout(100)
    assert cells(page, column)[: len(wanted)] == wanted
