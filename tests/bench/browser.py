"""A browser that opens a page in a cold context and says when it is painted."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from tests.browser.screen import ARGUMENTS

STILL = """() => document.querySelector('[data-test-script-state="notRunning"]')
  && !document.querySelector('[data-testid="stSkeleton"]')"""
CHART = "() => document.querySelector('[data-testid=\"stVegaLiteChart\"] :is(canvas, svg)')"
OVERVIEW = f"() => ({STILL})() && ({CHART})()"


def says(words: str, done: str = STILL) -> str:
    """A script that asks whether the page is painted and says these words."""
    text = "document.querySelector('[data-testid=stMain]').innerText"
    return f"() => ({done})() && {text}.includes({words!r})"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, as the tests use it: `CHROMIUM` names another."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise RuntimeError("There is no chromium; install it, or set CHROMIUM to the path of one.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def cold(browser: Browser, **options: object) -> Iterator[Page]:
    """A page in a browser that has seen nothing: no cache, no cookies."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def opened(page: Page, url: str, done: str) -> float:
    """Seconds from asking for a page until it is painted."""
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(done)
    return time.perf_counter() - start


def chosen(page: Page, platform: str, done: str) -> float:
    """Seconds from choosing a platform in the sidebar until the page is painted."""
    page.wait_for_function(STILL)
    box = page.locator('[data-testid="stSidebar"] [data-testid="stMultiSelect"]').first
    option = page.locator('[role="option"]').filter(has_text=platform).first
    for _ in range(10):
        try:
            # A page that is drawn meanwhile closes the box or puts another in its place: it is opened anew.
            box.locator("input").click(timeout=6_000)
            option.wait_for(timeout=6_000)
            start = time.perf_counter()
            option.click(timeout=6_000)
        except TimeoutError:
            page.keyboard.press("Escape")
            continue
        page.wait_for_function(done)
        return time.perf_counter() - start
    raise RuntimeError(f"The filter never offered {platform}")
