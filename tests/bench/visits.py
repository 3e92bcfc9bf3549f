"""Visits in a browser: opening the overview and choosing a platform, at several sizes, beside an
otherwise empty app that is measured in turn with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import browser as chrome
from tests.bench import server
from tests.bench.results import Row
from tests.bench.server import Server

PLATFORMS = ("Facebook", "Instagram", "YouTube", "LINE", "Discord", "Forum")
EMPTY = "empty"
STARTS = 5

KINDS = {
    "start": "overview, the first page after a start",
    "new view": "overview, a view nobody asked for before",
    "same view": "overview, a view asked for before",
    "new filter": "filter change, not asked for before",
    "same filter": "filter change, asked for before",
}


@dataclass
class Samples:
    """Milliseconds by kind and by who was visited: EMPTY, or a number of posts in words."""

    wall: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def time(self, kind: str, who: str, running: Server, action: Callable[[], float]) -> None:
        """Does something that takes the seconds it gives, and counts the server's CPU meanwhile."""
        before = running.cpu()
        self.wall[kind, who].append(action() * 1000)
        self.cpu[kind, who].append((running.cpu() - before) * 1000)


def measure(folder: Path, stores: Mapping[str, str], last: date, times: int) -> list[Row]:
    """Rows for stores (number of posts in words → database URL) whose data ends on the day `last`."""
    samples = Samples()
    with chrome.chromium() as browser:
        for n in range(STARTS):
            with _servers(folder / f"start-{n}", stores) as servers:
                for who, running in servers.items():
                    _start(browser, running, who, samples)
        with _servers(folder / "visits", stores) as servers:
            for n in range(times):
                for who, running in servers.items():
                    _visit(browser, running, who, n, _unseen(last, n), samples)
    walls = _rows(samples.wall, "until painted", "ms", KINDS, stores)
    counted = [kind for kind in KINDS if kind != "start"]
    return walls + _rows(samples.cpu, "CPU of the server", "ms CPU", counted, stores)


@contextmanager
def _servers(folder: Path, stores: Mapping[str, str]) -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        servers = {EMPTY: stack.enter_context(server.empty(folder / EMPTY))}
        for who, url in stores.items():
            servers[who] = stack.enter_context(server.pulse(folder / who, url))
        yield servers


def _start(browser: Browser, running: Server, who: str, samples: Samples) -> None:
    with chrome.cold(browser) as page:
        samples.time("start", who, running, lambda: chrome.opened(page, running.url, _painted(who)))


def _visit(browser: Browser, running: Server, who: str, n: int, address: str, samples: Samples) -> None:
    """A view and a filter change in it, each new to the server; then both again."""
    platform, done = PLATFORMS[n % len(PLATFORMS)], _painted(who)
    filtered = chrome.says(f"Platform: {platform}", chrome.STILL if who == EMPTY else done)
    for age in ("new", "same"):
        with chrome.cold(browser) as page:
            samples.time(
                f"{age} view", who, running, lambda: chrome.opened(page, running.url + address, done)
            )
            samples.time(f"{age} filter", who, running, lambda: chrome.chosen(page, platform, filtered))


def _painted(who: str) -> str:
    return chrome.says("Platform: all") if who == EMPTY else chrome.OVERVIEW


def _unseen(last: date, n: int) -> str:
    """The address of 28 days that end some days before the last, other ones for each `n`."""
    end = last - timedelta(n + 1)
    return f"/?lang=en&period=custom&from={end - timedelta(27)}&to={end}"


def _rows(
    measured: Mapping[tuple[str, str], list[float]],
    what: str,
    unit: str,
    kinds: list[str] | Mapping[str, str],
    stores: Mapping[str, str],
) -> list[Row]:
    return [
        Row(
            f"{KINDS[kind]}, {who} posts: {what}",
            "empty app, the same",
            unit,
            measured[kind, who],
            measured[kind, EMPTY],
        )
        for kind in kinds
        for who in stores
    ]
