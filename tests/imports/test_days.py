"""Cleaning daily metrics: Meta's overviews, YouTube's totals, X's account overview."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.imports import formats
from lib.imports.blocks import title_of
from tests.imports.files import CONTEXT, read, refused, told

OVERVIEW = (
    'sep=,\n"Facebook reach"\n"Date","Primary"\n"2025-03-29T01:00:00","5"\n"2025-03-30T00:00:00","14"\n\n'
)


def figures(data: bytes, **context: str) -> list[tuple]:
    rows, _ = read(data, context=replace(CONTEXT, **context))
    return [(row["platform"], row["metric"], row["day"], row["value"], row["row"]) for row in rows]


MARCH_29, MARCH_30 = date(2025, 3, 29), date(2025, 3, 30)
REACH = [("facebook", "page_reach", MARCH_29, 5.0, 4), ("facebook", "page_reach", MARCH_30, 14.0, 5)]


@pytest.mark.parametrize(
    "data",
    [
        OVERVIEW.encode("utf-16"),
        OVERVIEW.replace("\n", "\r\n").replace(",", "\t").encode("utf-16"),
        OVERVIEW.replace('"', "").replace(",", ";").encode(),
        OVERVIEW.replace('"', "").replace(",", ";").replace("reach", "reach;").encode("utf-8-sig"),
    ],
    ids=["as Meta writes it", "tabs and CRLF", "after Excel", "after Excel, filled up"],
)
def test_an_overview_on_both_sides_of_a_clock_change(data):
    assert figures(data) == REACH


def test_facebook_and_instagram_stacked_in_one_file():
    second = '"Instagram reach"\n"Date","Primary"\n"2025-03-29T00:00:00","7"\n'
    assert figures((OVERVIEW + second).encode("utf-16")) == [
        *REACH,
        ("instagram", "page_reach", MARCH_29, 7.0, 9),
    ]


def test_a_title_without_platform_asks_for_it():
    data = OVERVIEW.replace("Facebook reach", "Views").encode("utf-16")
    rows, found = read(data)
    assert {row["platform"] for row in rows} == {"meta"}
    assert "The file does not say whether it is of Facebook or Instagram; name the platform." in told(found)
    rows, found = read(data, context=replace(CONTEXT, platform="instagram"))
    assert {(row["platform"], row["metric"]) for row in rows} == {("instagram", "page_views")}
    assert told(found) == []


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Facebook reach", ("page_reach", "facebook")),
        ("Instagram reach", ("page_reach", "instagram")),
        ("Reach", ("page_reach", None)),
        ("Follows", ("new_followers", None)),
        ("Facebook follows", ("new_followers", "facebook")),
        ("Unfollows", ("lost_followers", None)),
        ("Views", ("page_views", None)),
        ("Facebook visits", ("page_visits", "facebook")),
        ("Instagram profile visits", ("profile_visits", "instagram")),
        ("Content interactions", ("page_interactions", None)),
        ("Facebook link clicks", ("link_clicks", "facebook")),
        ("Facebook 觸及人數", ("page_reach", "facebook")),
        ("Instagram 個人檔案造訪次數", ("profile_visits", "instagram")),
        ("內容互動次數", ("page_interactions", None)),
        ("瀏覽次數", ("page_views", None)),
        ("Something new", (None, None)),
    ],
)
def test_titles(title, meaning):
    assert title_of(formats.load()["meta_overview"], title) == meaning


def test_an_unknown_title_is_left_out_and_named():
    more = OVERVIEW + '"Stars earned"\n"Date","Primary"\n"2025-03-29T00:00:00","7"\n'
    rows, found = read(more.encode())
    assert len(rows) == 2
    assert "Not known, so left out: “Stars earned”." in told(found)


@pytest.mark.parametrize(
    ("first", "second"),
    [("01.03.2025", "02.03.2025"), ("1/3/2025 1:00", "2/3/2025 0:00"), ("3/1/2025", "3/2/2025")],
)
def test_dates_that_excel_rewrote_are_read_in_the_order_in_which_days_follow_days(first, second):
    data = f"Facebook reach;\nDate;Primary\n{first};5\n{second};14\n"
    assert [day for _, _, day, _, _ in figures(data.encode())] == [date(2025, 3, 1), date(2025, 3, 2)]


def test_bad_days_are_refused_with_row_and_reason():
    data = (
        OVERVIEW.replace('"14"', '"-14"')
        + '"2025-03-31T00:00:00","1.5"\n"2025-04-01T00:00:00",""\n"soon","1"\n'
    )
    rows, found = read(data.encode())
    assert [row["day"] for row in rows] == [MARCH_29]
    assert [(row, column) for row, column, _ in refused(found)] == [
        (5, "Facebook reach"), (7, "Facebook reach"), (9, "Date"),
    ]  # fmt: skip


def test_the_same_day_twice_with_other_numbers_is_refused():
    data = OVERVIEW + '"2025-03-30T00:00:00","14"\n"2025-03-29T00:00:00","6"\n'
    rows, found = read(data.encode())
    assert len(rows) == 2
    assert refused(found) == [(8, None, "Row 4 says the same thing with other numbers.")]


def test_youtube_totals_by_day():
    data = b"Date,Views,Watch time (hours),Subscribers gained\n2020-12-31,31964,1.5,7\n2021-01-01,37509,2,\n"
    assert sorted(figures(data)) == [
        ("youtube", "channel_views", date(2020, 12, 31), 31964.0, 2),
        ("youtube", "channel_views", date(2021, 1, 1), 37509.0, 3),
        ("youtube", "new_followers", date(2020, 12, 31), 7.0, 2),
    ]


def test_the_account_overview_of_x():
    data = (
        b"Date,Impressions,Likes,Engagements,Bookmarks,New follows,Unfollows,Replies,Profile visits\n"
        b'"Tue, Aug 26, 2025",444,4,29,0,1,0,6,4\n'
    )
    assert {(metric, value) for _, metric, _, value, _ in figures(data, account="yama")} == {
        ("page_views", 444.0), ("page_interactions", 29.0), ("new_followers", 1.0), ("lost_followers", 0.0),
        ("profile_visits", 4.0), ("page_reactions", 4.0), ("page_saves", 0.0), ("page_comments", 6.0),
    }  # fmt: skip
