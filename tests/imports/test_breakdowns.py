"""Files of the parts of a figure: what each of them says, and what of it cannot be taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pytest

from lib.imports import parts
from lib.imports.captured import span_in
from lib.imports.shares import shares
from lib.imports.surroundings import dated
from lib.model import FileRefused
from lib.settings import Settings
from lib.store.breakdown_schema import BREAKDOWNS
from tests.imports.files import CONTEXT, read, refused, told

META = """sep=,
"Age & gender"
"","Women","Men"
"18-24","10.6","6.5"
"25–34","26.2","3.апр"
"65+","30","2"

"Top countries"
"South Africa","Nigeria"
"0.751","0.059"

"Top cities"
"Cape Town, South Africa","Lagos, Nigeria"
"13.7","1.8"

"Top hobbies"
"Chess","Go"
"1.5","1.4"
"""
AS_CELLS = replace(CONTEXT, platform="instagram", account="yama")


def figures(rows: list[dict]) -> dict[tuple, float]:
    return {(row["metric"], row["dimension"], row["bucket"]): row["value"] for row in rows}


@pytest.mark.parametrize(
    "data",
    [META.encode("utf-16"), META.replace("sep=,\n", "").replace(",", ";").replace("; ", ", ").encode()],
    ids=["as Meta writes it", "after Excel"],
)
def test_metas_audience_is_three_tables_of_their_own_shape(data):
    rows, found = read(data, context=AS_CELLS)
    assert figures(rows) == {
        ("followers", "age_gender", "women 18-24"): 0.106,
        ("followers", "age_gender", "men 18-24"): 0.065,
        ("followers", "age_gender", "women 25-34"): 0.262,
        ("followers", "age_gender", "women 65+"): 0.3,
        ("followers", "age_gender", "men 65+"): 0.02,
        ("followers", "country", "ZA"): 0.751,
        ("followers", "country", "NG"): 0.059,
        ("followers", "city", "Cape Town, South Africa"): 0.137,
        ("followers", "city", "Lagos, Nigeria"): 0.018,
    }
    assert {(row["platform"], row["account"], row["unit"]) for row in rows} == {
        ("instagram", "yama", "share")
    }
    assert told(found) == ["Not known, so left out: “Top hobbies”."]
    first = 5 if data.startswith(b"\xff\xfe") else 4
    ((row, column, reason),) = refused(found)
    assert (row, column) == (first, "Men")
    assert reason.startswith("A spreadsheet turned the figure into the date “3.апр”")


def test_metas_audience_in_chinese_says_the_same_of_the_same_parts():
    data = '"年齡和性別"\n"","女性","男性"\n"18-24","60","40"\n\n"熱門國家/地區"\n"台灣"\n"100"\n'
    rows, _ = read(data.encode("utf-16"), context=AS_CELLS)
    assert figures(rows) == {
        ("followers", "age_gender", "women 18-24"): 0.6,
        ("followers", "age_gender", "men 18-24"): 0.4,
        ("followers", "country", "TW"): 1.0,
    }


@pytest.mark.parametrize(
    "lines",
    [
        "Taipei,Tainan\n60,40\n",
        "Taipei,60\nTainan,40\n",
        "City,Value\nTaipei,60\nTainan,40\n",
        "Taipei,Tainan\n0.6,0.4\n",
    ],
    ids=["side by side", "one below the other", "under headers", "fractions"],
)
def test_places_stand_beside_or_below_each_other(lines):
    rows, found = read(f"Top cities\n{lines}".encode(), context=AS_CELLS)
    assert {row["bucket"]: row["value"] for row in rows} == {"Taipei": 0.6, "Tainan": 0.4}
    assert refused(found) == []


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("18-24", "18-24"),
        ("18–24 years", "18-24"),
        ("65 歲以上", "65+"),
        ("65+", "65+"),
        ("unknown", "unknown"),
    ],
)
def test_an_age_is_the_same_however_it_is_written(text, group):
    assert parts.age(text) == group


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["75.1", "5.9"], [0.751, 0.059]),
        (["0.751", "0.059"], [0.751, 0.059]),
        (["0,751", "0,059"], [0.751, 0.059]),
        (["1"], [1.0]),
        (["0.7", "0.3"], [0.7, 0.3]),
        (["0.5", "0.3"], [0.005, 0.003]),  # the largest of very many places, in percent
        (["56%", "43.5 %"], [0.56, 0.435]),
        (["60", "--"], [0.6, None]),
    ],
)
def test_percentages_and_fractions_are_told_apart(cells, values):
    found, wrong = shares(pa.array(cells))
    assert found.to_pylist() == values
    assert not any(wrong.to_pylist())


def test_youtubes_table_states_the_whole_in_its_total_row():
    data = (
        b"Geography,Views,Average view duration,Watch time (hours)\n"
        b"Total,100,0:04:34,9.5\nUS,60,0:05:42,6.25\nDE,20,0:04:39,2\n"
    )
    rows, found = read(data)
    assert figures(rows) == {
        ("channel_views", "country", "US"): 60, ("channel_views", "country", "DE"): 20,
        ("watch_hours", "country", "US"): 6.25, ("watch_hours", "country", "DE"): 2,
    }  # fmt: skip
    assert {(row["metric"], row["whole"], row["last_day"]) for row in rows} == {
        ("channel_views", 100, None),
        ("watch_hours", 9.5, None),
    }
    assert told(found) == [
        "The file does not say which days its figures cover; they are not compared with others."
    ]
    rows, found = read(data, context=replace(CONTEXT, span=(date(2026, 1, 1), date(2026, 3, 31))))
    assert {(row["first_day"], row["last_day"]) for row in rows} == {(date(2026, 1, 1), date(2026, 3, 31))}
    assert told(found) == []


def test_parts_that_are_more_than_the_whole_have_none():
    rows, found = read(b"Traffic source,Views\nTotal,50\nSearch,60\n")
    assert [(row["value"], row["whole"]) for row in rows] == [(60, None)]
    assert any(text.startswith("The file's total row says 50 channel_views") for text in told(found))


def test_the_days_of_youtubes_chart_are_added_up():
    data = (
        b"Date,Device type,Views\n2026-01-01,TV,5\n2026-01-02,TV,7\n2026-01-03,TV,0\n"
        b"2026-01-01,Mobile,1\n2026-01-02,Mobile,x\n2026-01-03,Mobile,2\n"
    )
    rows, found = read(data)
    assert [(row["bucket"], row["value"], row["row"]) for row in rows] == [("TV", 12, 2)]
    assert (rows[0]["first_day"], rows[0]["last_day"]) == (date(2026, 1, 1), date(2026, 1, 3))
    assert refused(found) == [
        (5, None, "Another row of “Mobile” cannot be read, so it has no sum."),
        (6, "Views", "“x” is not a number."),
    ]


DISCORD = "interval_start_timestamp,platform,participators\n"


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        (["2026-03-02"], {(None, date(2026, 3, 2))}),
        (
            ["2026-03-02", "2026-03-09"],
            {(date(2026, 3, 2), date(2026, 3, 8)), (date(2026, 3, 9), date(2026, 3, 15))},
        ),
        (["2026-03-02", "2026-03-05"], {(None, date(2026, 3, 2)), (None, date(2026, 3, 5))}),
    ],
    ids=["one interval, of a length not stated", "weeks", "no interval of Discord's"],
)
def test_discords_intervals(days, spans):
    text = DISCORD + "".join(f"{day}T00:00:00+00:00,'Desktop Only',9\n" for day in days)
    rows, _ = read(text.replace("\n", "\r\n").encode())
    assert {(row["first_day"], row["last_day"]) for row in rows} == spans
    assert {(row["metric"], row["dimension"], row["bucket"]) for row in rows} == {
        ("participators", "device", "Desktop Only")
    }


def test_channels_of_one_name_are_told_apart_by_their_ids():
    head = "interval_start_timestamp,channel_name,channel_id,readers,chatters,messages\n"
    line = "2026-03-02T00:00:00+00:00,{},{},9,2,3\n"
    text = head + line.format("chat", 1) + line.format("chat", 2) + line.format("news", 3)
    rows, _ = read(text.encode())
    assert {row["bucket"] for row in rows if row["metric"] == "messages"} == {"chat 1", "chat 2", "news"}
    assert len(rows) == 9


def test_tiktoks_followers():
    assert figures(read("Gender,Distribution\nFemale,61%\nMale,38%\nOther,1%\n".encode("utf-8-sig"))[0]) == {
        ("followers", "gender", "women"): 0.61,
        ("followers", "gender", "men"): 0.38,
        ("followers", "gender", "other"): 0.01,
    }
    assert figures(read("主要地區,分佈\n台灣,0.82\n日本,0.05\n".encode())[0]) == {
        ("followers", "country", "TW"): 0.82,
        ("followers", "country", "JP"): 0.05,
    }
    rows, _ = read(b"Date,Hour,Active followers\nNovember 20,9,120\nNovember 21,9,130\n")
    assert [(row["bucket"], row["value"], row["first_day"], row["last_day"]) for row in rows] == [
        ("9", 120, date(2026, 11, 20), date(2026, 11, 20)),
        ("9", 130, date(2026, 11, 21), date(2026, 11, 21)),
    ]


PAGES = """# ----------------------------------------
# Pages and screens
# Start date: 20260101
# End date: 20260331
# ----------------------------------------
Page path and screen class,Views,Active users,Views per active user,Total revenue
,90,40,2.25,0,Grand total
/,60,30,2.0,0
/docs?from=mei@example.com,9,1,9.0,0
/docs,20,15,1.33,0
"""


def test_google_analytics_pages_have_the_grand_total_for_a_whole():
    rows, found = read(PAGES.encode())
    assert figures(rows) == {
        ("site_views", "page_path", "/"): 60, ("site_views", "page_path", "/docs"): 20,
        ("active_users", "page_path", "/"): 30, ("active_users", "page_path", "/docs"): 15,
    }  # fmt: skip
    assert {(row["metric"], row["whole"], row["first_day"], row["last_day"]) for row in rows} == {
        ("site_views", 90, date(2026, 1, 1), date(2026, 3, 31)),
        ("active_users", 40, date(2026, 1, 1), date(2026, 3, 31)),
    }
    assert refused(found) == [
        (9, "Page path and screen class", "The name holds an e-mail address; Pulse keeps no personal data.")
    ]
    assert "mei@example.com" not in str(found.rejects)


def test_google_analytics_without_its_first_lines():
    rows, _ = read("工作階段預設管道群組,工作階段,新使用者\nDirect,12,3\n,0,0\n總計,12,3\n".encode())
    assert figures(rows)["sessions", "channel_group", "Direct"] == 12
    assert {row["whole"] for row in rows} == {12, 3}
    assert {row["bucket"] for row in rows} == {"Direct", ""}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Country,Device category,Views\nTaiwan,mobile,9\n", "No table of the file"),
        (b"Country,Campaign,Views\nTaiwan,spring,9\n", "splits by several things at once"),
        (b"interval_start_timestamp,platform,voices\n2026-03-02T00:00:00+00:00,Desktop,9\n", "no figure"),
        (PAGES.replace("20260331", "20270331").encode(), "in the future"),
    ],
)
def test_what_is_no_breakdown_is_refused_in_words(data, reason):
    with pytest.raises(FileRefused, match=reason):
        read(data)


@pytest.mark.parametrize(
    ("word", "code"),
    [("TW", "TW"), ("Taiwan", "TW"), ("台灣", "TW"), ("Sydafrika", "ZA"), ("Hong Kong", "HK"), ("Oz", "Oz")],
)
def test_a_country_is_the_same_in_every_language(word, code):
    assert parts.named(pa.array([word]), "country").to_pylist() == [code]


def test_the_span_of_days_in_a_name():
    assert span_in("Geography 2026-02-01_2026-03-01 Yama.zip/Table data.csv") == (
        date(2026, 2, 1),
        date(2026, 3, 1),
    )
    assert span_in("Facebook Insights Data Export - Yama - 2017-07-27.xlsx") == (None, None)
    assert span_in("Table data.csv") == (None, None)


def test_what_states_no_day_is_as_of_the_export_day_where_the_community_is():
    table = pa.Table.from_pylist([{"bucket": "a"}, {"bucket": "b", "last_day": date(2026, 1, 2)}], BREAKDOWNS)
    late = datetime(2026, 3, 31, 20)  # already April in Taipei
    assert dated(table, late, Settings())["last_day"].to_pylist() == [date(2026, 4, 1), date(2026, 1, 2)]
