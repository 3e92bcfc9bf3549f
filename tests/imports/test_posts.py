"""Cleaning posts: the quirks of each platform's export, one by one."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lib.model import CONTENT_TYPES, FileRefused
from lib.sources import delimited
from tests.imports.files import (
    FACEBOOK,
    INSTAGRAM,
    PULSE,
    X_CONTENT,
    X_LEGACY,
    YOUTUBE,
    read,
    refused,
    renamed,
    table,
    told,
    without,
)


def one(row: dict[str, str], **options: str) -> dict:
    (clean,), found = read(table(row), **options)
    assert refused(found) == []
    return clean


def test_a_facebook_post():
    assert one(FACEBOOK) == {
        "platform": "facebook",
        "account": "100066300057039",
        "native_id": "939005954986064",
        "account_name": "山野咖啡",
        "community": "main",
        "published_at": datetime(2025, 2, 17, 19, 17),
        "day": date(2025, 2, 18),
        "hour": 3,
        "content_type": "photo",
        "topic": None,
        "text": "比較長的說明文字",
        "permalink": "https://www.facebook.com/page/posts/939005954986064",
        "author_kind": None,
        "paid": None,
        "reach": 12,
        "views": 39,
        "reactions": 3,
        "comments": 2,
        "shares": 1,
        "saves": None,
        "clicks": 4,
        "conversions": None,
        "engagements": 6,
        "row": 2,
    }


def test_an_instagram_post_counts_saves():
    post = one(INSTAGRAM)
    assert (post["account"], post["account_name"]) == ("17841446494080465", "Yama")
    assert (post["reactions"], post["saves"], post["engagements"]) == (3, 2, 6)
    assert (post["native_id"], post["content_type"]) == ("18355151116178767", "reel")


def test_an_instagram_story():
    story = renamed(INSTAGRAM, Comments="Replies", Saves="Link clicks") | {"Post type": "IG story"}
    post = one(story)
    assert (post["content_type"], post["comments"], post["clicks"], post["saves"]) == ("story", 0, 2, None)


def test_a_legacy_post_of_x():
    post = one(X_LEGACY)
    assert (post["native_id"], post["account"]) == ("869919444541112320", "yamacoffee")
    assert (post["views"], post["shares"], post["comments"], post["reactions"]) == (2386, 2, 1, 5)
    assert (post["hour"], post["published_at"]) == (22, datetime(2017, 5, 31, 14, 12))
    assert (post["clicks"], post["reach"], post["engagements"], post["paid"]) == (1, None, 8, None)


def test_likes_of_x_were_favorites_once():
    assert one(renamed(X_LEGACY, likes="favorites"))["reactions"] == 5


@pytest.mark.parametrize(("shown", "paid"), [("120.0", True), ("0", False), ("-", None)])
def test_promoted_columns_say_whether_a_post_was_advertised(shown, paid):
    assert one(X_LEGACY | {"promoted impressions": shown})["paid"] is paid


def test_a_new_post_of_x_has_no_time_of_day_and_shares_are_reposts():
    post = one(X_CONTENT)
    assert (post["day"], post["hour"], post["published_at"]) == (date(2025, 2, 17), None, None)
    assert (post["shares"], post["saves"], post["clicks"], post["engagements"]) == (4, 1, 5, 10)


def test_an_id_of_x_that_excel_destroyed_is_taken_from_the_link():
    assert one(X_LEGACY | {"Tweet id": "8.69919E+17"})["native_id"] == "869919444541112320"


def test_rows_of_x_without_id_and_link_are_refused():
    empty = X_CONTENT | {"Post id": "", "Link": "https://x.com/YamaCoffee/status/undefined"}
    rows, found = read(table(X_CONTENT, empty))
    assert len(rows) == 1
    assert refused(found) == [(3, "Post id", "There is no id.")]


def test_an_id_that_a_spreadsheet_destroyed_refuses_the_row():
    rows, found = read(table(INSTAGRAM, INSTAGRAM | {"Post ID": "1.83552E+16"}))
    assert len(rows) == 1
    (row, column, reason), = refused(found)  # fmt: skip
    assert (row, column) == (3, "Post ID")
    assert "1.83552E+16" in reason
    assert "lost" in reason


def test_a_video_of_youtube():
    post = one(YOUTUBE)
    assert post["permalink"] == "https://www.youtube.com/watch?v=Sx0ytsHc1kk"
    assert (post["views"], post["reach"], post["engagements"]) == (4632, None, None)
    assert (post["text"], post["content_type"], post["day"]) == ("How to brew", "video", date(2022, 12, 18))


def test_the_total_row_and_the_footer_of_youtube_are_no_videos():
    total = dict.fromkeys(YOUTUBE, "") | {"Content": "Total", "Views": "9000"}
    footer = dict.fromkeys(YOUTUBE, "") | {"Content": "Showing the top 500 results"}
    rows, found = read(table(total, YOUTUBE, footer))
    assert [row["row"] for row in rows] == [3]
    assert (found.read, refused(found)) == (1, [])
    assert "The file's total row says 9000 views, its rows add up to 4632; the rows count." in told(found)


@pytest.mark.parametrize("word", ["總計", "合計", "Gesamt", "Totales", "TOTAL"])
def test_total_rows_in_other_languages(word):
    total = dict.fromkeys(YOUTUBE, "") | {"Content": word, "Views": "4632"}
    rows, found = read(table(total, YOUTUBE))
    assert len(rows) == 1
    assert not [each for each in told(found) if "total row" in each]


def test_a_video_without_a_publish_time_is_refused():
    _, found = read(table(YOUTUBE, YOUTUBE | {"Content": "aaaaaaaaaaa", "Video publish time": ""}))
    assert refused(found) == [(3, "Video publish time", "There is no date.")]


@pytest.mark.parametrize("word", ["Lifetime", "總期間", "ライフタイム", "Livstid", ""])
def test_lifetime_exports_are_taken(word):
    assert one(FACEBOOK | {"Date": word})["views"] == 39


def test_an_export_by_day_is_refused_as_a_whole():
    with pytest.raises(FileRefused, match="set to “Lifetime”"):
        read(table(FACEBOOK, FACEBOOK | {"Date": "02/19/2025"}))


def test_the_raw_header_of_meta_is_reach():
    assert one(renamed(FACEBOOK, Reach="IMPRESSION:UNIQUE_USERS"))["reach"] == 12


def test_of_a_header_that_occurs_twice_the_first_filled_cell_counts():
    data = table(FACEBOOK | {"Views": ""}).replace(b"Total clicks", b"Views")
    (post,), _ = read(data)
    assert (post["views"], post["clicks"]) == (4, None)


def test_one_figure_for_three_stands_in_where_the_parts_are_missing():
    combined = without(FACEBOOK, "Reactions", "Shares") | {"Reactions, Comments and Shares": "11"}
    assert one(combined)["engagements"] == 11
    assert one(FACEBOOK | {"Reactions, Comments and Shares": "99"})["engagements"] == 6
    assert one(without(FACEBOOK, "Reactions", "Shares"))["engagements"] == 2
    assert one(without(FACEBOOK, "Reactions", "Shares", "Comments"))["engagements"] is None


@pytest.mark.parametrize(("title", "kept"), [("a much longer title", "a much longer title"), ("", "text")])
def test_the_longer_of_title_and_description_is_the_text(title, kept):
    assert one(FACEBOOK | {"Title": title, "Description": "text"})["text"] == kept


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Photos", "photo"), ("Reels", "reel"), ("Links", "link"), ("Videos", "video"), ("相片", "photo"),
        ("連續短片", "reel"), ("限時動態", "story"), ("IG carousel", "carousel"), ("Live", "live"),
        ("Text", "text"), ("Hologram", "Hologram"), ("", None),
    ],
)  # fmt: skip
def test_content_types(word, kind):
    assert one(FACEBOOK | {"Post type": word})["content_type"] == kind
    assert kind in (*CONTENT_TYPES, "Hologram", None)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Views", "-1", "negative"),
        ("Reach", "1.5", "not a whole number"),
        ("Comments", "many", "not a number"),
        ("Shares", "9" * 16, "too large"),
        ("Publish time", "soon", "not a date"),
        ("Publish time", "11/24/2026 10:00", "in the future"),
        ("Publish time", "12/31/1999 10:00", "before the year 2000"),
    ],
)
def test_a_bad_cell_refuses_its_row_and_says_where_and_why(column, value, reason):
    rows, found = read(table(FACEBOOK, FACEBOOK | {"Post ID": "2", column: value}))
    assert len(rows) == 1
    assert found.read == 2
    (row, name, why), = refused(found)  # fmt: skip
    assert (row, name) == (3, column)
    assert reason in why


def test_posts_of_tomorrow_are_taken_for_clocks_differ():
    assert one(FACEBOOK | {"Publish time": "11/23/2026 10:00"})["day"] == date(2026, 11, 23)


def test_a_row_longer_than_the_header_is_refused_and_a_shorter_one_filled_up():
    lines = table(FACEBOOK, FACEBOOK | {"Post ID": "2"}, FACEBOOK | {"Post ID": "3"}).splitlines()
    lines[2] += b",surplus"
    lines[3] = lines[3].rsplit(b",", 3)[0]
    rows, found = read(b"\n".join(lines))
    assert [(row["native_id"], row["comments"], row["clicks"]) for row in rows] == [
        ("939005954986064", 2, 4),
        ("3", None, None),
    ]
    assert [(row, column) for row, column, _ in refused(found)] == [(3, None)]
    assert found.read == 3


def test_the_same_post_twice_counts_once_and_with_other_numbers_the_later_row_is_refused():
    other = FACEBOOK | {"Post ID": "2"}
    rows, found = read(table(FACEBOOK, other, FACEBOOK, other | {"Views": "40"}))
    assert [row["row"] for row in rows] == [2, 3]
    assert refused(found) == [(5, None, "Row 3 says the same thing with other numbers.")]
    assert "1 rows repeat an earlier row and count once." in told(found)


def test_repeated_posts_are_found_across_chunks(monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK", 2048)
    many = [PULSE | {"post_id": str(n), "text": "x" * 50} for n in range(200)]
    rows, found = read(table(*many, many[3], many[4] | {"reach": "7"}))
    assert [row["row"] for row in rows] == list(range(2, 202))
    assert refused(found) == [(203, None, "Row 6 says the same thing with other numbers.")]


def test_texts_are_cleaned_and_cut():
    rows, found = read(table(FACEBOOK | {"Description": "a\x07b" + "營" * 12_000}))
    assert rows[0]["text"] == "ab" + "營" * 9_998
    assert "1 texts were cut after 10000 characters." in told(found)


def test_pulses_own_columns():
    row = {
        "post_id": "a-1",
        "platform": "論壇",
        "account": "board",
        "published_at": "2026-03-01",
        "content_type": "text",
        "topic": "新品",
        "text": "hello",
        "permalink": "https://forum.example/t/1",
        "reach": "1,000",
        "conversions": "3",
        "community": "campers",
        "author_kind": "會員",
        "paid": "no",
        "account_name": "The board",
    }
    post = one(row)
    assert {name: post[name] for name in ("platform", "account", "native_id", "community", "topic")} == {
        "platform": "forum", "account": "board", "native_id": "a-1", "community": "campers", "topic": "新品",
    }  # fmt: skip
    assert (post["author_kind"], post["paid"], post["account_name"]) == ("member", False, "The board")
    assert (post["day"], post["hour"], post["reach"], post["conversions"]) == (
        date(2026, 3, 1),
        None,
        1000,
        3,
    )


def test_a_link_and_a_date_are_enough():
    post = one({"permalink": "https://x.com/Yama/status/12345", "published_at": "2026-03-01"})
    assert (post["platform"], post["native_id"], post["account"]) == ("x", "12345", "yama")
    post = one({"permalink": "https://www.instagram.com/p/DHW/", "published_at": "2026-03-01"})
    assert (post["platform"], post["native_id"]) == ("instagram", "https://www.instagram.com/p/DHW/")


def test_without_platform_and_link_the_option_says_the_platform():
    row = {"post_id": "1", "published_at": "2026-03-01"}
    assert one(row)["platform"] == "other"
    rows, found = read(table({**row, "platform": "Mastodon"}))
    assert rows[0]["platform"] == "other"
    assert "1 rows name a platform that Pulse does not know." in told(found)


def test_several_accounts_and_platforms_in_one_file():
    rows, _ = read(
        table(
            PULSE | {"platform": "instagram", "saves": "4"},
            PULSE | {"platform": "facebook", "saves": "4"},
            PULSE | {"platform": "linkedin", "saves": "4"},
        )
    )
    assert [(row["platform"], row["engagements"]) for row in rows] == [
        ("instagram", 9), ("facebook", 5), ("linkedin", 5),
    ]  # fmt: skip


def test_a_row_with_nothing_but_its_id_or_link_is_refused_and_not_taken_for_a_footer():
    row = {"permalink": "https://forum.example/t/1", "published_at": "2026-03-01"}
    _, found = read(table(row, row | {"permalink": "https://forum.example/t/2", "published_at": ""}))
    assert refused(found) == [(3, "published_at", "There is no date.")]


def test_a_missing_id_in_pulses_columns_is_refused():
    _, found = read(table(PULSE, PULSE | {"post_id": ""}))
    assert refused(found) == [(3, "post_id", "There is no id.")]
