"""Exports as other settings make them: reports beside the usual ones, other spreadsheets, other marks."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from lib.imports.plan import Unrecognised
from lib.model import FileRefused
from tests.imports.files import CONTEXT, INSTAGRAM, YOUTUBE, read, refused, renamed, table, told, without
from tests.imports.native import SNAPSHOT, lines, telegram

SPROUT_POSTS = [
    ["Date", "Post ID", "Network", "Post Type", "Content Type", "Profile", "Sent by", "Link", "Post",
     "Impressions", "Reach", "Engagements", "Reactions", "Comments", "Shares", "Saves", "Post Link Clicks"],
    ["01/15/2025 09:30 am", "'1234_5678", "Facebook", "Post", "Photo", "Yama Coffee", "Lin Mei (mei@a.com)",
     "https://www.facebook.com/1234/posts/5678", "hello", "1,234", "1,000", "45", "30", "10", "5", "", "4"],
    ["01/15/2025 02:05 pm", "'18045178528391234", "Instagram", "Post", "Video", "yama", "",
     "https://www.instagram.com/reel/DX/", "more", "5,234", "4,000", "212", "190", "12", "6", "4", ""],
]  # fmt: skip


def test_posts_of_sprout_are_posts_and_not_days_of_a_profile():
    rows, found = read(lines(SPROUT_POSTS))
    said = ("platform", "native_id", "day", "hour", "views", "engagements")
    assert [tuple(row[name] for name in said) for row in rows] == [
        ("facebook", "1234_5678", date(2025, 1, 15), 9, 1234, 45),
        ("instagram", "18045178528391234", date(2025, 1, 15), 14, 5234, 212),
    ]  # fmt: skip
    assert told(found) == ["The column Sent by names people; it is left out."]
    assert "mei@a.com" not in str(rows)


def test_a_network_of_sprout_without_impressions_states_views_of_videos():
    header, first, _ = SPROUT_POSTS
    place = ["12/12/2025 7:05 am", "ylrtJbfBrEs", "YouTube", "Post", "Video", "Yama", ""]
    tube = [*place, "https://youtu.be/ylrtJbfBrEs", "hi", "", "", "20", "19", "0", "0", "", ""]
    rows, found = read(lines([[*header, "Video Views"], [*first, "9,999"], [*tube, "1,587"]]))
    assert [(row["platform"], row["views"]) for row in rows] == [("facebook", 1234), ("youtube", 1587)]
    assert not any("stands over" in each for each in told(found))


def test_days_of_youtube_may_hold_money_of_any_currency():
    data = "Date,Views,Watch time (hours),Estimated revenue (TWD)\nTotal,30,9.5,1.2\n2024-11-26,10,5.1,0.7\n"
    rows, _ = read(data.encode())
    assert [(row["metric"], row["value"]) for row in rows] == [("channel_views", 10)]


@pytest.mark.parametrize("lost", ["1,83552E+16", "18355151116178768,0"])
def test_ids_lose_their_digits_in_a_spreadsheet_with_decimal_commas_too(lost):
    rows, found = read(table(INSTAGRAM, INSTAGRAM | {"Post ID": lost}, delimiter=";"))
    assert [row["native_id"] for row in rows] == [INSTAGRAM["Post ID"]]
    assert [(row, column) for row, column, _ in refused(found)] == [(3, "Post ID")]


@pytest.mark.parametrize("header", ["J'aime", "J’aime", "„Gefällt mir“-Angaben", '"Gefällt mir"-Angaben'])
def test_quotation_marks_in_headers_are_the_same_whichever_they_are(header):
    rows, _ = read(table(renamed(INSTAGRAM, Likes=header)))
    assert rows[0]["reactions"] == 3


def overview(*titles: str, figures: tuple[int, ...] = (12, 9, 14)) -> bytes:
    """Meta's overview of some figures, as it writes it."""
    days = "".join(f'"2025-03-{at:02}T00:00:00","{figure}"\n' for at, figure in enumerate(figures, 1))
    return ("sep=,\n" + "\n".join(f'"{title}"\n"Data","Primary"\n{days}' for title in titles)).encode(
        "utf-16"
    )


