"""`python -m tests.bench.picture`: takes docs/overview.png anew from the demonstration data."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lib import demo
from lib.docs import DOCS
from lib.store.engine import open_store
from tests.bench import browser as chrome
from tests.bench import server
from tests.bench.__main__ import LAST

PICTURE = DOCS / "overview.png"
LARGEST = 300_000


def main() -> None:
    """The overview at 1440 × 900, in Traditional Chinese."""
    with tempfile.TemporaryDirectory(prefix="pulse-picture-") as made:
        url = f"duckdb:///{Path(made) / 'pulse.duckdb'}"
        engine = open_store(url)
        demo.load(engine, end=LAST)
        engine.dispose()
        with (
            server.pulse(Path(made), url) as running,
            chrome.chromium() as browser,
            chrome.cold(browser) as page,
        ):
            chrome.opened(page, f"{running.url}/?lang=zh-TW", chrome.OVERVIEW)
            page.wait_for_timeout(1000)
            page.screenshot(path=PICTURE)
    if PICTURE.stat().st_size > LARGEST:
        raise SystemExit(f"{PICTURE.name} is larger than {LARGEST:,} bytes")


if __name__ == "__main__":
    main()
