"""Comments on their way in: what a file may say, what is kept of it, what a second file changes."""

from __future__ import annotations

import stat
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from lib.imports import job, pseudonyms
from lib.model import ImportOptions, Tally
from lib.settings import Settings
from lib.store import verify, write
from lib.store.comment_schema import comment, comment_current
from lib.store.engine import open_store

NOW = datetime(2026, 11, 22, 3)

FULL = """comment_id,created_at,text,platform,account,post_id,author,parent_id,channel,sentiment
c1,2026-11-01 09:30:00,一點都不貴，很值得,facebook,shop,p1,王小明,,public,正面
c2,2026-11-01T01:45:00Z,+1,facebook,shop,p1,Ann,,公開,0
c3,2026-11-02 23:59:10,用兩次就壞了,facebook,shop,p1,王小明,,私訊,-1
c4,2026-11-03 00:10:00,很抱歉，已私訊您,facebook,shop,p1,shop,c3,public,
"""


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(author_key=str(tmp_path / "authors.key"))


@pytest.fixture
def duck(make_url):
    store = open_store(make_url("duckdb"))
    yield store
    store.dispose()


def bring(store, settings, text, name="comments.csv", **options):
    data = text if isinstance(text, bytes) else text.encode()
    return job.run(store, data, name, ImportOptions(**options), settings, NOW)


def rows(store, *names, table=comment_current):
    with store.connect() as connection:
        columns = [table.c[name] for name in names]
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(table.c.native_id))]


def test_a_file_in_our_own_columns_is_taken_without_asking(store, settings):
    report = bring(store, settings, FULL)
    assert (report.refused, report.format, report.comments) == (None, "pulse_comments", Tally(4))
    assert rows(store, "native_id", "day", "hour", "created_at", "sentiment") == [
        ("c1", date(2026, 11, 1), 9, datetime(2026, 11, 1, 1, 30), "positive"),
        ("c2", date(2026, 11, 1), 9, datetime(2026, 11, 1, 1, 45), "neutral"),
        ("c3", date(2026, 11, 2), 23, datetime(2026, 11, 2, 15, 59, 10), "negative"),
        ("c4", date(2026, 11, 3), 0, datetime(2026, 11, 2, 16, 10), None),
    ]
    assert rows(store, "private", "parent_id", "author_kind") == [
        (False, None, None),
        (False, None, None),
        (True, None, None),
        (False, "c3", "brand"),
    ]
    assert verify.differences(store) == []


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("created_at,text\n2026-11-01,不錯\n", "pulse_comments"),
        ("sentiment,created_at\nnegative,2026-11-01 10:00\n", "pulse_comments"),
        ("comment_id,created_at,text,likes\nc1,2026-11-01,nice,3\n", "pulse_comments"),
        ("created_at,text,likes\n2026-11-01,nice,3\n", None),
    ],
)
def test_any_subset_with_a_time_and_a_text_or_a_label(duck, settings, text, format_):
    report = bring(duck, settings, text)
    assert report.format == format_
    assert (report.refused is None) == (format_ is not None)
    assert report.comments.new == (1 if format_ else 0)


def test_authors_are_pseudonyms_of_a_key_that_only_its_owner_reads(duck, settings, tmp_path):
    bring(duck, settings, FULL)
    first, second, third, _ = (row[0] for row in rows(duck, "author"))
    assert first == third != second
    key = tmp_path / "authors.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert first == pseudonyms.pseudonym(key.read_bytes().strip(), "facebook", " 王小明 ")
    assert first != pseudonyms.pseudonym(b"another key entirely", "facebook", "王小明")
    with duck.connect() as connection:
        kept = str(connection.execute(sa.select(comment)).all())
    assert "王小明" not in kept
    assert "Ann" not in kept


def test_a_key_too_short_to_keep_a_secret_is_refused(duck, settings, tmp_path):
    (tmp_path / "authors.key").write_text("short")
    assert "too short" in str(bring(duck, settings, FULL).refused)


def test_nobody_named_needs_no_key(duck, settings, tmp_path):
    bring(duck, settings, "created_at,text\n2026-11-01,不錯\n")
    assert not (tmp_path / "authors.key").exists()


def test_the_same_comments_again_change_nothing(store, settings):
    bring(store, settings, FULL)
    before = rows(store, *comment_current.c.keys())
    report = bring(store, settings, FULL + "\n")
    assert report.comments == Tally(0, 0, 4)
    assert rows(store, *comment_current.c.keys()) == before


