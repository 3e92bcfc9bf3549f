"""Importing and asking, measured against bare DuckDB doing the same to the same files."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import sqlalchemy as sa

from lib.imports import job
from lib.metrics import run
from lib.model import ImportOptions
from lib.settings import Settings
from lib.store.engine import open_store
from tests.bench.results import Row
from tests.factories import asking

COLUMNS = {
    "post_id": "VARCHAR",
    "platform": "VARCHAR",
    "account": "VARCHAR",
    "published_at": "TIMESTAMP",
    "content_type": "VARCHAR",
    "topic": "VARCHAR",
    "text": "VARCHAR",
    "permalink": "VARCHAR",
    **dict.fromkeys(
        ("reach", "views", "reactions", "comments", "shares", "saves", "clicks", "conversions"), "BIGINT"
    ),
}
"""A file in our own column names, and the types of the keyed table it is read into."""

POSTS = """
COPY (
  SELECT printf('%018d', 100000000000000000 + i) AS post_id,
    ['facebook', 'instagram', 'x', 'youtube'][1 + i % 4] AS platform,
    printf('brand_%d', i % 3) AS account,
    strftime(TIMESTAMP '2024-01-01' + to_minutes(i % 1000000), '%Y-%m-%d %H:%M:%S') AS published_at,
    ['photo', 'video', 'reel', 'link', 'text'][1 + (hash(i) % 5)::INT] AS content_type,
    printf('topic %d', hash(i + 1) % 20) AS topic,
    printf('山裡的早晨，帶一杯熱咖啡上路 #%d, "brewed" for people who like it slow', i) AS text,
    printf('https://www.example.com/posts/%d', i) AS permalink,
    500 + hash(i + 2) % 9500 AS reach, 800 + hash(i + 3) % 15000 AS views, hash(i + 4) % 400 AS reactions,
    hash(i + 5) % 60 AS comments, hash(i + 6) % 50 AS shares, hash(i + 7) % 40 AS saves,
    hash(i + 8) % 90 AS clicks, hash(i + 9) % 9 AS conversions
  FROM range({rows}) AS t(i)
) TO '{file}' (HEADER)
"""

BY_DAY = asking(("posts", "reach", "engagements", "engagement_rate_by_reach"), ("day",))
BARE_BY_DAY = """
SELECT day, count(*), sum(reach), sum(engagements),
  sum(engagements) FILTER (WHERE reach IS NOT NULL)::DOUBLE
    / nullif(sum(reach) FILTER (WHERE engagements IS NOT NULL), 0)
FROM post_current GROUP BY day ORDER BY day
"""


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def imports(folder: Path, rows: int, times: int) -> list[Row]:
    """Rows a second through `job.run` into an empty store, against `read_csv` into a keyed table."""
    file = folder / "posts.csv"
    duckdb.sql(POSTS.format(rows=rows, file=file))
    ours, theirs = [], []
    for n in range(times):
        theirs.append(rows / seconds(lambda n=n: _read_csv(folder / f"bare{n}.duckdb", file)))
        ours.append(rows / _import(folder / f"ours{n}.duckdb", file, rows))
        for made in folder.glob("*.duckdb*"):
            made.unlink()
    file.unlink()
    return [
        Row(
            f"import of a CSV, {rows:,} rows × {len(COLUMNS)} columns",
            "DuckDB: `read_csv` into a table with a primary key",
            "rows/s",
            ours,
            theirs,
        )
    ]


def _read_csv(database: Path, file: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        columns = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
        connection.execute(f"CREATE TABLE post ({columns}, PRIMARY KEY (post_id))")
        read = "read_csv(?, header = true, columns = ?)"
        connection.execute(f"INSERT INTO post SELECT * FROM {read}", [str(file), COLUMNS])
        connection.execute("CHECKPOINT")


def _import(database: Path, file: Path, rows: int) -> float:
    settings = Settings(database_url=f"duckdb:///{database}")
    engine = open_store(settings.database_url)
    now = datetime(2026, 3, 31, tzinfo=UTC).replace(tzinfo=None)
    start = time.perf_counter()
    report = job.run(engine, file, file.name, ImportOptions(), settings, now)
    taken = time.perf_counter() - start
    engine.dispose()
    if report.posts.new != rows:
        raise RuntimeError(f"The import is not what it should be: {report}")
    return taken


def queries(engine: sa.Engine, posts: int, times: int) -> list[Row]:
    """Milliseconds of one question by day through `run.fetch`, against the same SQL by hand."""

    def ask() -> list[tuple[date, ...]]:
        return [tuple(row.values()) for row in run.fetch(engine, BY_DAY).rows]

    def bare() -> list[tuple[date, ...]]:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            return driver.execute(BARE_BY_DAY).fetchall()  # type: ignore[union-attr]

    if ask() != bare():
        raise RuntimeError("The two questions do not have the same answer")
    ours, theirs = [], []
    for _ in range(times):
        ours.append(seconds(ask) * 1000)
        theirs.append(seconds(bare) * 1000)
    what = f"one question by day, {posts:,} posts"
    return [Row(what, "DuckDB: the same SQL by hand", "ms", ours, theirs)]
