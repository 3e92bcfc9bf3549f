"""Bringing files in on the page: recognised, previewed, refused in words, imported, taken back."""

from __future__ import annotations

import json
from datetime import date

from lib import demo
from lib.imports import formats
from lib.metrics import run
from lib.store.log import history
from tests.factories import asking, bring, posts
from tests.pages.screen import notices, texts, visit

OURS = b"post_id,platform,account,published_at,text,reach,reactions\n1,facebook,p,2026-03-02,a,10,1\n"
MORE = b"post_id,platform,account,published_at,text,reach,reactions\n2,x,q,2026-03-03,b,20,2\n"
OWN_WORDS = b"Ref no;When;Caption;People;Hearts\nA-1;03/02/2026;hello;10;1\nA-2;03/14/2026;again;20;2\n"


def upload(app, *files: tuple[str, bytes]):
    app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files])
    return app.run()


def button(app, words: str):
    (found,) = [each for each in app.button if words in each.label]
    return found


def count(store) -> int:
    return run.fetch(store, asking(("posts",))).rows[0]["posts"]


def test_a_known_file_is_recognised_counted_and_imported(own):
    app = upload(visit("imports"), ("posts.csv", OURS), ("more.csv", MORE))
    shown = " ".join(texts(app))
    assert shown.count("recognised as: Pulse's own columns") == 2
    assert shown.count("1 new, 0 updated, 0 unchanged") == 2
    assert count(own) == 0, "a preview writes nothing"
    button(app, "Import 2 files").click()
    app.run()
    assert count(own) == 2
    assert len(notices(app, "good")) == 2
    assert notices(app, "bad") == []


def test_a_refused_file_is_told_and_holds_up_no_other(own):
    app = upload(visit("imports"), ("broken.csv", bytes(range(256)) * 4), ("posts.csv", OURS))
    assert len(app.exception) == 0
    assert len(notices(app, "bad")) == 1
    assert "1 file is not ready." in texts(app)
    button(app, "Import 1 file").click()
    app.run()
    assert count(own) == 1


def test_nothing_good_nothing_to_click(own):
    app = upload(visit("imports"), ("broken.csv", b"\x00" * 100))
    assert button(app, "Import 0 files").disabled


def test_rejected_rows_can_be_taken_away(own):
    app = upload(visit("imports"), ("posts.csv", OURS + b"2,facebook,p,some day,b,5,1\n"))
    assert any("1 row rejected" in text for text in texts(app))
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Template", "Download CSV", "Download XLSX"]
    (table,) = [each.value for each in app.dataframe if "Reason" in each.value]
    assert table[["File", "Row", "Column"]].values.tolist() == [["posts.csv", 3, "published_at"]]
    assert table["Reason"].item()


def test_what_the_files_do_not_say_can_be_said(own):
    app = upload(visit("imports"), ("bare.csv", b"post_id,published_at,reach\n1,2026-03-02,5\n"))
    next(each for each in app.selectbox if each.label == "Platform").select("tiktok")
    next(each for each in app.text_input if each.label == "Account").set_value(" shop ")
    app.run()
    button(app, "Import 1 file").click()
    app.run()
    rows = run.fetch(own, asking(("posts",), by=("platform", "account"))).rows
    assert rows == ({"platform": "tiktok", "account": "shop", "posts": 1},)


def test_the_demonstration_can_go_with_the_first_real_file(own, monkeypatch):
    bring_demo(own)
    app = upload(visit("imports"), ("posts.csv", OURS))
    (choice,) = [each for each in app.checkbox if "demonstration" in each.label]
    assert choice.value is True
    button(app, "Import 1 file").click()
    app.run()
    assert count(own) == 1
    assert not any("invented" in text for text in texts(app))


def bring_demo(store) -> None:
    demo.load(store, 50, 1, date(2026, 3, 1))


def test_one_click_removes_the_demonstration(own):
    bring_demo(own)
    bring(own, posts({"native_id": "real", "reach": 5}))
    app = visit("imports")
    button(app, "Remove it").click()
    app.run()
    assert count(own) == 1
    assert not any("invented" in text for text in texts(app))


def test_an_import_can_be_taken_back(own):
    app = upload(visit("imports"), ("posts.csv", OURS))
    button(app, "Import 1 file").click()
    app.run()
    app.button(key="undo-import").click()
    app.run()
    assert count(own) == 0
    (table,) = [each.value for each in app.dataframe if "State" in each.value]
    assert table[["No.", "State"]].values.tolist() == [[2, "in force"], [1, "undone"]]
    assert not any("Undo an import" in text for text in texts(app)), "there is nothing left to undo"


def test_the_history_says_who_what_and_when(own):
    app = upload(visit("imports"), ("posts.csv", OURS))
    button(app, "Import 1 file").click()
    app.run()
    (table,) = [each.value for each in app.dataframe if "State" in each.value]
    row = table.iloc[0]
    assert (row["Who"], row["What"], row["Posts"]) == ("this computer", "posts.csv", "1 new, 0 updated")
    assert row["Format"] == "Pulse's own columns"


def test_an_unknown_file_asks_what_its_columns_mean(own):
    app = upload(visit("imports"), ("crm.csv", OWN_WORDS))
    assert any("Not a format Pulse knows" in text for text in texts(app))
    assert notices(app, "warn"), "what is still to be said"
    assert button(app, "Import 0 files").disabled


def test_a_files_name_cannot_bring_markup(own):
    app = upload(visit("imports"), ("<img src=x onerror=alert(1)>.csv", OURS))
    assert not any("<img" in each.proto.body for each in app.html)
    button(app, "Import 1 file").click()
    app.run()
    assert not any("<img" in each.proto.body for each in app.html)


def test_the_template_imports_without_asking(own):
    template = formats.template()
    header = template.strip().split(",")
    row = {"post_id": "1", "platform": "x", "published_at": "2026-03-02T10:00:00+08:00", "reach": "5"}
    line = ",".join(row.get(name, "") for name in header)
    app = upload(visit("imports"), ("mine.csv", ("\ufeff" + template + line).encode()))
    assert notices(app, "bad") == []
    button(app, "Import 1 file").click()
    app.run()
    with own.connect() as connection:
        report = json.loads(history(connection)[0].report)
    assert (report["format"], report["posts"]["new"]) == ("pulse", 1)
