"""A foreign table with names and types of its own, and the same rows as an export would state them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.imports import job
from lib.model import ImportOptions
from lib.settings import Settings
from lib.store import sources
from lib.store.sources import Source

ZONED = "TIMESTAMPTZ"
NOW = datetime(2026, 3, 1)

#       id    posted (UTC)         network      page     kind    topic  reach views likes comm sh sv cl paid
ROWS = [
    ("a1", "2026-01-04 16:30:00", "Facebook", "Page", "Bild", "news", 100, 200, "5", 2, 1, None, 10, True),
    ("a2", "2026-01-05 03:00:00", "FB", "Page", "Bild", "news", 300, 500, "9", 0, 3, None, 20, False),
    ("a3", "2026-01-06 01:00:00", "facebook", "Page", "Link", "news", 50, 80, "1", 1, 0, None, 0, None),
    (
        "b1",
        "2026-01-06 15:59:59",
        "YouTube",
        "Chan",
        "Video",
        "how-to",
        None,
        1000,
        "40",
        5,
        0,
        None,
        None,
        None,
    ),
    (
        "b2",
        "2026-01-06 16:00:00",
        "YouTube",
        "Chan",
        "Video",
        None,
        None,
        400,
        "10",
        0,
        None,
        None,
        None,
        None,
    ),
    ("c1", "2026-01-07 02:15:00", "IG", "Insta", "Reel", "how-to", 200, 220, "20", 4, 2, 6, None, False),
    (
        "c2",
        "2026-01-07 02:45:00",
        "instagram",
        "Insta",
        "Reel",
        "how-to",
        400,
        410,
        "30",
        6,
        4,
        8,
        None,
        True,
    ),
    ("c3", "2026-01-31 20:00:00", "instagram", "Insta", "Bild", "news", 0, 0, "0", 0, 0, 0, None, None),
    (
        "d1",
        "2026-02-01 10:00:00",
        "LinkedIn",
        "Firma",
        "Umfrage",
        "  ",
        150,
        160,
        " ",
        None,
        None,
        None,
        7,
        None,
    ),
    ("d2", "2026-02-01 10:00:00", "Mastodon", "Firma", "Bild", "news", 100, 130, "3", 3, 3, 3, 2, None),
]
NAMES = (
    "Kennung", "veröffentlicht am", "Netz", "Seite", "Art", "Thema", "Reichweite", "Aufrufe",
    "Gefällt", "Kommentare", "geteilt", "gemerkt", "Klicks", "bezahlt",
)  # fmt: skip
FIELDS = (
    "native_id", "published", "platform", "account", "content_type", "topic", "reach", "views",
    "reactions", "comments", "shares", "saves", "clicks", "paid",
)  # fmt: skip
TYPES = (
    "TEXT", ZONED, "TEXT", "TEXT", "TEXT", "TEXT", "BIGINT", "NUMERIC(12,0)",
    "TEXT", "INTEGER", "SMALLINT", "BIGINT", "DOUBLE PRECISION", "BOOLEAN",
)  # fmt: skip

ADDRESS = {
    "connection": "warehouse",
    "table": "lager.Beiträge",
    "columns": dict(zip(FIELDS, NAMES, strict=True)),
}


def make(url: str, rows: list[tuple[Any, ...]] = ROWS, types: tuple[str, ...] = TYPES) -> None:
    """Makes the table, anew, in a database."""
    engine = sa.create_engine(url)
    columns = ", ".join(f'"{name}" {type}' for name, type in zip(NAMES, types, strict=True))
    insert = f'INSERT INTO lager."Beiträge" VALUES ({", ".join(f":v{n}" for n in range(len(NAMES)))})'
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS lager")
        connection.exec_driver_sql('DROP TABLE IF EXISTS lager."Beiträge"')
        connection.exec_driver_sql(f'CREATE TABLE lager."Beiträge" ({columns})')
        for row in rows:
            values = {f"v{n}": value for n, value in enumerate(row)}
            if types[1] == ZONED:
                values["v1"] = f"{row[1]}+00"
            connection.execute(sa.text(insert), values)
    engine.dispose()


def multiply(engine: sa.Engine, times: int) -> None:
    """Makes of each post as many as that."""
    rest = ", ".join(f't."{name}"' for name in NAMES[1:])
    more = f"""SELECT t."Kennung" || '-' || n, {rest}
               FROM lager."Beiträge" t, generate_series(2, {times}) g(n)"""
    with engine.begin() as connection:
        connection.exec_driver_sql(f'INSERT INTO lager."Beiträge" {more}')


def declare(store: sa.Engine, id: str = "warehouse", **changes: Any) -> Source:
    """Declares the table as a live source."""
    options = changes.pop("options", {})
    source = Source(
        id, "live", changes.pop("name", "Lager"), {**ADDRESS, **changes}, datetime(2026, 3, 1), options
    )
    sources.put(store, source)
    return source


def export(rows: list[tuple[Any, ...]] = ROWS) -> bytes:
    """The same rows as a file under the names Pulse has for them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([row[0], f"{row[1]}Z", *("" if value is None else value for value in row[2:])])
    return text.getvalue().encode()


def bring(store: sa.Engine, rows: list[tuple[Any, ...]] = ROWS) -> None:
    """Imports the same rows."""
    mapping = {"columns": {name: name for name in FIELDS}, "date_format": "ymd", "kind": "posts"}
    report = job.run(store, export(rows), "x.csv", ImportOptions(mapping=mapping), Settings(), NOW)
    assert (report.refused, report.rejected) == (None, ())
