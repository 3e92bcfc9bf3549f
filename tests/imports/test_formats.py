"""The format is recognised, not the file: other columns, orders and languages of the same export."""

from __future__ import annotations

import random

import pytest

from lib.imports import formats, platforms
from lib.imports.spec import COMMENT_FIELDS, DAY_FIELDS, HINTS, POST_FIELDS
from lib.imports.words import fold
from lib.metrics.breakdown import BY, DIMENSIONS, MEASURES, SHARE
from lib.model import CONTENT_TYPES, NUMBERS, FileRefused
from lib.sources.table import of_rows
from lib.sources.upload import open_file
from tests.imports import languages
from tests.imports.files import (
    FACEBOOK,
    INSTAGRAM,
    PULSE,
    X_CONTENT,
    X_LEGACY,
    YOUTUBE,
    renamed,
    table,
    without,
)


def recognised(data: bytes) -> str | None:
    reading = formats.recognise(open_file(data, "file.csv").tables[0])
    return reading and reading.format.id


@pytest.mark.parametrize(
    ("row", "format_id"),
    [
        (FACEBOOK, "meta_facebook_content"),
        (INSTAGRAM, "meta_instagram_content"),
        (X_LEGACY, "x_legacy"),
        (X_CONTENT, "x_content"),
        (YOUTUBE, "youtube_content"),
        (PULSE, "pulse"),
    ],
)
def test_posts_are_recognised_in_any_order_with_unknown_columns(row, format_id):
    shuffled = random.Random(1).sample(sorted(row.items()), len(row))
    assert recognised(table(dict(shuffled) | {"A column of next year": "1"})) == format_id


@pytest.mark.parametrize(
    "gone", ["Reach", "Reactions", "Views", "Total clicks", "Post type", "Title", "Page name"]
)
def test_a_facebook_export_may_lack_columns(gone):
    assert recognised(table(without(FACEBOOK, gone))) == "meta_facebook_content"


FACEBOOK_ZH = renamed(
    FACEBOOK,
    Post_ID="貼文編號", Page_ID="粉絲專頁編號", Page_name="粉絲專頁名稱", Title="標題", Description="說明",
    Publish_time="發佈時間", Permalink="永久連結", Post_type="貼文類型", Date="日期", Views="瀏覽次數",
    Reach="觸及人數", Reactions="心情數", Comments="留言", Shares="分享", Total_clicks="總點擊次數",
)  # fmt: skip
INSTAGRAM_ZH = renamed(
    INSTAGRAM,
    Post_ID="貼文編號", Account_ID="帳號編號", Account_username="帳號用戶名稱", Account_name="帳號名稱",
    Description="說明", Publish_time="發佈時間", Permalink="永久連結", Post_type="貼文類型", Date="日期",
    Views="瀏覽次數", Reach="觸及人數", Likes="按讚數", Shares="分享", Comments="留言數", Saves="儲存次數",
)  # fmt: skip
INSTAGRAM_JA = renamed(
    without(INSTAGRAM, "Account username", "Account name"),
    Post_ID="投稿ID", Account_ID="アカウントID", Description="説明", Publish_time="公開時間", Permalink="リンク",  # noqa: E501
    Post_type="投稿タイプ", Date="日時", Views="ビュー", Reach="リーチ", Likes="いいね！の数", Shares="シェア数",  # noqa: E501
    Comments="コメント数", Saves="保存数",
)  # fmt: skip
FACEBOOK_SV = renamed(
    FACEBOOK,
    Post_ID="Publicerings-id", Page_ID="Sid-id", Page_name="Sidnamn", Title="Titel",
    Description="Beskrivning", Publish_time="Publiceringstid", Permalink="Permalänk", Post_type="Inläggstyp",
    Date="Datum", Views="Visningar", Reach="Räckvidd", Reactions="Reaktioner",
    Comments="Kommentarer", Shares="Delningar",
)  # fmt: skip


