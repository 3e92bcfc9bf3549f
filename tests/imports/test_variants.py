"""Exports as other settings make them: reports beside the usual ones, other spreadsheets, other marks."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest

from lib.model import FileRefused
from tests.imports.files import INSTAGRAM, read, refused, renamed, table, told
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