@pytest.mark.parametrize(
    ("title", "metric", "platform"),
    [
        ("Alcance do Instagram", "page_reach", "instagram"),
        ("Visitas ao perfil do Instagram", "profile_visits", "instagram"),
        ("Räckvidd på Facebook", "page_reach", "facebook"),
        ("Instagram-Reichweite", "page_reach", "instagram"),
        ("Facebookのリーチ", "page_reach", "facebook"),
        ("Alcance en Facebook", "page_reach", "facebook"),
        ("Facebook 觸及人數", "page_reach", "facebook"),
    ],
)
def test_titles_of_metas_overviews_name_the_platform_in_the_order_of_their_language(title, metric, platform):
    rows, _ = read(overview(title))
    assert {(row["metric"], row["platform"]) for row in rows} == {(metric, platform)}
    assert sum(row["value"] for row in rows) == 35


def test_followers_that_fall_by_half_in_a_day_are_those_won_on_it():
    rows, found = read(overview("Seguidores no Instagram", figures=(1148, 762, 286)))
    assert {row["metric"] for row in rows} == {"new_followers"}
    assert any("“Seguidores no Instagram” falls by more than half" in each for each in told(found))


def test_followers_that_stand_are_followers():
    rows, _ = read(overview("Seguidores no Instagram", figures=(1148, 1150, 1149)))
    assert {row["metric"] for row in rows} == {"followers"}


def test_a_portuguese_audience_names_the_account_in_its_titles():
    data = (
        '"Seguidores do Instagram por gênero e idade"\n"","Mulheres","Homens"\n"18-24","60,5%","39,5%"\n\n'
        '"Seguidores do Instagram pelos principais países"\n"Brasil","Portugal"\n"75,1%","5,9%"\n'
    )
    rows, _ = read(data.encode("utf-16"))
    assert {(row["platform"], row["dimension"], row["bucket"], row["value"]) for row in rows} == {
        ("instagram", "age_gender", "women 18-24", 0.605), ("instagram", "age_gender", "men 18-24", 0.395),
        ("instagram", "country", "BR", 0.751), ("instagram", "country", "PT", 0.059),
    }  # fmt: skip


PREAMBLE = SNAPSHOT[: SNAPSHOT.index("Nth day")]


def test_a_line_without_a_name_is_the_whole_of_a_report():
    rows, _ = read((PREAMBLE + "Country,Sessions\nTaiwan,30\nJapan,12\n,42\n").encode())
    assert {row["bucket"]: (row["value"], row["whole"]) for row in rows} == {"TW": (30, 42), "JP": (12, 42)}


def test_a_line_without_a_day_is_the_whole_of_a_report():
    rows, found = read((PREAMBLE + "Date,Sessions\n20240101,30\n20240102,12\n,42\n").encode())
    assert ([row["value"] for row in rows], refused(found)) == ([30, 12], [])


def test_an_exploration_states_its_days_in_one_line():
    line = "# ----------------------------------------\n"
    rows, _ = read(f"{line}# Free form\n# 20240101-20240131\n{line}\nCountry,Sessions\nTaiwan,30\n".encode())
    assert [(r["first_day"], r["last_day"], r["value"]) for r in rows] == [
        (date(2024, 1, 1), date(2024, 1, 31), 30)
    ]  # fmt: skip


def test_a_report_by_two_things_is_refused_by_their_names():
    with pytest.raises(FileRefused, match="by “Date × Country”"):
        read((PREAMBLE + "Date,Country,Sessions\n20240101,Taiwan,30\n").encode())


def test_a_french_report_states_its_days():
    data = PREAMBLE.replace("Start date", "Date de début").replace("End date", "Date de fin")
    rows, _ = read((data + "Chemin de la page et classe de l'écran,Vues\n/,900\n").encode())
    assert [(row["first_day"], row["value"]) for row in rows] == [(date(2023, 12, 30), 900)]


def test_videos_in_the_business_suite_of_tiktok_are_saved_as_favorites():
    data = (
        b"Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
        b"Brew,https://www.tiktok.com/@yama/video/7567452112981069079,2025/10/31 18:19:10,1723,17,4,2,18\n"
    )
    ((post,), _) = read(data)
    assert (post["views"], post["saves"], post["hour"], post["engagements"]) == (1723, 18, 18, 41)


def test_what_telegram_could_not_export_is_no_post():
    chat = json.loads(telegram())
    chat["messages"].append({"id": 9, "type": "unsupported", "date": "2023-07-19T00:00:00", "text": ""})
    rows, _ = read(json.dumps(chat).encode(), "result.json")
    assert [row["native_id"] for row in rows] == ["3", "6"]