GERMAN = renamed(
    FACEBOOK,
    Post_ID="Beitrags-ID", Page_ID="Seiten-ID", Page_name="Seitenname", Title="Titel",
    Description="Beschreibung", Publish_time="Veröffentlichungszeitpunkt", Post_type="Beitragsart",
    Date="Datum", Views="Aufrufe", Reach="Reichweite", Reactions="Reaktionen", Comments="Kommentare",
    Shares="Geteilte Inhalte", Total_clicks="Klicks insgesamt",
)  # fmt: skip
PORTUGUESE = renamed(
    INSTAGRAM,
    Post_ID="Identificação do post", Account_ID="Identificação da conta", Account_name="Nome da conta",
    Account_username="Nome de usuário da conta", Description="Descrição",
    Publish_time="Horário de publicação", Permalink="Link permanente", Post_type="Tipo de post",
    Date="Data", Views="Visualizações", Reach="Alcance", Likes="Curtidas",
    Shares="Compartilhamentos", Comments="Comentários", Saves="Salvamentos",
)  # fmt: skip
SPANISH = renamed(
    FACEBOOK,
    Post_ID="Identificador de la publicación", Page_ID="Identificador de la página",
    Page_name="Nombre de la página", Title="Título", Description="Descripción",
    Publish_time="Hora de publicación", Permalink="Enlace permanente", Post_type="Tipo de publicación",
    Date="Fecha", Views="Visualizaciones", Reach="Alcance", Reactions="Reacciones", Comments="Comentarios",
    Shares="Veces compartido", Total_clicks="Total de clics",
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "format_id"),
    [
        (GERMAN, "meta_facebook_content"),
        (PORTUGUESE, "meta_instagram_content"),
        (SPANISH, "meta_facebook_content"),
        (FACEBOOK_ZH, "meta_facebook_content"),
        (INSTAGRAM_ZH, "meta_instagram_content"),
        (INSTAGRAM_JA, "meta_instagram_content"),
        (FACEBOOK_SV, "meta_facebook_content"),
    ],
)
def test_headers_in_other_languages(row, format_id):
    assert recognised(table(row)) == format_id


@pytest.mark.parametrize(
    "words",
    [
        ["Content", "Video title", "Video publish time", "Views"],
        ["內容", "影片標題", "影片發布時間", "觀看次數"],
        ["コンテンツ", "動画のタイトル", "動画公開時刻", "視聴回数"],
        ["Inhalt", "Video\u00adtitel", "Veröffent\u00adlichungs\u00adzeitpunkt des Videos", "Auf\u00adrufe"],
        ["Contenido", "Título del video", "Hora de publicación del video", "Vistas"],
        ["Conteúdo", "Título do vídeo", "Horário de publicação do vídeo", "Visualizações"],
        ["Contenu", "Titre de la vidéo", "Heure de publication de la vidéo", "Vues"],
    ],
)
def test_youtube_headers_in_seven_languages(words):
    reading = formats.recognise(
        open_file(table(dict(zip(words, YOUTUBE.values(), strict=False))), "Table data.csv").tables[0]
    )
    assert reading is not None
    assert reading.format.id == "youtube_content"
    assert set(reading.columns) == {"native_id", "title", "published", "views"}


@pytest.mark.parametrize(
    ("words", "row", "format_id", "read"),
    [
        *((words, languages.X_ROW, "x_content", 7) for words in languages.words(languages.X)),
        *((words, languages.TIKTOK_ROW, "tiktok_content", 7) for words in languages.words(languages.TIKTOK)),
        *(
            (words, languages.LINKEDIN_ROW, "linkedin_updates", 9)
            for words in languages.words(languages.LINKEDIN)
        ),
    ],
)
def test_posts_of_x_tiktok_and_linkedin_in_other_languages(words, row, format_id, read):
    reading = formats.recognise(open_file(table(dict(zip(words, row, strict=True))), "file.csv").tables[0])
    assert reading is not None
    assert (reading.format.id, len(reading.columns)) == (format_id, read)


POSTS = [each for each in formats.load().values() if each.kind == "posts" and each.signs.fields]


@pytest.mark.parametrize("format_", POSTS, ids=[each.id for each in POSTS])
def test_words_of_posts_never_make_a_file_of_days(format_):
    """Whatever word stands for each field, as long as all of its fields are there."""
    fields = [name for name in format_.columns if name not in format_.signs.without]
    for at in range(max(len(words) for words in format_.columns.values())):
        header = [words[min(at, len(words) - 1)] for words in map(format_.columns.get, fields)]
        row = [f"https://{(format_.signs.hosts or ('x.com',))[0]}/1"] * len(fields)
        reading = formats.recognise(of_rows([header, row]))
        assert reading is None or reading.format.kind == "posts", header


@pytest.mark.parametrize(("link", "text"), [("Link", "Post text"), ("Post Link", "Post text")])
def test_the_words_of_x_drift(link, text):
    assert recognised(table(renamed(X_CONTENT, Link=link, Post_text=text, Share="Shares"))) == "x_content"


def test_a_header_may_stand_below_a_note():
    assert (
        recognised(b"Exported by Meta,,,\n\n" + table(FACEBOOK, encoding="utf-8")) == "meta_facebook_content"
    )


