"""`python -m tests.bench`: how fast Pulse is, against an empty app and bare DuckDB, in one run.

`--write` puts the table into docs/performance.md. Everything made lies in a temporary folder and is
taken away again; servers listen on this computer only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from lib import demo, docs
from lib.store.engine import open_store
from tests.bench import data, results, visits

LAST = date(2026, 11, 21)
PAGE = docs.DOCS / "performance.md"
BLOCK = "bench"


def main() -> None:
    """Measures, prints the table and, where asked to, keeps it."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="pulse-bench-", ignore_cleanup_errors=True) as made:
        rows = _measure(Path(made), options)
    text = results.markdown(rows)
    print(text)
    if options.write:
        PAGE.write_text(docs.fill(PAGE.read_text("utf-8"), {BLOCK: text}), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000], metavar="POSTS")
    parser.add_argument("--visits", type=int, default=12, help="how often each page is visited")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the imported file")
    parser.add_argument("--imports", type=int, default=5, help="how often it is imported")
    return parser.parse_args()


def _measure(folder: Path, options: argparse.Namespace) -> list[results.Row]:
    _say(f"importing {options.rows:,} rows, {options.imports} times")
    rows = data.imports(folder, options.rows, options.imports)
    stores = {}
    for posts in options.sizes:
        _say(f"making {posts:,} posts")
        stores[f"{posts:,}"] = url = f"duckdb:///{folder / f'{posts}.duckdb'}"
        engine = open_store(url)
        demo.load(engine, posts, end=LAST)
        rows += data.queries(engine, posts, 30)
        engine.dispose()
    _say(f"visiting, {options.visits} times each")
    return [*visits.measure(folder, stores, LAST, options.visits), *rows]


def _say(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
