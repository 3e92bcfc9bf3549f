"""Real exports, where they lie beside the checkout: each one's counts and sums, worked out here with
plain readers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from lib.imports import job
from lib.model import ImportOptions, ImportReport, Tally
from lib.settings import Settings
from lib.store.schema import post_current
from tests.imports.files import NOW, read

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "samples" / "exports"
FILES = sorted(file for file in EXPORTS.rglob("*") if file.is_file()) if EXPORTS.is_dir() else []
FACEBOOK = EXPORTS / "facebook_business_suite/oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv"

pytestmark = pytest.mark.skipif(not FILES, reason="the sample exports (../shared/samples) are not there")

Rows = list[dict[str, str]]
Figures = Counter[str]


def plain(file: Path, encoding: str = "utf-8-sig") -> Rows:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(encoding), newline="")))


def number(cell: str | None) -> float:
    """A cell as a number; 0 where there is none."""
    text = (cell or "").replace(",", "").strip()
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else 0


def sums(rows: Rows, **columns: str) -> Figures:
    found = Counter({name: sum(number(row[header]) for row in rows) for name, header in columns.items()})
    return found + Counter(posts=len(rows))


def meta(file: Path) -> Figures:
    reactions = "Likes" if "instagram" in file.as_posix() else "Reactions"
    return sums(
        plain(file), reach="Reach", views="Views", reactions=reactions, comments="Comments", shares="Shares"
    )


def x_legacy(file: Path) -> Figures:
    return sums(
        plain(file), views="impressions", reactions="likes", comments="replies", shares="retweets",
        clicks="url clicks",
    )  # fmt: skip


def x_content(file: Path) -> Figures:
    rows = [row for row in plain(file) if row["Post id"]]
    return sums(rows, views="Impressions", reactions="Likes", comments="Replies", saves="Bookmarks")


def youtube(file: Path) -> Figures:
    rows = [row for row in plain(file) if row["Content"] != "Total" and row["Video publish time"]]
    return sums(rows, views="Views")


def insights(file: Path) -> Figures:
    rows = [row for row in plain(file) if row["Post ID"]]
    if "Video Posts" in file.name:
        return sums(rows, reach="Lifetime Post Total Reach", views="Lifetime Post Total Impressions")
    action = "Lifetime Post Stories by action type - "
    return sums(
        rows, reach="Lifetime Post Total Reach", views="Lifetime Post Total Impressions",
        reactions=f"{action}like", comments=f"{action}comment", shares=f"{action}share",
        clicks="Lifetime Post Consumptions",
    )  # fmt: skip


def sheet(file: Path, at: int, header: int = 0) -> Rows:
    records = CalamineWorkbook.from_path(file).get_sheet_by_index(at).to_python()
    return [dict(zip(map(str, records[header]), map(str, r), strict=True)) for r in records[header + 1 :]]


def insights_workbook(file: Path) -> Figures:
    posts = [row for row in sheet(file, 0) if row["Post ID"]]
    stories = Counter(sums(sheet(file, 2), reactions="like", comments="comment", shares="share"))
    del stories["posts"]
    figures = sums(
        posts, reach="post_impressions_unique:lifetime", views="post_impressions:lifetime",
        clicks="post_consumptions:lifetime",
    )  # fmt: skip
    return figures + stories


def telegram(file: Path) -> Figures:
    messages = [m for m in json.loads(file.read_text("utf-8"))["messages"] if m["type"] == "message"]
    reactions = sum(each["count"] for message in messages for each in message.get("reactions", []))
    return Counter(posts=len(messages), reactions=reactions)


def linkedin(file: Path) -> Figures:
    posts = sums(sheet(file, 7, 1), views="Impressions", clicks="Clicks", reactions="Likes", shares="Shares")
    visits, metrics = sheet(file, 0), sheet(file, 6, 1)
    days = {
        "page_visits": (visits, "Total page views (total)"),
        "page_visitors": (visits, "Total unique visitors (total)"),
        "page_views": (metrics, "Impressions (total)"),
        "page_reach": (metrics, "Unique impressions (organic)"),
        "page_clicks": (metrics, "Clicks (total)"),
        "page_reactions": (metrics, "Reactions (total)"),
        "page_comments": (metrics, "Comments (total)"),
        "page_shares": (metrics, "Shares (total)"),
    }
    return posts + Counter(
        {name: sum(number(r[header]) for r in rows) for name, (rows, header) in days.items()}
    )


def daily(rows: Rows, **columns: str) -> Figures:
    return Counter({name: sum(number(row[header]) for row in rows) for name, header in columns.items()})


def page(file: Path) -> Figures:
    rows = plain(file, "cp1252")
    first = list(csv.reader(io.StringIO(file.read_bytes().decode("cp1252"), newline="")))
    visits = first[0].index("Daily Logged-in Page Views")  # the header stands twice: the first one counts
    return daily(
        rows, followers="Lifetime Total Likes", new_followers="Daily New Likes",
        lost_followers="Daily Unlikes",
        page_reach="Daily Total Reach", page_views="Daily Total Impressions",
        page_clicks="Daily Page consumptions", video_views="Daily Total Video Views",
    ) + Counter(page_visits=sum(number(row[visits]) for row in first[2:]))  # fmt: skip


def overview(metric: str) -> Callable[[Path], Figures]:
    """Meta's overviews: of each line that begins with a date the last number."""

    def figures(file: Path) -> Figures:
        data = file.read_bytes()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        lines = [re.findall(r"[^\",;\t]+", line) for line in text.splitlines()]
        return Counter({metric: sum(number(line[1]) for line in lines if re.match(r"\d", "".join(line[:1])))})

    return figures