def test_a_header_twice_is_told():
    data = table(FACEBOOK).replace(b"Total clicks", b"Views")
    reading = formats.recognise(open_file(data, "file.csv").tables[0])
    assert [str(each) for each in reading.warnings] == [
        "The header “Views” stands over 2 columns; of each row the first filled cell counts."
    ]


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b'sep=,\n"Age & gender"\n"","Women","Men"\n"18-24","10.6","6.5"\n', "meta_audience"),
        ('"年齡與性別"\n"","女性","男性"\n"18-24","10.6","6.5"\n'.encode("utf-16"), "meta_audience"),
        (b"Geography,Views,Watch time (hours)\nTotal,9,1\nUS,9,1\n", "youtube_breakdown"),
        (b"Date,Traffic source,Views\n2020-12-31,Search,1\n", "youtube_breakdown"),
        (b"City,Views,Watch time (hours)\nTaipei,9,1\n", "youtube_breakdown"),
        (b"City,Views,Active users\nTaipei,9,1\n", "ga4_breakdown"),
        (b"Gender,Distribution\nFemale,61%\n", "tiktok_audience"),
        (b"interval_start_timestamp,referring_domain,joins\n2026-03-02,t.co,1\n", "discord_breakdown"),
    ],
)
def test_breakdowns_are_recognised(data, format_):
    assert recognised(data) == format_


@pytest.mark.parametrize(
    "data",
    [
        b"Date,Temperature,Rain\n2026-01-01,9,1\n",
        b"Item,Price\nCoffee,9.59\n",
        b"just a text\nof two lines\n",
    ],
)
def test_other_exports_are_not_recognised(data):
    assert recognised(data) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Date,Content,Video title,Views\n2020-12-31,Sx0ytsHc1kk,How,1\n", "one row a video and day"),
    ],
)
def test_exports_without_posts_or_daily_figures_are_refused_with_their_reason(data, reason):
    with pytest.raises(FileRefused, match=reason):
        recognised(data)


def test_the_template_is_in_pulses_own_format():
    assert formats.template().startswith(
        "post_id,platform,account,published_at,content_type,topic,text,permalink,"
    )
    reading = formats.recognise(open_file((formats.template() + "1,x\n").encode(), "file.csv").tables[0])
    assert reading.format.id == "pulse"
    assert set(reading.columns) == set(POST_FIELDS) - {"combined"}


def test_a_format_that_is_named_says_which_columns_lack():
    table_ = open_file(table(without(FACEBOOK, "Publish time")), "file.csv").tables[0]
    with pytest.raises(FileRefused, match="columns not found: publish time / publication time"):
        formats.read_as(table_, formats.load()["meta_facebook_content"])


def test_all_formats_are_of_known_parts():
    parts = {*(f"{BY}{id}" for id in DIMENSIONS), *MEASURES, *(f"{id}{SHARE}" for id in MEASURES)}
    known = {*POST_FIELDS, *DAY_FIELDS, *COMMENT_FIELDS, *HINTS, *parts}
    for each in formats.load().values():
        assert each.kind == "refuse" or set(each.columns) <= known, each.id
        assert each.platform is None or each.platform in platforms.load(), each.id
        assert each.kind in ("posts", "days", "comments", "breakdowns", "refuse")
        assert (each.kind == "refuse") == bool(each.reason), each.id
        assert set(each.types.values()) <= set(CONTENT_TYPES)
        assert set(each.titles) <= {*DAY_FIELDS, *parts}


def test_platforms_count_known_things_and_have_eight_colours_at_most():
    all_ = platforms.load()
    assert all(set(each.engagements) <= set(NUMBERS) for each in all_.values())
    assert {each.id for each in all_.values() if "saves" in each.engagements} == {
        "instagram",
        "x",
        "tiktok",
        "pinterest",
    }
    assert all_["linkedin"].engagements == ("reactions", "comments", "shares", "clicks")
    assert len({each.light for each in all_.values()}) <= 8
    assert len({each.dark for each in all_.values()}) <= 8


@pytest.mark.parametrize(
    ("word", "platform"),
    [("Facebook", "facebook"), ("Twitter", "x"), ("IG", "instagram"), ("論壇", "forum"), ("Mastodon", None)],
)
def test_platforms_by_name(word, platform):
    assert platforms.named(word) == platform
    assert platforms.named(fold(word)) == platform


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://www.facebook.com/page/posts/1", "facebook"),
        ("https://m.youtube.com/watch?v=Sx0ytsHc1kk", "youtube"),
        ("https://youtu.be/Sx0ytsHc1kk", "youtube"),
        ("http://twitter.com/a/status/1", "x"),
        ("https://notfacebook.com/", None),
        ("no link", None),
    ],
)
def test_platforms_by_link(link, platform):
    assert platforms.linked(link) == platform