TYPES = {
    "reel": ["IGリール動画", "Reel do Instagram", "Reel di IG", "IG-Reel"],
    "story": ["Story do Instagram", "Historia de Instagram", "Instagramストーリーズ"],
    "carousel": ["Secuencia de Instagram", "Carrousel IG", "Multi-photo"],
    "photo": ["IG 圖像", "Image IG", "Instagram画像"],
}


def test_kinds_of_posts_are_the_same_in_every_language():
    posts = [INSTAGRAM | {"Post ID": f"183551511161787{n}", "Post type": word}
             for n, word in enumerate((w for words in TYPES.values() for w in words), 10)]  # fmt: skip
    rows, _ = read(table(*posts))
    assert Counter(row["content_type"] for row in rows) == {kind: len(words) for kind, words in TYPES.items()}


SERIES = replace(CONTEXT, series="visits")


@pytest.mark.parametrize("header", ["timestamp,value", "x,y", "Day,Sign-ups", "日期,人次"])
def test_a_day_and_one_figure_need_no_questions_whatever_they_are_called(header):
    rows, _ = read(f"{header}\n2024-01-01,12\n2024-01-02,15\n".encode(), context=SERIES)
    assert [(row["metric"], row["day"].day, row["value"]) for row in rows] == [
        ("visits", 1, 12),
        ("visits", 2, 15),
    ]


@pytest.mark.parametrize("header", ["date,visitors", "Date,Watch time (hours)"])
def test_a_figure_that_formats_have_a_word_for_is_asked_about(header):
    with pytest.raises(Unrecognised):
        read(f"{header}\n2024-01-01,12\n2024-01-02,15\n".encode())


def test_figures_without_a_header_are_refused_and_none_is_lost():
    with pytest.raises(FileRefused, match="The first line holds figures already"):
        read(b"2024-01-01,12\n2024-01-02,15\n")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("01/02/2024", "02/02/2024", "03/02/2024"), "the day"),
        (("2/1/2024", "2/2/2024", "2/3/2024"), "the month"),
    ],
)
def test_days_in_a_row_tell_which_number_is_the_day(days, first):
    rows, found = read("date,value\n{},1\n{},2\n{},3\n".format(*days).encode(), context=SERIES)
    assert [row["day"] for row in rows] == [date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 3)]
    assert told(found)[0].startswith(
        f"Dates such as 01/02 are read with {first} first, for then they are days in"
    )


def test_a_figure_by_the_hour_is_refused():
    with pytest.raises(FileRefused, match="several times of one day"):
        read(b"date,value\n2024-01-01 01:00,12\n2024-01-01 02:00,15\n", context=SERIES)


def test_dots_that_could_group_are_told():
    _, found = read(b"date;value\n2024-01-01;1.234\n2024-01-02;12.345\n", context=SERIES)
    assert told(found)[0].startswith("Numbers such as 1.234 are read with the dot before their decimals")
    _, found = read(b"date;value\n2024-01-01;1.234\n2024-01-02;12.5\n", context=SERIES)
    assert told(found) == []


def test_a_figure_may_be_older_than_all_platforms():
    rows, found = read(b"date,value\n1899-12-31,1\n1959-01-01,35\n", context=SERIES)
    assert [row["day"] for row in rows] == [date(1959, 1, 1)]
    assert refused(found) == [(2, "date", "The date 1899-12-31 is before the year 1900.")]


def test_years_of_the_republic_of_china():
    rows, _ = read("日期,數值\n113/01/13,1\n113/02/01,2\n".encode(), context=SERIES)
    assert [row["day"] for row in rows] == [date(2024, 1, 13), date(2024, 2, 1)]


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("tenure,new_members", "1 month+,53", ("new_followers", "tenure", "1 month+", 53)),
        ("tenure,participators", "< 1 month,65", ("participators", "tenure", "< 1 month", 65)),
        ("country_code,participators", "US,185", ("participators", "country", "US", 185)),
        ("invite_link,joins", "https://discord.gg/2u5k,11",
         ("joins", "invite_link", "https://discord.gg/2u5k", 11)),
    ],
)  # fmt: skip
def test_all_breakdowns_of_discord(header, cells, said):
    day = "2026-06-29T00:00:00+00:00"
    rows, _ = read(f"day_pt,{header},interval_start_timestamp\r\n{day},{cells},{day}\r\n".encode())
    assert [(r["metric"], r["dimension"], r["bucket"], r["value"]) for r in rows] == [said]
    assert {row["last_day"] for row in rows} == {date(2026, 6, 29)}


