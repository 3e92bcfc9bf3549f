"""The page of posting times: lenses, groups, a cell's posts, planned tests, staffed hours."""

from __future__ import annotations

from datetime import date, datetime

from lib import demo
from lib.store import slot_tests
from lib.store.slot_tests import SlotTest
from lib.ui.here import Here
from tests.pages.screen import charts, headline, texts, visit

NOW = datetime(2025, 11, 30)


def test_the_lens_is_in_the_link(use):
    use("demo")
    told = {
        lens: visit("posting_times", "en", period="all", lens=lens) for lens in ("effect", "result", "count")
    }
    titles = [" ".join(texts(app)) for app in told.values()]
    assert "effect of the slot against the usual mix of slots" in titles[0]
    assert "the median post of each slot" in titles[1]
    assert "posts by weekday and hour" in titles[2]
    assert "Asia/Taipei" in titles[0]
    assert "without a time of day left out" in titles[0]


def test_content_types_stand_beside_each_other(use):
    use("demo")
    alone, beside = (
        visit("posting_times", "en", period="all", lens="count", beside=key)
        for key in ("none", "content_type")
    )
    assert len(charts(beside)) >= len(charts(alone)) + 4


def test_a_cell_opens_its_posts(use):
    use("demo")
    app = visit("content", "en", period="all", open="slot:4-20")
    assert headline(app).startswith("Thursday 20:00: ")
    hours = set(app.dataframe[0].value["Hour"])
    assert hours == {"20:00"}
    wrong = visit("content", "en", period="all", open="slot:8-20")
    assert not headline(wrong).startswith("Thursday")


def test_a_test_can_be_planned_and_is_shown(own):
    demo.load(own, 400, end=date(2026, 3, 31))
    past = SlotTest(None, 18, 5, 2, date(2025, 12, 1), date(2026, 2, 28), "Ann")
    slot_tests.plan(own, past, NOW)
    app = visit("posting_times", "en", period="all")
    fields = {each.label: each for each in app.text_input}
    fields["Who sees to it"].set_value("Mei")
    next(each for each in app.button if each.label == "Plan").click().run()
    assert [e.value for e in app.exception] == []
    words = " ".join(texts(app))
    assert "planned by Mei" in words
    assert "of 12 posts are in" in words
    assert "the other posts of these days: " in words  # Ann's posts are in, so they are scored
    assert [each.who for each in slot_tests.planned(own)] == ["Mei", "Ann"]


def test_who_only_looks_sees_the_tests_and_no_form(own, monkeypatch):
    demo.load(own, 400, end=date(2026, 3, 31))
    slot_tests.plan(own, SlotTest(None, 18, 5, 2, date(2025, 12, 1), date(2026, 2, 28), "Ann"), NOW)
    monkeypatch.setattr(Here, "may", lambda self, action: False)
    app = visit("posting_times", "en", period="all")
    assert "planned by Ann" in " ".join(texts(app))
    assert {each.label for each in app.button} & {"Plan", "Give up", "Save"} == set()


def test_staffed_hours_show_when_comments_wait(own):
    demo.load(own, 400, end=date(2026, 3, 31))
    app = visit("posting_times", "en", period="all")
    next(each for each in app.button if each.label == "Save").click().run()
    assert slot_tests.staffed(own) == slot_tests.Staffed(9, 18, 0, 0)
    assert "of comments come when nobody answers" in " ".join(texts(app))
