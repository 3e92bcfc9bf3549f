"""Small files with the quirks of real exports, made by hand; a test states only what differs."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lib.imports.gather import Gathered, gather
from lib.imports.plan import plan
from lib.imports.rows import Context
from lib.model import ImportOptions
from lib.sources.upload import open_file

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 22, 3, 0)
CONTEXT = Context(TAIPEI, date(2026, 11, 22), "main", until=date(2026, 11, 22))

FACEBOOK = {
    "Post ID": "939005954986064",
    "Page ID": "100066300057039",
    "Page name": "山野咖啡",
    "Title": "短",
    "Description": "比較長的說明文字",
    "Publish time": "02/18/2025 03:17",
    "Permalink": "https://www.facebook.com/page/posts/939005954986064",
    "Post type": "Photos",
    "Date": "Lifetime",
    "Views": "39",
    "Reach": "12",
    "Reactions": "3",
    "Comments": "2",
    "Shares": "1",
    "Total clicks": "4",
}
INSTAGRAM = {
    "Post ID": "18355151116178767",
    "Account ID": "17841446494080465",
    "Account username": "yamacoffee",
    "Account name": "Yama",
    "Description": "caption",
    "Publish time": "03/18/2025 09:48",
    "Permalink": "https://www.instagram.com/reel/DHW/",
    "Post type": "IG reel",
    "Date": "Lifetime",
    "Views": "52",
    "Reach": "37",
    "Likes": "3",
    "Shares": "1",
    "Comments": "0",
    "Saves": "2",
}
X_LEGACY = {
    "Tweet id": "869919444541112320",
    "Tweet permalink": "https://twitter.com/YamaCoffee/status/869919444541112320",
    "Tweet text": "hello",
    "time": "2017-05-31 14:12 +0000",
    "impressions": "2386.0",
    "engagements": "11.0",
    "engagement rate": "0.0046",
    "retweets": "2.0",
    "replies": "1.0",
    "likes": "5.0",
    "url clicks": "1.0",
    "promoted impressions": "-",
}
X_CONTENT = {
    "Post id": "1891564128784855141",
    "Date": "Mon Feb 17 2025",
    "Post text": "hello",
    "Link": "https://x.com/YamaCoffee/status/1891564128784855141",
    "Impressions": "70",
    "Likes": "3",
    "Bookmarks": "1",
    "Share": "9",
    "Replies": "2",
    "Reposts": "4",
    "Url clicks": "5",
}
YOUTUBE = {
    "Content": "Sx0ytsHc1kk",
    "Video title": "How to brew",
    "Video publish time": "Dec 18, 2022",
    "Views": "4632",
    "Watch time (hours)": "354.6762",
    "Impressions": "37864",
}
PULSE = {
    "post_id": "1",
    "platform": "facebook",
    "published_at": "2026-03-01T10:30:00+08:00",
    "text": "hello",
    "reach": "100",
    "reactions": "5",
}


def table(*rows: dict[str, str], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A CSV whose header is the keys of the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def renamed(row: dict[str, str], **names: str) -> dict[str, str]:
    """The row under other header words."""
    return {names.get(key.replace(" ", "_"), key): value for key, value in row.items()}


def without(row: dict[str, str], *names: str) -> dict[str, str]:
    """The row without some columns."""
    return {key: value for key, value in row.items() if key not in names}


def read(
    data: bytes, name: str = "file.csv", context: Context = CONTEXT, **options: str
) -> tuple[list[dict], Gathered]:
    """The clean rows of a file, and all else that came of it."""
    found = gather(plan(open_file(data, name), ImportOptions(**options), lambda _: None), context)
    return [row for part in found.spool.tables() for row in part.to_pylist()], found


def told(found: Gathered) -> list[str]:
    """The warnings as English sentences."""
    return [str(warning) for warning in found.warnings]


def refused(found: Gathered) -> list[tuple[int, str | None, str]]:
    """(row, column, reason) of each row not taken."""
    return [(reject.row, reject.column, str(reject.reason)) for reject in found.rejects]