def discord(**columns: str) -> Callable[[Path], Figures]:
    def figures(file: Path) -> Figures:
        rows = plain(file)
        found = daily(rows, **columns)
        shares = {name for name in columns if name.endswith("_share")}
        return Counter({name: value / 100 if name in shares else value for name, value in found.items()})

    return figures


def simple(**columns: str) -> Callable[[Path], Figures]:
    return lambda file: daily(plain(file), **columns)


def tiktok(file: Path) -> Figures:
    rows = sheet(file, 0) if file.suffix == ".xlsx" else plain(file)
    return daily(
        rows, video_views="Video Views", profile_visits="Profile Views", page_reactions="Likes",
        page_comments="Comments", page_shares="Shares",
    )  # fmt: skip


def audience(file: Path) -> Figures:
    """Meta's audience: the numbers below each title, in percent."""
    found: Figures = Counter()
    title = ""
    for line in csv.reader(io.StringIO(file.read_bytes().decode("utf-16"))):
        if len(line) == 1:
            title = line[0]
        found[title] += sum(map(number, line)) / 100
    names = {"Age & gender": "age_gender", "Top countries": "country", "Top cities": "city"}
    return Counter({f"followers by {names[title]}": found[title] for title in names})


def split(by: str, total: str | None = None, **columns: str) -> Callable[[Path], Figures]:
    """Tables of parts; `total` names the column whose total row does not count."""

    def figures(file: Path) -> Figures:
        text = "".join(line for line in file.read_text("utf-8-sig").splitlines(True) if line[0] != "#")
        rows = [row for row in csv.DictReader(io.StringIO(text)) if row.get(total or "") != "Total"]
        return Counter({f"{k} by {by}": v for k, v in daily(rows, **columns).items()})

    return figures


