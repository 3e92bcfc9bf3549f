"""A browser and running apps. After each test: no traceback in the app's log, no error in a page's
console, no request to another host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, sync_playwright

from lib import demo
from lib.store.engine import open_store
from tests.browser.screen import ARGUMENTS, Visitor
from tests.browser.server import Server, settings_in, start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What the screens showed and what the app said stands below a failure."""
    report = yield
    if report.failed:
        visitors = [each for each in item.funcargs.values() if isinstance(each, Visitor)]
        report.sections += [("a screen", screen) for each in visitors for screen in each.screens()]
        servers = {id(each): each for each in item.funcargs.values() if isinstance(each, Server)}
        report.sections += [("the app's log", server.said()) for server in servers.values()]
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's: CHROMIUM names another."""
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert path, "The browser tests need Chromium: `make test` installs it, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _demonstration(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("demonstration")
    store = open_store(settings_in(folder).database_url)
    demo.load(store, 400, 1, date(2026, 11, 21))
    store.dispose()
    server = start(folder)
    yield server
    server.stop()


@pytest.fixture
def demonstration(_demonstration) -> Iterator[Server]:
    """An app over the demonstration's 400 posts, shared: tests only read it."""
    yield from _watched(_demonstration)


@pytest.fixture(scope="session")
def _workshop(tmp_path_factory) -> Iterator[Server]:
    server = start(tmp_path_factory.mktemp("workshop"))
    yield server
    server.stop()


@pytest.fixture
def workshop(_workshop) -> Iterator[Server]:
    """An app whose store a test may change: it finds it empty, and what it brought in is taken back."""
    yield from _watched(_workshop)
    _workshop.ask("demo", clear=True)
    for number in range(1, _workshop.ask("query", metrics=["posts"], by=[], where=[])["data_version"] + 1):
        _workshop.ask("undo", import_id=number)


@pytest.fixture
def cold(tmp_path) -> Iterator[Server]:
    """An app that nobody has visited yet."""
    server = start(tmp_path)
    yield from _watched(server)
    server.stop()


def _watched(server: Server) -> Iterator[Server]:
    before = len(server.said())
    yield server
    assert "Traceback" not in server.said()[before:]


@pytest.fixture
def visitor(browser) -> Iterator[Visitor]:
    """Opens pages; each visit is a browser without a past."""
    made = Visitor(browser)
    yield made
    problems = made.leave()
    assert problems == []