WITHOUT_IDS = """created_at,text,platform,post_id,author
2026-11-01 09:30:12,+1,facebook,p1,ann
2026-11-01 09:30:12,+1,facebook,p1,bob
2026-11-01,+1,facebook,p1,
2026-11-01,+1,facebook,p1,
2026-11-01 09:30:12,+1,facebook,p1,ann
"""


def test_without_ids_the_content_tells_comments_apart(store, settings):
    report = bring(store, settings, WITHOUT_IDS)
    assert report.comments == Tally(4)
    assert [str(each) for each in report.warnings] == ["1 rows repeat an earlier row and count once."]
    head, *lines = WITHOUT_IDS.splitlines()
    turned = "\n".join([head, "2026-11-05,late,facebook,p1,", *reversed(lines)])
    again = bring(store, settings, turned, "other.csv")
    assert again.comments == Tally(1, 0, 4)


def test_a_later_export_corrects_and_an_undo_restores(store, settings):
    bring(store, settings, FULL, captured_at=datetime(2026, 11, 10))
    before = rows(store, *comment_current.c.keys())
    later = "comment_id,created_at,text,platform,account\nc1,2026-11-01 09:30:00,改過的字,facebook,shop\n"
    report = bring(store, settings, later, captured_at=datetime(2026, 11, 12))
    assert report.comments == Tally(0, 1, 0)
    assert rows(store, "text", "sentiment")[0] == ("改過的字", "positive")
    assert report.import_id is not None
    write.undo(store, report.import_id, NOW, "tester")
    assert rows(store, *comment_current.c.keys()) == before
    assert verify.differences(store) == []


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("正面", "positive"),
        ("positive", "positive"),
        ("POS", "positive"),
        ("1", "positive"),
        ("負面", "negative"),
        ("neg", "negative"),
        ("-1", "negative"),
        ("中立", "neutral"),
        ("0", "neutral"),
        ("neutral", "neutral"),
    ],
)
def test_labels_in_several_wordings(duck, settings, word, label):
    bring(duck, settings, f"created_at,text,sentiment\n2026-11-01,x,{word}\n")
    assert rows(duck, "sentiment") == [(label,)]


def test_a_label_in_unknown_words_is_not_guessed(duck, settings):
    report = bring(duck, settings, "created_at,text,sentiment\n2026-11-01,x,meh?\n2026-11-02,,meh?\n")
    assert rows(duck, "sentiment") == [(None,)]
    assert "2 labels are in words" in str(report.warnings[0])
    assert str(report.rejected[0].reason) == "There is neither a text nor a label."


def test_whom_a_mention_is_about(duck, settings):
    text = (
        "comment_id,created_at,text,competitor\n1,2026-11-01,a,自家\n2,2026-11-01,b,山野家\n3,2026-11-01,c,\n"
    )
    bring(duck, settings, text)
    assert rows(duck, "competitor") == [(None,), ("山野家",), (None,)]


def test_any_other_file_is_mapped(duck, settings):
    text = "留言編號,留言時間,留言者,留言內容,情緒\n9,2026/11/01 10:00,小美,太貴了,負面\n"
    shown = job.preview(duck, text.encode(), "export.csv", ImportOptions(), settings, NOW)
    assert shown.mapping is not None
    assert shown.mapping.kind == "comments"
    assert shown.missing == ()
    mapping = {"columns": dict(shown.mapping.columns), "date_format": "ymd", "kind": "comments"}
    report = bring(duck, settings, text, mapping={**mapping, "platform": "facebook"})
    assert report.comments == Tally(1)
    assert rows(duck, "native_id", "text", "sentiment", "platform") == [
        ("9", "太貴了", "negative", "facebook")
    ]
    again = bring(duck, settings, text.replace("9,", "10,"))
    assert again.comments == Tally(1)


def test_addresses_of_authors_become_pseudonyms_too(duck, settings):
    text = "comment_id,created_at,text,author\n1,2026-11-01,a,ann@example.com\n"
    assert bring(duck, settings, text).comments == Tally(1)
    assert str(rows(duck, "author")[0][0]).startswith("u_")


NASTY = "<script>alert(1)</script> **bold** ![x](https://example.com/p.png) =HYPERLINK()"


def test_a_text_is_kept_as_it_was_written(duck, settings):
    bring(duck, settings, f'created_at,text\n2026-11-01,"{NASTY}"\n')
    assert rows(duck, "text") == [(NASTY,)]
