"""The audit log on the page People: said in the reader's language, filtered, taken along safely."""

from __future__ import annotations

import re
from datetime import date, datetime

import pandas as pd

from lib.model import EVERYTHING, Scope
from lib.person import LOCAL
from lib.store import audit, links, log, notes, people, report_plans, slot_tests, watch, watchlists
from lib.store.audit import Line
from lib.store.changing import changing
from lib.store.links import Link
from lib.store.log import Entry
from lib.store.notes import Note
from lib.store.people import Group, Member
from lib.store.report_plans import Plan
from lib.store.slot_tests import Staffed
from lib.store.sources import Source
from lib.store.watch import Setting
from lib.store.watchlists import Watchlist
from lib.store.write import entering
from lib.sync import declare
from lib.ui import audit as shown
from lib.ui.tables import csv_bytes
from lib.ui.whose import names
from tests.pages.screen import visit
from tests.pages.test_report import at

AT = datetime(2026, 3, 1, 8)
LATER = datetime(2026, 3, 4, 20)  # the fifth in Taipei
FORMULA = '=HYPERLINK("http://evil.example")'


def fill(store) -> None:
    """One act of each kind but files taken along, in the ways they come about."""
    ann = people.put(store, Member("ann@example.org", "王小美", "manager", Scope(("main",))), AT, "local")
    people.put_group(store, Group(FORMULA, "x", "viewer", EVERYTHING), LATER, "p1")
    made = links.make(store, Link("content", {}, "A", 0, "p1", "p1", EVERYTHING, AT, as_of=3, anyone=True))
    links.opened(store, made.id, AT, "link")
    plan = Plan("trends", {}, "en", "month", (ann.id,), "p1", "p1", EVERYTHING, AT, AT)
    report_plans.make(store, plan)
    notes.add(store, Note(date(2026, 3, 1), "note", "Secret words"), AT, "p1", EVERYTHING)
    declare.connect(store, Source("s", "push", "來源", {"token_sha256": "ab"}, AT, who="p1"))
    declare.change(store, "s", AT, "p1", enabled=False)
    declare.disconnect(store, "s", AT, "p1")
    watch.decide(store, Setting("community:main", 60, date(2026, 1, 2)), AT, "p1")
    watch.turn_off(store, "community:main", Line(AT, "p1", "settings", "watch ended", {"watch": ""}))
    listed = watchlists.add(store, Watchlist("清單", "brand", "words", "x"), AT, "p1")
    watchlists.remove(store, listed, AT, "p1")
    slot_tests.staff(store, Staffed(), AT, "p1")
    with entering(store) as connection:
        for kind in ("file", "demo", "break", "scores", "labels"):
            log.append(connection, Entry(kind, AT, "p1", file="data.csv"))
        for kind in ("undo", "forget", "break", "note"):
            log.append(connection, Entry(kind, AT, "p1", file="data.csv", undoes=2))
    with changing(store) as connection:
        audit.write(connection, AT, "command", "backup", "saved", file="data.zip")
        audit.write(connection, AT, "command", "restore", "restored", file="data.zip")
        audit.write(connection, AT, "p99", "erase", "erased", comments=1200, members=1)
        audit.write(connection, AT, "schedule", "retention", "forgotten", comments=3)
        audit.write(connection, AT, "p1", "export", "mailed", plan=1, person="p1")
        audit.write(connection, AT, "p1", "export", "report", page="overview")
    people.signed_in(store, "p1", AT)
    people.sign_out(store, ann.id, AT, "local")


def test_every_action_and_act_has_words():
    assert list(shown.ACTIONS) == list(audit.ACTS)
    assert list(shown.SAID) == [(action, act) for action, acts in audit.ACTS.items() for act in acts]


def test_it_is_said_in_the_readers_language(own):
    fill(own)
    (log_table,) = [each.value for each in visit("people", "zh-TW").dataframe if "動作" in each.value]
    assert len(log_table) == len(audit.lines(own)) >= 20
    t = at(own, LOCAL, "people", {"lang": ["zh-TW"]}).locale.t
    assert set(log_table["動作"]) == {t(shown.ACTIONS[action]) for action in audit.ACTS}
    told = " ".join([*log_table["動作"], *log_table["內容"], *log_table["操作者"]])
    ids = re.sub(r"Link|API|[\w-]{4}…|data\.(csv|zip)|PDF|" + re.escape(FORMULA), "", told)
    assert re.findall(r"[A-Za-z]{2,}", ids) == []
    assert "Secret" not in told
    for words in (
        "王小美：管理者",
        "1,200 則",
        "99 號人員（已移除）",
        "凍結於版本 3",
        "頁面：內容",
        "來源",
        "清單",
        "60 天",
    ):
        assert words in told


def test_it_is_filtered_by_action_person_days_and_words(own):
    fill(own)
    app = visit("people")

    def left() -> list[str]:
        found = [each.value for each in app.dataframe if "Action" in each.value]
        return [*found[0]["Action"]] if found else []

    app.multiselect(key="audit-actions").set_value(["rights"]).run()
    assert left() == ["Rights", "Rights"]
    app.date_input(key="audit-from").set_value(date(2026, 3, 5)).run()
    assert left() == ["Rights"], "the fifth of March in Taipei, the fourth in London"
    app.multiselect(key="audit-who").set_value(["local"]).run()
    assert left() == []
    app.date_input(key="audit-from").set_value(None).run()
    app.date_input(key="audit-to").set_value(date(2026, 3, 1)).run()
    assert left() == ["Rights"]
    app.text_input(key="audit-words").set_value("nobody of that name").run()
    assert left() == []


def test_a_file_of_it_runs_in_no_spreadsheet(own):
    fill(own)
    here = at(own, LOCAL, "people", {"lang": ["en"]})
    rows = shown._rows(here, audit.lines(own, None), "", names(here))
    taken = csv_bytes(pd.DataFrame(rows)).decode("utf-8-sig")
    assert FORMULA.replace('"', '""') in taken
    assert not re.search(r'(^|,)"?=', taken, re.MULTILINE)