def test_new_members_by_discord_tenure_are_no_days_of_the_server():
    data = "interval_start_timestamp,tenure,new_members\n{0},< 1 day,4\n{0},1 month+,5\n{1},1 month+,6\n"
    rows, _ = read(data.format("2026-06-29T00:00:00+00:00", "2026-06-30T00:00:00+00:00").encode())
    assert all("bucket" in row for row in rows)
    assert sum(row["value"] for row in rows) == 15


@pytest.mark.parametrize(
    "data",
    [
        "Rank,UserID,Username,Level,XP,Messages\n1,703622484284538922,mei,64,553622,27690\n",
        "username,full_name,is_verified,profile_url\nmei,Lin Mei,false,https://instagram.com/mei\n",
        "姓名,電話,加入日期\n林美,0912345678,2024-01-01\n",
    ],
)
def test_lists_of_members_are_refused_without_an_address_too(data):
    with pytest.raises(FileRefused, match="list of people"):
        read(data.encode())


def test_posts_with_the_names_of_their_authors_are_no_list_of_members():
    rows, found = read(b"post_id,published_at,text,Username,User ID\n1,2026-01-01,hello,mei,703622\n")
    assert [row["text"] for row in rows] == ["hello"]
    assert "mei" not in str(rows)
    assert told(found) == ["The column Username names people; it is left out."]


def test_a_conversation_of_line_is_refused():
    data = (
        "アカウント名,山\nタイムゾーン,+09:00\n送信者タイプ,送信者名,送信日,送信時刻,内容\n"
        "User,太郎,2024/01/09,10:00:01,こんにちは\n"
    )
    with pytest.raises(FileRefused, match="private conversation"):
        read(data.encode())


def test_sums_of_content_formats_are_refused_with_the_way_out():
    with pytest.raises(FileRefused, match="export the content instead"):
        read(b"Views;;;\nReels;Multi-photo;Links;Photos\n5726;862;795;222\n")


def test_an_account_of_x_by_day_says_what_happened_to_its_posts():
    data = (
        b"Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
        b"Profile visits,Create Post,Video views,Media views\n"
        b'"Fri, Nov 7, 2025",100,5,10,1,0,2,1,3,4,6,2,9,0\n'
    )
    rows, _ = read(data)
    assert {row["metric"]: row["value"] for row in rows} == {
        "page_views": 100, "page_reactions": 5, "page_interactions": 10, "page_saves": 1, "new_followers": 2,
        "lost_followers": 1, "page_comments": 3, "page_shares": 4, "profile_visits": 6, "video_views": 9,
    }  # fmt: skip


def test_views_by_kind_of_content_are_parts():
    rows, _ = read(b"Content type,Views,Watch time (hours)\nTotal,900,80.5\nShorts,500,40.5\nVideos,300,30\n")
    views = {row["bucket"]: row["value"] for row in rows if row["metric"] == "channel_views"}
    assert (views, {row["dimension"] for row in rows}) == ({"Shorts": 500, "Videos": 300}, {"content_type"})


def test_videos_without_a_day_are_asked_about_as_a_whole():
    with pytest.raises(Unrecognised) as caught:
        read(table(without(YOUTUBE, "Video publish time")))
    assert "native_id" in caught.value.mapping.columns.values()


def test_figures_by_day_within_an_audience_are_said_to_have_a_file_of_their_own():
    data = (
        "Age & gender;;\n;Women;Men\n18-24;60;40\n;;\nFollows;;\nDate;Primary;\n2025-10-31T00:00:00;4;\n;;\n"
        "Top Pages;;\nnovini.bg;petel.bg;\n22.8;20.2;\n"
    )
    rows, found = read(data.encode(), context=replace(CONTEXT, platform="facebook"))
    assert {row["bucket"]: row["value"] for row in rows} == {"women 18-24": 0.6, "men 18-24": 0.4}
    daily, unknown = told(found)
    assert daily.startswith("The figures by day in this file are left out")
    assert daily.endswith("“Follows”.")
    assert unknown == "Not known, so left out: “Top Pages”."
