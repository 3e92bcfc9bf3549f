"""Native exports become posts and daily figures: one small file a format, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from lib.imports.plan import Unrecognised
from lib.imports.series import named_after
from lib.model import FileRefused
from lib.sources.upload import open_file
from tests.imports.files import CONTEXT, read, refused, told
from tests.imports.native import (
    FINNISH,
    INSIGHTS,
    INSIGHTS_HEADER,
    PAGE,
    POST,
    SNAPSHOT,
    SPROUT,
    TIKTOK,
    lines,
    spreadsheetml,
    telegram,
    workbook,
)


def figures(rows: list[dict]) -> dict[tuple, float]:
    """(metric, day) → value."""
    return {(row["metric"], row["day"]): row["value"] for row in rows}


FIRST_POST = {
    "platform": "facebook", "account": "518995791497187", "native_id": POST, "content_type": "photo",
    "day": date(2015, 2, 19), "hour": 23, "reach": 371, "views": 1116, "comments": 4, "reactions": 37,
    "shares": 3, "clicks": 38, "engagements": 44, "text": "Café au feu de bois",
}  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        lines(INSIGHTS),
        lines(INSIGHTS, "cp1252"),
        workbook({"Key Metrics": INSIGHTS}),
        spreadsheetml({"Key Metrics": INSIGHTS}),
    ],
    ids=["UTF-8", "cp1252", "XLSX", "SpreadsheetML"],
)
def test_facebook_insights_by_post(data):
    rows, found = read(data)
    assert (found.read, refused(found)) == (2, [])
    assert {name: rows[0][name] for name in FIRST_POST} == FIRST_POST
    assert (rows[1]["comments"], rows[1]["reactions"], rows[1]["engagements"]) == (None, 2, 2)


def test_facebook_insights_of_several_sheets_are_put_together_by_the_posts_id():
    metrics = [row[:10] for row in INSIGHTS]
    metrics[0] = [*INSIGHTS_HEADER[:8], "post_impressions_unique:lifetime", "post_impressions:lifetime"]
    stories = [["Description", "Post ID", "share", "like", "comment"],
               ["Lifetime: stories", INSIGHTS[3][0], 40, 441, 32], ["", POST, 3, 37, 4]]  # fmt: skip
    rows, found = read(workbook({"Key Metrics": metrics, "Lifetime Post Stories by act...": stories}))
    assert [(row["views"], row["reactions"], row["shares"], row["comments"]) for row in rows] == [
        (1116, 37, 3, 4), (465, 441, 40, 32),
    ]  # fmt: skip
    assert refused(found) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_facebook_insights_by_day(encoding):
    rows, found = read(lines(PAGE, encoding))
    first, second = date(2014, 8, 24), date(2014, 8, 25)
    assert figures(rows) == {
        ("followers", first): 176, ("followers", second): 177, ("new_followers", first): 2,
        ("new_followers", second): 1, ("lost_followers", first): 0, ("lost_followers", second): 1,
        ("page_reach", first): 10, ("page_reach", second): 11, ("page_views", first): 20,
        ("page_views", second): 21, ("page_visits", first): 5,
    }  # fmt: skip
    assert {row["row"] for row in rows} == {3, 4}
    assert (found.read, refused(found)) == (2, [])


def test_a_linkedin_workbook_holds_days_and_posts():
    updates = [
        ["Engagement metrics for individual updates. All dates are in UTC."],
        ["Update title", "Update link", "Update type", "Posted by", "Created date", "Impressions", "Clicks",
         "Likes", "Comments", "Shares", "Engagement rate"],
        ["Our new roast", "https://www.linkedin.com/feed/update/urn:li:activity:6682292000000000001",
         "Organic", "Lin Mei", 44008, 98, 1, 2, 0, 3, 0.03],
        ["Text date", "https://www.linkedin.com/feed/update/urn:li:activity:6682292000000000002",
         "Sponsored", "Lin Mei", "06/25/2020", 50, 5, 4, 1, 0, 0.1],
    ]  # fmt: skip
    metrics = [
        ["Aggregated engagement metrics over time."],
        ["Date", "Impressions (organic)", "Impressions (total)", "Clicks (total)", "Reactions (total)"],
        ["04/01/2020", 5, 7, 2, 1],
    ]
    places = [["Location", "Total views"], ["Taipei", 4]]
    rows, found = read(workbook({"Metrics": metrics, "Location": places, "Updates": updates}))
    posts = [row for row in rows if "native_id" in row]
    assert [
        (p["native_id"], p["day"], p["hour"], p["views"], p["shares"], p["paid"], p["engagements"])
        for p in posts
    ] == [
        ("6682292000000000001", date(2020, 6, 26), None, 98, 3, False, 6),
        ("6682292000000000002", date(2020, 6, 25), None, 50, 0, True, 10),
    ]
    assert figures([row for row in rows if "metric" in row]) == {
        ("page_views", date(2020, 4, 1)): 7, ("page_clicks", date(2020, 4, 1)): 2,
        ("page_reactions", date(2020, 4, 1)): 1,
    }  # fmt: skip
    assert "The column Posted by names people; it is left out." in told(found)
    assert "Sheets that are not read: “Location”." in told(found)
    assert not any("Lin Mei" in str(row) for row in rows)


def test_total_followers_of_linkedin_are_the_days_new_ones():
    data = b"Date,Sponsored followers,Organic followers,Total followers\n04/01/2020,1,2,3\n"
    rows, _ = read(data)
    assert figures(rows) == {("new_followers", date(2020, 4, 1)): 3}


def test_tiktok_days_without_a_year_lie_before_the_export_day():
    context = replace(CONTEXT, until=date(2024, 1, 3))
    rows, found = read(lines(TIKTOK), context=context)
    assert {row["day"] for row in rows} == {date(2023, 12, 30), date(2024, 1, 2)}
    assert figures(rows)["video_views", date(2023, 12, 30)] == 545
    assert figures(rows)["page_comments", date(2024, 1, 2)] == -1
    assert ("profile_visits", date(2024, 1, 2)) not in figures(rows)
    assert any("no year" in warning and "2024-01-03" in warning for warning in told(found))


def test_tiktok_days_in_a_workbook():
    rows, _ = read(workbook({"Overview": TIKTOK}), "Overview.xlsx", replace(CONTEXT, until=date(2024, 1, 3)))
    assert figures(rows)["video_views", date(2024, 1, 2)] == 46


def test_the_business_suite_of_tiktok():
    data = b"Date,Video views,Profile views,Followers,Likes\n2024/02/28,NAN,--,12,3\n"
    rows, found = read(data)
    assert figures(rows) == {("followers", date(2024, 2, 28)): 12, ("page_reactions", date(2024, 2, 28)): 3}
    assert told(found) == []


def test_tiktok_videos():
    data = (
        b"Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
        b"November 20,Brew,https://www.tiktok.com/@yama/video/7362975467459380230,December 24,5,1,2,900\n"
    )
    rows, _ = read(data, context=replace(CONTEXT, until=date(2026, 11, 22)))
    assert [(r["native_id"], r["account"], r["day"], r["views"], r["engagements"]) for r in rows] == [
        ("7362975467459380230", "yama", date(2025, 12, 24), 900, 8)
    ]


DISCORD = (
    "interval_start_timestamp,visitors,pct_communicated\r\n"
    "{}T00:00:00+00:00,206,25.5\r\n{}T00:00:00+00:00,184,\r\n"
)


@pytest.mark.parametrize(
    ("second", "suffix"),
    [("2021-03-02", ""), ("2021-03-08", "_weekly"), ("2021-03-31", "_30_days"), ("2021-03-29", "_monthly")],
)
def test_discord_intervals_are_never_taken_for_days(second, suffix):
    rows, found = read(DISCORD.format("2021-03-01", second).encode())
    assert {(row["metric"], row["value"]) for row in rows} == {
        (f"page_visitors{suffix}", 206.0), (f"page_visitors{suffix}", 184.0),
        (f"communicating_share{suffix}", 0.255),
    }  # fmt: skip
    assert any("longer intervals" in warning for warning in told(found)) == bool(suffix)


@pytest.mark.parametrize(
    ("second", "reason"), [("2021-03-01", "one interval only"), ("2021-03-05", "4 days apart")]
)
def test_discord_intervals_that_cannot_be_told_are_refused(second, reason):
    with pytest.raises(FileRefused, match=reason):
        read(DISCORD.format("2021-03-01", second).encode())


def test_discord_missing_days_are_still_days():
    data = DISCORD.format("2021-03-01", "2021-03-02") + "2021-03-05T00:00:00+00:00,190,1\r\n"
    rows, _ = read(data.encode())
    assert {row["metric"] for row in rows} == {"page_visitors", "communicating_share"}


def test_the_same_word_of_discord_means_another_share_beside_new_members():
    data = (
        "interval_start_timestamp,new_members,pct_communicated\n"
        "2021-03-01T00:00:00+00:00,4,50\n2021-03-02T00:00:00+00:00,0,\n"
    )
    rows, _ = read(data.encode())
    assert {(row["metric"], row["value"]) for row in rows} == {
        ("new_followers", 4.0), ("new_followers", 0.0), ("new_communicating_share", 0.5),
    }  # fmt: skip


LEAVERS = (
    "interval_start_timestamp,days_in_guild,leavers\n"
    "2019-03-30T00:00:00+00:00,'Members for 1 month+',3\n"
    "2019-03-30T00:00:00+00:00,'Members for < 1 month',2\n"
    "2019-03-31T00:00:00+00:00,'Members for 1 month+',1\n"
)


def test_discord_leavers_are_added_up_over_their_categories():
    rows, _ = read(LEAVERS.encode())
    assert figures(rows) == {
        ("lost_followers", date(2019, 3, 30)): 5, ("lost_followers", date(2019, 3, 31)): 1,
    }  # fmt: skip


def test_a_repeated_category_is_not_added_twice():
    again = LEAVERS.splitlines(keepends=True)[1]
    assert figures(read((LEAVERS + again).encode())[0])["lost_followers", date(2019, 3, 30)] == 5


def test_a_day_with_a_bad_category_has_no_sum():
    rows, found = read(LEAVERS.replace("month',2", "month',?").encode())
    assert figures(rows) == {("lost_followers", date(2019, 3, 31)): 1}
    assert [row for row, _, _ in refused(found)] == [2, 3]


PREAMBLE = SNAPSHOT[: SNAPSHOT.index("Nth day")]


def test_google_analytics_takes_the_tables_by_day_and_those_by_part():
    rows, found = read(SNAPSHOT.encode())
    parts = [row for row in rows if "bucket" in row]
    assert [(row["dimension"], row["bucket"], row["value"], row["first_day"]) for row in parts] == [
        ("country", "TW", 30, date(2023, 12, 30))
    ]
    rows = [row for row in rows if "bucket" not in row]
    days = [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]
    assert figures(rows) == {
        **{("active_users", day): value for day, value in zip(days, (12, 15, 9), strict=True)},
        **{("new_users", day): value for day, value in zip(days, (5, 6, 2), strict=True)},
        **{("active_users_7_days", day): value for day, value in zip(days, (80, 81, 82), strict=True)},
        **{("active_users_28_days", day): value for day, value in zip(days, (300, 301, 302), strict=True)},
    }
    assert {row["platform"] for row in rows} == {"website"}
    assert refused(found) == []


def test_google_analytics_without_its_first_lines():
    rows, _ = read(b"Date,Active users,Sessions,Engagement rate\n20240101,9,12,0.61\n20240102,8,9,0.5\n")
    assert figures(rows)["sessions", date(2024, 1, 2)] == 9
    assert len(rows) == 4


def test_google_analytics_days_without_a_start_are_refused():
    with pytest.raises(FileRefused, match="a start that it does not state"):
        read(b"Nth day,Active users\n0000,12\n0001,15\n")


@pytest.mark.parametrize(
    "data",
    [
        PREAMBLE + "Page path,Country,Active users\n/docs,Taiwan,236\n",
        PREAMBLE + "Date,Country,Active users\n20231230,Taiwan,236\n",
    ],
    ids=["pages by country", "days by country"],
)
def test_google_analytics_by_two_things_is_refused(data):
    with pytest.raises(FileRefused, match="counts by day"):
        read(data.encode())


def test_sprout_has_one_row_a_day_and_profile():
    rows, found = read(lines(SPROUT))
    assert {(row["platform"], row["account"], row["metric"], row["value"]) for row in rows} == {
        ("x", "@yama", "followers", 6369.0), ("x", "@yama", "new_followers", 1.0),
        ("x", "@yama", "page_views", 17.0),
        ("x", "@yama", "page_interactions", 5.0), ("x", "@yama", "page_reactions", -1.0),
        *[("facebook", "Yama Coffee", metric, value) for metric, value in
          {"followers": 25928, "page_views": 21069, "page_interactions": 41, "page_reactions": 25}.items()],
    }  # fmt: skip
    assert {row["day"] for row in rows} == {date(2025, 1, 2)}
    assert refused(found) == []


def test_a_telegram_channel():
    rows, found = read(telegram(), "result.json")
    assert [(r["native_id"], r["text"], r["reactions"], r["content_type"]) for r in rows] == [
        ("3", "Hello campers!", 7, "text"),
        ("6", "a photo", 0, "photo"),
    ]
    assert {(r["account"], r["account_name"]) for r in rows} == {("1878264527", "Yama")}
    assert rows[0]["published_at"] == datetime(2023, 7, 17, 16, 24, 19)
    assert (rows[0]["day"], rows[0]["hour"], rows[0]["author_kind"]) == (date(2023, 7, 18), 0, "brand")
    assert "Rows left out because of what their column message_type says: 1." in told(found)


def test_names_of_a_telegram_group_are_not_kept():
    rows, _ = read(telegram("private_supergroup"), "result.json")
    assert {row["author_kind"] for row in rows} == {"member"}
    assert not any(name in str(rows) for name in ("Lin", "Mei", "user42"))
    upload = open_file(telegram("private_supergroup"), "result.json")
    assert [str(each) for each in upload.warnings] == ["The names of those who wrote are left out."]


@pytest.mark.parametrize(
    "data", [telegram("personal_chat"), json.dumps({"chats": {"list": [{"type": "personal_chat"}]}}).encode()]
)
def test_private_conversations_of_telegram_are_refused(data):
    with pytest.raises(FileRefused, match="private conversations"):
        open_file(data, "result.json")


def test_friends_of_line():
    rows, _ = read("\ufeffdate,contacts,targetReaches,blocks\n20210917,985,248,316\n".encode())
    day = date(2021, 9, 17)
    assert figures(rows) == {("followers", day): 985, ("target_reach", day): 248, ("blocked", day): 316}
    assert {row["platform"] for row in rows} == {"line"}


def test_a_discourse_archive_without_its_private_messages():
    data = (
        b"topic_title,category,sub_category,is_pm,post,like_count,reply_count,url,created_at\n"
        b"Stoves,Gear,-,No,I use gas,3,1,https://forum.example/t/stoves/12/4,2024-01-01 10:00:00 UTC\n"
        b"Secret,-,-,Yes,my phone is,0,0,https://forum.example/t/secret/13/1,2024-01-02 10:00:00 UTC\n"
    )
    rows, found = read(data)
    assert [(r["platform"], r["topic"], r["reactions"], r["comments"], r["engagements"]) for r in rows] == [
        ("forum", "Gear", 3, 1, 4)
    ]
    assert "Rows left out because of what their column is_pm says: 1." in told(found)


@pytest.mark.parametrize(
    "data",
    [
        b"id,name,username,email,title,created_at,trust_level\n1,Lin Mei,mei,mei@example.com,,2024-01-01,2\n",
        b"username,trust_level,last_seen_at\nmei,2,2024-01-01\n",
        "會員,電子郵件\n林美,mei@example.com\n".encode("cp950"),
    ],
)
def test_lists_of_people_are_refused(data):
    with pytest.raises(FileRefused, match="list of people"):
        read(data)


def test_addresses_are_found_by_what_they_look_like():
    with pytest.raises(FileRefused, match="The column posti holds e-mail addresses"):
        read("jäsen,posti,liittyi\nmei,mei@example.com,2024-01-01\n".encode())


def test_addresses_in_a_known_format_are_left_out():
    data = b"post_id,published_at,text,email\n1,2026-01-01,hello,mei@example.com\n"
    rows, found = read(data)
    assert "mei@example.com" not in str(rows)
    assert "The column email names people; it is left out." in told(found)


@pytest.mark.parametrize("header", ["author", "使用者名稱", "Posted by"])
def test_names_in_a_known_format_are_left_out(header):
    rows, found = read(f"post_id,published_at,text,{header}\n1,2026-01-01,hello,Lin Mei\n".encode())
    assert "Lin Mei" not in str(rows)
    assert told(found) == [f"The column {header} names people; it is left out."]


def test_addresses_are_never_kept_as_accounts():
    with pytest.raises(FileRefused, match="The column account holds e-mail addresses"):
        read(b"post_id,published_at,account\n1,2026-01-01,mei@example.com\n")


@pytest.mark.parametrize(
    "data",
    [
        b"date,value\n2007-12-10,9.59\n2007-12-11,-1\n",
        "日期,數值\n2007-12-10,9.59\n2007-12-11,-1\n".encode("cp950"),
    ],
)
def test_a_date_and_a_value_are_a_metric_named_after_the_file(data):
    rows, _ = read(data, context=replace(CONTEXT, series="signups"))
    assert figures(rows) == {("signups", date(2007, 12, 10)): 9.59, ("signups", date(2007, 12, 11)): -1}


@pytest.mark.parametrize(
    ("file", "metric"),
    [
        ("signups.csv", "signups"),
        ("Daily engaged users (2).csv", "daily_engaged_users"),
        ("reports.zip/daily-engaged-users-231231-101500.csv", "daily_engaged_users"),
        ("新會員.csv", "新會員"),
        ("().csv", "value"),
        ("followers.csv", "followers"),
        ("Posts.csv", "posts_daily"),
        ("follower_growth.csv", "follower_growth_daily"),
    ],
)
def test_what_a_file_is_named_after(file, metric):
    assert named_after(file) == metric


ONE = {"post_id": "17", "published_at": "2026-01-01", "reach": 5}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (json.dumps([ONE]).encode(), "a.json"),
        (json.dumps({"ok": True, "posts": [ONE]}).encode(), "a.json"),
        (b"post_id\tpublished_at\treach\n17\t2026-01-01\t5\n", "a.tsv"),
    ],
)  # fmt: skip
def test_json_and_tsv_are_read_like_any_other_table(data, name):
    rows, _ = read(data, name)
    assert [(row["native_id"], row["day"], row["reach"]) for row in rows] == [("17", date(2026, 1, 1), 5)]


def test_ids_in_json_keep_all_their_digits():
    data = b'[{"post_id": 123456789012345678901, "published_at": "2026-01-01"}]'
    assert read(data, "a.json")[0][0]["native_id"] == "123456789012345678901"


THAI = [
    ["เนื้อหา", "ชื่อวิดีโอ", "เวลาเผยแพร่", "จำนวนดู", "ชั่วโมง"],
    ["ทั้งหมด", "", "", "900", "80.1234"],
    *([f"Sx0ytsHc1k{n}", f"How to brew {n}", f"Dec {n + 10}, 2022", f"{40 + n}", f"3.56{n}7"]
      for n in range(6)),
]  # fmt: skip


def proposed(rows: list[list[str]]) -> Unrecognised:
    with pytest.raises(Unrecognised) as caught:
        read(lines(rows))
    return caught.value


def test_a_finnish_meta_export_is_known_by_its_shape_and_asks():
    mapping = proposed(FINNISH).mapping
    header = FINNISH[0]
    assert (mapping.platform, mapping.date_format, mapping.kind) == ("facebook", "mdy", "posts")
    assert mapping.columns == {
        header[0]: "native_id", header[1]: "account", header[3]: "text", header[4]: "published",
        header[5]: "permalink", header[6]: "views", header[7]: "reach", header[8]: "combined",
        header[9]: "reactions", header[10]: "comments", header[11]: "shares",
    }  # fmt: skip


def test_a_thai_youtube_export_is_known_by_its_shape_and_asks():
    mapping = proposed(THAI).mapping
    assert mapping.platform == "youtube"
    assert mapping.columns == dict(zip(THAI[0], ["native_id", "title", "published", "views"], strict=False))


def test_the_total_row_of_an_unknown_language_is_no_video():
    rows, found = read(lines(THAI), mapping=json.loads(proposed(THAI).mapping.to_json()))
    assert [row["views"] for row in rows] == [40, 41, 42, 43, 44, 45]
    assert [row for row, _, _ in refused(found)] == [2]
