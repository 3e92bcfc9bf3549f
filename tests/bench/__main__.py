"""`python -m tests.bench`: how fast Pulse is, against an empty app and bare DuckDB, in one run; then how
good its forecasts are, against plain Prophet and repeating last week, how well it judges
comments, how often posting times are right, and how often alarms are wrong.

`--write` puts the tables into the pages of docs/. Everything made lies in a
temporary folder and is taken away again; servers listen on this computer only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from lib import demo, docs
from lib.store.engine import open_store
from tests.bench import data, forecast, large, posting, results, sentiment, visits, watch

LAST = date(2026, 11, 21)
PAGES = {
    "bench": "performance.md",
    "forecasts": "forecast.md",
    "sentiment": "sentiment.md",
    "posting times": "posting-times.md",
    "watch": "watch.md",
}
"""The part of the bench, which is also the name of its block, and its page in docs/."""


def main() -> None:
    """Measures, prints the table and, where asked to, keeps it."""
    options = _options()
    for part in options.parts:
        with tempfile.TemporaryDirectory(prefix="pulse-bench-", ignore_cleanup_errors=True) as made:
            text = PARTS[part](Path(made), options)
        print(text)
        if options.write:
            page = docs.DOCS / PAGES[part]
            page.write_text(docs.fill(page.read_text("utf-8"), {part: text}), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/")
    parser.add_argument("--parts", nargs="+", choices=PAGES, default=[*PAGES], help="what to measure")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000], metavar="POSTS")
    parser.add_argument("--visits", type=int, default=12, help="how often each page is visited")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the imported file")
    parser.add_argument("--imports", type=int, default=5, help="how often it is imported")
    parser.add_argument("--runs", type=int, default=200, help="how often each case of posting times is drawn")
    return parser.parse_args()


def _speed(folder: Path, options: argparse.Namespace) -> str:
    _say(f"importing {options.rows:,} rows, {options.imports} times")
    rows = data.imports(folder, options.rows, options.imports)
    rows += large.measure(folder / "large", options.rows, LAST)
    stores = {}
    for posts in options.sizes:
        _say(f"making {posts:,} posts")
        stores[f"{posts:,}"] = url = f"duckdb:///{folder / f'{posts}.duckdb'}"
        engine = open_store(url)
        demo.load(engine, posts, end=LAST)
        rows += data.queries(engine, posts, 30)
        engine.dispose()
    _say(f"visiting, {options.visits} times each")
    return results.markdown([*visits.measure(folder, stores, LAST, options.visits), *rows])


def _forecasts(folder: Path, options: argparse.Namespace) -> str:
    return forecast.measure(folder, _say)


def _sentiment(folder: Path, options: argparse.Namespace) -> str:
    return sentiment.measure(_say)


def _watch(folder: Path, options: argparse.Namespace) -> str:
    return watch.measure(_say)


def _posting(folder: Path, options: argparse.Namespace) -> str:
    return posting.measure(options.runs, _say)


PARTS = {
    "bench": _speed,
    "forecasts": _forecasts,
    "sentiment": _sentiment,
    "posting times": _posting,
    "watch": _watch,
}


def _say(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
