"""A person is erased everywhere, stays out of later imports, and no figure changes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib import learning, privacy, scoring
from lib.imports import job, pseudonyms
from lib.metrics import comment_lists, run
from lib.metrics.comments import read
from lib.model import EVERYTHING, ImportOptions, PulseError
from lib.settings import Settings, load
from lib.store import audit, links, people, report_plans, tables, verify, views, write
from lib.store.changing import changing
from lib.store.links import Link
from lib.store.people import Member
from lib.store.report_plans import Plan
from lib.store.views import SavedView
from tests import factories
from tests.factories import asking, comments

NOW = datetime(2026, 11, 25, 3)
MEASURES = ("comments_received", "negative_comments", "positive_comments")

FIRST = """comment_id,created_at,text,platform,account,author,permalink
c1,2026-11-01 09:30:00,用兩次就壞了，太爛,facebook,shop,王小明,https://example.com/c1
c2,2026-11-01 10:30:00,很喜歡,facebook,shop,Ann,https://example.com/c2
c3,2025-10-02 10:30:00,很失望,line,shop,王小明,
"""
AGAIN = FIRST.replace("很喜歡", "很喜歡！")
NAMELESS = (
    "comment_id,created_at,text,platform,account\nc1,2026-11-01 09:30:00,用兩次就壞了，太爛,facebook,shop\n"
)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(author_key=str(tmp_path / "authors.key"))


def bring(store: sa.Engine, settings: Settings, text: str) -> None:
    assert job.run(store, text.encode(), "comments.csv", ImportOptions(), settings, NOW).refused is None


def figures(store: sa.Engine, as_of: int | None = None) -> tuple:
    return run.fetch(store, asking(MEASURES, ("day",), as_of=as_of)).rows


def holds(store: sa.Engine, *words: str) -> list[str]:
    """The tables in which any of the words stands."""
    found = []
    with store.connect() as connection:
        for name in tables.there(connection):
            said = str(connection.execute(sa.text(f"SELECT * FROM {name}")).all())
            found += [name] * any(word in said for word in words)
    return found


def test_a_person_is_gone_from_every_table_and_every_figure_stays(store, settings):
    bring(store, settings, FIRST)
    scoring.fill(store, settings, NOW, "test")
    before, key = figures(store), pseudonyms.key(Path(settings.author_key))
    mine = [pseudonyms.pseudonym(key, platform, "王小明") for platform in ("facebook", "line")]
    traces = (*mine, "用兩次就壞了", "很失望", "example.com/c1")
    assert holds(store, *traces) == ["comment", "comment_current"]
    assert privacy.erase_person(store, settings, "王小明 ", NOW, "test").comments == 2
    assert holds(store, *traces) == ["erased_author"]  # the list of those to leave out, and nothing else
    assert holds(store, "很喜歡") == ["comment", "comment_current"]
    assert figures(store) == before
    assert sum(row["negative_comments"] or 0 for row in before) == 2
    (told,) = [line for line in audit.lines(store) if line.action == "erase"]
    assert (told.act, told.facts) == ("erased", {"comments": 2, "members": 0})


def test_the_erased_keep_their_judgement_under_every_later_engine(store, settings, monkeypatch):
    bring(store, settings, FIRST)
    scoring.fill(store, settings, NOW, "test")
    privacy.erase_person(store, settings, "王小明", NOW, "test")
    before, versions = figures(store), [run.data_version(store)]
    assert scoring.rescore(store, settings, NOW, "test").texts == 1  # of those whose words are there
    newer = replace(learning.sentiments.engine(settings), version="2")
    monkeypatch.setattr(learning.sentiments, "engine", lambda _: newer)
    versions.append(run.data_version(store))
    assert scoring.waiting(store, settings) == 1
    assert scoring.fill(store, settings, NOW, "test").texts == 1
    versions.append(run.data_version(store))
    assert scoring.rescore(store, settings, NOW, "test").texts == 1
    assert figures(store) == before
    bring(store, settings, FIRST.replace("太爛", "太爛！"))
    assert figures(store) == before
    assert [figures(store, as_of=each) for each in versions] == [before] * 3


def test_a_new_comment_of_somebody_erased_waits_for_no_engine(store, settings):
    bring(store, settings, FIRST)
    scoring.fill(store, settings, NOW, "test")
    privacy.erase_person(store, settings, "王小明", NOW, "test")
    bring(store, settings, FIRST.replace("c1,", "c9,").replace("太爛", "又壞了"))
    assert scoring.waiting(store, settings) == 0
    assert holds(store, "又壞了") == []
    asked = asking(("comments_received",))
    assert read(store, comment_lists.wordless(asked)) == ({"n": 1},)  # what was judged before stays so
    assert run.fetch(store, asked).rows == ({"comments_received": 4},)


def test_nobody_is_asked_to_label_what_was_erased(store, settings):
    bring(store, settings, FIRST)
    scoring.fill(store, settings, NOW, "test")
    privacy.erase_person(store, settings, "王小明", NOW, "test")
    for unsure in (True, False):
        found = read(store, comment_lists.unlabelled(asking(("comments_received",)), unsure, 9))
        assert [row["text"] for row in found] == ["很喜歡"]


@pytest.mark.parametrize("later", [AGAIN, NAMELESS], ids=["with names", "without"])
def test_a_later_export_does_not_bring_them_back(store, settings, later):
    bring(store, settings, FIRST)
    privacy.erase_person(store, settings, "王小明", NOW, "test")
    bring(store, settings, later)
    assert holds(store, "用兩次就壞了", "example.com/c1") == []
    assert verify.differences(store) == []


def test_an_undone_import_is_erased_too_and_can_be_undone(store, settings):
    bring(store, settings, FIRST)
    write.undo(store, 1, NOW, "test")
    privacy.erase_person(store, settings, "王小明", NOW, "test")
    assert holds(store, "用兩次就壞了") == []
    assert figures(store) == ()
    assert [row["comments_received"] for row in figures(store, as_of=1)] == [1, 2]


def test_a_pseudonym_will_do_and_so_does_an_address(store, settings):
    bring(store, settings, FIRST)
    key = pseudonyms.key(Path(settings.author_key))
    people.put(store, Member("ann@example.org", "Ann", "viewer", EVERYTHING), NOW, "local")
    ann = pseudonyms.pseudonym(key, "facebook", "ann")
    assert privacy.erase_person(store, settings, ann, NOW, "test").comments == 1
    assert privacy.erase_person(store, settings, "Ann@Example.org", NOW, "test").people == 1
    assert holds(store, "example.org") == []


def test_an_address_takes_links_views_and_reports_along(store, settings):
    ann, ben = (
        people.put(store, Member(f"{name}@example.org", name, "manager", EVERYTHING), NOW, "local")
        for name in ("ann", "ben")
    )
    params, mine = {"period": ["28d"]}, f"p{ann.id}"
    link = links.make(store, Link("overview", params, "A week", 0, mine, mine, EVERYTHING, NOW))
    views.keep(store, SavedView(mine, mine, "Mine", "overview", params, NOW, team=True))
    for who, to in ((mine, (ben.id,)), (f"p{ben.id}", (ann.id, ben.id)), (f"p{ben.id}", (ann.id,))):
        plan = Plan("overview", params, "en", "week", to, who, who, EVERYTHING, NOW, NOW)
        report_plans.make(store, plan)
    bring(store, settings, FIRST)
    assert privacy.erase_person(store, settings, "ann@example.org", NOW, "test").people == 1
    assert links.known(store, link.id).revoked == NOW
    assert views.listed(store, f"p{ben.id}") == []
    assert [(plan.id, plan.people) for plan in report_plans.running(store)] == [(2, (ben.id,))]


def test_erasing_waits_for_other_changes_of_the_audit_log(store, settings):
    bring(store, settings, FIRST)
    with ThreadPoolExecutor(1) as pool:
        with changing(store) as connection:
            audit.write(connection, NOW, "p1", "sign-in", "came")
            erasing = pool.submit(privacy.erase_person, store, settings, "王小明", NOW, "test")
            wait_until(lambda: erasing.done() or holds(store, "用兩次就壞了") == [])
        assert erasing.result(10).comments == 2
    assert {line.action for line in audit.lines(store)} >= {"sign-in", "erase"}


def wait_until(reached) -> None:
    until = time.monotonic() + 5
    while not reached() and time.monotonic() < until:
        time.sleep(0.01)


def test_comments_without_a_time_of_day_are_forgotten_by_their_day(store, settings):
    days = {"old": NOW.date() - timedelta(31), "kept": NOW.date() - timedelta(30)}
    factories.bring(store, comments(*[{"day": day, "text": word} for word, day in days.items()]))
    kept = load({"PULSE_KEEP_WORDS_DAYS": "30"})
    assert privacy.retain(store, kept, NOW) == 1
    assert (holds(store, "old"), holds(store, "kept")) == ([], ["comment", "comment_current"])


def test_without_the_key_nobody_would_be_found(store, tmp_path):
    with pytest.raises(PulseError, match="no key"):
        privacy.erase_person(store, Settings(author_key=str(tmp_path / "none")), "Ann", NOW, "test")
    with pytest.raises(PulseError, match="whom"):
        privacy.erase_person(store, Settings(author_key=str(tmp_path / "none")), " ", NOW, "test")


def test_words_and_the_audit_log_are_kept_as_long_as_is_set(store, settings):
    bring(store, settings, FIRST)
    people.signed_in(store, "p1", NOW - timedelta(40))
    assert privacy.retain(store, settings, NOW) == 0
    given = {"KEEP_WORDS_DAYS": "365", "KEEP_AUDIT_DAYS": "30", "AUTHOR_KEY": settings.author_key}
    kept = load({f"PULSE_{name}": value for name, value in given.items()})
    before = figures(store)
    assert privacy.retain(store, kept, NOW) == 1
    assert holds(store, "很失望") == []
    assert holds(store, "很喜歡") == ["comment", "comment_current"]
    assert figures(store) == before
    assert "sign-in" not in [line.action for line in audit.lines(store)]
    assert privacy.retain(store, kept, NOW) == 0
