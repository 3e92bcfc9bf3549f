"""Notes on the timeline, on the pages: pinned by those who may, seen by those they concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.clock import now
from lib.model import EVERYTHING
from lib.store import notes
from lib.store.notes import Note
from tests.pages.test_shared import come, guarded, made, said  # noqa: F401

DAY = date(2026, 3, 3)
NOTE = Note(DAY, "contest", "Photo *contest* <b>", community="tea")
MARK = "① 3 Mar Contest: Photo *contest* <b>"


def pin(store, *given: Note) -> None:
    for each in given:
        notes.add(store, each, now(), "p1", EVERYTHING)


def test_a_manager_pins_a_note_and_charts_show_it(guarded):  # noqa: F811
    app = come(made(guarded), "manager.all")
    app.session_state["note-add"] = True
    app.run()
    app.text_input(key="note-title").set_value(NOTE.title)
    app.selectbox(key="note-kind").set_value("contest")
    app.date_input(key="note-day").set_value(DAY)
    app.selectbox(key="note-community").set_value("tea")
    app.button(key="note-save").click().run()
    assert not app.exception
    assert "Pinned: charts show it on its day." in said(app)
    assert MARK in said(app)
    (kept,) = notes_of(guarded)
    assert (kept["title"], kept["community"], kept["metric"], kept["platform"]) == (
        NOTE.title,
        "tea",
        None,
        None,
    )
    app.button(key="note-remove").click().run()
    assert MARK not in said(app)
    assert notes_of(guarded) == []


def notes_of(store) -> list[dict]:
    with store.connect() as connection:
        return [dict(row) for row in connection.execute(notes.standing()).mappings()]


@pytest.mark.parametrize("page", ["overview", "trends"])
@pytest.mark.parametrize(
    ("opener", "sees"), [("viewer.all", True), ("viewer.tea", True), ("viewer.coffee", False)]
)
def test_those_whom_a_note_concerns_see_it_and_viewers_pin_none(guarded, page, opener, sees):  # noqa: F811
    pin(guarded, NOTE)
    app = come(made(guarded, page=page), opener)
    assert not app.exception
    assert (MARK in said(app)) is sees
    assert ("1 note on these days" in said(app)) is sees
    assert "note-add" not in app.session_state
    assert not [button for button in app.button if button.key == "note-remove"]


def test_a_manager_of_one_community_pins_there_alone(guarded):  # noqa: F811
    pin(guarded, NOTE, replace(NOTE, community=None, title="For all"))
    app = come(made(guarded), "manager.tea")
    app.session_state["note-add"] = True
    app.run()
    assert app.selectbox(key="note-community").options == ["tea"]
    # One alone: what is everybody's is not theirs to remove. Options are no Markdown: no backslash in them.
    assert app.selectbox(key="note-which").options == [f"{NOTE.day.isoformat()} · {NOTE.title}"]


def test_a_filter_takes_what_is_of_another_community_away(guarded):  # noqa: F811
    pin(guarded, NOTE)
    app = come(made(guarded), "viewer.all")
    app.multiselect(key="f_community").select("coffee").run()
    assert MARK not in said(app)


def test_a_note_of_a_metric_stands_on_its_chart_alone(guarded):  # noqa: F811
    pin(guarded, replace(NOTE, metric="reach"))
    app = come(made(guarded), "viewer.all")
    assert MARK not in said(app)
    app.selectbox(key="metric").set_value("reach").run()
    assert MARK in said(app)


def test_a_frozen_link_shows_the_notes_as_they_stood(guarded):  # noqa: F811
    pin(guarded, NOTE)
    link = made(guarded, version=2, as_of=2)
    pin(guarded, replace(NOTE, title="Later"))
    notes.remove(guarded, 2, now(), "p1", EVERYTHING)
    for language, mark in (("en", MARK), ("zh-TW", "① 3月3日 競賽活動：Photo *contest* <b>")):
        app = come(link, "manager.all", language)
        assert mark in said(app)
        assert "Later" not in said(app)
        assert "note-add" not in app.session_state, "the past is not noted"
    assert "Contest: Later" in said(come(made(guarded, version=2), "manager.all"))


def selections(app) -> list[str]:
    """What can be selected on the first chart."""
    return [*app.get("vega_lite_chart")[0].proto.selection_mode]


@pytest.mark.parametrize("page", ["overview", "trends"])
def test_a_manager_has_the_chart_ask_for_the_day_and_can_let_it_be(guarded, page):  # noqa: F811
    app = come(made(guarded, page=page), "manager.all")
    assert selections(app) == []
    app.button(key="note-pick-turn").click().run()
    assert selections(app) == ["chosen"]
    assert "Click a day on the chart: a note for it opens." in said(app)
    app.button(key="note-pick-turn").click().run()
    assert selections(app) == []


def test_a_viewer_is_not_asked_for_a_day(guarded):  # noqa: F811
    app = come(made(guarded), "viewer.all")
    app.session_state["note-pick"] = True
    app.run()
    assert selections(app) == []
    assert not [button for button in app.button if button.key == "note-pick-turn"]


def test_the_day_that_was_chosen_stands_in_the_form(guarded):  # noqa: F811
    app = come(made(guarded), "manager.all")
    app.session_state["note-day"] = DAY
    app.session_state["note-add"] = True
    app.run()
    assert app.date_input(key="note-day").value == DAY
