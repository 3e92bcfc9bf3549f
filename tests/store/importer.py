"""A process that imports one export after the other until it is killed; `test_crash` kills it.

`python -m tests.store.importer` warms up once and forks for each line "URL FIRST" of its input: the child
says on the way what it does, and what is done only once `job.run` has said so.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from lib.imports import formats, job, platforms
from lib.model import ImportOptions
from lib.settings import Settings
from lib.store import engine

NOW = datetime(2026, 11, 22, 3)
ROWS = 120
_HEADER = "post_id,platform,account,published_at,content_type,reach,views,reactions,comments,shares"
_DAYS = {
    "columns": {"day": "day", "followers": "followers"},
    "date_format": "ymd",
    "platform": "facebook",
    "kind": "days",
}


def is_days(number: int) -> bool:
    """Whether an export is one of daily figures; the others are of posts."""
    return number % 3 == 2


def export(number: int) -> bytes:
    """Export no. `number`: most of its rows are in the ones before too, with other figures."""
    if is_days(number):
        first = datetime(2020, 1, 1) + timedelta(days=number * 10)
        lines = [f"{first + timedelta(days=n):%Y-%m-%d},{number * 1000 + n}" for n in range(ROWS)]
        return "\n".join(["day,followers", *lines]).encode()
    lines = [
        f"p{number * 20 + n},facebook,page,2026-10-{n % 28 + 1:02} 09:00,photo,{number * 1000 + n},{n},1,2,3"
        for n in range(ROWS)
    ]
    return "\n".join([_HEADER, *lines]).encode()


def total(number: int) -> int:
    """What the reach, or the followers, of an export add up to."""
    return number * 1000 * ROWS + ROWS * (ROWS - 1) // 2


def _tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _import(url: str, first: int) -> None:
    store = engine.connect(url)

    @sa.event.listens_for(store, "before_cursor_execute")
    def told(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        _tell("at", "_".join(statement.split()[:3]))

    for number in count(first):
        data, start = export(number), time.monotonic()
        options = ImportOptions(
            captured_at=NOW - timedelta(days=30) + timedelta(minutes=number),
            account="page",
            mapping=_DAYS if is_days(number) else None,
        )
        _tell("begin", number)
        report = job.run(store, data, f"export-{number}.csv", options, Settings(), NOW)
        if report.import_id is None:
            _tell("refused", number, report.refused)
            return
        _tell("done", number, report.import_id, time.monotonic() - start)


def _lines() -> Iterator[list[str]]:
    for line in iter(sys.stdin.readline, ""):
        yield line.split()


def main() -> None:
    """Forks before any engine or thread is there: what is forked is a process like a fresh one."""
    formats.load()
    platforms.load()
    for url, first in _lines():
        child = os.fork()
        if not child:
            try:
                _import(url, int(first))
            except BaseException as error:
                _tell("failed", repr(error).replace("\n", " ")[:500])
            finally:
                os._exit(1)
        _tell("born", child)
        os.waitpid(child, 0)
        _tell("gone")


if __name__ == "__main__":
    main()