EXPECTED: tuple[tuple[str, Callable[[Path], Figures]], ...] = (
    (r"_business_suite/oigetit/\w+-\d+-\d+_", meta),
    (r"_business_suite/.*/Follows", overview("new_followers")),
    (r"_business_suite/.*/Interactions", overview("page_interactions")),
    (r"_business_suite/.*/Reach", overview("page_reach")),
    (r"_business_suite/.*/Views", overview("page_views")),
    (r"_business_suite/.*/Visits", overview("page_visits")),
    (r"lok_vn/.*xlsx", insights_workbook),
    (r"vic/.*\((Post Level|Video Posts)\)", insights),
    (r"vic/Facebook Insights Data Export - ", page),
    (r"ropensci/", x_legacy),
    (r"wormhole_br/", x_content),
    (r"koe/", simple(
        page_views="Impressions", page_interactions="Engagements", new_followers="New follows",
        page_reactions="Likes", page_comments="Replies", page_shares="Reposts", page_saves="Bookmarks",
        lost_followers="Unfollows", profile_visits="Profile visits",
    )),
    (r"/Audience", audience),
    (r"pune_tech_community/", youtube),
    (r"codingtrain/Chart", split("country", channel_views="Views")),
    (r"codingtrain/Table", split(
        "country", "Geography", channel_views="Views", watch_hours="Watch time (hours)",
    )),
    (r"joins-by-referring", split("referring_domain", joins="joins")),
    (r"participators-by", split("device", participators="participators")),
    (r"popular-text", split("text_channel", readers="readers", chatters="chatters", messages="messages")),
    (r"ga4/.*path", split(
        "page_path", site_views="Views", active_users="Active users", event_count="Event count",
    )),
    (r"ga4/.*title", split(
        "page_title", site_views="Views", active_users="Active users", event_count="Event count",
    )),
    (r"codingtrain/Totals", simple(channel_views="Views")),
    (r"telegram_desktop/", telegram),
    (r"linkedin_page/", linkedin),
    (r"line_oa/", simple(followers="contacts", target_reach="targetReaches", blocked="blocks")),
    (r"tiktok_studio/", tiktok),
    (r"sprout_social/", simple(
        followers="Audience", new_followers="Audience Gained", page_views="Impressions",
        video_views="Video Views", page_interactions="Engagements", page_reactions="Reactions",
        page_comments="Comments", page_shares="Shares", page_saves="Saves", link_clicks="Post Link Clicks",
    )),
    (r"guild-activation", discord(
        new_followers="new_members", new_communicating_share="pct_communicated",
        opening_share="pct_opened_channels",
    )),
    (r"guild-retention", discord(new_followers="new_members", retained_share="pct_retained")),
    (r"guild-communicators", discord(page_visitors="visitors", communicating_share="pct_communicated")),
    (r"guild-joins", discord(
        joins_by_discovery="discovery_joins", joins_by_invite="invites", joins_by_link="vanity_joins",
    )),
    (r"guild-leavers", discord(lost_followers="leavers")),
    (r"guild-muters", discord(muted="muters")),
    (r"guild-message", discord(messages="messages")),
    (r"guild-total", discord(followers="total_membership")),
    (r"guild-voice", discord(voice_minutes="speaking_minutes")),
)  # fmt: skip
"""Which file is worked out how."""


def taken(rows: Iterable[dict]) -> Figures:
    """What was read of a file: posts and their counts, daily metrics by name."""
    found: Figures = Counter()
    for row in rows:
        if "bucket" in row:
            found[f"{row['metric']} by {row['dimension']}"] += row["value"]
        elif "metric" in row:
            found[row["metric"]] += row["value"]
        else:
            found["posts"] += 1
            counts = ("reach", "views", "reactions", "comments", "shares", "saves", "clicks")
            found.update({name: row[name] or 0 for name in counts})
    return found


@pytest.mark.parametrize("file", FILES, ids=[file.relative_to(EXPORTS).as_posix() for file in FILES])
def test_each_file_adds_up(file):
    name = file.relative_to(EXPORTS).as_posix()
    figures = next(work_out(file) for pattern, work_out in EXPECTED if re.search(pattern, name))
    rows, _ = read(file.read_bytes(), file.name)
    found = taken(rows)
    assert sum(figures.values()) > 0
    assert {each: found[each] for each in figures} == pytest.approx(dict(figures))


@pytest.fixture
def url(make_url) -> str:
    """One engine is enough here: what is tested is the reading."""
    return make_url("duckdb")


def run(store: sa.Engine, file: Path) -> ImportReport:
    return job.run(store, file, file.name, ImportOptions(), Settings(), NOW)


def files(*platforms: str) -> list[Path]:
    return [file for file in FILES if file.relative_to(EXPORTS).parts[0] in platforms]


def test_the_facebook_file_adds_up(store):
    assert run(store, FACEBOOK).posts == Tally(new=261)
    sums = [
        sa.func.sum(post_current.c[name]) for name in ("reach", "views", "reactions", "comments", "shares")
    ]
    with store.connect() as connection:
        assert tuple(connection.execute(sa.select(*sums)).one()) == (8395, 15982, 87, 20, 20)
    again = run(store, FACEBOOK)
    assert (again.posts, again.rejected) == (Tally(unchanged=261), ())


def test_every_file_is_imported(store):
    for file in FILES:
        report = run(store, file)
        assert report.refused is None, (file, report.refused)
        assert {report.posts, report.days, report.breakdowns} != {Tally()}, file
        assert all("no date" in str(reject.reason) for reject in report.rejected), file


def test_ids_of_x_survive(store):
    for file in files("x_twitter"):
        run(store, file)
    query = sa.select(post_current.c.native_id, post_current.c.permalink).where(
        post_current.c.platform == "x"
    )
    with store.connect() as connection:
        rows = connection.execute(query).all()
    assert len(rows) > 500
    assert all(link.endswith("/" + native_id) for native_id, link in rows)
